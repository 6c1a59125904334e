"""What people are likely to answer, as declared in `likely.toml`: for choosing a question only."""

import tomllib
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from kinwork.library.codes.income import IncomeLine
from kinwork.library.codes.poverty import guideline_on
from kinwork.library.programs.household import Household

MONTH = 30.44
GOLDEN = 0.6180339887498949
MONEY = ("income", "income_average")


@cache
def declared() -> dict:
    """The assumptions."""
    return tomllib.loads((Path(__file__).parent / "likely.toml").read_text(encoding="utf-8"))


def families() -> int:
    """How many likely families are looked at."""
    return len(declared()["family"])


def answers(household: Household, key: str, on: date) -> Iterator[tuple[float, object]]:
    """The likely answers to a question, each with its weight; the weights add up to one."""
    share = declared()["yes"].get(key)
    if share is not None:
        yield from ((share, True), (1 - share, False))
        return
    found = list(_values(household, key, on))
    yield from ((1 / len(found), value) for value in found)


def none_of(facts: Iterable[str]) -> float:
    """How likely it is that none of these holds for a home."""
    share = 1.0
    for fact in facts:
        share *= 1 - declared()["yes"][fact]
    return share


def answer(household: Household, key: str, member: str | None, number: int, on: date) -> object:
    """What likely family `number` answers; None where the bank's key has no likely answer.

    Spread evenly over the families by key and person: no chance, the same for everybody.
    """
    spot = (zlib.crc32(f"{key}:{_place(household, member)}".encode()) / 2**32 + number * GOLDEN) % 1
    share = declared()["yes"].get(key)
    if share is not None:
        return spot < share
    found = list(_values(household, key, on))
    if not found:
        return None
    aligned = key in MONEY or key == "receives"
    return found[number if aligned else int(spot * len(found))]


def _place(household: Household, member: str | None) -> int:
    keys = [person.key for person in household.members]
    return keys.index(member) if member in keys else -1


def _values(household: Household, key: str, on: date) -> Iterator[object]:
    if key in MONEY:
        yield from (_money(household, one["income"], on) for one in declared()["family"])
    elif key == "receives":
        yield from (frozenset(one["receives"]) for one in declared()["family"])
    elif key == "birth_date":
        yield from (on - timedelta(days=years * 365.25) for years in _some("age_years"))
    elif key == "due_date":
        yield from (on + timedelta(weeks=weeks) for weeks in _some("weeks_until_birth"))
    elif key == "pregnancy_ended":
        yield from (on - timedelta(days=months * MONTH) for months in _some("months_since_birth"))
    else:
        numbers = (int, float)
        for one in _some(key):
            yield Decimal(one) if isinstance(one, numbers) else one


def _some(key: str) -> list:
    return declared()["one_of"].get(key, [])


def _money(household: Household, percent: int, on: date) -> tuple[IncomeLine, ...]:
    guideline = guideline_on(on)
    line = guideline.amount(max(len(household.members), 1)) if guideline else 30000
    adults = [person.key for person in household.members if person.role == "caregiver"]
    whose = adults[0] if adults else None
    return (IncomeLine(Decimal(line * percent // 100), "yearly", member=whose),)
