"""How much hangs on single organizations.

Degree centralization: L. C. Freeman, Social Networks 1 (1979) 215-239; in and out as in S. Wasserman,
K. Faust, Social Network Analysis (Cambridge 1994), 5.3. Betweenness: L. C. Freeman, Sociometry 40
(1977) 35-41, along directed ties, by U. Brandes' method (J. Mathematical Sociology 25 (2001) 163-177).
"""

import numpy as np
import rustworkx


def centralization(ties: np.ndarray) -> float | None:
    """ties: n x n, the same both ways. sum(max d - d_i) / ((n - 1)(n - 2)): 1 for a star, 0 where all
    have as many. None below three organizations."""
    n = len(ties)
    return _above_all(ties.sum(axis=1)) / ((n - 1) * (n - 2)) if n > 2 else None


def centralization_directed(degrees: np.ndarray) -> float | None:
    """degrees: n, of arcs in or of arcs out. sum(max d - d_i) / (n - 1)^2. None below two."""
    n = len(degrees)
    return _above_all(degrees) / (n - 1) ** 2 if n > 1 else None


def betweenness(arcs: np.ndarray) -> list[float]:
    """n: over all pairs of others, the share of shortest ways from one to the other that lead through
    i. Not normalized: at most (n - 1)(n - 2)."""
    graph = rustworkx.PyDiGraph.from_adjacency_matrix(arcs.astype(np.float64))
    found = rustworkx.digraph_betweenness_centrality(graph, normalized=False)
    return [found[i] for i in range(len(arcs))]


def _above_all(degrees: np.ndarray) -> int:
    return int((degrees.max() - degrees).sum())
