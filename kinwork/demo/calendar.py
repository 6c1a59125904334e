"""Working time in the county: federal holidays, and moments at which offices are open. Pure."""

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from kinwork.common.clock import is_business_day
from kinwork.library.holidays import federal

ZONE = ZoneInfo("America/Phoenix")


@cache
def holidays(year: int) -> dict[date, str]:
    """The federal holidays of a year, on the days on which they are kept."""
    return federal(year)


def is_open(day: date) -> bool:
    closed = holidays(day.year) | holidays(day.year + 1)  # New Year's may be kept in December
    return is_business_day(day, closed)


def working(after: datetime, days: int, rng: Random) -> datetime:
    """A moment in office hours, `days` business days after the day of `after`, and later than it."""
    there = after.astimezone(ZONE)
    day, left = there.date(), days
    if left == 0 and (not is_open(day) or there.time() >= time(16, 30)):
        left = 1
    while left > 0:
        day += timedelta(days=1)
        left -= is_open(day)
    if day == there.date():
        soon = after + timedelta(minutes=rng.randint(8, 50))
        return max(soon, at(day, 8, rng.randint(5, 55)))
    return at(day, rng.randint(8, 15), rng.randint(0, 59))


def before(now: datetime, days: int, hour: int = 10, minute: int = 0) -> datetime:
    """`days` business days before `now`, at that local hour; for 0, some minutes ago."""
    if days == 0:
        return now - timedelta(minutes=25)
    day = now.astimezone(ZONE).date()
    while days > 0:
        day -= timedelta(days=1)
        days -= is_open(day)
    return at(day, hour, minute)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)
