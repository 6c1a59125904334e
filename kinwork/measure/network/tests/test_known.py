"""Two networks with known answers, to the digits that they are printed with."""

import pytest

from kinwork.measure.network import describe
from kinwork.measure.network.tests.samples import FIVE, KNOKE, KNOKE_NAMES


def test_knokes_ten_organizations():
    got = describe(KNOKE)
    assert (got.n, got.respondents, got.response_rate, got.arcs) == (10, 10, 1.0, 49)
    printed = {
        "density": 0.5444,
        "density_either": 0.7111,
        "reciprocity_dyad": 0.5312,
        "reciprocity_arc": 0.6939,
        "centralization_out": 0.3827,
        "centralization_in": 0.5062,
    }
    assert {name: f"{getattr(got, name):.4f}" for name in printed} == {
        name: f"{value:.4f}" for name, value in printed.items()
    }
    assert tuple(got.degree_out.values()) == (4, 7, 6, 4, 8, 3, 3, 6, 3, 5)
    assert {name: f"{value:.2f}" for name, value in got.betweenness.items()} == dict(
        zip(
            KNOKE_NAMES,
            ["0.67", "12.33", "11.69", "0.81", "17.83", "0.33", "2.75", "0.00", "1.22", "0.36"],
            strict=True,
        )
    )
    # M / A / N: 17 both ways (density_both), 15 one way, 13 not at all, of 45.
    assert got.density_both * 45 == pytest.approx(17)
    assert got.density_either * 45 == pytest.approx(17 + 15)
    assert (got.components, got.isolates, got.unconfirmed) == (1, 0, ())


def test_five_organizations_of_which_one_did_not_answer():
    got = describe(FIVE, threshold=3)
    assert (got.n, got.respondents, got.response_rate, got.silent) == (5, 4, 0.8, ("E",))
    assert got.low_response is False
    assert (got.mean_rated, got.mean_all) == (2.375, 1.9)
    sides = got.agreement
    assert (sides.pairs, f"{sides.exact:.4f}", sides.within_one) == (6, "0.3333", 1.0)
    assert f"{sides.mean_abs_diff:.4f}" == "0.6667"
    assert {"".join(pair): level for pair, level in got.confirmed.items()} == {
        "AB": 3, "AC": 3, "AD": 2, "AE": 1, "BC": 3, "BD": 1, "BE": 2, "CD": 1, "CE": 2, "DE": 3,
    }  # fmt: skip
    assert ["".join(pair) for pair in got.unconfirmed] == ["AE", "BE", "CE", "DE"]
    assert (f"{got.centralization:.4f}", got.reciprocity_dyad) == ("0.1667", 0.75)
    assert f"{got.reciprocity_arc:.4f}" == "0.8571"


@pytest.mark.parametrize(("threshold", "density"), [(2, 0.7), (3, 0.4), (4, 0)])
def test_the_density_of_confirmed_pairs(threshold, density):
    assert describe(FIVE, threshold=threshold).density_both == density


def test_a_pair_is_the_same_asked_either_way():
    levels = describe(FIVE).confirmed
    assert levels["B", "A"] == levels["A", "B"] == 3 and len(levels) == 10
    with pytest.raises(KeyError):
        levels["A", "A"]


def test_under_seventy_percent_is_said():
    from kinwork.measure.network import Ratings

    half = Ratings.of("AB", [[None, 2], [None, None]])
    assert (describe(half).response_rate, describe(half).low_response) == (0.5, True)
