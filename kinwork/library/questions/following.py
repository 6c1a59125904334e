"""Which question comes next: the one that decides most programs still open, for its burden.

Each question that an open program misses is tried with a few likely answers; what counts is how
many open programs each answer would decide, on average, divided by the question's burden. Nothing
is random: the same household gets the same question.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from kinwork.common.answers import MAYBE
from kinwork.library.codes.income import IncomeLine
from kinwork.library.codes.poverty import guideline_on
from kinwork.library.programs import Household, Member, program, screen
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.questions.bank import Question, bank

HOUSEHOLD_FACTS = {"receives", "homeless"}
YES_NO = (True, False)
AVERAGE = "income_average"


@dataclass(frozen=True, slots=True)
class Asking:
    """The question to ask, about whom (nobody = the household), and which programs need it."""

    question: Question
    members: tuple[str, ...]
    programs: tuple[str, ...]
    decides: float


def next_question(
    household: Household,
    on: date,
    programs: Iterable[str] | None = None,
    skipped: Iterable[str] = (),
) -> Asking | None:
    """The best next question, or None when no open program misses anything.

    `programs`: only these ("only this program"). `skipped`: keys the family passed over.
    """
    ranked = ranking(household, on, programs, skipped)
    return ranked[0] if ranked else None


def ranking(
    household: Household,
    on: date,
    programs: Iterable[str] | None = None,
    skipped: Iterable[str] = (),
) -> list[Asking]:
    """Every question that an open program needs, the best first."""
    open_ = [d for d in screen(household, on, programs) if d.answer is MAYBE and not d.already]
    passed = set(skipped)
    needed: dict[str, dict[str | None, None]] = {}
    serves: dict[str, list[str]] = {}
    for determination in open_:
        for ref in determination.missing:
            if ref.key in bank() and ref.key not in passed:
                needed.setdefault(ref.key, {})[ref.member] = None
                if determination.program not in serves.setdefault(ref.key, []):
                    serves[ref.key].append(determination.program)
    found = [
        Asking(
            bank()[key],
            tuple(member for member in members if member is not None),
            tuple(serves[key]),
            _decides(household, on, key, tuple(members), serves[key]),
        )
        for key, members in needed.items()
    ]
    return sorted(found, key=_worth)


def _worth(asking: Asking) -> tuple:
    question = asking.question
    many = (asking.decides + 0.01 * len(asking.programs)) / question.burden
    return question.key != "members", -round(many, 9), question.order


def _decides(household: Household, on: date, key: str, members: tuple, serves: list[str]) -> float:
    """How many of these programs an answer would decide, on average over likely answers."""
    answers = list(_likely(household, on, key))
    decided = 0
    for answer in answers:
        known = household
        for member in members:
            known = answered(known, key, answer, member)
        decided += sum(evaluate(program(code), known, on).answer is not MAYBE for code in serves)
    return decided / len(answers) if answers else 0.0


def _likely(household: Household, on: date, key: str) -> Iterator[object]:
    """A few answers that people give to a question."""
    if key == "birth_date":
        yield from (on - timedelta(days=int(years * 365.25)) for years in (1, 4, 8))
    elif key == "pregnancy_ended":
        yield from (on - timedelta(days=days) for days in (30, 240))
    elif key == "receives":
        yield from (frozenset(), frozenset({"snap"}), frozenset({"medicaid"}))
    elif key in ("income", AVERAGE):
        yield from _incomes(household, on)
    elif key == "place":
        yield from ("AZ", "elsewhere")
    elif key != "members":
        yield from YES_NO


def _incomes(household: Household, on: date) -> Iterator[tuple[IncomeLine, ...]]:
    guideline = guideline_on(on)
    poor = guideline.amount(max(len(household.members), 1)) if guideline else 30000
    for percent in (50, 115, 160, 400):
        yield (IncomeLine(Decimal(poor * percent // 100), "yearly"),)


def answered(household: Household, key: str, value: object, member: str | None = None) -> Household:
    """The household with one more answer; without a member, for each member who has none yet."""
    if key == "place":
        return replace(household, state=str(value))
    if key in ("income", AVERAGE):
        return replace(household, income=value)
    if key in HOUSEHOLD_FACTS:
        return replace(household, **{key: value})
    people = tuple(_told(person, key, value, member) for person in household.members)
    return replace(household, members=people)


def _told(person: Member, key: str, value: object, member: str | None) -> Member:
    if person.key == member or (member is None and getattr(person, key) is None):
        return replace(person, **{key: value})
    return person
