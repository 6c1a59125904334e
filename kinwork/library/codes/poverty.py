"""The HHS poverty guidelines: which year's table holds on a day, and what a percent of it is.

Source: data and citations in `poverty_guidelines.toml`. Programs start a new table on their own
day (WIC 1 July, SNAP 1 October), so the table is looked up on that day, not on today's.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cache

from kinwork.library.codes.tables import table


@dataclass(frozen=True, slots=True)
class Guideline:
    """One year's guidelines, with the window in which they hold."""

    year: int
    effective: date
    until: date
    source: str
    contiguous: tuple[int, ...]
    alaska: tuple[int, ...]
    hawaii: tuple[int, ...]

    def amount(self, size: int, area: str = "contiguous") -> int:
        """Dollars a year for a family of `size` (at least 1)."""
        row = getattr(self, area)
        size = max(1, size)
        return row[size - 1] if size <= 8 else row[7] + (size - 8) * row[8]


@cache
def guidelines() -> tuple[Guideline, ...]:
    """Every year that is here, oldest first."""
    lists = {"contiguous", "alaska", "hawaii"}
    rows = [
        Guideline(**{k: tuple(v) if k in lists else v for k, v in row.items()})
        for row in table("poverty_guidelines")["year"]
    ]
    return tuple(sorted(rows, key=lambda row: row.effective))


def year_began(on: date, year_starts: str | None) -> date:
    """The latest first day of the program's year up to `on` ("07-01"); `on` itself without one."""
    if not year_starts:
        return on
    month, day = (int(part) for part in year_starts.split("-"))
    return date(on.year if (on.month, on.day) >= (month, day) else on.year - 1, month, day)


@cache
def guideline_on(on: date, year_starts: str | None = None) -> Guideline | None:
    """The guideline a program uses on a day; None when no table here covers it."""
    if on < date(2000, 1, 1):
        return None
    anchor = year_began(on, year_starts)
    found = [row for row in guidelines() if row.effective <= anchor <= row.until]
    return found[-1] if found else None


def area_of(state: str) -> str:
    """The guideline's area of a state: Alaska and Hawaii have their own."""
    return table("places")["guideline_areas"].get(state.upper(), "contiguous")


@cache
def limit(
    guideline: Guideline, size: int, area: str, percent: int, per: str, rounding: str
) -> Decimal:
    """Percent of a guideline, a `year` or a `month`; rounding `up` to whole dollars or `none`."""
    exact = Decimal(guideline.amount(size, area)) * percent / 100
    if per == "month":
        exact /= 12
    return exact.to_integral_value(ROUND_CEILING) if rounding == "up" else exact
