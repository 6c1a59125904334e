"""Guessers wait longer and longer, and no office is locked out."""

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.accounts.tests.conftest import PASSWORD, protect, sign_in
from kinwork.accounts.tests.test_sign_in import code_of, enter
from kinwork.web import limits
from kinwork.web.limits import LIMITS, Limit

WRONG = "not this one, no"


@pytest.fixture
def ana(world):
    return world.worker("Ana", "navigator", password=PASSWORD)


def test_each_try_waits_twice_as_long_as_the_one_before():
    limit = Limit(3, first=30, longest=300, memory=3600)
    assert [limit.wait(tries, 0) for tries in range(9)] == [0, 0, 0, 30, 60, 120, 240, 300, 300]
    assert (limit.wait(3, 29), limit.wait(3, 30), limit.wait(8, 3600)) == (1, 0, 0)


def is_slowed(response) -> bool:
    return "Too many tries" in response.content.decode()


def test_a_guesser_elsewhere_does_not_lock_out_the_device_that_ana_uses(client, ana):
    """The heart of it: her own device is counted apart."""
    secret = protect(ana.user)
    client.post(enter(client)["Location"], {"code": code_of(secret)})
    client.post(reverse("account_logout"))
    thief = Client(REMOTE_ADDR="203.0.113.9")
    for _try in range(6):
        enter(thief, password=WRONG)
    assert is_slowed(enter(thief)), "even with the right password"
    assert enter(client).status_code == 302, "she comes in"


def test_a_made_up_device_is_no_known_device(client, ana, settings):
    for _try in range(6):
        enter(client, password=WRONG)
    other = Client()
    other.cookies[settings.DEVICE_COOKIE_NAME] = "made:up"
    assert is_slowed(enter(other))


def test_an_unknown_address_is_slowed_in_the_same_words(client, ana):
    for email in ("ana@example.org", "nobody@example.org"):
        for _try in range(6):
            last = enter(client, email=email, password=WRONG)
    known = enter(client, password=WRONG).context["form"].errors
    assert known == last.context["form"].errors and is_slowed(last)


def test_an_office_behind_one_address_comes_in_on_monday_morning(world):
    """A hundred people, each with two typing mistakes, from one address."""
    people = [world.worker(f"P{n}", "navigator", password=PASSWORD) for n in range(12)]
    for _try in range(2 * 88):  # the others
        limits.count("sign in from", "127.0.0.1")
    for one in people:
        browser = Client()
        enter(browser, email=one.user.email, password=WRONG)
        assert enter(browser, email=one.user.email).status_code == 302


def test_one_address_that_tries_every_account_is_slowed(client, ana):
    for _try in range(LIMITS["sign in from"].free):
        limits.count("sign in from", "127.0.0.1")
    assert is_slowed(enter(client))


def test_a_right_password_forgets_the_wrong_ones(client, ana):
    protect(ana.user)
    secret = protect_again(ana)
    for _try in range(4):
        enter(client, password=WRONG)
    client.post(enter(client)["Location"], {"code": code_of(secret)})
    client.post(reverse("account_logout"))
    for _try in range(4):
        assert not is_slowed(enter(client, password=WRONG))


def protect_again(hat) -> str:
    hat.user.authenticator_set.all().delete()
    return protect(hat.user)


def test_wrong_codes_of_the_second_step_are_counted_too(client, ana):
    secret = protect(ana.user)
    where = enter(client)["Location"]
    for _try in range(5):
        client.post(where, {"code": "000000"})
    late = client.post(where, {"code": code_of(secret)})
    assert late.status_code == 200 and is_slowed(late)


def test_invitations_have_a_limit_by_worker(client, world, monkeypatch):
    monkeypatch.setitem(LIMITS, "invite", Limit(2))
    sign_in(client, world.worker("Bea", "supervisor").user)
    told = {"role": "navigator", "language": "en"}
    sent = [
        client.post(reverse("accounts:invite"), {**told, "email": f"p{n}@example.org"})
        for n in range(3)
    ]
    assert [one.status_code for one in sent] == [302, 302, 429]
    assert int(sent[-1]["Retry-After"]) > 0 and is_slowed(sent[-1])
    assert "p2@example.org" in sent[-1].content.decode(), "what was typed is not lost"


@pytest.mark.parametrize("name", ["find people", "renew link", "suggest a correction"])
def test_other_deeds_have_limits_too(name):
    assert LIMITS[name].free >= 10 and LIMITS[name].wait(10**6, 0) == LIMITS[name].longest


def test_asking_for_a_new_password_is_slowed_alike_for_hit_and_miss(client, ana):
    told = []
    for email in ("ana@example.org", "nobody@example.org"):
        sent = [client.post(reverse("account_reset_password"), {"email": email}) for _ in range(6)]
        told.append([one.status_code for one in sent])
    assert told[0] == told[1] == [302] * 5 + [429]


def test_a_refused_try_counts_though_everything_else_is_undone(client, world, monkeypatch):
    """The page is not theirs (404), which undoes the deed; the count stays."""
    monkeypatch.setitem(LIMITS, "ask recovery", Limit(2))
    sign_in(client, world.worker("Bea", "supervisor").user)
    elsewhere = world.worker("Cruz", "navigator", world.clinic)
    page = reverse("accounts:start_recovery", args=[elsewhere.id])
    assert [client.post(page).status_code for _ in range(3)] == [404, 404, 429]
