"""What is counted equals what somebody counts by hand; and nobody counts who may not."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR, Actor
from kinwork.common.clock import add_business_days
from kinwork.family.referrals.tests.deeds import reviewing
from kinwork.system.loop import queries, telling
from kinwork.system.loop.tests.scenes import LOOKED, MARCH, do, report, six, turned_away
from tests import cast as casting
from tests.cast import link_holder, make_cast
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


def counted(cast, actor: Actor, agency=None, period=MARCH):
    with acting_as(actor):
        return queries.passages(actor, cast.community, period, agency=agency, now=cast.at + LOOKED)


def received(cast, name="bea", agency="clinic"):
    found = counted(cast, cast.actors[name], cast.agencies[agency].pk)
    return [one for one in found if one.mine == "received"]


def test_the_clinics_numbers_by_hand(cast):
    six(cast)
    told = telling.told(received(cast))
    assert told["steps"] == {
        "sent": 4, "due": 4, "answered": 3, "in time": 2, "accepted": 2, "contacted": 1,
        "served": 1, "met": 1,
    }  # fmt: skip
    aside = told["aside"]
    assert (aside["declined"], aside["not served"], aside["open"], aside["waited"]) == (1, 1, 1, 1)
    assert (aside["out of reach"], aside["no-show"], aside["family helped"]) == (1, 0, 1)
    assert aside["introduced"] == 1
    assert told["reasons"] == {"no room": 1, "could not be reached": 1}


def test_a_decline_that_was_looked_at_keeps_its_reason(cast):
    """What a coordinator let stand counts with the receiver's word; what is looked at, not yet."""
    reviewing(cast)
    stands, waits, back = (casting.sent(cast) for _ in range(3))
    for one in (stands, waits, back):
        do(cast, cast.ben, "decline", one, 1, reason="could not be reached")
    do(cast, cast.cora, "uphold_decline", stands, 2)
    do(cast, cast.cora, "return_decline", back, 2, message="Please look again.")
    told = telling.told(received(cast))
    assert told["reasons"] == {"could not be reached": 1}
    assert (told["aside"]["declined"], told["aside"]["out of reach"]) == (1, 1)


def test_what_a_rule_answered_at_once_is_not_held_against_the_partner(cast):
    row = turned_away(cast)
    assert row.state == "declined" and row.answered_at is None
    (one,) = received(cast)
    assert (one.reason, one.by_a_rule, one.at > one.due) == ("full", True, True)
    told = telling.told([one])
    assert told["steps"] == dict.fromkeys(told["steps"], 0) | {"sent": 1}
    aside = told["aside"]
    assert (aside["by a rule"], aside["declined"], aside["open"]) == (1, 0, 0)
    assert told["reasons"] == {"full": 1}
    assert told["times"]["first answer"]["n"] == 0


def test_the_clinics_times_by_hand(cast):
    """Answers after 1, 2 and 100 hours, and one that still waits after 28 days."""
    six(cast)
    times = telling.told(received(cast))["times"]
    assert times["first answer"] == {"n": 4, "reached": 3, "open": 1, "median": 2, "p90": None}
    assert times["service"]["median"] == 30 and times["service"]["n"] == 2
    assert times["first contact"] == {"n": 1, "reached": 1, "open": 0, "median": 4, "p90": 4}
    assert times["wait"] == {"n": 1, "reached": 1, "open": 0, "median": 24, "p90": 24}


def test_a_partner_sees_its_missed_dates_and_nothing_of_another(cast):
    six(cast)
    found = counted(cast, cast.cruz, cast.agencies["bloom"].pk)
    told = telling.told(found)
    assert told["steps"]["sent"] == 1 and told["steps"]["in time"] == 1
    assert (told["aside"]["no-show"], told["aside"]["no-shows"], told["aside"]["dates"]) == (
        1,
        1,
        1,
    )


def test_the_sender_counts_what_it_sent(cast):
    six(cast)
    found = counted(cast, cast.ana, cast.agencies["library"].pk)
    assert Counter(one.mine for one in found) == {"sent": 6}
    told = telling.told(found)
    assert told["steps"]["sent"] == 6 and told["aside"]["asked back"] == 1
    assert {one.language for one in found} == {"es"} and {one.place for one in found} == {"?"}


