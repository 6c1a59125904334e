"""Roles and accounts: changing, ending, closing; one hat at a time."""

from datetime import timedelta

import pytest
from django.urls import reverse

from kinwork.accounts import actions, queries, rules
from kinwork.accounts.current import HAT
from kinwork.accounts.models import Membership, User
from kinwork.accounts.tests.conftest import NOW, OPERATOR, actor, audited, protect, sign_in
from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from tests.signing import enter

SOON = NOW + timedelta(hours=1)


@pytest.fixture
def admin(world):
    return actor(world.worker("Dana", "account administrator"))


@pytest.fixture
def ana(world):
    return world.worker("Ana", "navigator")


def do(verb, by, **what):
    with acting_as(by):
        return getattr(actions, verb)(**what, by=by, at=SOON)


def test_a_changed_role_ends_one_hat_and_begins_another(admin, ana):
    new = do("change_role", admin, membership=ana, role="caseworker")
    ana.refresh_from_db()
    assert (ana.role, ana.ends) == ("navigator", SOON)
    assert (new.role, new.starts, new.ends) == ("caseworker", SOON, None)
    assert queries.open_hats(ana.user, SOON) == [new]
    assert audited("change_role", admin) == 1


def test_the_same_role_again_changes_nothing(admin, ana):
    assert do("change_role", admin, membership=ana, role="navigator") == ana
    assert Membership.objects.filter(user=ana.user).count() == 1


def test_a_past_hat_cannot_be_changed(admin, ana):
    do("end_membership", admin, membership=ana)
    with pytest.raises(rules.Impossible):
        do("change_role", admin, membership=ana, role="caseworker")


def test_ending_twice_is_ending_once(admin, ana):
    for _again in range(2):
        do("end_membership", admin, membership=ana)
    assert audited("end_membership", admin) == 1
    assert queries.open_hats(ana.user, SOON) == []


def test_an_administrator_cannot_change_own_roles(world, admin):
    own = Membership.objects.get(user_id=admin.id)
    for verb, more in (("change_role", {"role": "supervisor"}), ("end_membership", {})):
        with pytest.raises(Refused, match="own roles"):
            do(verb, admin, membership=own, **more)
    other = world.hat(own.user, "navigator")
    with pytest.raises(Refused, match="own roles"):
        do("change_role", admin, membership=other, role="supervisor")


def test_a_supervisor_neither_promotes_nor_ends_an_administrator(world, ana):
    by = actor(world.worker("Sam", "supervisor"))
    boss = world.worker("Lee", "account administrator")
    with pytest.raises(Refused, match="account administrator"):
        do("change_role", by, membership=ana, role="supervisor")
    with pytest.raises(Refused, match="account administrator"):
        do("end_membership", by, membership=boss)
    assert do("change_role", by, membership=ana, role="caseworker")


@pytest.mark.parametrize("verb", ["end_membership", "change_role"])
def test_staff_of_another_agency_are_out_of_reach(world, admin, verb):
    stranger = world.worker("Ben", "navigator", world.clinic)
    more = {"role": "caseworker"} if verb == "change_role" else {}
    with pytest.raises(Refused, match="agency that you work for now"):
        do(verb, admin, membership=stranger, **more)


@pytest.mark.parametrize("role", [r for r in rules.STAFF_ROLES if r not in ("operator",)])
def test_who_closes_an_account(world, ana, role):
    by = actor(world.worker("Kim", role))
    if role == "account administrator":
        assert not do("disable_account", by, user=ana.user).is_active
        assert do("enable_account", by, user=ana.user).is_active
    else:
        with pytest.raises(Refused):
            do("disable_account", by, user=ana.user)


def test_an_account_that_works_for_two_agencies_is_closed_by_the_operator_alone(world, admin, ana):
    world.hat(ana.user, "navigator", world.clinic)
    with pytest.raises(Refused, match="works for another agency too"):
        do("disable_account", admin, user=ana.user)
    assert not do("disable_account", OPERATOR, user=ana.user).is_active


def test_nobody_closes_the_account_of_a_stranger_or_their_own(world, admin):
    stranger = world.worker("Ben", "navigator", world.clinic).user
    with pytest.raises(Refused, match="does not work for your agency"):
        do("disable_account", admin, user=stranger)
    with pytest.raises(Refused, match="own roles or account"):
        do("disable_account", admin, user=User.objects.get(pk=admin.id))


