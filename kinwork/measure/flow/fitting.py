"""Assumptions that a community's own report can be asked about: counts in, values with an interval out.

Only what is counted of referrals that ran under Kinwork's clocks. What families do unseen (patience),
and what happens where nothing is switched on, no report can say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import erf, log, sqrt
from typing import Any

from kinwork.measure.flow.assumptions import values
from kinwork.measure.flow.model import SPREAD

LEAST = 10  # fewer say next to nothing
Z = 1.96  # two-sided, 95 %


@dataclass(frozen=True)
class Estimate:
    """value, with the interval of Wilson (J. Am. Stat. Assoc. 22, 1927, 209-212), from n counted."""

    value: float
    low: float
    high: float
    n: int


def fitted(told: Mapping[str, Any]) -> dict[str, Estimate]:
    """What `told` says of each assumption; one without enough counts, or kept back, is left out.

    told: `kinwork report referrals --json`, whole (an agency's) or made safe (a community's).
    """
    steps, aside = told["steps"], told["aside"]
    # Not among the reasons of a safe report: kept back; of a whole one: none.
    no_room = told["reasons"].get("no room", None if told.get("least", 1) > 1 else 0)
    found = {}
    counted = {
        # in time: it answers by itself, and is quick enough
        "answers": (steps["in time"], steps["due"], _answers),
        "fits": (
            _less(steps["answered"], _less(aside.get("declined"), no_room)),
            steps["answered"],
            None,
        ),
        "waits": (aside.get("waited"), _more(aside.get("waited"), no_room), None),
        "reached_a_try": (aside.get("out of reach"), steps["accepted"], _a_try),
        "comes": (steps["served"], _more(steps["served"], aside.get("no-shows")), None),
    }
    for name, (part, whole, turned) in counted.items():
        if part is not None and whole is not None and whole >= LEAST:
            found[name] = _estimate(part, whole, turned)
    return found


def _estimate(part: int, whole: int, turned: Callable[[float], float] | None) -> Estimate:
    ends = (part / whole, *wilson(part, whole))
    value, *between = [turned(one) if turned else one for one in ends]
    return Estimate(value, min(between), max(between), whole)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The interval of a share."""
    share, square = part / whole, Z * Z / whole
    middle = (share + square / 2) / (1 + square)
    half = Z / (1 + square) * sqrt(share * (1 - share) / whole + square / (4 * whole))
    return max(0.0, middle - half), min(1.0, middle + half)


def _answers(in_time: float) -> float:
    """Of those that come by themselves, this share comes before the clock ends."""
    told = values()
    days = (int(told["answer_clock"]) + 1) / told["answer_days"]
    return min(1.0, in_time / (0.5 * (1 + erf(log(days) / SPREAD / sqrt(2)))))


def _a_try(missed: float) -> float:
    """As many tries as the clock asks for, each by itself."""
    return 1 - missed ** (1 / values()["tries_clock"])


def _less(whole: int | None, part: int | None) -> int | None:
    return None if whole is None or part is None else whole - part


def _more(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
