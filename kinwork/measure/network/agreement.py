"""Do two sides say the same? Two organizations of their tie; two coders of the same cases.

Cohen's kappa: J. Cohen, Educational and Psychological Measurement 20 (1960) 37-46; weighted:
J. Cohen, Psychological Bulletin 70 (1968) 213-220.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from kinwork.measure.network.ratings import HIGHEST, Ratings
from kinwork.measure.network.ties import share


@dataclass(frozen=True)
class Agreement:
    """Over `pairs` pairs of which both sides said a level. exact, within_one: shares of them, 0 to 1.
    mean_abs_diff: in levels. kappa: weighted linearly, 1 at best, 0 what chance would give."""

    pairs: int
    exact: float | None
    within_one: float | None
    mean_abs_diff: float | None
    kappa: float | None


@dataclass(frozen=True)
class Difference:
    """`first` says the level `said` of `second`, which says `answered` of it."""

    first: str
    second: str
    said: int
    answered: int


def agreement(ratings: Ratings) -> Agreement:
    """How far the two sides of each tie agree. Neither side is the first: kappa takes every pair both
    ways, so that it does not hang on the order of the organizations. None where no pair has both
    sides; kappa also where all said the same one level, which chance would give as well."""
    here, there = _both_sides(ratings)[2:]
    apart = np.abs(here - there)
    return Agreement(
        pairs=apart.size,
        exact=share(int((apart == 0).sum()), apart.size),
        within_one=share(int((apart <= 1).sum()), apart.size),
        mean_abs_diff=share(int(apart.sum()), apart.size),
        kappa=_linear_kappa(here, there),
    )


def differences(ratings: Ratings) -> list[Difference]:
    """Every pair whose sides say different levels, the furthest apart first."""
    found = [
        Difference(ratings.names[i], ratings.names[j], said, answered)
        for i, j, said, answered in zip(
            *(one.tolist() for one in _both_sides(ratings)), strict=True
        )
        if said != answered
    ]
    return sorted(found, key=lambda one: -abs(one.said - one.answered))


def cohen_kappa(first: Iterable[Hashable], second: Iterable[Hashable]) -> float | None:
    """Kappa of two coders' codes of the same cases, in the same order; codes have no order.

    None without cases, and where both gave all of them the same one code. ValueError where one coded
    more cases than the other.
    """
    both = list(zip(first, second, strict=True))
    if not both:
        return None
    left, right = Counter(one for one, _ in both), Counter(other for _, other in both)
    same = sum(one == other for one, other in both) * len(both)
    chance = sum(left[code] * right[code] for code in left)
    whole = len(both) ** 2
    return (same - chance) / (whole - chance) if chance < whole else None


def _both_sides(ratings: Ratings) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """i, j, what i says of j, what j says of i: each pair of which both said something, once."""
    i, j = np.nonzero(np.triu(ratings.given & ratings.given.T, 1))
    levels = ratings.levels.astype(np.int64)
    return i, j, levels[i, j], levels[j, i]


def _linear_kappa(here: np.ndarray, there: np.ndarray) -> float | None:
    said = np.bincount(np.concatenate([here, there]), minlength=HIGHEST + 1)
    steps = np.abs(np.subtract.outer(np.arange(HIGHEST + 1), np.arange(HIGHEST + 1)))
    expected = int(said @ steps @ said)
    if not expected:
        return None
    observed = 2 * int(np.abs(here - there).sum())
    return 1 - observed * int(said.sum()) / expected
