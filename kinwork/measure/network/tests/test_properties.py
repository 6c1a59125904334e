"""What holds for every network; and the same figures by counting everything, and by networkx."""

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.measure.network import MISSING, Ratings, describe, pivotal, without
from kinwork.measure.network.tests.samples import networks

FIGURES = (
    *("n", "respondents", "arcs", "density", "density_either", "density_both", "mean_rated"),
    *("mean_all", "reciprocity_dyad", "reciprocity_arc", "centralization", "centralization_in"),
    *("centralization_out", "transitivity", "components", "isolates", "agreement"),
)
THRESHOLDS = st.integers(1, 5)


def figures(network) -> dict:
    return {name: getattr(network, name) for name in FIGURES}


@given(networks(), THRESHOLDS, st.randoms())
def test_order_and_names_of_organizations_change_nothing(ratings, threshold, chance):
    order = list(range(ratings.n))
    chance.shuffle(order)
    other = Ratings(
        tuple(f"x{ratings.names[i]}" for i in order), ratings.levels[np.ix_(order, order)]
    )
    one, two = (describe(r, threshold=threshold) for r in (ratings, other))
    assert figures(one) == figures(two)
    for name in ratings.names:
        assert one.betweenness[name] == pytest.approx(two.betweenness[f"x{name}"])
        assert one.degree_in[name] == two.degree_in[f"x{name}"]
    assert {frozenset(pair): level for pair, level in one.confirmed.items()} == {
        frozenset(name[1:] for name in pair): level for pair, level in two.confirmed.items()
    }


@given(networks(), THRESHOLDS)
def test_turned_round_in_is_out(ratings, threshold):
    turned = Ratings(ratings.names, ratings.levels.T)
    one, two = (describe(r, threshold=threshold) for r in (ratings, turned))
    assert (one.degree_in, one.centralization_in) == (two.degree_out, two.centralization_out)
    both_ways = set(FIGURES) - {"respondents", "centralization_in", "centralization_out"}
    if not (ratings.answered.any() and turned.answered.any()):
        return
    assert {f: getattr(one, f) for f in both_ways} == {f: getattr(two, f) for f in both_ways}
    assert one.betweenness == pytest.approx(two.betweenness)


@given(networks(), THRESHOLDS)
def test_shares_are_shares(ratings, threshold):
    got = describe(ratings, threshold=threshold)
    shares = [n for n in FIGURES if n.startswith(("density", "recip", "central", "trans"))]
    told = [getattr(got, name) for name in shares]
    told += [got.response_rate, got.agreement.exact, got.agreement.within_one]
    assert all(one is None or 0 <= one <= 1 for one in told)
    assert got.density is None or got.density_both <= got.density_either


@given(networks(least=2, whole=True), THRESHOLDS)
def test_both_say_less_than_one_says_and_either_says_more(ratings, threshold):
    got = describe(ratings, threshold=threshold)
    assert got.density_both <= got.density <= got.density_either
    assert got.mean_all == got.mean_rated and not got.unconfirmed


@given(networks(least=2), st.integers(1, 4))
def test_a_higher_threshold_leaves_fewer_ties(ratings, threshold):
    low, high = (describe(ratings, threshold=t) for t in (threshold, threshold + 1))
    assert high.arcs <= low.arcs and high.components >= low.components
    assert low.density is None or high.density_both <= low.density_both


@given(networks(), THRESHOLDS)
def test_transitivity_by_looking_at_every_three(ratings, threshold):
    arcs = ratings.arcs(threshold)
    tie = arcs | arcs.T
    paths = [(a, c) for a, b, c in permutations(range(ratings.n), 3) if tie[a, b] and tie[b, c]]
    closed = sum(bool(tie[pair]) for pair in paths)
    found = describe(ratings, threshold=threshold).transitivity
    assert found == (closed / len(paths) if paths else None)


@given(networks(most=6), THRESHOLDS)
def test_betweenness_by_walking_every_shortest_way(ratings, threshold):
    arcs, n = ratings.arcs(threshold), ratings.n
    between = dict.fromkeys(range(n), 0.0)
    for start, end in permutations(range(n), 2):
        ways = [[start]]
        while ways and not any(way[-1] == end for way in ways):
            ways = [
                [*way, to] for way in ways for to in range(n) if arcs[way[-1], to] and to not in way
            ]
        shortest = [way[1:-1] for way in ways if way[-1] == end]
        for middle in (i for way in shortest for i in way):
            between[middle] += 1 / len(shortest)
    found = describe(ratings, threshold=threshold).betweenness
    assert list(found.values()) == pytest.approx(list(between.values()))


@given(networks(least=1, most=8), THRESHOLDS)
def test_the_peer_says_the_same(ratings, threshold):
    got, names = describe(ratings, threshold=threshold), ratings.names
    graph = nx.from_numpy_array(ratings.arcs(threshold), create_using=nx.DiGraph)
    either = graph.to_undirected()
    if ratings.answered.any() and ratings.n > 1:
        assert got.density == pytest.approx(nx.density(graph))
        assert got.density_either == pytest.approx(nx.density(either))
    assert (got.arcs, got.isolates) == (graph.number_of_edges(), nx.number_of_isolates(graph))
    assert {frozenset(one) for one in got.groups} == {
        frozenset(names[i] for i in one) for one in nx.connected_components(either)
    }
    assert (got.transitivity or 0) == pytest.approx(nx.transitivity(either))
    if got.arcs:
        assert got.reciprocity_arc == pytest.approx(nx.overall_reciprocity(graph))
    peer = nx.betweenness_centrality(graph, normalized=False)
    assert list(got.betweenness.values()) == pytest.approx([peer[i] for i in range(ratings.n)])


def test_of_many_organizations_too():
    """Beyond the few that are drawn above: several words of bits, threads in the betweenness."""
    chance = np.random.default_rng(3)
    said = chance.integers(0, 6, (150, 150)) * (chance.random((150, 150)) < 0.08)
    np.fill_diagonal(said, MISSING)
    got = describe(Ratings(tuple(map(str, range(150))), said), threshold=2)
    graph = nx.from_numpy_array(said >= 2, create_using=nx.DiGraph)
    assert got.transitivity == pytest.approx(nx.transitivity(graph.to_undirected()))
    peer = nx.betweenness_centrality(graph, normalized=False)
    assert list(got.betweenness.values()) == pytest.approx([peer[i] for i in range(150)])


@given(networks(least=1), THRESHOLDS)
def test_who_cuts_others_off_is_pivotal(ratings, threshold):
    each = [without(ratings, name, threshold=threshold) for name in ratings.names]
    cutting = sorted((one for one in each if one.pairs_cut), key=lambda one: -one.pairs_cut)
    found = pivotal(ratings, threshold=threshold)
    assert [one.pairs_cut for one in found] == [one.pairs_cut for one in cutting]
    assert {one.name for one in found} == {one.name for one in cutting}
