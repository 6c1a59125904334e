"""What is kept of a screening: which rows it makes, how long it is good, what is due. Plain values."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from kinwork.library.instruments import CUTOFF, SKIPPED, Instrument, Scored, score
from kinwork.library.instruments.schedule import Screen, counts_for, schedule
from kinwork.library.timelines.days import add_months

DONE, REFUSED = STATES = ("done", "refused")
FAMILY, WORKER = WHO = ("family", "worker")
REFUSED_DAYS = 180  # a no is heard so long
# The check that a family fills in by itself.
OWN_CHECK = "needs_check"


@dataclass(frozen=True)
class Part:
    """What one class of a screening said: its own answers, flags and needs."""

    sensitivity: str
    answers: dict[str, str]
    result: str
    total: int | None
    flags: tuple[str, ...]
    needs: tuple[str, ...]


def parts(instrument: Instrument, said: Mapping[str, object], months: int | None) -> list[Part]:
    """One part a class, the instrument's own first. Raises BadAnswers."""
    whole = score(instrument, said, months=months)
    if not instrument.items:
        kept = {key: str(said[key]).strip() for key in _numbers(instrument) if key in said}
        return [_part(instrument.sensitivity, kept, whole)]
    by_class: dict[str, dict[str, str]] = defaultdict(dict)
    by_class[instrument.sensitivity] = {}
    for item in instrument.items:
        code = str(said.get(item.key) or SKIPPED)
        by_class[item.sensitivity or instrument.sensitivity][item.key] = code
    return [
        _part(name, answers, score(instrument, answers, months=months))
        for name, answers in by_class.items()
        if answers
    ]


def _part(sensitivity: str, answers: dict[str, str], found: Scored) -> Part:
    return Part(sensitivity, answers, found.result.key, found.total, found.flags, found.needs)


def _numbers(instrument: Instrument) -> list[str]:
    keys = [one.key for one in instrument.scores]
    return keys + [one.key + CUTOFF for one in instrument.scores if one.cutoff]


def good_until(instrument: Instrument, asked_on: date, state: str) -> date:
    """Nobody is asked again before this day is over."""
    days = REFUSED_DAYS if state == REFUSED else instrument.good_days
    return asked_on + timedelta(days=days)


def mark_of(folder: str, months: int | None) -> str:
    """The line of a child's clocks that a result counts for: "screening_development:18"; else ""."""
    found = counts_for(folder, months) if months is not None else None
    return f"screening_{found[0]}:{found[1]}" if found else ""


@dataclass(frozen=True)
class DueNow:
    """A screening of the schedule that a child's age asks for. by: the last day of its window."""

    screen: Screen
    months: int
    opens: date
    by: date


def due_of(
    born: date | None, on: date, asked: Iterable[tuple[str, date]], weeks_early: int = 0
) -> list[DueNow]:
    """What a child of this age should be screened for now. asked: (folder, good until) of what was done or
    refused. A child born early is counted from its due date, until two."""
    if born is None:
        return []
    still_good = {folder for folder, until in asked if until >= on}
    found = []
    for one in schedule():
        if still_good & set(one.instruments):
            continue
        for months in one.at_months:
            start = born + timedelta(weeks=weeks_early if months <= 24 else 0)
            opens = add_months(start, months)
            by = add_months(start, months + one.within_months)
            if opens <= on <= by + timedelta(days=one.lapses):
                found.append(DueNow(one, months, opens, by))
    newest = {one.screen.key: one for one in found}
    return list(newest.values())
