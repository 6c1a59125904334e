"""Days, months and birthdays on civil dates. No moments, no zones: whoever asks has turned them into dates."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back); the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def birthday(born: date, years: int) -> date:
    """The day on which somebody becomes so many years old; 28 February for 29 February."""
    return add_months(born, 12 * years)


def corrected_birth(born: date, weeks_early: int) -> date:
    """The day from which a child born early is counted where a rule corrects for it."""
    return born + timedelta(weeks=weeks_early)


def months_old(born: date, on: date) -> int:
    """Whole months; a child born on the 31st turns a month on the last day of a shorter one."""
    months = (on.year - born.year) * 12 + on.month - born.month
    return months - (add_months(born, months) > on)
