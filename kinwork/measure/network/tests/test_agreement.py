import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.measure.network import Ratings, agreement, cohen_kappa, differences
from kinwork.measure.network.tests.samples import FIVE


def test_two_coders():
    """Cohen's own way of counting: 20 yes and 15 no alike of 50, chance would give half."""
    first = ["yes"] * 25 + ["no"] * 25
    second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15
    assert cohen_kappa(first, second) == pytest.approx(0.4)


CODES = st.lists(st.sampled_from("abc"), min_size=1)


@given(CODES)
def test_the_same_codes_are_one(codes):
    assert cohen_kappa(codes, codes) == (1 if len(set(codes)) > 1 else None)


@given(CODES, st.randoms())
def test_neither_coder_is_the_first(codes, chance):
    other = codes[:]
    chance.shuffle(other)
    there, back = cohen_kappa(codes, other), cohen_kappa(other, codes)
    assert there == back and (there is None or -1 <= there <= 1)


def test_coders_without_cases_and_with_other_cases():
    assert cohen_kappa([], []) is None
    with pytest.raises(ValueError):
        cohen_kappa("ab", "a")


def test_weighted_kappa_counted_by_hand():
    """A-B 1 and 2, A-C 3 and 3: both ways four codings, 1 2 2 1 3 3 3 3. Apart on average 2 x 1 / 4;
    by chance, of levels 1, 2, 3 with shares 1/4, 1/4, 1/2: 2 (1/16 + 1/8 + 2 x 1/8)."""
    got = agreement(Ratings.of("ABC", [[None, 1, 3], [2, None, None], [3, None, None]]))
    assert (got.pairs, got.exact, got.mean_abs_diff) == (2, 0.5, 0.5)
    assert got.kappa == pytest.approx(1 - 0.5 / 0.875)


@given(st.lists(st.integers(0, 5), min_size=3, max_size=3))
def test_sides_that_say_the_same_agree(said):
    ab, ac, bc = said
    got = agreement(Ratings.of("ABC", [[None, ab, ac], [ab, None, bc], [ac, bc, None]]))
    assert (got.exact, got.within_one, got.mean_abs_diff) == (1, 1, 0)
    assert got.kappa == (1 if len(set(said)) > 1 else None)


def test_what_differs_is_shown():
    found = [(one.first + one.second, one.said, one.answered) for one in differences(FIVE)]
    assert found == [("AB", 4, 3), ("BC", 3, 4), ("BD", 2, 1), ("CD", 1, 2)]
