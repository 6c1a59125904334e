"""When appointments may be: weekly times on the wall's clock, the cut-off, the reminders. Pure.

Source: docs/guides/appointments.md.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kinwork.common.clock import NotThere, at_local

# How far ahead a weekly pattern is drawn, and how many seats and minutes a time may have.
AHEAD = timedelta(days=56)
MOST_SEATS, LEAST_MINUTES, MOST_MINUTES = 50, 5, 480
# A reminder rings between these hours of the family's day; an earlier one goes the evening before.
MORNING, NIGHT, EVENING = time(8), time(20), time(18)


@dataclass(frozen=True)
class Weekly:
    """Every week on these days (0 is Monday) when the clocks of `zone` say `starts`."""

    weekdays: frozenset[int]
    starts: time
    zone: str
    first: date
    until: date | None = None


def weekly_times(
    week: Weekly, since: date, to: date, holidays: Collection[date] = ()
) -> Iterator[datetime]:
    """The moments from `since` to `to`, both included, in UTC. Holidays are left out. So is an hour
    over which the clocks go forward that day; of one that comes twice, the first is meant."""
    day = max(since, week.first)
    last = min(to, week.until) if week.until else to
    while day <= last:
        if day.weekday() in week.weekdays and day not in holidays:
            try:
                yield at_local(day, week.starts, week.zone)
            except NotThere:
                pass
        day += timedelta(days=1)


def may_change(starts_at: datetime, now: datetime, hours: int) -> bool:
    """Until so many hours before it begins the family moves or cancels by itself."""
    return now <= starts_at - timedelta(hours=hours)


def reminders(
    starts_at: datetime, zone: str, now: datetime, *, days: int, hours: int
) -> list[tuple[str, datetime]]:
    """(kind, when) of each reminder still to come; none at night, none of those that are over.

    Days before: at the same hour on the wall. 0 days or hours: no such reminder.
    """
    there = starts_at.astimezone(ZoneInfo(zone))
    wanted = []
    if days:
        wanted.append(("days", _awake((there - timedelta(days=days)).replace(fold=0))))
    if hours:
        before = (starts_at - timedelta(hours=hours)).astimezone(there.tzinfo)
        wanted.append(("hours", _awake(before)))
    return [(kind, at.astimezone(now.tzinfo)) for kind, at in wanted if now < at < starts_at]


def _awake(at: datetime) -> datetime:
    if at.time() < MORNING:
        return datetime.combine(at.date() - timedelta(days=1), EVENING, at.tzinfo)
    return datetime.combine(at.date(), EVENING, at.tzinfo) if at.time() > NIGHT else at
