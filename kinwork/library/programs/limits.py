"""The limit that a criterion of money sets, for a state, a size and a day; one text for both
evaluators. Amounts are exact dollars a year; compared as whole cents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cache

from kinwork.library.codes import poverty, states
from kinwork.library.programs.amounts import TOP
from kinwork.library.programs.model import Criterion

LARGEST = 40  # nobody's limit grows beyond so many people here


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in dollars a year. `amount` None: the state sets none, so every income is within.

    `open`: what a state without a row means: "yes", "no" or "maybe"; then there is no amount.
    """

    amount: Decimal | None = None
    open: str | None = None
    source: str = ""

    def cents(self, strict: bool = False) -> int:
        """The highest whole cents that are within (strict: the lowest that are not)."""
        if self.amount is None:
            return TOP
        way = ROUND_CEILING if strict else ROUND_FLOOR
        return int((self.amount * 100).to_integral_value(way))


def by_state(criterion: Criterion) -> bool:
    """Does the limit differ between states (beyond Alaska's and Hawaii's guideline)?"""
    memo = criterion.memo
    if "by_state" not in memo:
        options = criterion.options
        memo["by_state"] = bool(tables(options)) or options.get("of") == "median"
    return memo["by_state"]


def tables(options: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The state tables a criterion names, as (table, group), the first to be tried first."""
    named = [options.get(name, ()) for name in ("percent_table", "amount_table", "table")]
    flat = [n for some in named for n in ((some,) if isinstance(some, str) else some)]
    return tuple(tuple(name.split(":", 1)) for name in flat)


def limit(criterion: Criterion, on: date, state: str, size: int) -> Limit | None:
    """The limit for a known state ("" = elsewhere); None when no rule here covers the day."""
    if "limit" not in criterion.memo:
        criterion.memo["limit"] = key_of(criterion.options)
    return limit_by(criterion.memo["limit"], on, state, size)


def limit_by(key: tuple, on: date, state: str, size: int) -> Limit | None:
    """The same by a criterion's key, for many at once."""
    return _limit(key, on, state, min(max(1, size), LARGEST))


def key_of(options: Mapping[str, object]) -> tuple:
    """What of a criterion's options makes its limit."""
    return (
        options.get("percent"),
        options.get("amount"),
        options.get("of", "poverty"),
        options.get("per", "year"),
        options.get("rounding", "none"),
        options.get("year_starts"),
        options.get("without_row", "maybe"),
        tables(options),
    )


@cache
def _limit(key: tuple, on: date, state: str, size: int) -> Limit | None:
    percent, amount, of, per, rounding, year_starts, without, named = key
    how = (per, rounding, year_starts)
    for table, group in named:
        if row := states.for_size(table, state, group, size, on):
            return _of_row(row, on, state, size, how)
    if amount is not None:
        return Limit(Decimal(str(amount)) * (12 if per == "month" else 1))
    if percent is not None:
        return _percent(Decimal(str(percent)), of, on, state, size, how)
    return Limit(open=without)


def _of_row(row: states.Row, on: date, state: str, size: int, how: tuple) -> Limit | None:
    if row.unit == states.NONE:
        return Limit(source=row.source)
    if row.unit in (states.POVERTY, states.MEDIAN):
        of = "poverty" if row.unit == states.POVERTY else "median"
        found = _percent(row.value, of, on, state, size, how)
        return found and Limit(found.amount, found.open, row.source)
    return Limit(row.value * (12 if row.unit == states.MONTH else 1), source=row.source)


def _percent(percent: Decimal, of: str, on: date, state: str, size: int, how: tuple):
    per, rounding, year_starts = how
    if of == "median":
        base = states.median_income(state, size, on)
        if base is None:
            return Limit(open="maybe")
    else:
        guideline = poverty.guideline_on(on, year_starts)
        if guideline is None:
            return None
        base = Decimal(guideline.amount(size, poverty.area_of(state)))
    times = 12 if per == "month" else 1
    if rounding == "up_twice":
        base = (base / times).to_integral_value(ROUND_CEILING) * times
    share = base * percent / 100
    if rounding == "none":
        return Limit(share)
    way = ROUND_FLOOR if rounding == "down" else ROUND_CEILING
    return Limit((share / times).to_integral_value(way) * times)
