"""Periods, groups and who reads what: plain values."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from kinwork.measure.loop import LEAST

DIMENSIONS = ("program", "partner", "place", "language")
# The same words on the command line and in the address.
BY = {"program": "program", "partner": "partner", "zip": "place", "language": "language"}
ANSWER_DAYS = 2  # business days: the norm that partners are held against, whatever a community sets
HALF_YEAR = 6
SETTLES = timedelta(days=31)  # a period is counted when its last referrals had a month
COMMENT_DAYS = 21
COMPARED = 5  # partners with enough referrals, before a middle of theirs is shown to one of them
KNOWN = "?"  # no group known
# Told by the family, and newer than the referral: an agency's own table of it is made safe, too.
FROM_FAMILY = ("place", "language")


@dataclass(frozen=True)
class Period:
    """Whole days, both included."""

    starts: date
    ends: date

    def __str__(self) -> str:
        return f"{self.starts} – {self.ends}"


def half_year(on: date) -> Period:
    """January to June, or July to December."""
    if on.month <= HALF_YEAR:
        return Period(date(on.year, 1, 1), date(on.year, 6, 30))
    return Period(date(on.year, 7, 1), date(on.year, 12, 31))


def settled(on: date) -> Period:
    """The newest half year whose last referrals had a month to go their way by `on`."""
    period = half_year(on)
    while period.ends + SETTLES > on:
        period = half_year(period.starts - timedelta(days=1))
    return period


def twelve_months(on: date) -> Period:
    """What a page shows when nobody chose days: the last year up to `on`."""
    start = (
        on.replace(year=on.year - 1) if (on.month, on.day) != (2, 29) else date(on.year - 1, 3, 1)
    )
    return Period(start, on)


def least_cell(said: Sequence[int]) -> int:
    """The strictest of those whose people are in the figures."""
    return max([LEAST, *said])


def middle(values: Mapping[object, float | None]) -> tuple[float | None, int]:
    """The median of partners' own values, and of how many; None where too few could be compared:
    with fewer, a partner could work out another's."""
    known = [value for value in values.values() if value is not None]
    return (median(known), len(known)) if len(known) >= COMPARED else (None, len(known))


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def steps_in_order() -> Iterator[tuple[str, str]]:
    """Each step with what it is a part of."""
    from kinwork.measure.loop import STEPS

    yield from STEPS.items()
