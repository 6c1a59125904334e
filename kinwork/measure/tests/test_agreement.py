"""Cohen's kappa against numbers worked by hand, and where it is not defined."""

import random

import pytest

from kinwork.measure.agreement import cohen_kappa, share_agreed

# Fifty decisions: both yes 20, first alone 5, second alone 10, both no 15: (0.7 - 0.5) / (1 - 0.5).
FIFTY = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15


def test_the_table_of_fifty():
    first, second = zip(*FIFTY, strict=True)
    assert cohen_kappa(first, second) == pytest.approx(0.4)
    assert share_agreed(first, second) == pytest.approx(0.7)


def test_three_answers():
    first = ["yes", "yes", "no", "unknown", "no", "yes"]
    second = ["yes", "no", "no", "unknown", "yes", "yes"]
    # 4 of 6 agree; by chance (3*3 + 2*2 + 1*1) / 36 = 14/36: (24 - 14) / (36 - 14)
    assert cohen_kappa(first, second) == pytest.approx(10 / 22)


@pytest.mark.parametrize(("first", "second"), [([], []), (["y"] * 4, ["y"] * 4)])
def test_where_it_is_not_defined(first, second):
    assert cohen_kappa(first, second) is None


def test_one_who_says_always_the_same_agrees_no_better_than_chance():
    assert cohen_kappa(["y", "y", "n"], ["y", "y", "y"]) == 0


def test_full_agreement_and_full_disagreement():
    assert cohen_kappa("yn", "yn") == 1
    assert cohen_kappa("yn", "ny") == -1


def test_unequal_lists_are_a_mistake():
    with pytest.raises(ValueError, match="equally many"):
        cohen_kappa("yn", "y")


def test_it_is_the_same_from_both_sides_and_within_its_bounds():
    rng = random.Random(5)
    for _ in range(200):
        n = rng.randrange(1, 12)
        first, second = rng.choices("abc", k=n), rng.choices("abc", k=n)
        kappa = cohen_kappa(first, second)
        assert kappa == cohen_kappa(second, first)
        assert kappa is None or -1 <= kappa <= 1
