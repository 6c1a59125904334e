"""What a program is, once read from its folder; and what screening answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kinwork.common.answers import Answer, FactRef, Reason

Words = Mapping[str, str]  # language -> text


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition as data: its kind, the kind's options, and where and when it holds.

    `called`: the word for it outside (`age`, `income`); its id where nothing else is said.
    """

    id: str
    kind: str
    spec: str
    source: str
    jurisdiction: str
    effective_from: date
    effective_to: date | None = None
    options: Mapping[str, object] = field(default_factory=dict)
    called: str = ""
    memo: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def holds(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Program:
    """A program's rules and what a family is told about it.

    `rule` and `discretion` are trees over criterion ids: ["all" | "any", part, ...].
    `already`: what the family would say it receives. `term`: the directory's word for it.
    """

    code: str
    version: str
    jurisdiction: str
    term: str
    subject: str
    roles: tuple[str, ...]
    counts_unborn: bool
    already: frozenset[str]
    requires: tuple[str, ...]
    excludes: tuple[str, ...]
    categorical: tuple[str, ...]
    name: Words
    explain: Words
    gives: Words
    documents: tuple[Words, ...]
    how_to_apply: Words
    minutes_to_apply: int
    days_to_delivery: int
    asks_immigration_status: bool
    criteria: Mapping[str, tuple[Criterion, ...]]
    rule: tuple
    discretion: tuple | None = None
    texts: dict = field(default_factory=dict, init=False, repr=False, compare=False)

    def criterion(self, name: str, on: date, state: str | None = "") -> Criterion | None:
        """The criterion's text in force on a day, in a state ("" = wherever).

        A row of the state's own jurisdiction goes before the program's. Errors: PlaceNeeded where
        states have rows of their own and the state is not known (None).
        """
        key = (name, on, state)
        if key not in self.texts:
            self.texts[key] = self._text(name, on, state)
        return self.texts[key]

    def _text(self, name: str, on: date, state: str | None) -> Criterion | None:
        rows = [c for c in self.criteria[name] if c.holds(on)]
        local = [c for c in rows if c.jurisdiction != self.jurisdiction]
        if local and state is None:
            raise PlaceNeeded(name)
        own = (c for c in local if c.jurisdiction.split("-")[1:2] == [state])
        general = (c for c in rows if c.jurisdiction == self.jurisdiction)
        return next(own, None) or next(general, None)

    def word(self, name: str) -> str:
        """What a criterion is called outside."""
        rows = self.criteria.get(name)
        return (rows and rows[0].called) or name


class PlaceNeeded(LookupError):
    """Which text of a criterion holds depends on the state, and the state is not known."""


@dataclass(frozen=True, slots=True)
class MemberAnswer:
    """The verdict for one member; `reasons` holds every criterion that was looked at."""

    member: str | None
    answer: Answer
    reasons: tuple[Reason, ...] = ()
    deciding: tuple[Reason, ...] = ()
    missing: tuple[FactRef, ...] = ()
    discretion: bool = False
    already: bool = False


@dataclass(frozen=True, slots=True)
class Determination:
    """A program's answer for a household on a day, with the rules of that day.

    `reasons` are the ones that decided. `discretion`: no, but ask, it may be possible.
    `already`: the family has it, so it is not offered again. `failed`: the check itself broke.
    """

    program: str
    answer: Answer
    members: tuple[MemberAnswer, ...]
    reasons: tuple[Reason, ...]
    missing: tuple[FactRef, ...]
    discretion: bool
    already: bool
    rule_version: str
    as_of: date
    failed: bool = False

    @property
    def offered(self) -> bool:
        """Is it worth showing as something to apply for?"""
        return not self.already and (self.answer is not Answer.NO or self.discretion)

    def as_dict(self) -> dict:
        """A snapshot as plain data for JSON."""
        return {
            "program": self.program,
            "answer": self.answer.value,
            "discretion": self.discretion,
            "already": self.already,
            "failed": self.failed,
            "rule_version": self.rule_version,
            "as_of": self.as_of.isoformat(),
            "members": [
                {
                    "member": m.member,
                    "answer": m.answer.value,
                    "discretion": m.discretion,
                    "already": m.already,
                }
                for m in self.members
            ],
            "reasons": [reason.as_dict() for reason in self.reasons],
            "missing": [list(ref) for ref in self.missing],
        }
