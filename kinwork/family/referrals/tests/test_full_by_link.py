"""“We are full” by a link: one tap, its own service alone, later requests, and room again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.directory.models import ServiceCapacity
from kinwork.family.contact.tests import scenes
from kinwork.family.referrals import actions, links
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import state_of
from tests import cast as casting
from tests.posting import lines, post
from tests.seeing import everything, unsigned

pytestmark = pytest.mark.django_db


@pytest.fixture
def referral(cast):
    return casting.sent(cast, "diapers")


@pytest.fixture
def phone(referral):
    browser = Client()
    browser.get(f"/referrals/link/{links.token(referral.pk)}/")
    return browser


def said(referral):
    with everything():
        return (
            ServiceCapacity.objects.filter(service=referral.service_id).order_by("-updated").first()
        )


def page(browser, referral):
    return browser.get(f"/referrals/{referral.pk}/").content.decode()


@pytest.mark.parametrize(("tap", "keeps"), [("full", False), ("list", True)])
def test_one_tap_says_it_and_answers_nothing(phone, referral, tap, keeps):
    assert "Are you full?" in page(phone, referral)
    assert phone.post(f"/referrals/{referral.pk}/full/", {"tap": tap}).status_code == 302
    row = said(referral)
    assert (row.available, row.takes_waitlist, state_of(referral)) == (0, keeps, "sent")
    assert row.valid_until - row.updated == timedelta(days=30)
    text = page(phone, referral)
    assert "You said that you are full" in text and "Are you full?" not in text


def test_a_time_of_ones_own_and_nothing_that_is_none(phone, referral):
    where = f"/referrals/{referral.pk}/full/"
    assert phone.get(where).status_code == 200
    for bad in (
        {"days": "9000", "keeps_list": "no"},
        {"days": "", "keeps_list": "no"},
        {"days": "60"},
    ):
        assert phone.post(where, bad).status_code == 200 and said(referral) is None
    assert phone.post(where, {"days": "60", "keeps_list": "yes"}).status_code == 302
    assert said(referral).valid_until - said(referral).updated == timedelta(days=60)


def _say_now(cast, referral, keeps):
    by = casting.link_holder(referral)
    with acting_as(by, now=cast.at):
        row = Referral.objects.get(pk=referral.pk)
        actions.say_full(referral=row, days=30, keeps_list=keeps, by=by, at=cast.at)


@pytest.mark.parametrize(("keeps", "state"), [(False, "declined"), (True, "sent")])
def test_later_requests_are_answered_at_once_or_wait(cast, referral, keeps, state):
    _say_now(cast, referral, keeps)
    later = casting.sent(cast, "diapers")
    assert (state_of(later), state_of(referral)) == (state, "sent")


def test_room_again(phone, referral):
    phone.post(f"/referrals/{referral.pk}/full/", {"tap": "full"})
    phone.get(f"/referrals/{referral.pk}/room/")
    assert "You said that you are full" in page(phone, referral)
    phone.post(f"/referrals/{referral.pk}/room/")
    assert "Are you full?" in page(phone, referral)
    assert said(referral).valid_until <= timezone.now()


@pytest.mark.parametrize(("reason", "offered"), [("no room", True), ("not eligible", False)])
def test_a_no_for_want_of_room_offers_it_and_no_other(phone, referral, reason, offered):
    said_no = {"form_id": str(new_id()), "reason": reason}
    phone.post(f"/referrals/{referral.pk}/decline/", said_no)
    assert ("Are you full?" in page(phone, referral)) is offered
    if offered:
        phone.post(f"/referrals/{referral.pk}/full/", {"tap": "full"})
        assert said(referral).available == 0 and state_of(referral) == "declined"


def test_who_is_at_work_with_them_is_not_asked(phone, referral):
    phone.post(f"/referrals/{referral.pk}/accept/", {"form_id": str(new_id())})
    assert "Are you full?" not in page(phone, referral)


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cruz", "cora", "dana", "rosa"])
def test_nobody_else_says_it_by_a_link(cast, referral, name):
    with acting_as(cast.actors[name], now=cast.at) as by:
        for deed, told in (
            (actions.say_full, {"days": 30, "keeps_list": False}),
            (actions.say_room, {}),
        ):
            with pytest.raises(Refused):
                deed(referral=referral, by=by, at=cast.at, **told)
    assert said(referral) is None


def test_another_link_does_not_reach_it(cast, phone, referral):
    other = casting.sent(cast, "diapers")
    assert phone.post(f"/referrals/{other.pk}/full/", {"tap": "full"}).status_code == 404
    assert Client().post(f"/referrals/{other.pk}/full/", {"tap": "full"}).status_code in (302, 403)
    desk = casting.sent(cast)
    by = casting.link_holder(desk)
    with acting_as(by), pytest.raises(Refused):
        actions.say_full(referral=desk, days=30, keeps_list=False, by=by, at=cast.at)


def _room_lines(referral):
    return [one for one in lines(referral.pk) if one.said["which"] == "room"]


def test_some_days_before_it_lapses_a_mail_asks_how_it_stands(cast, referral, mailbox):
    _say_now(cast, referral, False)
    (line,) = _room_lines(referral)
    until = said(referral).valid_until
    assert line.next_at == until - timedelta(days=3)
    post(referral.pk, at=cast.at)
    assert len(mailbox) == 1, "the request alone"
    assert scenes.try_at(line, until - timedelta(days=2)) == "sent"
    text = f"{mailbox[1]['subject']} {mailbox[1].get_content()}"
    assert "Are you still full?" in text and "/referrals/link/" in text
    assert "Rosa" not in unsigned(text)


def test_said_anew_it_is_asked_later_and_with_room_again_not_at_all(cast, referral, mailbox):
    _say_now(cast, referral, False)
    by = casting.link_holder(referral)
    with acting_as(by, now=cast.at):
        row = Referral.objects.get(pk=referral.pk)
        actions.say_full(referral=row, days=60, keeps_list=True, by=by, at=cast.at)
    (line,) = _room_lines(referral)
    assert line.next_at == cast.at + timedelta(days=57)
    with acting_as(by, now=cast.at):
        actions.say_room(referral=row, by=by, at=cast.later(days=1))
    assert scenes.try_at(line, cast.later(days=58)) == "not safe"


def test_it_is_asked_too_when_that_request_is_over(cast, phone, referral, mailbox):
    phone.post(
        f"/referrals/{referral.pk}/decline/", {"form_id": str(new_id()), "reason": "not eligible"}
    )
    assert "full" not in page(phone, referral).split("<main")[1].lower()
    with everything():
        row = Referral.objects.get(pk=referral.pk)
    by = casting.link_holder(referral)
    now = timezone.now()
    with acting_as(by, now=now):
        actions.say_full(referral=row, days=30, keeps_list=False, by=by, at=now)
    (line,) = _room_lines(referral)
    assert scenes.try_at(line, now + timedelta(days=28)) == "sent"
    assert "We have room again" in page(phone, referral)
