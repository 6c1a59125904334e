"""The way in: password and code, no sign-up, second factor, own host, limits, devices."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import NoReverseMatch, reverse

from kinwork.accounts import queries
from kinwork.accounts.models import User
from kinwork.accounts.tests.conftest import PASSWORD, actor, protect, sign_in
from kinwork.common.actor import VISITOR

LOGIN = "/accounts/sign-in/"


@pytest.fixture
def ana(world):
    return world.worker("Ana", "navigator", password=PASSWORD)


def enter(client, email="ana@example.org", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_a_password_and_a_code_let_in(client, ana):
    secret = protect(ana.user)
    first = enter(client)
    assert first["Location"] == reverse("mfa_authenticate")
    assert client.get("/accounts/").wsgi_request.actor == VISITOR
    done = client.post(first["Location"], {"code": code_of(secret)})
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get("/accounts/").wsgi_request.actor == actor(ana)


def test_a_wrong_code_does_not(client, ana):
    protect(ana.user)
    done = client.post(enter(client)["Location"], {"code": "000000"})
    assert done.status_code == 200 and "This code is not right" in done.content.decode()
    assert client.get("/accounts/").wsgi_request.actor == VISITOR


def test_a_code_lives_thirty_seconds(client, ana):
    secret = protect(ana.user)
    counter = next(yield_hotp_counters_from_time())
    former = format_hotp_value(hotp_value(secret, counter - 1))
    answer = client.post(enter(client)["Location"], {"code": former})
    assert answer.status_code == 200 and "This code is not right" in answer.content.decode()


def test_a_code_cannot_be_used_twice(client, ana):
    from django.test import Client

    secret = protect(ana.user)
    code = code_of(secret)
    client.post(enter(client)["Location"], {"code": code})
    other = Client()
    again = other.post(enter(other)["Location"], {"code": code})
    assert again.status_code == 200


def test_the_secret_of_the_app_is_not_stored_in_the_clear(ana):
    secret = protect(ana.user)
    kept = ana.user.authenticator_set.get(type="totp")
    assert secret not in str(kept.data)


def test_without_a_second_factor_one_acts_as_nobody_and_is_led_to_set_it_up(client, ana):
    assert enter(client)["Location"] == reverse("accounts:protect")
    page = client.get(reverse("accounts:choose_hat"))
    assert page.wsgi_request.actor == VISITOR
    assert page["Location"] == reverse("accounts:protect")
    shown = client.get(reverse("accounts:protect"))
    assert reverse("mfa_add_webauthn") in shown.content.decode()


def test_one_click_means_nothing_outside_demo_mode(client, ana, settings):
    client.force_login(ana.user)
    session = client.session
    session["one_click"] = True
    session.save()
    assert client.get("/accounts/").wsgi_request.actor == VISITOR
    settings.DEMO = True
    assert client.get("/accounts/").wsgi_request.actor == actor(ana)


def test_setting_up_an_app_for_codes(client, ana):
    enter(client)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert client.post(asked["Location"], {"password": PASSWORD}).status_code == 302
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    done = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    codes = client.get(done["Location"])
    assert len(codes.context["unused_codes"]) == 10
    assert codes.wsgi_request.actor == actor(ana)


def test_wrong_password_and_unknown_address_read_the_same(client, ana):
    wrong = enter(client, password="not this one, no").context["form"].errors
    unknown = enter(client, email="nobody@example.org").context["form"].errors
    assert wrong == unknown and wrong


def test_a_closed_account_reads_that_it_is_closed_only_with_its_password(client, ana):
    User.objects.update(is_active=False)
    assert enter(client)["Location"] == reverse("account_inactive")
    assert "closed" in client.get(reverse("account_inactive")).content.decode()
    assert "do not belong together" in enter(client, password="wrong").content.decode()


def test_nobody_signs_up(client, db):
    for how in (client.get, client.post):
        page = how(reverse("account_signup"), {"email": "x@example.org", "password1": PASSWORD})
        assert "begin with an invitation" in page.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["account_email", "account_confirm_email", "account_confirm_login_code"]
)
def test_what_is_not_named_does_not_exist(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "https://evil.example/",
        "///evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
    ],
)
def test_next_leads_nowhere_else(client, ana, evil):
    secret = protect(ana.user)
    enter(client, next=evil)
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert (done.status_code, done["Location"]) == (302, "/")


def test_next_leads_on_here(client, ana):
    secret = protect(ana.user)
    enter(client, next="/accounts/devices/")
    done = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert done["Location"] == "/accounts/devices/"


def test_five_wrong_passwords_close_the_door_for_a_while(client, ana):
    for _try in range(5):
        enter(client, password="wrong, and wrong again")
    locked = enter(client)
    assert locked.status_code == 200 and "Too many tries" in locked.content.decode()


def test_another_account_of_the_same_office_gets_in_meanwhile(client, world, ana):
    for _try in range(5):
        enter(client, password="wrong, and wrong again")
    world.worker("Ben", "navigator", password=PASSWORD)
    assert enter(client, email="ben@example.org").status_code == 302


def test_signing_in_is_written_down_and_speaks_the_workers_language(client, world):
    world.worker("Rosa", "navigator", password=PASSWORD, language="es")
    done = enter(client, email="rosa@example.org")
    assert done.cookies["django_language"].value == "es"


# --- devices ---


def test_all_devices_are_listed_and_a_shared_account_is_said(client, ana):
    from django.test import Client

    other = Client(headers={"user-agent": "Front desk browser"})
    enter(client), enter(other)
    page = client.get(reverse("usersessions_list"))
    assert page.context["session_count"] == 2
    body = page.content.decode()
    assert "Front desk browser" in body and "An account is for one person" in body


def test_signing_out_the_others_leaves_this_one(client, ana):
    from django.test import Client

    other = Client()
    enter(client), enter(other)
    client.post(reverse("usersessions_list"))
    assert client.get("/accounts/").status_code == 200
    assert other.get("/accounts/").status_code == 302


def test_signing_out_everywhere_means_everywhere(client, ana):
    from django.test import Client

    other = Client()
    enter(client), enter(other)
    assert client.get(reverse("accounts:sign_out_everywhere")).status_code == 405
    client.post(reverse("accounts:sign_out_everywhere"))
    for browser in (client, other):
        assert browser.get("/accounts/").status_code == 302
    assert queries.devices(ana.user) == []


def test_signing_out_by_a_link_asks_first(client, ana):
    sign_in(client, ana.user)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get("/accounts/").wsgi_request.user.is_authenticated
    client.post(reverse("account_logout"))
    assert not client.get("/accounts/").wsgi_request.user.is_authenticated


def test_pages_of_an_account_are_never_kept(client, ana):
    sign_in(client, ana.user)
    for name in ("accounts:account", "usersessions_list", "mfa_index"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]


def test_no_page_needs_inline_script(client, ana):
    """What stands between script tags is data, which browsers never run."""
    import re

    pages = [client.get(LOGIN), enter(client)]
    protect(ana.user)
    pages.append(client.get(enter(client)["Location"]))
    for page in pages[::2]:
        for tag in re.findall(r"<script\b[^>]*>", page.content.decode()):
            assert 'type="application/json"' in tag or "src=" in tag
        assert "unsafe" not in page["Content-Security-Policy"]
        assert not re.search(r"\son[a-z]+=", page.content.decode())
