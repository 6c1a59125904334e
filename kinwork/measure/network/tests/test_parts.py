"""Sectors, leaving, and what is written for others."""

import xml.etree.ElementTree as xml
from io import BytesIO

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.measure.network import (
    Ratings,
    describe,
    edges_csv,
    ei_index,
    graphml,
    pivotal,
    read,
    told,
    without,
)
from kinwork.measure.network.tests.samples import FIVE, KNOKE, networks

# A - B - C - D in a row, and E apart.
ROW = Ratings.of(
    "ABCDE",
    [
        [None, 2, 0, 0, 0],
        [0, None, 3, 0, 0],
        [0, 0, None, 1, 0],
        [0, 0, 0, None, 0],
        [0, 0, 0, 0, None],
    ],
)


def test_ties_within_and_between_sectors():
    got = ei_index(ROW, {"A": "health", "B": "health", "C": "schools", "D": "schools"})
    assert (got.external, got.internal) == (1, 2) and got.index == pytest.approx(-1 / 3)
    assert got.by_sector == {"health": 0, "schools": 0}
    alone = ei_index(ROW, {"A": "health", "C": "schools", "E": "housing"})
    assert (alone.index, alone.by_sector["housing"]) == (None, None)


@given(networks(least=1), st.integers(1, 5))
def test_sectors_at_their_ends(ratings, threshold):
    same = ei_index(ratings, dict.fromkeys(ratings.names, "a"), threshold=threshold)
    apart = ei_index(ratings, {name: name for name in ratings.names}, threshold=threshold)
    assert same.index in (-1, None) and apart.index in (1, None)
    assert same.internal == apart.external


def test_if_one_left():
    got = without(ROW, "B")
    assert (got.n, got.components, got.isolates, got.pairs_cut) == (4, 3, 2, 2)
    assert got.left_alone == ("A",)
    assert without(ROW, "E").pairs_cut == 0 and without(ROW, "E").left_alone == ()
    assert [(one.name, one.pairs_cut) for one in pivotal(ROW)] == [("B", 2), ("C", 2)]
    assert [one.name for one in pivotal(ROW, most=1)] == ["B"]


def test_pairs_are_written_so_that_they_can_be_read():
    said = Ratings.of(["a|b", "c\\d"], [[None, 4], [2, None]])
    assert told(describe(said))["confirmed"] == {"a\\|b|c\\\\d": 2}
    assert list(told(describe(FIVE)))[:3] == ["n", "respondents", "response_rate"]


def test_graphml_that_others_read():
    names = ["A & <B>", '"C"', "ñ\x01"]
    said = Ratings.of(names, [[None, 4, 0], [3, None, None], [2, 1, None]])
    text = graphml(said, describe(said, threshold=2), {"A & <B>": "health"})
    xml.fromstring(text)
    graph = nx.read_graphml(BytesIO(text.encode()))
    assert [(node["name"], node["answered"]) for _, node in graph.nodes(data=True)] == [
        ("A & <B>", True), ('"C"', True), ("ñ", True),
    ]  # fmt: skip
    assert graph.nodes["n0"]["sector"] == "health" and "sector" not in graph.nodes["n1"]
    assert list(graph.edges(data=True)) == [
        ("n0", "n1", {"level": 4, "confirmed": 3}),
        ("n1", "n0", {"level": 3, "confirmed": 3}),
        ("n2", "n0", {"level": 2, "confirmed": 0}),
    ]
    of_ten = nx.read_graphml(BytesIO(graphml(KNOKE, describe(KNOKE)).encode()))
    assert of_ten.number_of_edges() == 49


def test_an_unconfirmed_edge_has_no_confirmed_level():
    text = graphml(FIVE, describe(FIVE))
    edge = nx.read_graphml(BytesIO(text.encode())).edges["n0", "n4"]
    assert edge == {"level": 1}


@given(networks(least=2))
def test_a_list_is_read_as_it_was_written(ratings):
    back = read(edges_csv(ratings).encode())
    assert sorted(back.names) == sorted(ratings.names)
    order = [back.names.index(name) for name in ratings.names]
    assert (back.levels[order][:, order] == ratings.levels).all()


def test_names_like_formulas_and_dimensions_go_out_and_come_back():
    one = Ratings.of(["=1+1", "'@home", "Núñez, S.A."], [[None, 3, 0], [1, None, 2], [None] * 3])
    both = Ratings(one.names, one.levels, {"-planning": one})
    text = edges_csv(both)
    assert text.splitlines()[0] == "from,to,level,dimension"
    assert "\n'=1+1,''@home,3,\n" in text and ",'-planning\n" in text
    back = read(text.encode())
    assert back.names == one.names and list(back.dimensions) == ["-planning"]
    assert (back.dimensions["-planning"].levels == one.levels).all()