def test_a_lost_device_is_forgotten(admin, ana):
    protect(ana.user)
    do("forget_second_factor", OPERATOR, user=ana.user)
    assert not queries.has_second_factor(ana.user)


@pytest.mark.parametrize("verb", ["create_community", "create_agency", "create_user"])
def test_only_the_operator_sets_up(admin, world, verb):
    told = {
        "create_community": {"slug": "x", "name": "X", "state": "AZ"},
        "create_agency": {"name": "X", "communities": [world.community]},
        "create_user": {"email": "x@example.org", "name": "X"},
    }
    with pytest.raises(Refused):
        do(verb, admin, **told[verb])


def test_no_two_accounts_share_an_address(world):
    world.user("Ana")
    with pytest.raises(rules.Impossible):
        do("create_user", OPERATOR, email="ANA@example.org", name="Ana")


# --- in the browser ---


def test_one_hat_at_a_time(client, world, ana):
    second = world.hat(ana.user, "intake worker", world.clinic)
    sign_in(client, ana.user)
    page = client.get(reverse("accounts:choose_hat"))
    assert [one.agency for one in page.wsgi_request.hats] == [world.library, world.clinic]
    assert page.wsgi_request.actor == actor(ana)
    done = client.post(reverse("accounts:choose_hat"), {"hat": str(second.id)})
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get(reverse("accounts:account")).wsgi_request.actor == actor(second)
    assert audited("choose_hat", actor(ana)) == 1


def test_the_hat_worn_last_is_worn_at_the_next_sign_in(client, world, ana):
    second = world.hat(ana.user, "intake worker", world.clinic)
    sign_in(client, ana.user)
    client.post(reverse("accounts:choose_hat"), {"hat": str(second.id)})
    client.logout()
    enter(client, User.objects.get(pk=ana.user_id))
    assert client.get(reverse("accounts:account")).wsgi_request.actor == actor(second)


@pytest.mark.parametrize("wanted", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_a_hat_that_is_not_yours_is_not_worn(client, world, ana, wanted):
    sign_in(client, ana.user)
    done = client.post(reverse("accounts:choose_hat"), {"hat": wanted})
    assert done.status_code == 409
    assert HAT not in client.session


def test_another_persons_hat_is_not_worn(client, world, ana):
    stranger = world.worker("Ben", "supervisor", world.clinic)
    sign_in(client, ana.user)
    assert client.post(reverse("choose_hat"), {"hat": str(stranger.id)}).status_code == 409
    with pytest.raises(Refused):
        do("choose_hat", actor(ana), membership=stranger)


def test_next_after_choosing_stays_here(client, ana):
    sign_in(client, ana.user)
    told = {"hat": str(ana.id), "next": "//evil.example/x"}
    assert client.post(reverse("choose_hat"), told)["Location"] == "/"


def test_an_ended_role_is_out_at_the_next_request(client, world, admin, ana):
    sign_in(client, ana.user)
    assert client.get(reverse("accounts:choose_hat")).status_code == 200
    with acting_as(admin):
        actions.end_membership(membership=ana, by=admin, at=NOW)
    after = client.get(reverse("accounts:choose_hat"))
    assert after.wsgi_request.actor.kind == "visitor"
    assert after["Location"] == reverse("accounts:account")
    assert "You work for no agency here now" in client.get(after["Location"]).content.decode()


def test_a_closed_account_is_out_at_the_next_request_in_every_browser(client, world, admin, ana):
    from django.test import Client

    other = Client()
    sign_in(client, ana.user)
    other.force_login(ana.user)
    do("disable_account", admin, user=ana.user)
    for browser in (client, other):
        after = browser.get(reverse("accounts:account"))
        assert after.status_code == 302 and "/sign-in/" in after["Location"]
        assert not after.wsgi_request.user.is_authenticated


def test_an_agency_that_stopped_working_here_gives_no_hats(client, world, ana):
    sign_in(client, ana.user)
    world.library.active = False
    world.library.save()
    assert client.get(reverse("accounts:account")).wsgi_request.actor.kind == "visitor"
