"""Do organizations work with their own kind, or with others?

The E-I index: D. Krackhardt, R. N. Stern, Social Psychology Quarterly 51 (1988) 123-140.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kinwork.measure.network.ratings import Ratings
from kinwork.measure.network.ties import share


@dataclass(frozen=True)
class EI:
    """(external - internal) / (external + internal) over pairs with a tie of either side: 1 where all
    ties lead to other sectors, -1 where none does, None without ties. by_sector: over those of its
    organizations."""

    external: int
    internal: int
    index: float | None
    by_sector: Mapping[str, float | None]


def ei_index(ratings: Ratings, sectors: Mapping[str, str], *, threshold: int = 1) -> EI:
    """sectors: organization -> its sector. Ties of an organization without one are left out.
    KeyError for an organization that is not there."""
    if strange := set(sectors) - set(ratings.names):
        raise KeyError(sorted(strange)[0])
    kinds = sorted(set(sectors.values()))
    number = {kind: k for k, kind in enumerate(kinds)}
    of = np.array([number[sectors[n]] if n in sectors else -1 for n in ratings.names], int)
    arcs = ratings.arcs(threshold)
    first, second = np.nonzero(np.triu(arcs | arcs.T))
    known = (of[first] >= 0) & (of[second] >= 0)
    here, there = of[first][known], of[second][known]
    inside = here == there
    return EI(
        external=int((~inside).sum()),
        internal=int(inside.sum()),
        index=_index(~inside, inside),
        by_sector={
            kind: _index((here == k) ^ (there == k), (here == k) & (there == k))
            for kind, k in number.items()
        },
    )


def _index(external: np.ndarray, internal: np.ndarray) -> float | None:
    out, within = int(external.sum()), int(internal.sum())
    return share(out - within, out + within)
