"""At which level a pair works together, when each of the two has its own view.

Confirmed level: the lower of what the two say. Where one of them said nothing, the other's word
stands, marked unconfirmed. Where neither did, there is none.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations, compress

import numpy as np

from kinwork.measure.network.ratings import MISSING, Ratings

Pair = tuple[str, str]


def confirmed_levels(ratings: Ratings) -> np.ndarray:
    """n x n, the same both ways: the confirmed level, or the only one that was said, or MISSING."""
    there, back = ratings.levels, ratings.levels.T
    both = ratings.given & ratings.given.T
    # MISSING lies below every level, so the higher of two is the one that was said.
    return np.where(both, np.minimum(there, back), np.maximum(there, back))


class Levels(Mapping[Pair, int]):
    """Pair -> level, of every pair of which a side said something, in the order of the names. Asked
    for the other way round, a pair is the same. As a table: half a million pairs need no objects."""

    def __init__(self, names: tuple[str, ...], levels: np.ndarray):
        self._names, self._levels = names, levels
        self._place = {name: i for i, name in enumerate(names)}

    def __getitem__(self, pair: Pair) -> int:
        first, second = pair
        level = int(self._levels[self._place[first], self._place[second]])
        if level == MISSING:
            raise KeyError(pair)
        return level

    def __iter__(self) -> Iterator[Pair]:
        return iter(chosen(self._names, self._levels != MISSING))

    def __len__(self) -> int:
        return int((self._levels != MISSING).sum()) // 2

    def __repr__(self) -> str:
        return repr(dict(self))


def confirmed(ratings: Ratings) -> tuple[Levels, tuple[Pair, ...]]:
    """The levels of all pairs; and those pairs of which only one side said it."""
    one_sided = ratings.given ^ ratings.given.T
    return Levels(ratings.names, confirmed_levels(ratings)), chosen(ratings.names, one_sided)


def chosen(names: tuple[str, ...], which: np.ndarray) -> tuple[Pair, ...]:
    """Pairs by name, each once. which: n x n, the same both ways."""
    above = which[np.triu_indices(len(names), 1)]  # in the order of combinations
    return tuple(compress(combinations(names, 2), above.tolist()))
