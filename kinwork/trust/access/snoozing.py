"""Putting a line of work off: until which day, and why. Pure: days and hours are handed in.

A line never sleeps past its own clock: it comes back in the morning of the day on which it is due,
or earlier. What has no clock comes back after a month at the latest.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SNOOZE_REASONS = (
    "call agreed",
    "papers on the way",
    "family asked for later",
    "closed until then",
    "another acts first",
)
MOST_DAYS = 30


def back_at(day: date, zone: str) -> datetime:
    """The first moment of `day` where the clocks say `zone`."""
    return datetime.combine(day, time.min, ZoneInfo(zone))


def last_day(due_at: datetime | None, now: datetime, zone: str) -> date:
    """The latest day on which it has to be back."""
    today = now.astimezone(ZoneInfo(zone)).date()
    most = today + timedelta(days=MOST_DAYS)
    return min(most, due_at.astimezone(ZoneInfo(zone)).date()) if due_at else most


def days(due_at: datetime | None, now: datetime, zone: str) -> list[date]:
    """The days to choose from, tomorrow first; none where it is due today, or late."""
    today, last = now.astimezone(ZoneInfo(zone)).date(), last_day(due_at, now, zone)
    return [today + timedelta(days=n) for n in range(1, (last - today).days + 1)]
