"""What an instrument is: who answers, items or scores, results by rule, needs that follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Words = Mapping[str, str]  # by language
LANGUAGES = ("en", "es")
SUBJECTS = ("household", "child", "caregiver")
WORDINGS = ("own", "scores only")
TONES = ("good", "waiting", "stopped")
URGENCIES = ("today", "2 days", "routine")
SKIPPED = "skip"


class InstrumentError(ValueError):
    """A folder is not whole; the sentence says which, and what is missing."""


class BadAnswers(ValueError):
    """These answers or scores cannot be scored; `field` says where, the sentence why."""

    def __init__(self, field: str, sentence: str):
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Answer:
    """One code that an item may be answered with."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Item:
    """A question in its own words, where the licence lets us have them; else a neutral label.

    sensitivity: the class of its answer, where it differs from the instrument's. flag: the answers that
    speak of a need; needs: our codes, which follow then.
    """

    key: str
    words: Words
    flag: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    sensitivity: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """A number read from a form on paper. cutoff: the form's own printed limit is entered beside it."""

    key: str
    words: Words
    least: int
    most: int
    cutoff: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One outcome. The first whose `when` holds is the result; the last has none and catches the rest.

    when: { total = [3, 7] }, { any_flag = true }, { score = "item_10", least = 1 },
    { below_cutoff = true } or { near_cutoff = points }; from_months and to_months narrow it by age.
    """

    key: str
    tone: str
    words: Words
    then: Words
    when: Mapping[str, object] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    urgency: str = "routine"
    again_months: int | None = None


@dataclass(frozen=True, slots=True)
class Instrument:
    """key: "folder/version", as a result keeps it. ages in months, from and to; None: no limit.

    adjust_weeks: born at least so many weeks early is counted from the due date, until adjust_until months
    (0: never). good_days: nobody is asked again so long after a result.
    """

    key: str
    words: Words
    about: Words
    subject: str
    sensitivity: str
    who_answers: tuple[str, ...]
    wording: str
    licence: str
    cites: str
    minutes: int
    good_days: int
    answers: tuple[Answer, ...]
    items: tuple[Item, ...]
    scores: tuple[Score, ...]
    results: tuple[Result, ...]
    from_months: int | None = None
    to_months: int | None = None
    adjust_weeks: int = 0
    adjust_until: int = 0

    @property
    def folder(self) -> str:
        return self.key.partition("/")[0]

    def result(self, key: str) -> Result:
        """Raises KeyError for a result that it does not have."""
        return {one.key: one for one in self.results}[key]


@dataclass(frozen=True, slots=True)
class Scored:
    """total: the sum of the scores, None for items. flags: items or scores that speak of a need.
    needs: codes, in the order of the items. unanswered: how many items were skipped."""

    result: Result
    total: int | None
    flags: tuple[str, ...]
    needs: tuple[str, ...]
    unanswered: int
