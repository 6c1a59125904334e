"""Which places are offered after a no: who was asked before and how it ended, and who has room."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.directory import actions as directory
from kinwork.directory.actions import rebuild_search
from kinwork.directory.models import Location, Service
from kinwork.family.doors.tests.conftest import say_room
from kinwork.family.intake.tests import conftest as towns
from kinwork.family.referrals.tests.deeds import do
from kinwork.home.tests.test_next_door import CODES, words
from tests import cast as casting
from tests.cast import OPERATOR
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
NEED = "home-visiting"


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("kinwork.family.intake.tests.conftest.CODES", CODES)
    return towns.open_town(at=timezone.now() - timedelta(hours=3)).cast


@pytest.fixture
def need(cast):
    return casting.need(cast)


def places(cast, row, name="ana") -> str:
    return words(browser_of(cast, name).get(f"/referrals/{row.pk}/next/"))


def left(cast, need, how: str):
    """Desert Bloom was asked for this need, and it ended so."""
    row = casting.sent(cast, "bloom_visits", answers=need)
    rosa = {"on_behalf_of": cast.people["rosa"].pk}
    if how == "obsolete":
        beside = casting.sent(cast, answers=need)
        do(cast, "ben", "accept", beside)
        do(cast, "ben", "end_unserved", beside, 2, reason="other")
        return beside
    for name, verb, said in {
        "open": (),
        "declined": (("cruz", "decline", {"reason": "no room"}),),
        "not served": (
            ("cruz", "accept", {}),
            ("cruz", "end_unserved", {"reason": "other"}),
        ),
        "withdrawn": (("ana", "withdraw", rosa),),
        "recalled": (("ana", "recall", {}),),
        "entered in error": (("ana", "enter_in_error", {"reason": "other"}),),
    }[how]:
        do(cast, name, verb, row, **said)
    beside = casting.sent(cast, answers=need)
    return do(cast, "ben", "decline", beside, 2, reason="no room")


@pytest.mark.parametrize(
    ("how", "offered", "button"),
    [
        ("open", False, ""),
        ("declined", False, ""),
        ("not served", False, ""),
        ("obsolete", True, "Ask them again"),
        ("withdrawn", True, "Ask them again"),
        ("recalled", True, "Ask this place"),
        ("entered in error", True, "Ask this place"),
    ],
)
def test_who_was_asked_before_is_offered_by_how_it_ended(cast, need, how, offered, button):
    page = places(cast, left(cast, need, how))
    assert ("Desert Bloom" in page) is offered
    assert offered or "No other place found" in page
    assert not button or button in page


def test_who_was_full_by_its_own_rule_comes_back_when_it_has_room(cast, need):
    say_room(cast, "bloom_visits", 0, takes_waitlist=False)
    full = casting.sent(cast, "bloom_visits", answers=need)
    assert full.state == "declined"
    row = casting.sent(cast, answers=need)
    row = do(cast, "ben", "decline", row, reason="no room")
    assert "Desert Bloom" not in places(cast, row)
    say_room(cast, "bloom_visits", 2, takes_waitlist=False, at=cast.later(hours=1))
    assert "Desert Bloom" in places(cast, row)
    assert "Ask them again" in places(cast, row, "rosa")


def partners(cast, count: int, miles: float, name: str) -> list[Service]:
    """Places of the clinic's some miles off; nobody has said anything of their openings."""
    made = []
    with acting_as(OPERATOR, now=cast.at):
        run_by = cast.agencies["clinic"].organization_id
        for number in range(count):
            said = {"name": f"{name} {number}", "organization_id": run_by, "status": "active"}
            one = directory.save_record(thing="service", values=said, by=OPERATOR, at=cast.at)
            towns._findable(one, NEED)
            Location.objects.filter(name=one.name).update(latitude=33.42 + miles / 69)
            made.append(one)
        rebuild_search(services=[one.pk for one in made], by=OPERATOR, at=cast.at)
    return made


def full_at_once(cast, need):
    say_room(cast, "bloom_visits", 0, takes_waitlist=False)
    return casting.sent(cast, "bloom_visits", answers=need)


def test_three_with_room_are_found_behind_many_that_never_say(cast, need):
    partners(cast, 41, 0.5, "Near")
    far = partners(cast, 3, 8, "Far")
    for number, one in enumerate(far):
        cast.services[f"far {number}"] = one
        say_room(cast, f"far {number}", 2)
    page = places(cast, full_at_once(cast, need))
    first = page.split("More places")[0]
    assert "These have room" in first
    assert all(f"Far {number}" in first for number in range(3)) and "Near" not in first
    assert "Near" in page


def test_a_longer_list_asks_no_more(cast, need):
    row, counts = full_at_once(cast, need), []
    ana = browser_of(cast, "ana")
    for more in (2, 9):
        for number, one in enumerate(partners(cast, more, more, f"Some {more}")):
            cast.services[f"some {more} {number}"] = one
            say_room(cast, f"some {more} {number}", 1)
        ana.get(f"/referrals/{row.pk}/next/")
        with CaptureQueriesContext(connection) as asked:
            ana.get(f"/referrals/{row.pk}/next/")
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_nothing_is_said_of_what_another_agency_sent(cast, need):
    """Who may not know of the other request finds its place on the list like any other."""
    row = left(cast, need, "declined")
    with everything():
        assert row.need_id == need.pk
    assert browser_of(cast, "cruz").get(f"/referrals/{row.pk}/next/").status_code in (403, 404)
