"""What states set themselves, from `states/NAME.csv`: limits and yes-or-no, with window and source.

Columns: state (`*` = any other), group, value, unit, from, to (empty = still), source. A group that
depends on the household's size is written `group/1`, `group/2` ... and `group/more`, which is what
each further person adds. A state without a row has no known rule: None, never "no".
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent / "states"
POVERTY, MEDIAN = "percent of poverty guideline", "percent of state median income"
YEAR, MONTH, DOLLARS = "dollars a year", "dollars a month", "dollars"
YES_NO, MONTHS, HOURS, NONE = "yes or no", "months", "hours a week", "no limit"
UNITS = {POVERTY, MEDIAN, YEAR, MONTH, DOLLARS, YES_NO, MONTHS, HOURS, NONE}
COLUMNS = ["state", "group", "value", "unit", "from", "to", "source"]
SIZE_PERCENT = (52, 68, 84, 100, 116, 132)  # 45 CFR 96.85(b): shares of the four-person median
EACH_FURTHER_PERCENT = 3
STATES = frozenset(
    [
        "AL",
        "AK",
        "AZ",
        "AR",
        "CA",
        "CO",
        "CT",
        "DE",
        "DC",
        "FL",
        "GA",
        "HI",
        "ID",
        "IL",
        "IN",
        "IA",
        "KS",
        "KY",
        "LA",
        "ME",
        "MD",
        "MA",
        "MI",
        "MN",
        "MS",
        "MO",
        "MT",
        "NE",
        "NV",
        "NH",
        "NJ",
        "NM",
        "NY",
        "NC",
        "ND",
        "OH",
        "OK",
        "OR",
        "PA",
        "RI",
        "SC",
        "SD",
        "TN",
        "TX",
        "UT",
        "VT",
        "VA",
        "WA",
        "WV",
        "WI",
        "WY",
    ]
)


class TableError(ValueError):
    """A state table is not whole; the message says where and what."""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a state. `value` is None with the unit `no limit`."""

    state: str
    group: str
    value: Decimal | None
    unit: str
    from_: date
    to: date | None
    source: str

    def holds(self, on: date) -> bool:
        return self.from_ <= on and (self.to is None or on <= self.to)


@cache
def rows(table: str) -> dict[tuple[str, str], tuple[Row, ...]]:
    """Every row of a table by state and group. Errors: TableError; a table not here is empty."""
    path = HERE / f"{table}.csv"
    if not path.is_file():
        return {}
    found: dict[tuple[str, str], list[Row]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise TableError(f"{path.name}: its columns must be {', '.join(COLUMNS)}.")
        for line, row in enumerate(reader, 2):
            one = _row(row, f"{path.name}, line {line}")
            found.setdefault((one.state, one.group), []).append(one)
    return {key: tuple(some) for key, some in found.items()}


def _row(row: dict[str, str], where: str) -> Row:
    if row["state"] not in STATES | {"*"}:
        raise TableError(f"{where}: no such state, {row['state']!r}.")
    if row["unit"] not in UNITS:
        raise TableError(f"{where}: no such unit, {row['unit']!r}.")
    if not (row["source"] or "").strip():
        raise TableError(f"{where}: it names no source.")
    try:
        value = None if row["unit"] == NONE else Decimal(row["value"])
        start = date.fromisoformat(row["from"])
        end = date.fromisoformat(row["to"]) if row["to"] else None
    except (ValueError, InvalidOperation) as error:
        raise TableError(f"{where}: a value or a date can not be read.") from error
    return Row(row["state"], row["group"], value, row["unit"], start, end, row["source"])


def tables() -> list[str]:
    """The names of the tables that are here."""
    return sorted(path.stem for path in HERE.glob("*.csv"))


def groups(table: str) -> set[str]:
    """The groups a table speaks of, without the sizes."""
    return {group.partition("/")[0] for _, group in rows(table)}


@cache
def value(table: str, state: str, group: str, on: date) -> Row | None:
    """The row in force; None where none is here. Errors: TableError."""
    for place in (state, "*"):
        for row in rows(table).get((place, group), ()):
            if row.holds(on):
                return row
    return None


@cache
def for_size(table: str, state: str, group: str, size: int, on: date) -> Row | None:
    """The row for a household's size, where the group depends on it; else the group's own row."""
    if own := value(table, state, group, on):
        return own
    size = max(1, size)
    if row := value(table, state, f"{group}/{size}", on):
        return row
    further = value(table, state, f"{group}/more", on)
    last = max(_sizes(table, state, group, on), default=0)
    if further is None or not 0 < last < size:
        return None
    top = value(table, state, f"{group}/{last}", on)
    more = top.value + (size - last) * further.value
    return Row(state, f"{group}/{size}", more, top.unit, top.from_, top.to, top.source)


def _sizes(table: str, state: str, group: str, on: date) -> Iterator[int]:
    for place, name in rows(table):
        stem, _, size = name.partition("/")
        sized = stem == group and size.isdigit() and place in (state, "*")
        if sized and value(table, state, name, on):
            yield int(size)


def median_share(size: int) -> int:
    """A household's share of the four-person state median income, in percent."""
    size = max(1, size)
    further = max(0, size - len(SIZE_PERCENT))
    return SIZE_PERCENT[min(size, len(SIZE_PERCENT)) - 1] + further * EACH_FURTHER_PERCENT


@cache
def median_income(state: str, size: int, on: date) -> Decimal | None:
    """The state median income of a year for a household of `size`; None where not here."""
    row = value("median_income", state, "four_people", on)
    return None if row is None or row.value is None else row.value * median_share(size) / 100
