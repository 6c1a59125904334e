"""The pages of dates: who opens which, what a look or a double tap does, and the calendar file."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.family.appointments import actions
from kinwork.family.appointments.models import Offer, Slot
from kinwork.family.appointments.tests.deeds import dates, fresh
from kinwork.family.referrals import links
from tests import cast as casting
from tests.journeys.people import open_town
from tests.seeing import everything
from tests.signing import browser_of


@pytest.fixture
def cast(db):
    return open_town().cast


@pytest.fixture
def referral(cast):
    return casting.accepted(cast)


def publish(cast, days=5, **more):
    at = timezone.now()
    said = {"service": cast.services["visits"], "zone": "America/Phoenix", "minutes": 30}
    with acting_as(cast.ben, now=at):
        return actions.publish_slot(
            **(said | more),
            starts_at=at + timedelta(days=days),
            slot_id=new_id(),
            by=cast.ben,
            at=at,
        )


@pytest.fixture
def offered(cast, referral):
    publish(cast), publish(cast, 6)
    at = timezone.now()
    with acting_as(cast.ben, now=at):
        (made,) = actions.offer(referral=fresh(referral), any_open=True, by=cast.ben, at=at)
    return made


def value(browser, referral, number=0):
    import re

    text = browser.get(f"/dates/{referral.pk}/").content.decode()
    return {
        "time": re.findall(r'name="time" value="([^"]*)"', text)[number],
        "form_id": re.search(r'name="form_id" value="([^"]*)"', text)[1],
        "version": re.search(r'name="version" value="([^"]*)"', text)[1],
    }


PATHS = {
    "/dates/{}/": {"rosa"},
    "/dates/{}/cancel/": {"rosa"},
    "/dates/{}/offer/": {"ben", "bea", "bill"},
    "/dates/{}/calendar/": {"rosa", "ben", "bea", "bill", "ana"},
}


@pytest.mark.parametrize("path", PATHS)
def test_who_opens_which(cast, referral, offered, path):
    rosa = browser_of(cast, "rosa")
    assert rosa.post(f"/dates/{referral.pk}/", value(rosa, referral)).status_code == 302
    for name in ("rosa", "ana", "ben", "bea", "bill", "cruz", "cora", "dana", "sam", "eve"):
        answer = browser_of(cast, name).get(path.format(referral.pk))
        opens = answer.status_code == 200
        assert opens is (name in PATHS[path]), (name, answer.status_code)
        if opens:
            assert "no-store" in answer.headers["Cache-Control"]


def test_another_family_finds_nothing(cast, referral, offered):
    from kinwork.common.actor import Actor
    from kinwork.people.actions import NewPerson
    from tests.guards.crawling import Crawler

    told = NewPerson("Inés", "Paz", "caregiver")
    home = casting.record_family(cast, cast.ana, [told])
    other = Actor("family", told.id, home.id, "family member", cast.community.id)
    browser = Crawler(other).client
    for path in ("", "cancel/", "calendar/"):
        assert browser.get(f"/dates/{referral.pk}/{path}").status_code == 404
    assert browser.post(f"/dates/{referral.pk}/", {"time": f"{offered.pk}:"}).status_code == 404
    assert dates(referral) == []


def test_looking_moves_nothing_and_a_double_tap_takes_it_once(cast, referral, offered):
    rosa = browser_of(cast, "rosa")
    tap = value(rosa, referral)
    rosa.get(f"/dates/{referral.pk}/", tap)
    assert dates(referral) == []
    for _tap in range(2):
        assert rosa.post(f"/dates/{referral.pk}/", tap).status_code == 302
    assert dates(referral) == ["planned"]


@pytest.mark.parametrize("time", ["", "x", "x:y", ":", "0" * 300, "{}:{}"])
def test_nonsense_is_asked_back(cast, referral, offered, time):
    rosa = browser_of(cast, "rosa")
    answer = rosa.post(
        f"/dates/{referral.pk}/", {"time": time.format(new_id(), new_id()), "version": "-1"}
    )
    assert answer.status_code in (400, 409) and dates(referral) == []
    assert "kw-times" in answer.content.decode(), "the times stand there again"


def test_an_old_page_is_told_and_shows_what_stands_now(cast, referral, offered):
    rosa = browser_of(cast, "rosa")
    tap, later = value(rosa, referral), value(rosa, referral, 1)
    rosa.post(f"/dates/{referral.pk}/", tap)
    answer = rosa.post(f"/dates/{referral.pk}/", later)
    assert answer.status_code == 409
    assert "Something has changed since you looked" in answer.content.decode()
    assert dates(referral) == ["planned"]


def test_the_referrals_own_addresses_lead_to_these(cast, referral, offered):
    rosa = browser_of(cast, "rosa")
    rosa.post(f"/dates/{referral.pk}/", value(rosa, referral))
    for verb, path in (("schedule", ""), ("cancel_appointment", "cancel/")):
        answer = rosa.post(f"/referrals/{referral.pk}/{verb}/")
        assert answer.headers["Location"] == f"/dates/{referral.pk}/{path}"
    assert dates(referral) == ["planned"]


def test_the_file_moves_and_ends_under_one_number(cast, referral, offered):
    rosa = browser_of(cast, "rosa")

    def file():
        text = rosa.get(f"/dates/{referral.pk}/calendar/").content.decode()
        assert not [word for word in ("Rosa", "Luna", "visit", "Clinic") if word in text]
        return dict(line.split(":", 1) for line in text.split("\r\n") if line)

    rosa.post(f"/dates/{referral.pk}/", value(rosa, referral))
    first = file()
    rosa.post(f"/dates/{referral.pk}/", value(rosa, referral))
    moved = file()
    rosa.post(f"/dates/{referral.pk}/cancel/", {})
    gone = file()
    assert first["UID"] == moved["UID"] == gone["UID"] and str(referral.pk) not in first["UID"]
    assert int(first["SEQUENCE"]) < int(moved["SEQUENCE"]) < int(gone["SEQUENCE"])
    assert first["DTSTART"] != moved["DTSTART"] and gone["METHOD"] == "CANCEL"


def test_whoever_answers_by_a_link_offers_times_too(cast):
    from django.test import Client

    referral = casting.sent(
        cast, "diapers", by=cast.rosa, answers=casting.need(cast, cast.rosa, code="diapers")
    )
    phone = Client()
    phone.get(f"/referrals/link/{links.token(referral.pk)}/")
    assert phone.post(f"/referrals/{referral.pk}/accept/", {}).status_code == 302
    day = timezone.localdate() + timedelta(days=9)
    said = {"day0_month": day.month, "day0_day": day.day, "day0_year": day.year, "hour0": "9:30"}
    answer = phone.post(f"/dates/{referral.pk}/offer/", said)
    assert answer.status_code == 302, answer.content.decode()
    with everything():
        assert Offer.objects.get(referral=referral).starts_at.date() == day
    rosa = browser_of(cast, "rosa")
    assert rosa.post(f"/dates/{referral.pk}/", value(rosa, referral)).status_code == 302
    assert phone.get(f"/dates/{referral.pk}/calendar/").status_code == 200
    other = casting.accepted(cast)
    assert phone.post(f"/dates/{other.pk}/offer/", said).status_code == 404


def test_an_office_publishes_by_its_form(cast):
    ben = browser_of(cast, "ben")
    day = timezone.localdate() + timedelta(days=9)
    said = {
        "service": str(cast.services["visits"].pk),
        "location": "",
        "day_month": day.month,
        "day_day": day.day,
        "day_year": day.year,
        "hour": "9",
        "minutes": "45",
        "seats": "2",
        "form_id": str(new_id()),
    }
    for _sent in range(2):
        assert ben.post("/dates/ours/publish/", said).status_code == 302
    with everything():
        assert Slot.objects.get().size == 2
    for wrong in (
        {"seats": "0"},
        {"minutes": "9999"},
        {"hour": "25:00"},
        {"day_year": "2020"},
        {"service": str(cast.services["bloom_visits"].pk)},
    ):
        assert ben.post("/dates/ours/publish/", said | wrong | {"form_id": ""}).status_code == 200
    assert browser_of(cast, "cora").get("/dates/ours/").status_code == 403


def test_a_longer_list_asks_no_more(cast):
    ben = browser_of(cast, "ben")
    publish(cast)
    ben.get("/dates/ours/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        ben.get("/dates/ours/")
    publish(cast, 6), publish(cast, 7)
    with CaptureQueriesContext(connection) as three:
        ben.get("/dates/ours/")
    assert len(three) == len(one)
