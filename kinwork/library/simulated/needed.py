"""Which questions a program may ask: found by trying it on families of whom half is not known.

For a paper form, which cannot look at an answer before it asks the next question.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from random import Random

from kinwork.library.programs import Household, program
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.programs.files.reading import tell
from kinwork.library.questions import bank
from kinwork.library.simulated import households

FAMILIES, TIMES, SEED = 100, 3, 4


def needed(codes: Iterable[str], on: date) -> list[str]:
    """The keys of the questions that one of these programs may miss, in the bank's order."""
    found = frozenset().union(*(_missed(code, program(code).version, on) for code in codes))
    return [key for key in bank() if key in found]


@lru_cache(maxsize=200)
def _missed(code: str, version: str, on: date) -> frozenset[str]:
    """version: a program that changed is tried anew."""
    asked = (evaluate(program(code), home, on).missing for home in _half_known(on))
    return frozenset(ref.key for missing in asked for ref in missing)


@lru_cache(maxsize=2)
def _half_known(on: date) -> tuple[Household, ...]:
    dice = Random(SEED)  # noqa: S311
    told = tell({"households": list(households(FAMILIES, SEED, on))}, on)
    return tuple(forgotten(one.household, dice) for one in told for _time in range(TIMES))


def forgotten(home: Household, dice: Random) -> Household:
    """The household with about half of what is known of it gone."""
    people = tuple(
        replace(m, **{f.name: None for f in fields(m) if f.default is None and dice.random() < 0.5})
        for m in home.members
    )
    gone = [f.name for f in fields(home) if f.default is None and dice.random() < 0.5]
    return replace(home, members=people, **dict.fromkeys(gone))
