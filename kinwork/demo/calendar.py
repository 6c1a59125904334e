"""Working time in the county: federal holidays, and moments at which offices are open. Pure."""

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from kinwork.common.clock import is_business_day

ZONE = ZoneInfo("America/Phoenix")
FIXED = {(1, 1): "New Year's Day", (6, 19): "Juneteenth", (7, 4): "Independence Day",
         (11, 11): "Veterans Day", (12, 25): "Christmas Day"}  # fmt: skip
# month, weekday (Monday is 0), which one (-1: the last)
MOVING = {
    "Martin Luther King Jr. Day": (1, 0, 3),
    "Presidents' Day": (2, 0, 3),
    "Memorial Day": (5, 0, -1),
    "Labor Day": (9, 0, 1),
    "Columbus Day": (10, 0, 2),
    "Thanksgiving Day": (11, 3, 4),
}


@cache
def holidays(year: int) -> dict[date, str]:
    """The federal holidays of a year, on the days on which they are kept."""
    found = {_kept(date(year, *day)): name for day, name in FIXED.items()}
    return found | {_nth(year, *rule): name for name, rule in MOVING.items()}


def _kept(day: date) -> date:
    """A holiday on a Saturday is kept on Friday, on a Sunday on Monday."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    days = (date(year, month, 1) + timedelta(days=n) for n in range(31))
    found = [day for day in days if day.month == month and day.weekday() == weekday]
    return found[which if which < 0 else which - 1]


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
