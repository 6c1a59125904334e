"""Arizona's own limits: state median income by family size, and the child-care fee levels."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

from kinwork.library.codes.poverty import guideline_on
from kinwork.library.codes.tables import table


def fiscal_year(on: date) -> int:
    """The federal fiscal year, which begins on 1 October of the year before."""
    return on.year + (on.month >= 10)


def size_percent(size: int) -> int:
    """A family's share of the four-person median income, in percent."""
    rule = table("arizona")["median_income"]
    known = rule["size_percent"]
    size = max(1, size)
    further = max(0, size - len(known))
    return known[min(size, len(known)) - 1] + further * rule["each_further_percent"]


def median_income(on: date, size: int) -> Decimal | None:
    """Arizona's median income a year for a family of `size`; None for a year that is not here."""
    four = table("arizona")["median_income"]["four_people"].get(str(fiscal_year(on)))
    return None if four is None else Decimal(four) * size_percent(size) / 100


def child_care_limit(on: date, size: int, level: int) -> Decimal | None:
    """The highest gross monthly income of a fee level, 1 to 6; None when no table covers `on`."""
    rule = table("arizona")["child_care"]
    guideline = guideline_on(on, rule["year_starts"])
    if guideline is None:
        return None
    month = _up(Decimal(guideline.amount(size)) / 12)
    return _up(month * rule["level_percent"][level - 1] / 100)


def child_care_level(on: date, size: int, monthly_income: Decimal) -> int | None:
    """The fee level an income falls in; None above the last level or without a table."""
    for level in range(1, 7):
        highest = child_care_limit(on, size, level)
        if highest is not None and monthly_income <= highest:
            return level
    return None


def _up(amount: Decimal) -> Decimal:
    return amount.to_integral_value(ROUND_CEILING)
