"""How the whole hangs together: components, who stands alone, whether partners' partners are partners.

S. Wasserman, K. Faust, Social Network Analysis (Cambridge 1994), 4.3 (weak components), 6.4
(transitivity). A tie is one that either side says.
"""

import numpy as np
import rustworkx

from kinwork.measure.network.ties import share

CHUNK = 1 << 15  # pairs at once, so that memory stays small


def components(arcs: np.ndarray) -> list[list[int]]:
    """The groups that hang together by ties of either side, as sorted numbers of organizations; the
    largest first. Who stands alone is a group of one."""
    graph = rustworkx.PyDiGraph.from_adjacency_matrix(arcs.astype(np.float64))
    found = [sorted(one) for one in rustworkx.weakly_connected_components(graph)]
    return sorted(found, key=lambda one: (-len(one), one))


def isolates(arcs: np.ndarray) -> list[int]:
    """Who has no tie: says none, and of whom nobody says one."""
    return np.flatnonzero(~(arcs | arcs.T).any(axis=1)).tolist()


def transitivity(arcs: np.ndarray) -> float | None:
    """Of all a - b - c, the share in which a and c have a tie, too: three times the triangles by the
    connected triples. None where there is no such triple."""
    either = arcs | arcs.T
    degrees = either.sum(axis=1)
    return share(_closed(either), int((degrees * (degrees - 1)).sum()))


def _closed(either: np.ndarray) -> int:
    """Six times the triangles: over all pairs with a tie, both ways, the partners that they share.

    Counted as bits of packed rows: a product of matrices takes ten times as long."""
    packed = np.packbits(either, axis=1)
    packed = np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)
    first, second = np.nonzero(np.triu(either))
    return 2 * sum(
        int(np.bitwise_count(packed[first[k : k + CHUNK]] & packed[second[k : k + CHUNK]]).sum())
        for k in range(0, len(first), CHUNK)
    )
