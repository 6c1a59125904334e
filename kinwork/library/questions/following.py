"""Which question comes next: the one that most open programs hang on, for its burden.

Each question that an open program misses is tried in two ways, over the likely answers of
`likely.toml`. First: how many open programs would this answer alone decide? Last: how many would
still be open if everything else were known? The sum, divided by the burden, is its worth. What is
needed anyway so comes early, and what a better question may spare comes late. Nothing is random.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from kinwork.common.answers import MAYBE
from kinwork.library.programs import Household, batch, program, registry
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.questions import likely
from kinwork.library.questions.bank import Question, bank
from kinwork.library.questions.telling import answered, is_told
from kinwork.library.questions.variants import Variants

SITUATION = "situation"  # the page about several facts that few homes have
__all__ = ["Asking", "Case", "Step", "answered", "next_question", "next_questions", "ranking"]


@dataclass(frozen=True, slots=True)
class Asking:
    """The question to ask, about whom (nobody = the household), and which programs need it.

    `decides`: how many programs an answer to it alone decides, on average over likely answers.
    `needed`: how many cannot be decided without it, on average over likely families.
    `parts`: of the page about several facts at once: which facts, and of whom.
    """

    question: Question
    members: tuple[str, ...]
    programs: tuple[str, ...]
    decides: float = 0.0
    needed: float = 0.0
    parts: tuple[tuple[str, tuple[str | None, ...]], ...] = ()


@dataclass(frozen=True)
class Case:
    """A household for whom a question is wanted. `programs`: only these; None = all.

    `skipped`: keys that the family passed over.
    """

    household: Household
    programs: Iterable[str] | None = None
    skipped: Iterable[str] = ()


class Step(NamedTuple):
    """Where a household's intake stands: the next question, what is open, what that misses."""

    asking: Asking | None
    open: tuple[str, ...]
    missing: tuple[str, ...]


def next_question(
    household: Household,
    on: date,
    programs: Iterable[str] | None = None,
    skipped: Iterable[str] = (),
) -> Asking | None:
    """The best next question, or None when no open program misses anything.

    `programs`: only these ("only this program"). `skipped`: keys the family passed over.
    """
    return next_questions([Case(household, programs, skipped)], on)[0].asking


def next_questions(cases: Sequence[Case], on: date) -> list[Step]:
    """The same for many households at once."""
    found = [Needs.of(case, on) for case in cases]
    return [
        Step(best[0] if best else None, tuple(needs.open), (*needs.members, *needs.parts))
        for best, needs in zip(_ranked(found, on), found, strict=True)
    ]


def ranking(
    household: Household,
    on: date,
    programs: Iterable[str] | None = None,
    skipped: Iterable[str] = (),
) -> list[Asking]:
    """Every question that an open program needs, the best first."""
    needs = Needs.of(Case(household, programs, skipped), on)
    return _ranked([needs], on, alone=True)[0]


@dataclass
class Needs:
    """What the open programs of a household miss: question -> members and programs.

    `parts`: the questions that one page about all of them stands for (`situation`).
    """

    household: Household
    open: list[str] = field(default_factory=list)
    members: dict[str, dict[str | None, None]] = field(default_factory=dict)
    programs: dict[str, dict[str, None]] = field(default_factory=dict)
    parts: dict[str, list[str | None]] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case, on: date) -> "Needs":
        needs, passed = cls(case.household), set(case.skipped)
        for code in registry() if case.programs is None else case.programs:
            got = evaluate(program(code), case.household, on)
            if got.answer is not MAYBE or got.already:
                continue
            needs.open.append(code)
            for ref in got.missing:
                if ref.key not in bank() or ref.key in passed:
                    continue
                if ref.key == "members" or not is_told(case.household, *ref):
                    needs.members.setdefault(ref.key, {})[ref.member] = None
                    needs.programs.setdefault(ref.key, {})[code] = None
        if SITUATION not in passed:
            needs._join()
        return needs

    def _join(self) -> None:
        """Two or more of the facts that few homes have are asked on one page."""
        keys = [one.value for one in bank()[SITUATION].options if one.value in self.members]
        if len(keys) < 2:
            return
        self.parts = {key: list(self.members.pop(key)) for key in keys}
        self.members[SITUATION] = {None: None}
        codes = [code for key in keys for code in self.programs.pop(key)]
        self.programs[SITUATION] = dict.fromkeys(codes)

    def asking(self, key: str, decides: float = 0.0, needed: float = 0.0) -> Asking:
        about = self.members[key]
        members = tuple(one.key for one in self.household.members if one.key in about)
        parts = tuple((part, tuple(who)) for part, who in self.parts.items())
        joint = parts if key == SITUATION else ()
        return Asking(bank()[key], members, tuple(self.programs[key]), decides, needed, joint)

    def about(self, key: str) -> list[str | None]:
        return self.parts[key] if key in self.parts else list(self.members[key])

    def facts(self, key: str) -> list[str]:
        """The facts that a question gives."""
        return list(self.parts) if key == SITUATION else [key]


