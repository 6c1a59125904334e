"""If this organization left: what would hang together no more."""

from dataclasses import dataclass
from math import comb

import numpy as np
import rustworkx

from kinwork.measure.network.ratings import Ratings
from kinwork.measure.network.structure import components, isolates
from kinwork.measure.network.ties import ties


@dataclass(frozen=True)
class Without:
    """The network of the others. pairs_cut: pairs of others that were joined, over however many ties
    of either side, and are no longer. left_alone: who had a tie and has none now."""

    name: str
    n: int
    density: float | None
    density_either: float | None
    density_both: float | None
    components: int
    isolates: int
    left_alone: tuple[str, ...]
    pairs_cut: int


def without(ratings: Ratings, name: str, *, threshold: int = 1) -> Without:
    """What the network of the others is like. KeyError for a name that is not there."""
    if name not in ratings.names:
        raise KeyError(name)
    leaving = ratings.names.index(name)
    stay = np.delete(np.arange(ratings.n), leaving)
    names = [ratings.names[i] for i in stay]
    others = Ratings(tuple(names), ratings.levels[np.ix_(stay, stay)])
    arcs, before = others.arcs(threshold), ratings.arcs(threshold)
    parts, alone, told = components(arcs), isolates(arcs), ties(others, threshold)
    alone_before = {ratings.names[i] for i in isolates(before)}
    joined = sum(comb(len([i for i in one if i != leaving]), 2) for one in components(before))
    return Without(
        name=name,
        n=others.n,
        density=told.density,
        density_either=told.density_either,
        density_both=told.density_both,
        components=len(parts),
        isolates=len(alone),
        left_alone=tuple(names[i] for i in alone if names[i] not in alone_before),
        pairs_cut=joined - sum(comb(len(one), 2) for one in parts),
    )


def pivotal(ratings: Ratings, *, threshold: int = 1, most: int | None = None) -> list[Without]:
    """Everybody whose leaving cuts others off from each other, the most pairs first; at most `most`."""
    arcs = ratings.arcs(threshold)
    graph = rustworkx.PyGraph.from_adjacency_matrix((arcs | arcs.T).astype(np.float64))
    joined = _joined(graph)
    cut = {}
    for i in sorted(rustworkx.articulation_points(graph)):
        left = graph.copy()
        left.remove_node(i)
        # Who leaves was joined with the rest of the own component.
        own = len(rustworkx.node_connected_component(graph, i)) - 1
        cut[i] = joined - own - _joined(left)
    chosen = sorted(cut, key=lambda i: -cut[i])[:most]
    return [without(ratings, ratings.names[i], threshold=threshold) for i in chosen]


def _joined(graph: rustworkx.PyGraph) -> int:
    return sum(comb(len(one), 2) for one in rustworkx.connected_components(graph))
