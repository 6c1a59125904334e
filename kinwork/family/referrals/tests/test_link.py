"""The signed link: one question, big answers, the least that is needed, and nothing after the end."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import signing
from django.test import Client
from django.utils import timezone

from kinwork.common.ids import new_id
from kinwork.family.referrals import by_link, links
from kinwork.family.referrals.models import Referral, ReferralEvent
from kinwork.family.referrals.rules import ENDS, LIFE, UNSENT
from kinwork.family.referrals.tests.deeds import do, state_of
from tests import cast as casting
from tests.journeys.every_page.happened import old_token
from tests.seeing import everything
from tests.signing import browser_of

FAMILY = ("Rosa", "Luna", "Mateo", "Lucía", "rosa@example.org", "555-0142", "5550142")


@pytest.fixture
def referral(cast):
    return casting.sent(cast, "diapers")


@pytest.fixture
def phone(referral):
    """A phone on which the link was opened."""
    return opened(referral)


def opened(referral):
    browser = Client()
    assert browser.get(f"/referrals/link/{links.token(referral.pk)}/").status_code == 302
    return browser


def page(browser, referral):
    answer = browser.get(f"/referrals/{referral.pk}/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


def hidden(text, verb):
    """What the form of a one-tap answer would send."""
    form = re.search(rf'action="[^"]*/{verb}/">(.*?)</form>', text, re.S)[1]
    return dict(re.findall(r'name="(form_id|version)" value="([^"]*)"', form))


def say(browser, referral, verb, **said):
    return browser.post(f"/referrals/{referral.pk}/{verb}/", {"form_id": str(new_id()), **said})


def test_before_its_yes_it_reads_no_name_and_no_number(phone, referral):
    text = page(phone, referral)
    assert "Can you help?" in text and "iaper" in text and " years" in text
    assert not [word for word in FAMILY if word in text]


def test_one_tap_says_yes_then_a_first_name_and_safe_ways(phone, referral):
    text = page(phone, referral)
    assert (
        phone.post(f"/referrals/{referral.pk}/accept/", hidden(text, "accept")).status_code == 302
    )
    assert state_of(referral) == "accepted"
    text = page(phone, referral)
    assert "Rosa" in text and "555-0142" in text
    assert not [word for word in ("Luna", "Mateo", "Lucía") if word in text]


def in_days(count: int) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=count)
    said = {"month": day.month, "day": day.day, "year": day.year}
    return {f"day_{name}": str(value) for name, value in said.items()} | {"hour": "9:30"}


WAY = (
    ("ask_information", {"message": "Which size?"}, "information needed"),
    ("accept", {}, "accepted"),
    ("try_contact", {"way": "no answer"}, "contact being tried"),
    ("schedule", in_days(30), "scheduled"),
    ("mark_no_show", {}, "no-show"),
    ("schedule", in_days(36), "scheduled"),
    ("cancel_appointment", {}, "appointment cancelled"),
    ("schedule", in_days(66), "scheduled"),
    ("start_service", {}, "being served"),
    ("serve", {"received": "A month of diapers", "need_met": "fully"}, "served"),
)


def test_every_answer_exists_from_the_question_to_served(phone, referral):
    for verb, said, state in WAY:
        text = page(phone, referral)
        assert f"/{verb}/" in text, (verb, state)
        assert phone.get(f"/referrals/{referral.pk}/{verb}/").status_code == 200
        answer = say(phone, referral, verb, **said)
        assert (answer.status_code, state_of(referral)) == (302, state), answer.content.decode()


@pytest.mark.parametrize(
    ("before", "verb", "said", "state"),
    [
        ((), "decline", {"reason": "no room"}, "declined"),
        ((), "waitlist", {"place": "2"}, "waitlisted"),
        (("accept",), "end_unserved", {"reason": "could not be reached"}, "not served"),
    ],
)
def test_no_later_and_not_served(phone, referral, before, verb, said, state):
    for first in before:
        say(phone, referral, first)
    assert say(phone, referral, verb, **said).status_code == 302
    assert state_of(referral) == state


def test_looking_moves_nothing(cast, referral):
    before = _events(referral)
    browser = opened(referral)
    for _look in range(2):
        page(browser, referral)
        for verb in ("accept", "decline", "serve", "mark_no_show", "cancel"):
            browser.get(f"/referrals/{referral.pk}/{verb}/")
    assert _events(referral) == before
    with everything():
        assert Referral.objects.get(pk=referral.pk).opened_at is None


def _events(referral):
    with everything():
        return list(ReferralEvent.objects.filter(referral=referral).values_list("verb", flat=True))


def test_a_double_tap_answers_once(phone, referral):
    form = hidden(page(phone, referral), "accept")
    for _tap in range(2):
        assert phone.post(f"/referrals/{referral.pk}/accept/", form).status_code == 302
    assert _events(referral).count("accept") == 1


def test_two_phones_with_the_same_link(referral):
    one, other = opened(referral), opened(referral)
    stale = hidden(page(other, referral), "accept")
    say(one, referral, "decline", reason="no room")
    assert other.post(f"/referrals/{referral.pk}/accept/", stale).status_code in (403, 409)
    assert state_of(referral) == "declined"


def test_an_old_page_is_told_what_stands_now(referral):
    one, other = opened(referral), opened(referral)
    stale = hidden(page(other, referral), "accept")
    say(one, referral, "waitlist", place="3")
    answer = other.post(f"/referrals/{referral.pk}/accept/", stale)
    assert answer.status_code == 409 and state_of(referral) == "waitlisted"
    assert not [word for word in FAMILY if word in answer.content.decode()]


@pytest.mark.parametrize("ended", ["served", "declined", "withdrawn"])
def test_after_the_end_a_receipt_and_nothing_of_the_family(cast, referral, phone, ended):
    if ended == "served":
        say(phone, referral, "accept")
        say(phone, referral, "serve", received="Secret diapers", need_met="fully")
    elif ended == "declined":
        say(phone, referral, "decline", reason="no room", message="Sorry, Rosa")
    else:
        do(cast, "rosa", "withdraw", referral)
    assert state_of(referral) == ended
    for browser in (phone, opened(referral)):
        text = page(browser, referral)
        assert "This request is over" in text
        assert ("What you answered" in text) is (ended != "withdrawn")
        assert not [word for word in (*FAMILY, "iaper bag", "Secret") if word in text]


def test_it_opens_nothing_else(cast, phone, referral):
    other = casting.sent(cast)
    for path in (f"/referrals/{other.pk}/", f"/dates/{other.pk}/calendar/", "/ours/", "/inbox/"):
        assert phone.get(path).status_code in (302, 403, 404), path
    assert say(phone, other, "accept").status_code in (403, 404)
    assert state_of(other) == "sent"


def test_bad_old_and_both(referral, mailbox):
    good, old = links.token(referral.pk), old_token(referral)
    assert links.read(good) == referral.pk
    with pytest.raises(links.Expired):
        links.read(old)
    for bad in (good[:-1] + "x", old[:-1] + "x", "x", "", ":", "a:b:c", "é:zz:" + "9" * 99):
        with pytest.raises(signing.BadSignature):
            links.read(bad)
    browser = Client()
    for bad in (good[:-1] + "x", old[:-1] + "x"):
        for answer in (
            browser.get(f"/referrals/link/{bad}/"),
            browser.post(f"/referrals/link/{bad}/"),
        ):
            assert answer.status_code == 404
    assert browser.get(f"/referrals/link/{old}/").status_code == 200
    assert browser.get(f"/referrals/{referral.pk}/").status_code != 200


def test_both_checks_are_made_whatever_the_first_one_says(referral, monkeypatch):
    seen = []
    compare, left = links.constant_time_compare, links.seconds_left
    monkeypatch.setattr(
        links, "constant_time_compare", lambda *two: seen.append("signature") or compare(*two)
    )
    monkeypatch.setattr(links, "seconds_left", lambda text: seen.append("age") or left(text))
    came = []
    for text in (links.token(referral.pk), old_token(referral), old_token(referral)[:-1] + "x"):
        seen.clear()
        try:
            links.read(text)
        except (links.Expired, signing.BadSignature):
            pass
        came.append(tuple(seen))
    assert set(came) == {("signature", "age")}


def test_keys_that_were_changed_still_open(referral, monkeypatch):
    old = links.token(referral.pk)
    monkeypatch.setattr(settings, "SECRET_KEY_FALLBACKS", [settings.SECRET_KEY])
    monkeypatch.setattr(settings, "SECRET_KEY", "another one")
    assert links.read(old) == referral.pk


def test_what_the_link_opened_closes_with_it(referral, monkeypatch):
    monkeypatch.setattr(links, "DAYS", 1 / 24)
    browser = opened(referral)
    with everything():
        assert 0 < browser.session.get_expiry_age() <= 3600


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "rosa"])
def test_whoever_is_signed_in_stays_who_they_are(cast, referral, name):
    browser = browser_of(cast, name)
    browser.get(f"/referrals/link/{links.token(referral.pk)}/")
    say(browser, referral, "accept")
    assert state_of(referral) == "sent"


def test_every_open_state_has_a_question_with_an_answer():
    wanted = set(LIFE.states) - ENDS - set(UNSENT)
    assert set(by_link.SCREENS) == wanted
    for state, (_question, answers) in by_link.SCREENS.items():
        for verb, _words in answers:
            real = "schedule" if verb == by_link.OFFER else verb
            assert LIFE.may(real, state, "receiver"), (state, verb)
