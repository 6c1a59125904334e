"""Whose clock on the wall counts, across changes of clocks, leap days, holidays and closed days."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kinwork.accounts import actions as accounts
from kinwork.common import clock
from kinwork.common.acting import acting_as
from kinwork.directory import actions as directory
from kinwork.directory.models import Location
from kinwork.family.referrals import clocks
from kinwork.family.referrals.tests.deeds import do
from tests import cast as casting
from tests.seeing import everything

PHOENIX, NAVAJO = "America/Phoenix", "America/Denver"


def there(zone, *when):
    return datetime(*when, tzinfo=ZoneInfo(zone))


def in_zone(cast, zone, service="visits"):
    """The service is given at one place whose clocks say `zone`."""
    with acting_as(casting.OPERATOR, now=cast.at):
        place = directory.save_record(
            thing="location",
            values={"name": zone, "location_type": "physical"},
            by=casting.OPERATOR,
            at=cast.at,
        )
        Location.objects.filter(pk=place.pk).update(timezone=zone)  # as an import does by its ZIP
        directory.save_record(
            thing="service_at_location",
            values={"service_id": cast.services[service].pk, "location_id": place.pk},
            by=casting.OPERATOR,
            at=cast.at,
        )
    return place


@pytest.mark.parametrize(
    ("sent", "hours"),
    [
        (datetime(2026, 7, 6, 16, tzinfo=UTC), 1),  # summer: the Nation is an hour ahead
        (datetime(2026, 12, 7, 17, tzinfo=UTC), 0),  # winter: the same hour
    ],
)
def test_arizona_and_the_navajo_nation_differ_by_the_hour_in_summer(db, sent, hours):
    cast = casting.make_cast(sent)
    in_zone(cast, NAVAJO, "bloom_visits")
    here, nation = casting.sent(cast), casting.sent(cast, "bloom_visits")
    assert (here.due_zone, nation.due_zone) == (PHOENIX, NAVAJO)
    assert here.due_at - nation.due_at == timedelta(hours=hours)
    for row in (here, nation):
        assert row.due_at.astimezone(ZoneInfo(row.due_zone)).hour == 17


def test_the_place_that_was_chosen_counts_before_the_others(cast):
    in_zone(cast, PHOENIX)
    in_zone(cast, NAVAJO)
    assert casting.sent(cast).due_zone == PHOENIX  # two places, no certainty: the community's
    with acting_as(casting.OPERATOR, now=cast.at):
        Location.objects.filter(pk=cast.location.pk).update(timezone=NAVAJO)
        cast.location.refresh_from_db()
    assert casting.sent(cast).due_zone == NAVAJO


def test_what_the_sender_has_to_do_is_counted_where_the_community_is(cast):
    in_zone(cast, NAVAJO)
    row = do(cast, "ben", "ask_information", casting.sent(cast), message="Which clinic?")
    assert row.due_zone == PHOENIX
    assert do(cast, "ana", "give_information", row, 2, message="The one here.").due_zone == NAVAJO


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        # the clocks went forward on Sunday 8 March 2026, and back on Sunday 1 November 2026
        (there(NAVAJO, 2026, 3, 6, 9), 2, there(NAVAJO, 2026, 3, 10, 17)),
        (there(NAVAJO, 2026, 10, 30, 9), 2, there(NAVAJO, 2026, 11, 3, 17)),
        (there(PHOENIX, 2026, 10, 30, 9), 2, there(PHOENIX, 2026, 11, 3, 17)),
        # a leap day is a day like any other: Tuesday 29 February 2028
        (there(PHOENIX, 2028, 2, 28, 9), 1, there(PHOENIX, 2028, 2, 29, 17)),
        (there(PHOENIX, 2028, 2, 29, 9), 1, there(PHOENIX, 2028, 3, 1, 17)),
        # Labor Day, Monday 7 September 2026
        (there(PHOENIX, 2026, 9, 4, 9), 1, there(PHOENIX, 2026, 9, 8, 17)),
        # urgent, today: within the day; at ten to midnight, on a Saturday, on the holiday: the next
        (there(PHOENIX, 2026, 9, 3, 9), 0, there(PHOENIX, 2026, 9, 3, 17)),
        (there(PHOENIX, 2026, 9, 3, 23, 50), 0, there(PHOENIX, 2026, 9, 4, 17)),
        (there(PHOENIX, 2026, 9, 4, 23, 50), 0, there(PHOENIX, 2026, 9, 8, 17)),
        (there(PHOENIX, 2026, 9, 5, 10), 0, there(PHOENIX, 2026, 9, 8, 17)),
        (there(PHOENIX, 2026, 9, 7, 10), 0, there(PHOENIX, 2026, 9, 8, 17)),
    ],
)
def test_business_days_end_at_five_where_the_place_is(sent, days, due):
    found = clock.add_business_days(
        sent, days, zone=sent.tzinfo.key, holidays={date(2026, 9, 7), date(2026, 11, 11)}
    )
    assert found == due


def test_urgent_at_ten_to_midnight_is_tomorrow_there_though_it_is_today_here(db):
    """23:50 in the Nation's summer is 22:50 in Phoenix: both are past five, both mean tomorrow; at
    23:50 in Phoenix the Nation's day is already the next one."""
    cast = casting.make_cast(there(PHOENIX, 2026, 7, 7, 23, 50).astimezone(UTC))
    in_zone(cast, NAVAJO)
    row = casting.sent(cast, answers=casting.need(cast, urgency="today"))
    assert row.due_at == there(NAVAJO, 2026, 7, 8, 17)


def test_a_holiday_of_the_community_is_no_business_day(db):
    cast = casting.make_cast(there(PHOENIX, 2026, 9, 4, 9).astimezone(UTC))
    with acting_as(casting.OPERATOR, now=cast.at):
        accounts.set_holidays(
            community=cast.community,
            days={date(2026, 9, 7): "Labor Day"},
            by=casting.OPERATOR,
            at=cast.at,
        )
    urgent = casting.need(cast, urgency="today")
    assert casting.sent(cast, answers=urgent).due_at == there(PHOENIX, 2026, 9, 4, 17)
    assert casting.sent(cast).due_at == there(PHOENIX, 2026, 9, 9, 17)


@pytest.mark.parametrize("day", [(2026, 3, 1), (2026, 10, 20)])
def test_calendar_days_keep_the_hour_on_the_wall(db, day):
    """A wait of 30 days ends at the same hour there, though the clocks were changed meanwhile."""
    cast = casting.make_cast(there(NAVAJO, *day, 9).astimezone(UTC))
    in_zone(cast, NAVAJO)
    row = do(cast, "ben", "waitlist", casting.sent(cast))
    ends = row.due_at.astimezone(ZoneInfo(NAVAJO))
    assert ends - there(NAVAJO, *day, 10) == timedelta(days=30)
    assert ends.hour == 10


def test_the_clock_after_a_date_runs_from_the_date(cast):
    in_zone(cast, NAVAJO)
    row = casting.accepted(cast)
    when = there(NAVAJO, 2026, 3, 19, 10)
    row = do(cast, "ben", "schedule", row, 2, starts_at=when, place="")
    assert row.due_at == there(NAVAJO, 2026, 3, 20, 17)
    with everything():
        assert clocks.zone_of(row, "scheduled") == NAVAJO
