"""Sessions: the second step in this very session, the limits of time, and what was typed (H6)."""

import time

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.accounts import sessions
from kinwork.accounts.tests.conftest import PASSWORD, actor, protect, sign_in
from kinwork.accounts.tests.test_sign_in import code_of
from kinwork.accounts.tests.test_sign_in import enter as password_only
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from tests.cast import OPERATOR
from tests.signing import enter

INVITE = "/accounts/staff/invite/"


@pytest.fixture
def bea(world):
    return world.worker("Bea", "supervisor", password=PASSWORD)


def shift(client, **seconds) -> None:
    """As if this session had begun or been used so many seconds earlier."""
    session = client.session
    for key, ago in seconds.items():
        session[key] = time.time() - ago
    session.save()


# --- the second step ---


def test_a_session_with_the_password_alone_opens_no_page_of_staff(client, bea):
    """The account has a second factor, but this session never showed it."""
    protect(bea.user)
    enter(client, bea.user, method="password")
    for name in ("accounts:staff", "accounts:invite", "accounts:choose_hat"):
        page = client.get(reverse(name))
        assert (page.status_code, page["Location"]) == (302, reverse("accounts:protect"))
        assert page.wsgi_request.actor == VISITOR
    assert client.post(INVITE, {"email": "x@example.org"}).status_code == 302


def test_a_thiefs_session_does_not_grow_when_the_owner_sets_up_a_factor(client, bea):
    thief = Client()
    password_only(thief, email="bea@example.org")
    sign_in(client, bea.user)  # the owner, with a factor that was just set up
    assert client.get(reverse("accounts:staff")).status_code == 200
    assert thief.get(reverse("accounts:staff"))["Location"] == reverse("accounts:protect")
    assert "reauthenticate" in thief.get(reverse("accounts:protect"))["Location"]


def test_showing_the_code_later_opens_the_pages(client, bea):
    secret = protect(bea.user)
    enter(client, bea.user, method="password")
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)})
    assert client.get(reverse("accounts:staff")).wsgi_request.actor == actor(bea)


def test_the_session_gets_a_new_key_at_sign_in(client, bea):
    """A key that somebody planted before is worthless after."""
    client.get(reverse("account_login"))
    client.post("/start/", {"words": "diapers"})
    planted = client.session.session_key
    secret = protect(bea.user)
    client.post(
        password_only(client, email="bea@example.org")["Location"], {"code": code_of(secret)}
    )
    assert client.session.session_key != planted


# --- time ---


@pytest.mark.parametrize(
    ("used", "begun", "is_in"),
    [(29 * 60, 60 * 60, True), (30 * 60 + 1, 60 * 60, False), (5, 12 * 3600 + 1, False)],
)
def test_thirty_minutes_idle_or_twelve_hours_end_it(client, bea, used, begun, is_in):
    sign_in(client, bea.user)
    shift(client, seen=used, since=begun)
    page = client.get(reverse("accounts:staff"))
    assert page.wsgi_request.user.is_authenticated == is_in
    assert (page.status_code == 200) == is_in


def test_being_busy_keeps_it_and_the_page_says_how_long(client, bea):
    sign_in(client, bea.user)
    shift(client, seen=1700, since=3600)
    page = client.get(reverse("accounts:staff"))
    assert page.wsgi_request.idle_seconds == 1800 and 'data-idle="1800"' in page.content.decode()
    assert time.time() - client.session[sessions.SEEN] < 60
    shift(client, since=12 * 3600 - 300)
    assert client.get(reverse("accounts:staff")).wsgi_request.idle_seconds <= 300


def test_one_key_extends_it(client, bea):
    sign_in(client, bea.user)
    shift(client, seen=1750)
    assert client.post(reverse("accounts:stay")).status_code == 204
    assert time.time() - client.session[sessions.SEEN] < 60


def test_the_limits_are_settings(client, bea, settings):
    settings.IDLE_MINUTES = 5
    sign_in(client, bea.user)
    shift(client, seen=301)
    assert client.get(reverse("accounts:staff")).status_code == 302


def test_the_sign_in_page_says_why(client, bea):
    sign_in(client, bea.user)
    shift(client, seen=3600)
    told = client.get(reverse("accounts:staff"), follow=True).content.decode()
    assert "You were away for a while" in told


# --- what was typed ---


def come_back(client, bea) -> None:
    enter(client, bea.user)


def test_what_was_typed_comes_back_after_signing_in(client, bea):
    secret = protect(bea.user)
    enter(client, bea.user)
    shift(client, seen=3600)
    typed = {"email": "new@example.org", "role": "navigator", "language": "es"}
    late = client.post(INVITE, typed)
    assert late.status_code == 302 and "next=" in late["Location"]
    first = password_only(client, email="bea@example.org", next=reverse("accounts:kept"))
    done = client.post(first["Location"], {"code": code_of(secret)}, follow=True)
    page = done.content.decode()
    assert "We kept what you typed" in page and f'action="{INVITE}"' in page
    for name, value in typed.items():
        assert f'name="{name}" value="{value}"' in page


def test_nobody_else_gets_what_was_typed(client, world, bea):
    protect(bea.user)
    enter(client, bea.user)
    shift(client, seen=3600)
    client.post(INVITE, {"email": "new@example.org", "role": "navigator"})
    other = world.worker("Cora", "supervisor", password=PASSWORD)
    secret = protect(other.user)
    first = password_only(client, email="cora@example.org", next=reverse("accounts:kept"))
    client.post(first["Location"], {"code": code_of(secret)})
    page = client.get(reverse("accounts:kept"), follow=True)
    assert "new@example.org" not in page.content.decode()
    assert sessions.KEPT not in client.session


def test_what_is_kept_is_locked_and_holds_no_secret(client, bea):
    protect(bea.user)
    enter(client, bea.user)
    shift(client, seen=3600)
    client.post(INVITE, {"email": "new@example.org", "password": "two herons"})
    kept = client.session[sessions.KEPT]
    assert "new@example" not in kept
    opened = sessions.box("kept").decrypt(kept.encode()).decode()
    assert "new@example.org" in opened and "herons" not in opened


def test_signing_out_in_a_hurry_leaves_nothing(client, bea):
    sign_in(client, bea.user)
    client.post("/leave/")
    with acting_as(OPERATOR):
        assert sessions.KEPT not in client.session and "_auth_user_id" not in client.session
