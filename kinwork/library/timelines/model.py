"""What a clock is, and what a child's line of it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

TO_COME, DUE, LATE, DONE, NOT = STATES = ("to come", "due", "late", "done", "does not apply")
HOLDERS = (
    "early intervention",
    "school district",
    "family",
    "family and worker",
    "doctor or program",
)
# Why something does not apply, as a worker says it; the law's name for the first two: 34 CFR 303.310(b).
EXCUSES = (
    "family unavailable",
    "no consent yet",
    "not eligible",
    "family said no",
    "parents object",
    "moved away",
    "not needed any more",
)
# Four months early is the edge of what lives; more is a slip.
MOST_WEEKS_EARLY = 18
# What follows from the dates alone.
TOO_CLOSE, PAST = "too close to three", "past"
WHOM = ("part c", "expected", "newborn", "every", "certified", "screening")


class RuleError(ValueError):
    """A table of rules.toml is not whole; the sentence says which, and what is missing."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock. limit, opens: as in rules.toml. good from `effective_from` to `effective_to`."""

    key: str
    whom: str
    sensitivity: str
    holder: str
    limit: Mapping[str, object]
    opens: Mapping[str, object] | None
    soon: int
    title: Mapping[str, str]
    family: Mapping[str, str]
    source: str
    jurisdiction: str
    effective_from: date
    effective_to: date | None = None
    excuses: tuple[str, ...] = ()
    happens: bool = False
    by_family: bool = False
    lapses: int | None = None

    def holds(self, on: date, state: str) -> bool:
        """Is it in force on this day in this state (AZ)?"""
        there = self.jurisdiction in ("US", state)
        return there and self.effective_from <= on and (self.effective_to or date.max) >= on


@dataclass(frozen=True, slots=True)
class Mark:
    """What was recorded of a clock: done on a day, or that it does not apply, and why."""

    done_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Child:
    """A child's dates, civil ones where the family lives.

    referred: the day on which early intervention received the referral. eligible: found eligible for it.
    weeks_early: born so many weeks before the due date. certified: program -> last day of what its office
    certified. marks: key of a line -> what was recorded of it.
    """

    born: date | None = None
    expected: date | None = None
    referred: date | None = None
    weeks_early: int = 0
    certified: Mapping[str, date] = field(default_factory=dict)
    marks: Mapping[str, Mark] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that must happen. key: the rule's, with ":program" or ":months" where there are several."""

    key: str
    rule: Rule
    opens: date
    by: date
    state: str
    done_on: date | None = None
    reason: str = ""
    about: str = ""

    @property
    def on_time(self) -> bool | None:
        """None while nothing is done."""
        return None if self.done_on is None else self.done_on <= self.by

    def days_left(self, on: date) -> int:
        return (self.by - on).days
