"""All measures of five layers of ratings among 500 organizations, beside networkx on the like.

Five dimensions, each with its own ratings; a tenth did not answer. The peer makes the same figures from
the same ratings with networkx, and by plain loops where it has no function. Every figure is held to be
the same in both. CPU is counted, so that the ratio means the same on a busy machine. Ours keeps
confirmed levels as a table and names pairs when they are asked for; the peer has them in a dict.
"""

import argparse
import time
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np

from bench.common import machine

AIM = 15
DIMENSIONS = ("as a whole", "definition", "planning", "delivery", "funding")
THRESHOLD = 1


def drawn(n: int, known: float, seed: int):
    """n organizations; each knows about `known` of the others, at levels that most of both sides
    nearly agree on. A tenth did not answer."""
    from kinwork.measure.network import MISSING, Ratings

    rng = np.random.default_rng(seed)
    tie = np.triu(rng.random((n, n)) < known, 1)
    level = np.where(tie, rng.integers(1, 6, (n, n)), 0)
    level = level + level.T
    said = np.clip(level + rng.integers(-1, 2, (n, n)) * (level > 0), 0, 5)
    said[rng.random(n) < 0.1] = MISSING
    np.fill_diagonal(said, MISSING)
    return Ratings(tuple(f"organization {i}" for i in range(n)), said)


def peer(ratings, threshold: int) -> dict[str, Any]:
    """The same figures from networkx."""
    import networkx as nx

    names, n = ratings.names, ratings.n
    rows = ratings.levels.tolist()
    graph, told = nx.DiGraph(), {}
    graph.add_nodes_from(names)
    for i, row in enumerate(rows):
        for j, level in enumerate(row):
            if level >= 0:
                told[names[i], names[j]] = level
                if level >= threshold:
                    graph.add_edge(names[i], names[j])
    either, sure = graph.to_undirected(), nx.Graph()
    sure.add_nodes_from(names)
    confirmed, unconfirmed, sides = {}, [], []
    for pair in combinations(names, 2):
        here, there = told.get(pair), told.get(pair[::-1])
        if here is None and there is None:
            continue
        if here is None or there is None:
            confirmed[pair] = here if there is None else there
            unconfirmed.append(pair)
        else:
            confirmed[pair] = min(here, there)
            sides.append((here, there))
        if confirmed[pair] >= threshold:
            sure.add_edge(*pair)
    apart = [abs(one - other) for one, other in sides]
    into, out = dict(graph.in_degree()), dict(graph.out_degree())
    degrees = [degree for _, degree in sure.degree()]
    mutual, arcs = nx.overall_reciprocity(graph), graph.number_of_edges()
    both = mutual * arcs / 2
    return {
        "n": n,
        "arcs": arcs,
        "density": nx.density(graph),
        "density_either": nx.density(either),
        "density_both": nx.density(sure),
        "mean_rated": sum(told.values()) / len(told),
        "mean_known": sum(told.values()) / sum(one > 0 for one in told.values()),
        "mean_all": sum(told.values()) / (n * (n - 1)),
        "reciprocity_arc": mutual,
        "reciprocity_dyad": both / (arcs - both),
        "centralization": sum(max(degrees) - d for d in degrees) / ((n - 1) * (n - 2)),
        "centralization_in": sum(max(into.values()) - d for d in into.values()) / (n - 1) ** 2,
        "centralization_out": sum(max(out.values()) - d for d in out.values()) / (n - 1) ** 2,
        "transitivity": nx.transitivity(either),
        "betweenness": nx.betweenness_centrality(graph, normalized=False),
        "components": nx.number_weakly_connected_components(graph),
        "isolates": nx.number_of_isolates(graph),
        "exact": sum(one == 0 for one in apart) / len(apart),
        "within_one": sum(one <= 1 for one in apart) / len(apart),
        "mean_abs_diff": sum(apart) / len(apart),
        "kappa": _kappa(sides),
        "confirmed": confirmed,
        "unconfirmed": unconfirmed,
    }


def _kappa(sides: list[tuple[int, int]]) -> float:
    count = [sum((one == level) + (other == level) for one, other in sides) for level in range(6)]
    whole = sum(count)
    expected = sum(count[a] * count[b] * abs(a - b) for a in range(6) for b in range(6)) / whole**2
    return 1 - sum(abs(one - other) for one, other in sides) / len(sides) / expected


def differing(ours, theirs: dict[str, Any]) -> list[str]:
    """Measures that are not the same, but for rounding."""
    found = {**vars(ours), **vars(ours.agreement)}
    found["unconfirmed"] = list(ours.unconfirmed)
    return [name for name, value in theirs.items() if not _same(found[name], value)]


def _same(one: Any, other: Any) -> bool:
    if isinstance(other, dict):
        return one.keys() == other.keys() and np.allclose(list(one.values()), [*_in(one, other)])
    return one == other if isinstance(one, list) else bool(np.isclose(one, other))


def _in(order: dict, values: dict):
    return (values[key] for key in order)


def cpu(work: Callable[[], Any], times: int) -> tuple[float, Any]:
    """Seconds of CPU of all threads: the least of several times. And what came of it."""
    spent = []
    for _ in range(times):
        begun = time.process_time()
        found = work()
        spent.append(time.process_time() - begun)
    return min(spent), found


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--organizations", type=int, default=500)
    ask.add_argument("--known", type=float, default=0.1, help="share of the others that one knows")
    ask.add_argument("--quick", action="store_true", help="200 organizations")
    said = ask.parse_args()
    print(machine())
    from kinwork.measure.network import Ratings, describe

    n = 200 if said.quick else said.organizations
    layers = [drawn(n, said.known, seed) for seed in range(len(DIMENSIONS))]
    ratings = Ratings(
        layers[0].names, layers[0].levels, dict(zip(DIMENSIONS[1:], layers[1:], strict=True))
    )
    describe(drawn(60, 0.2, 9))  # what is loaded and begun once
    ours, found = cpu(lambda: describe(ratings, threshold=THRESHOLD), 3)
    peer(drawn(60, 0.2, 9), THRESHOLD)
    theirs, told = cpu(lambda: [peer(one, THRESHOLD) for one in layers], 1)
    nets = [found, *found.dimensions.values()]
    wrong = [differing(one, other) for one, other in zip(nets, told, strict=True)]
    if any(wrong):
        raise SystemExit(f"Not the same figures: {wrong}")
    print(
        f"{n} organizations, {len(layers)} layers, {found.arcs:,} arcs in the first, response"
        f" {found.response_rate:.0%}; {len(told[0])} measures a layer, the same in both"
    )
    print(f"  {ours * 1000:.0f} ms of CPU at best of 3; networkx {theirs * 1000:,.0f} ms")
    print(f"  1/{theirs / ours:.1f} of the peer (aim 1/{AIM}, ratio {AIM * ours / theirs:.2f})")


if __name__ == "__main__":
    main()
