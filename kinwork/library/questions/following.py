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

COSTS = {"assets": (0, 3500), "rent_annual": (0, 12000), "childcare_annual": (0, 6000)}
HOUSEHOLD_FACTS = {"receives", "homeless", "pays_utilities", *COSTS}
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
    needed = _needed(household, on, programs, skipped)
    best: Asking | None = None
    for key, serves in sorted(needed.items(), key=lambda item: _worth(_asking(item, len(item[1])))):
        if best and _worth(_asking((key, serves), len(serves))) >= _worth(best):
            break  # even deciding all that it serves, neither this nor a later one would win
        tried = _tried(household, on, key, serves)
        best = tried if best is None or _worth(tried) < _worth(best) else best
    return best


def ranking(
    household: Household,
    on: date,
    programs: Iterable[str] | None = None,
    skipped: Iterable[str] = (),
) -> list[Asking]:
    """Every question that an open program needs, the best first."""
    needed = _needed(household, on, programs, skipped)
    return sorted((_tried(household, on, *item) for item in needed.items()), key=_worth)


Serves = dict[str, tuple[str | None, ...]]  # program -> the members it misses the fact of


def _needed(household: Household, on: date, programs, skipped: Iterable[str]) -> dict[str, Serves]:
    """What each open program misses, by question."""
    passed = set(skipped)
    needed: dict[str, Serves] = {}
    for got in screen(household, on, programs):
        if got.answer is not MAYBE or got.already:
            continue
        for ref in got.missing:
            if ref.key in bank() and ref.key not in passed:
                serves = needed.setdefault(ref.key, {})
                serves[got.program] = (*serves.get(got.program, ()), ref.member)
    return needed


def _asking(item: tuple[str, Serves], decides: float) -> Asking:
    key, serves = item
    members = dict.fromkeys(m for some in serves.values() for m in some if m is not None)
    return Asking(bank()[key], tuple(members), tuple(serves), decides)


def _tried(household: Household, on: date, key: str, serves: Serves) -> Asking:
    asking = _asking((key, serves), 0.0)
    decides = _decides(household, on, key, asking.members or (None,), asking.programs)
    return replace(asking, decides=decides)


def _worth(asking: Asking) -> tuple:
    question = asking.question
    many = (asking.decides + 0.01 * len(asking.programs)) / question.burden
    return question.key != "members", -round(many, 9), question.order


def _decides(
    household: Household, on: date, key: str, members: tuple, serves: tuple[str, ...]
) -> float:
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
    elif key == "due_date":
        yield from (on + timedelta(days=days) for days in (45, 150))
    elif key == "relation":
        yield from ("parent", "grandparent")
    elif key == "receives":
        yield from (frozenset(), frozenset({"snap"}), frozenset({"medicaid"}))
    elif key in ("income", AVERAGE):
        yield from _incomes(household, on)
    elif key in COSTS:
        yield from (Decimal(amount) for amount in COSTS[key])
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
