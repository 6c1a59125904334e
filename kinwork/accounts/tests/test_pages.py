"""Accepting an invitation and looking after staff, page by page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.accounts import actions, rules
from kinwork.accounts.models import Invitation, Mail, Membership, User
from kinwork.accounts.tests.conftest import OPERATOR, PASSWORD, actor, sign_in
from kinwork.common.acting import acting_as

NEW = {"name": "Ben Ortiz", "way": "password", "password": "a heron in the wash"}


@pytest.fixture
def dana(world):
    return world.worker("Dana", "account administrator", password=PASSWORD)


def invited(world, email="ben@example.org", **more) -> str:
    told = {"agency": world.library, "community": world.community, "role": "navigator", **more}
    with acting_as(OPERATOR):
        actions.invite(email=email, by=OPERATOR, at=timezone.now(), **told)
    body = Mail.objects.latest("queued_at").body
    return re.search(r"http://localhost:8000(/\S+/invitation/\S+)", body).group(1)


# --- accepting ---


def test_opening_never_accepts_and_sending_does(client, world):
    link = invited(world)
    for _scan in range(3):
        page = Client().get(link)
        assert page.status_code == 200
        Client().head(link)
    assert not User.objects.exists()
    body = page.content.decode()
    assert "Mesquite Flats Library invites you" in body and "ben@example.org" in body
    done = client.post(link, NEW)
    assert done["Location"] == reverse("accounts:protect")
    assert client.get("/accounts/").wsgi_request.user.name == "Ben Ortiz"


def test_after_a_password_the_app_is_set_up_without_typing_it_again(client, world):
    client.post(invited(world), NEW)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200


def test_whoever_chose_a_passkey_is_led_to_make_it(client, world):
    done = client.post(invited(world), {"name": "Ben", "way": "passkey", "password": ""})
    assert done["Location"] == reverse("mfa_add_webauthn")
    assert client.get(done["Location"]).status_code == 200
    assert not User.objects.get().has_usable_password()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"way": ""}, "way"),
        ({"password": "short"}, "password"),
        ({"password": "ben@example.org"}, "password"),
    ],
)
def test_what_is_missing_is_said_beside_the_field(client, world, wrong, field):
    page = client.post(invited(world), {**NEW, **wrong})
    assert page.status_code == 200 and page.context["form"].errors[field]
    assert not User.objects.exists()


def test_a_used_or_unknown_link_says_so_plainly(client, world):
    link = invited(world)
    client.post(link, NEW)
    for dead in (link, reverse("accounts:accept_invitation", args=["nothing"])):
        for how in (Client().get, Client().post):
            page = how(dead)
            assert page.status_code == 410
            assert "This link no longer works" in page.content.decode()
    assert User.objects.count() == 1


def test_an_existing_account_signs_in_first(client, world):
    ben = world.worker("Ben", "navigator", world.clinic, password=PASSWORD)
    link = invited(world)
    page = client.post(link, {**NEW, "password": "a thief's password"})
    assert "Sign in with it, then accept" in page.content.decode()
    assert Membership.objects.filter(user=ben.user).count() == 1
    sign_in(client, ben.user)
    assert client.get(link).status_code == 200
    assert Membership.objects.filter(user=ben.user).count() == 1
    client.post(link)
    now = client.get("/accounts/").wsgi_request
    assert (now.hat.agency, len(now.hats)) == (world.library, 2)


def test_somebody_else_who_is_signed_in_does_not_take_it(client, world):
    world.worker("Ben", "navigator", world.clinic)
    cruz = world.worker("Cruz", "navigator", world.clinic)
    link = invited(world)
    sign_in(client, cruz.user)
    page = client.post(link)
    assert "You are signed in as Cruz" in page.content.decode()
    assert Invitation.objects.get().accepted_at is None


# --- the staff of an agency ---


def test_inviting_from_the_page(client, world, dana):
    sign_in(client, dana.user)
    told = {"email": "Ben@example.org", "role": "navigator", "language": "es"}
    done = client.post(reverse("accounts:invite"), told, follow=True)
    one = Invitation.objects.get()
    assert (one.email, one.language, one.invited_by) == ("ben@example.org", "es", dana.user)
    body = done.content.decode()
    assert "ben@example.org" in body and "Waiting" in body


def test_a_role_that_is_not_hers_to_give_is_no_choice(client, world, dana):
    sign_in(client, dana.user)
    told = {"email": "ben@example.org", "role": "privacy officer", "language": "en"}
    page = client.post(reverse("accounts:invite"), told)
    assert page.context["form"].errors["role"] and not Invitation.objects.exists()


def test_the_same_person_twice_is_said_in_the_form(client, world, dana):
    world.worker("Ben", "navigator")
    sign_in(client, dana.user)
    told = {"email": "ben@example.org", "role": "navigator", "language": "en"}
    page = client.post(reverse("accounts:invite"), told)
    assert "has this role already" in page.content.decode()


def test_resending_and_withdrawing_from_the_page(client, world, dana):
    old = invited(world)
    one = Invitation.objects.get()
    sign_in(client, dana.user)
    client.post(reverse("accounts:resend_invitation", args=[one.pk]))
    assert Client().get(old).status_code == 410
    page = client.post(reverse("accounts:withdraw_invitation", args=[one.pk]), follow=True)
    assert "The invitation is withdrawn" in page.content.decode()
    assert Invitation.objects.get().withdrawn_at


def test_changing_and_ending_a_role_from_the_page(client, world, dana):
    ana = world.worker("Ana", "navigator")
    sign_in(client, dana.user)
    client.post(reverse("accounts:change_role", args=[ana.pk]), {"role": "caseworker"})
    new = Membership.objects.get(user=ana.user, ends=None)
    assert new.role == "caseworker"
    asked = client.get(reverse("accounts:end_membership", args=[new.pk]))
    assert asked.status_code == 200 and Membership.objects.get(pk=new.pk).ends is None
    page = client.post(reverse("accounts:end_membership", args=[new.pk]), follow=True)
    assert "Ana no longer works here" in page.content.decode()


def test_closing_and_opening_an_account_from_the_page(client, world, dana):
    ana = world.worker("Ana", "navigator")
    sign_in(client, dana.user)
    for name in ("start_recovery", "disable_account"):
        assert client.get(reverse(f"accounts:{name}", args=[ana.pk])).status_code == 200
        assert client.post(reverse(f"accounts:{name}", args=[ana.pk])).status_code == 302
    assert not User.objects.get(pk=ana.user_id).is_active
    client.post(reverse("accounts:enable_account", args=[ana.pk]))
    assert User.objects.get(pk=ana.user_id).is_active


PLACES = ("change_role", "end_membership", "disable_account", "start_recovery")


@pytest.mark.parametrize("name", PLACES)
def test_staff_of_another_agency_are_not_found(client, world, dana, name):
    stranger = world.worker("Cruz", "navigator", world.clinic)
    sign_in(client, dana.user)
    address = reverse(f"accounts:{name}", args=[stranger.pk])
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert Membership.objects.get(pk=stranger.pk).ends is None


def test_an_invitation_of_another_agency_is_not_found(client, world, dana):
    invited(world, agency=world.clinic)
    sign_in(client, dana.user)
    one = Invitation.objects.get()
    for name in ("resend_invitation", "withdraw_invitation"):
        assert client.post(reverse(f"accounts:{name}", args=[one.pk])).status_code == 404


@pytest.mark.parametrize("name", PLACES)
def test_an_administrator_is_refused_on_her_own_line_with_the_sentence(client, world, dana, name):
    sign_in(client, dana.user)
    page = client.post(reverse(f"accounts:{name}", args=[dana.pk]), {"role": "supervisor"})
    assert page.status_code == 403
    assert "Nobody changes their own roles" in page.content.decode()


@pytest.mark.parametrize("role", rules.STAFF_ROLES)
def test_who_opens_the_list_of_staff(client, world, role):
    kim = world.worker("Kim", role)
    sign_in(client, kim.user)
    opens = role in ("account administrator", "supervisor", "operator")
    for name in ("accounts:staff", "accounts:invite"):
        assert client.get(reverse(name)).status_code == (200 if opens else 403)


def test_a_stranger_is_sent_to_sign_in(client, world):
    for name in ("accounts:staff", "accounts:account", "accounts:choose_hat"):
        assert "/accounts/sign-in/" in client.get(reverse(name))["Location"]


def test_the_list_asks_as_often_for_three_people_as_for_one(client, world, dana):
    sign_in(client, dana.user)
    counts = []
    for name in ("Ana", "Ben", "Cruz"):
        world.worker(name, "navigator")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("accounts:staff"))
        counts.append(len(asked))
    assert counts[0] == counts[-1], counts


def test_every_page_of_ones_own_opens(client, world, dana):
    sign_in(client, dana.user)
    names = (
        "accounts:account", "accounts:choose_hat", "accounts:staff", "accounts:invite",
        "usersessions_list", "mfa_index", "mfa_list_webauthn", "account_change_password",
        "account_logout",
    )  # fmt: skip
    for name in names:
        assert client.get(reverse(name)).status_code == 200, name
    assert actor(dana) == client.get("/accounts/").wsgi_request.actor
