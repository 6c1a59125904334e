"""Time as people mean it: business days, a place's own calendar day, words for what is left."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

END_OF_DAY = time(17, 0)


def local_day(at: datetime, zone: str) -> date:
    """The calendar day at `at` (aware) where the clocks say `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()


def is_business_day(day: date, holidays: Collection[date] = ()) -> bool:
    return day.weekday() < 5 and day not in holidays


def add_business_days(
    start: datetime, days: int, *, zone: str, holidays: Collection[date] = ()
) -> datetime:
    """The end of business (17:00 local) `days` business days after the day of `start`.

    0 means the end of business today, or of the next business day when today is none or is over.
    """
    there = start.astimezone(ZoneInfo(zone))
    day = there.date()
    left = days
    if left == 0 and (there.time() >= END_OF_DAY or not is_business_day(day, holidays)):
        left = 1
    while left > 0:
        day += timedelta(days=1)
        if is_business_day(day, holidays):
            left -= 1
    return datetime.combine(day, END_OF_DAY, ZoneInfo(zone)).astimezone(start.tzinfo)


def business_days_between(
    start: datetime, end: datetime, *, zone: str, holidays: Collection[date] = ()
) -> int:
    """How many business days lie after the day of `start`, up to the day of `end`; negative if past."""
    first, last = local_day(start, zone), local_day(end, zone)
    if last < first:
        return -business_days_between(end, start, zone=zone, holidays=holidays)
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(1 for day in days if is_business_day(day, holidays))


def age_in_months(born: date, on: date) -> int:
    """Whole months from `born` to `on`; a child born on the 31st turns a month on the last day."""
    months = (on.year - born.year) * 12 + on.month - born.month
    last_of_month = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if on.day < born.day and on != last_of_month:
        months -= 1
    return months


class NotThere(ValueError):
    """On this day the clocks go forward over this hour: it does not exist. `after`: when it is over."""

    def __init__(self, after: time):
        super().__init__(f"the clocks go forward to {after:%H:%M}")
        self.after = after


def at_local(day: date, hour: time, zone: str) -> datetime:
    """The moment, in UTC, at which the clocks of `zone` say this. An hour that comes twice, when they
    go back, is the first of the two. Raises NotThere for one that does not come at all."""
    there = datetime.combine(day, hour, ZoneInfo(zone))
    moment = there.astimezone(UTC)
    back = moment.astimezone(ZoneInfo(zone))
    if back.replace(tzinfo=None) != there.replace(tzinfo=None):
        raise NotThere(back.time())
    return moment
