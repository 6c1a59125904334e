"""What organizations say of each other: a level from 0 to 5 for every partner, or no answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

MISSING = -1
HIGHEST = 5


@dataclass(frozen=True, eq=False)
class Ratings:
    """names: n organizations, each once. levels: n x n whole numbers; levels[i, j] is what i says of
    j, 0 (we don't know each other) to 5 (integration), MISSING where i said nothing of j. Nobody
    rates itself: the diagonal is MISSING.

    dimensions: what the same organizations said of single dimensions (planning, funding ...), apart.
    ValueError where this does not fit together.
    """

    names: tuple[str, ...]
    levels: np.ndarray
    dimensions: Mapping[str, "Ratings"] = field(default_factory=dict)

    def __post_init__(self):
        said = np.asarray(self.levels)
        if said.shape != (self.n, self.n):
            raise ValueError(f"{self.n} names need {self.n} x {self.n} levels.")
        if not np.isin(said, np.arange(MISSING, HIGHEST + 1)).all():
            raise ValueError(f"A level is a whole number from 0 to {HIGHEST}.")
        if len(set(self.names)) < self.n:
            raise ValueError("A name stands twice.")
        levels = said.astype(np.int8)
        if np.any(levels.diagonal() != MISSING):
            raise ValueError("Nobody rates itself.")
        if any(one.names != self.names for one in self.dimensions.values()):
            raise ValueError("Every dimension is about the same organizations.")
        levels.setflags(write=False)
        object.__setattr__(self, "levels", levels)

    @classmethod
    def of(
        cls,
        names: Iterable[str],
        rows: Sequence[Sequence[int | None]],
        dimensions: Mapping[str, "Ratings"] | None = None,
    ) -> "Ratings":
        """From rows of plain numbers, None for no answer. The diagonal is not looked at."""
        levels = np.array(
            [
                [MISSING if cell is None or i == j else cell for j, cell in enumerate(row)]
                for i, row in enumerate(rows)
            ]
        ).reshape(len(rows), len(rows))
        return cls(tuple(names), levels, dimensions or {})

    @property
    def n(self) -> int:
        return len(self.names)

    @cached_property
    def given(self) -> np.ndarray:
        """n x n: did i say a level of j?"""
        return self.levels != MISSING

    @cached_property
    def answered(self) -> np.ndarray:
        """n: did i say anything of anybody?"""
        return self.given.any(axis=1)

    def arcs(self, threshold: int) -> np.ndarray:
        """n x n: does i say at least `threshold` of j? What nobody said is no arc."""
        if not 1 <= threshold <= HIGHEST:
            raise ValueError(f"A threshold lies between 1 and {HIGHEST}.")
        return self.levels >= threshold
