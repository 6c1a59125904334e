"""The table of how long records are kept, and the one decision on it. Pure: no database, no Django.

The database decides the same, by SQL drawn from these lines (trust.access.keeping).
"""

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

ADULT = 18
COMMUNITY = "community"  # the line of a row that no law is known for
CONSENT = "consent"  # the class of a signed yes, which is no row of the rule
LAST_DEED, REPORT = "last deed", "report"
FISCAL_MONTH = 10  # in which a federal fiscal year begins


@dataclass(frozen=True, slots=True)
class Line:
    """One text of law: which rows, how long, from when; on which days it holds."""

    key: str
    cites: str
    says: str
    years: int
    starts: date
    counts: str = LAST_DEED
    past_18: int = 0
    touches: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What the decision asks about one row. typed: an agency owns it or wrote it down; the law binds
    agencies. touches: what the family asked for or had decided. born: of the row's person, else of the
    youngest at home (an expected child: its due date)."""

    sensitivity: str
    typed: bool = False
    touches: frozenset[str] = frozenset()
    state: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The first day on which a row may go, and the key of the line that says so."""

    day: date
    line: str


def keep_until(row: Row, last: date, *, years: int, on: date) -> Kept:
    """The longest of all that touch `row`, counted from the family's `last` deed, as judged `on` a day.

    years: the community's own period. Of two lines with the same day, the first by its key.
    """
    found = [Kept(_after(last, years), COMMUNITY)]
    found += [Kept(_day(one, row, last), one.key) for one in lines() if _touches(one, row, on)]
    return sorted(found, key=lambda one: (-one.day.toordinal(), one.line))[0]


def _touches(line: Line, row: Row, on: date) -> bool:
    holds = line.starts <= on and (line.until is None or on < line.until)
    about = not line.touches or bool(row.touches & set(line.touches))
    of_class = row.sensitivity in line.classes if line.classes else row.sensitivity != CONSENT
    return (
        holds and about and of_class and row.typed and (not line.states or row.state in line.states)
    )


def _day(line: Line, row: Row, last: date) -> date:
    day = _after(_report(last) if line.counts == REPORT else last, line.years)
    if line.past_18 and row.born:
        return max(day, _after(row.born, ADULT + line.past_18))
    return day


def _after(day: date, years: int) -> date:
    """The day after so many years: all of the last day is still kept. 29 February ends on the 28th."""
    try:
        end = day.replace(year=day.year + years)
    except ValueError:
        end = day.replace(year=day.year + years, day=28)
    return end + timedelta(days=1)


def _report(last: date) -> date:
    """The end of the fiscal year after that of `last`: by then its final report is made."""
    return date(last.year + (last.month >= FISCAL_MONTH) + 1, FISCAL_MONTH - 1, 30)


@cache
def lines() -> tuple[Line, ...]:
    """Every line, in the order of the file. Raises ValueError at one that cannot be read."""
    return read(tomllib.loads(_text())["line"])


def read(said: Iterable[dict]) -> tuple[Line, ...]:
    return tuple(_line(dict(one)) for one in said)


def digest() -> str:
    """Another one when a line has changed: then every day is worked out anew."""
    return hashlib.sha256(_text().encode()).hexdigest()[:12]


def _line(said: dict) -> Line:
    lists = {name: tuple(said.pop(name, ())) for name in ("touches", "classes", "states")}
    try:
        line = Line(starts=said.pop("from"), **lists, **said)
    except (KeyError, TypeError) as error:
        raise ValueError(f"a line on keeping cannot be read: {said}: {error}") from error
    plain = all(word.replace("-", "").isalnum() for words in lists.values() for word in words)
    known = (
        line.counts in (LAST_DEED, REPORT) and line.key != COMMUNITY and line.cites and line.says
    )
    if not (plain and known and 0 < line.years <= 100 and 0 <= line.past_18 <= 50):
        raise ValueError(f"a line on keeping cannot be read: {line}")
    return line


@cache
def _text() -> str:
    return Path(__file__).with_name("lines.toml").read_text(encoding="utf-8")