def test_needs_go_as_far_as_the_best_of_their_referrals(cast):
    six(cast)
    with acting_as(cast.ana):
        found = queries.needs(
            cast.ana,
            cast.community,
            MARCH,
            agency=cast.agencies["library"].pk,
            now=cast.at + LOOKED,
        )
    told = telling.needs_told(found)
    assert told == {
        "told": 6, "sent": 6, "answered": 4, "accepted": 3, "contacted": 2, "served": 1, "met": 1,
        "said": 1, "helped": 1,
    }  # fmt: skip
    # Ana's library wrote six needs down. How far they came may be the work of others.
    assert telling.needs_of_one(found) == dict.fromkeys(told) | {"told": 6}


def test_in_time_follows_the_communitys_own_calendar(cast):
    six(cast)
    (one,) = [one for one in received(cast) if one.state == "served"]
    assert one.due == add_business_days(one.sent, 2, zone=cast.community.time_zone)
    with everything(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_holiday (community_id, day, name) VALUES (%s, '2026-03-03', 'A day')",
            [cast.community.pk],
        )
    (later,) = [one for one in received(cast) if one.state == "served"]
    assert (later.due - one.due).days == 1


def test_days_are_days_of_the_place(cast):
    """Sent at 9 in the morning in Arizona on March 2nd: in the days from the 2nd to the 2nd."""
    six(cast)
    first = MARCH.__class__(MARCH.starts.replace(day=2), MARCH.starts.replace(day=2))
    before = MARCH.__class__(MARCH.starts, MARCH.starts)
    assert len(counted(cast, cast.bea, cast.agencies["clinic"].pk, first)) == 4
    assert counted(cast, cast.bea, cast.agencies["clinic"].pk, before) == []


def test_the_report_counts_the_community(cast):
    six(cast)
    assert len(counted(cast, report(cast))) == 6


WHO = ("ana", "ben", "bea", "bill", "cruz", "cora", "dana", "sam", "eve", "rosa")


@pytest.mark.parametrize("name", WHO)
def test_everybody_counts_their_own_agency_or_nothing(cast, name):
    six(cast)
    actor = cast.actors[name]
    own = {"ana": "library", "cruz": "bloom"} | dict.fromkeys(("ben", "bea", "bill"), "clinic")
    for agency in ("library", "clinic", "bloom", "backbone"):
        found = counted(cast, actor, cast.agencies[agency].pk)
        assert bool(found) == (own.get(name) == agency), agency
    assert counted(cast, actor) == []


def test_nobody_else_counts_anything(cast):
    made = six(cast)
    clinic = cast.agencies["clinic"].pk
    strangers = [
        VISITOR,
        OPERATOR,
        link_holder(made["asked"]),
        Actor("clock", id=made["helped"].pk, community=cast.community.pk),
        Actor("machine", hat=clinic, community=cast.community.pk),
        Actor("report", hat=cast.agencies["bloom"].pk, community=cast.community.pk),
        Actor("report", community=make_cast(household=False).community.pk),
    ]
    for actor in strangers:
        assert counted(cast, actor, clinic) == [], actor
        assert counted(cast, actor) == [], actor


def test_care_is_another_purpose(cast):
    """Without the purpose `statistics` the counting function says nothing, whoever asks."""
    six(cast)
    with acting_as(cast.bea), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM kw_loop(%s, '2026-01-01', '2027-01-01', %s, '{}')",
            [cast.community.pk, cast.agencies["clinic"].pk],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("column", ["household", "person", "name", "message", "id"])
def test_no_column_tells_whose_it_is(cast, column):
    with acting_as(cast.bea), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM kw_loop(%s, '2026-01-01', '2027-01-01', NULL, '{}')", [cast.community.pk]
        )
        assert column not in [one.name for one in cursor.description]


def test_how_many_questions_it_takes_does_not_grow(cast):
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            received(cast)
        return len(caught)

    none = asked()
    six(cast)
    assert asked() == none
