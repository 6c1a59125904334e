"""Where a measure is not defined it is None; nothing is NaN, nothing breaks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.measure.network import Ratings, describe, pivotal, told, without
from kinwork.measure.network.tests.samples import networks


def values(said):
    if isinstance(said, dict):
        for one in said.values():
            yield from values(one)
    else:
        yield said


@given(networks(), st.integers(1, 5))
def test_every_network_can_be_described(ratings, threshold):
    plain = told(describe(ratings, threshold=threshold, sectors=dict.fromkeys(ratings.names, "a")))
    assert not [one for one in values(plain) if isinstance(one, float) and not math.isfinite(one)]
    for one in pivotal(ratings, threshold=threshold):
        assert one.pairs_cut > 0
    for name in ratings.names:
        assert without(ratings, name, threshold=threshold).pairs_cut >= 0


def test_nobody_one_and_two():
    for n in (0, 1):
        got = describe(Ratings.of("A"[:n], [[None] * n] * n))
        assert (got.density, got.mean_rated, got.reciprocity_arc, got.centralization_in) == (
            *(None, None, None, None),
        )
        assert (got.components, got.isolates, got.agreement.kappa) == (n, n, None)
    two = describe(Ratings.of("AB", [[None, 3], [3, None]]))
    assert (two.density, two.centralization, two.transitivity, two.reciprocity_dyad) == (
        *(1.0, None, None, 1.0),
    )


def test_nobody_answered_is_not_a_density_of_zero():
    got = describe(Ratings.of("ABC", [[None] * 3] * 3))
    assert (got.arcs, got.density, got.density_both, got.centralization) == (0, None, None, None)
    assert (got.response_rate, got.low_response) == (0.0, True)
    assert describe(Ratings.of("ABC", [[0] * 3] * 3)).density == 0


def test_one_side_alone_gives_no_agreement():
    got = describe(Ratings.of("AB", [[None, 4], [None, None]])).agreement
    assert vars(got) == {
        "pairs": 0, "exact": None, "within_one": None, "mean_abs_diff": None, "kappa": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "rows"),
    [("AA", [[None, 1], [1, None]]), ("AB", [[None, 6], [1, None]]), ("AB", [[None, 2.5], [1, 1]])],
)
def test_what_are_no_ratings(names, rows):
    with pytest.raises(ValueError):
        Ratings.of(names, rows)


def test_what_cannot_be_asked():
    ratings = Ratings.of("AB", [[None, 1], [1, None]])
    for threshold in (0, 6):
        with pytest.raises(ValueError):
            describe(ratings, threshold=threshold)
    with pytest.raises(KeyError):
        describe(ratings, sectors={"C": "health"})
    with pytest.raises(KeyError):
        without(ratings, "C")