def _worth(asking: Asking) -> tuple:
    question = asking.question
    many = (asking.decides + asking.needed + 0.01 * len(asking.programs)) / question.burden
    return question.key != "members", -round(many, 9), question.order


def _ranked(found: list[Needs], on: date, alone: bool = False) -> list[list[Asking]]:
    """The questions of each household, the best first; all of them are tried in one batch."""
    trial = Trial(found, on, alone)
    return [
        sorted((trial.asking(place, key) for key in needs.members), key=_worth)
        for place, needs in enumerate(found)
    ]


class Trial:
    """Likely answers to every question of some households, judged at once.

    A household with one question left needs no trial, unless the figures themselves are wanted.
    """

    def __init__(self, found: list[Needs], on: date, alone: bool = False):
        self.found, self.on = found, on
        self.rows: list[int] = []
        self.told: list[tuple[int, str, list[str | None], object]] = []
        self.first: dict[tuple[int, str], list[tuple[float, int, object]]] = {}
        self.last: dict[tuple[int, str], list[int]] = {}
        self.whole: dict[int, list[int]] = {}
        for place, needs in enumerate(found):
            if len(needs.members) > 1 or (alone and needs.members):
                self._prepare(place, needs)
        self.open = self._judged() if self.rows else {}

    def asking(self, place: int, key: str) -> Asking:
        needs = self.found[place]
        if place not in self.whole:
            return needs.asking(key)
        return needs.asking(key, self._decides(place, key), self._needed(place, key))

    def _prepare(self, place: int, needs: Needs) -> None:
        keys = [key for key in needs.members if key != "members"]
        for key in keys:
            for weight, told, value in self._answers(needs, key):
                version = self._version(place, told)
                self.first.setdefault((place, key), []).append((weight, version, value))
        for number in range(likely.families()):
            known = [
                (key, one)
                for key in keys
                for fact in needs.facts(key)
                for one in self._family(needs, fact, number)
            ]
            self.whole.setdefault(place, []).append(self._version(place, [t for _, t in known]))
            for left_out in keys:
                hidden = needs.facts(left_out)
                rest = [told for _, told in known if told[0] not in hidden]
                self.last.setdefault((place, left_out), []).append(self._version(place, rest))

    def _answers(self, needs: Needs, key: str):
        """(weight, what is told, value): the likely answers to one question."""
        home = needs.household
        if key != SITUATION:
            for weight, value in likely.answers(home, key, self.on):
                yield weight, [(key, needs.about(key), value)], value
            return
        none = [(fact, members, False) for fact, members in needs.parts.items()]
        yield likely.none_of(needs.parts), none, ()
        rest = (1 - likely.none_of(needs.parts)) / len(needs.parts)
        for fact, members in needs.parts.items():
            yield rest, [*none, (fact, members[:1], True)], ()

    def _family(self, needs: Needs, key: str, number: int):
        for member in needs.about(key):
            value = likely.answer(needs.household, key, member, number, self.on)
            if value is not None:
                yield key, [member], value

    def _version(self, place: int, told: list) -> int:
        self.rows.append(place)
        self.told += [(len(self.rows) - 1, *one) for one in told]
        return len(self.rows) - 1

    def _judged(self) -> dict[str, np.ndarray]:
        """Program -> which versions it is still open for."""
        homes = [needs.household for needs in self.found]
        keys = [[member.key for member in home.members] for home in homes]
        versions = Variants(batch.columns(homes), self.rows, keys)
        for version, key, members, value in self.told:
            versions.tell(version, key, members, value)
        codes = dict.fromkeys(code for needs in self.found for code in needs.open)
        found = batch.screen(versions.done(), self.on, [program(code) for code in codes])
        return {code: one.household == batch.MAYBE for code, one in found.items()}

    def _decides(self, place: int, key: str) -> float:
        """Programs that an answer alone decides, on average over likely answers."""
        total = 0.0
        for weight, version, value in self.first.get((place, key), ()):
            for code in self.found[place].programs[key]:
                has = key == "receives" and not program(code).already.isdisjoint(value)
                total += weight * (has or not self.open[code][version])
        return total

    def _needed(self, place: int, key: str) -> float:
        """Programs that are open without this answer though all others are known, on average."""
        versions, whole = self.last.get((place, key), ()), self.whole.get(place, ())
        total = 0
        for code in self.found[place].programs[key]:
            still = self.open[code]
            total += sum(
                bool(still[one] and not still[full])
                for one, full in zip(versions, whole, strict=True)
            )
        return total / max(1, len(versions))
