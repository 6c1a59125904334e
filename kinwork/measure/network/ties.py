"""How many ties there are, how strong they are, and whether they go both ways.

Density, reciprocity: S. Wasserman, K. Faust, Social Network Analysis (Cambridge 1994), 4.2, 13.
What becomes of missing answers: describe.py.
"""

from dataclasses import dataclass

import numpy as np

from kinwork.measure.network.confirmed import confirmed_levels
from kinwork.measure.network.ratings import Ratings


@dataclass(frozen=True)
class Ties:
    """arcs: a count. Shares lie between 0 and 1, means between 0 and 5. None: not defined."""

    arcs: int
    density: float | None
    density_either: float | None
    density_both: float | None
    mean_rated: float | None
    mean_known: float | None
    mean_all: float | None
    reciprocity_dyad: float | None
    reciprocity_arc: float | None


def ties(ratings: Ratings, threshold: int) -> Ties:
    """All of them, for ties at `threshold` and above."""
    arcs, levels = ratings.arcs(threshold), ratings.levels
    rated = levels[ratings.given]
    known = rated[rated > 0]
    # Among n organizations that nobody has asked, no density of 0 was found.
    pairs = ratings.n * (ratings.n - 1) if rated.size else 0
    count, mutual = int(arcs.sum()), int((arcs & arcs.T).sum()) // 2
    one_way = count - 2 * mutual
    return Ties(
        arcs=count,
        density=share(count, pairs),
        density_either=share(int((arcs | arcs.T).sum()), pairs),
        density_both=share(int((confirmed_levels(ratings) >= threshold).sum()), pairs),
        mean_rated=_mean(rated),
        mean_known=_mean(known),
        mean_all=share(int(rated.sum()), pairs),
        reciprocity_dyad=share(mutual, mutual + one_way),
        reciprocity_arc=share(2 * mutual, 2 * mutual + one_way),
    )


def share(part: int, whole: int) -> float | None:
    """part / whole; None where there is no whole."""
    return part / whole if whole else None


def _mean(said: np.ndarray) -> float | None:
    return share(int(said.sum()), said.size)
