"""Screening instruments: one folder each; answers or scores in, a result and the needs that follow out.

    registry()                        -> every Instrument by its key ("needs_check/1")
    score(instrument, said, months=)  -> Scored; BadAnswers says which field, and why
    newest("asq_3")                   -> the Instrument of this folder
    age_for(instrument, born, on, weeks_early) -> months, corrected where the instrument corrects

What a folder holds: README.md. Another instrument is another folder (copy `_template`).
"""

from datetime import date, timedelta

from kinwork.library.instruments.model import (
    SKIPPED,
    BadAnswers,
    Instrument,
    InstrumentError,
    Item,
    Result,
    Score,
    Scored,
)
from kinwork.library.instruments.registry import check, read, registry
from kinwork.library.instruments.scoring import CUTOFF, score

__all__ = [
    "CUTOFF",
    "SKIPPED",
    "BadAnswers",
    "Instrument",
    "InstrumentError",
    "Item",
    "Result",
    "Score",
    "Scored",
    "age_for",
    "check",
    "newest",
    "read",
    "registry",
    "score",
]


def newest(folder: str) -> Instrument | None:
    """The instrument of this folder, in the version that stands there now."""
    return next((one for one in registry().values() if one.folder == folder), None)


def age_for(instrument: Instrument, born: date, on: date, weeks_early: int = 0) -> int:
    """Whole months on a day, counted from the due date where the instrument says so."""
    months = _months(born, on)
    early = instrument.adjust_weeks and weeks_early >= instrument.adjust_weeks
    if early and months < instrument.adjust_until:
        return max(0, _months(born + timedelta(weeks=weeks_early), on))
    return months


def _months(born: date, on: date) -> int:
    months = (on.year - born.year) * 12 + on.month - born.month
    last = (on.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return months - (on.day < born.day and on != last)
