"""Ranked ballots and dots: known counts, every small election against a plain reference, and what
no election may do."""

from collections import Counter
from itertools import combinations_with_replacement, permutations

import pytest

from kinwork.measure.deciding import by_dots, by_rank

OPTIONS = ("a", "b", "c")
WHOLE = tuple(permutations(OPTIONS))
PARTIAL = tuple(kind for size in range(4) for kind in permutations(OPTIONS, size))


def plainly(left: tuple, ballots: tuple) -> set:
    """Whom every order of dropping equally last ones leads to: no cache, no sets, by the words."""
    first = [next((one for one in ballot if one in left), None) for ballot in ballots]
    counts = Counter({one: first.count(one) for one in left})
    for one in left:
        if counts[one] > sum(counts.values()) - counts[one]:
            return {one}
    least = min(counts.values())
    found = set()
    for one in left:
        if counts[one] == least:
            found |= plainly(tuple(other for other in left if other != one), ballots)
    return found


def elections():
    for seats in range(1, 10):
        yield from combinations_with_replacement(WHOLE, seats)
    for seats in range(1, 5):
        yield from combinations_with_replacement(PARTIAL, seats)


def test_every_small_election():
    tried = 0
    for ballots in elections():
        if not any(ballots):
            continue
        tried += 1
        found = by_rank(OPTIONS, dict(enumerate(ballots)))
        must = plainly(OPTIONS, ballots)
        assert set(found.chosen or found.tied) == must, ballots
        assert len(found.chosen) == (len(must) == 1)
    assert tried > 8_000


def test_whom_most_like_least_in_every_pair_is_never_chosen():
    for ballots in combinations_with_replacement(WHOLE, 7):
        (chosen,) = by_rank(OPTIONS, dict(enumerate(ballots))).chosen or (None,)
        for one in OPTIONS:
            beaten = all(
                2 * sum(ballot.index(other) < ballot.index(one) for ballot in ballots) > 7
                for other in OPTIONS
                if other != one
            )
            assert not (beaten and chosen == one), ballots


def test_names_and_seats_have_no_weight():
    """Whoever is listed first, and whoever votes first, gains nothing by it."""
    for ballots in combinations_with_replacement(WHOLE, 4):
        found = by_rank(OPTIONS, dict(enumerate(ballots)))
        other = by_rank(OPTIONS[::-1], dict(enumerate(ballots[::-1])))
        assert (set(found.chosen), set(found.tied)) == (set(other.chosen), set(other.tied))


def test_rounds_tell_how_it_went():
    """Nine seats: four, three, two; the two go to the second."""
    ballots = [("a",)] * 4 + [("b",)] * 3 + [("c", "b")] * 2
    found = by_rank(OPTIONS, dict(enumerate(ballots)))
    assert found.chosen == ("b",)
    assert found.rounds == ({"a": 4, "b": 3, "c": 2}, {"a": 4, "b": 5})


def test_nobody_votes_and_equal_ends_are_an_impasse():
    assert by_rank(OPTIONS, {1: ()}).tied == OPTIONS
    assert by_rank(("a",), {}).chosen == ()
    assert by_rank(("a", "b"), {1: ("a",), 2: ("b",)}).tied == ("a", "b")


def test_dots():
    given = {1: {"a": 3}, 2: {"b": 2, "c": 1}, 3: {"c": 1}}
    assert by_dots(OPTIONS, given, each=3).chosen == ("a",)
    two = by_dots(OPTIONS, given, each=3, chosen=2)
    assert (two.chosen, two.tied) == (("a",), ("b", "c"))
    assert by_dots(OPTIONS, given, each=3, chosen=3).chosen == ("a", "b", "c")
    assert by_dots(OPTIONS, {1: {"a": 1}}, each=3, chosen=2).chosen == ("a",), "no dot, no choice"
    assert by_dots(OPTIONS, {}, each=3).chosen == ()


def test_dots_of_every_three_seats_are_sorted_plainly():
    kinds = [{"a": a, "b": b, "c": 2 - a - b} for a in range(3) for b in range(3 - a)]
    for seats in combinations_with_replacement(kinds, 3):
        for places in (1, 2):
            found = by_dots(OPTIONS, dict(enumerate(seats)), each=2, chosen=places)
            sums = {one: sum(given[one] for given in seats) for one in OPTIONS}
            for one in OPTIONS:
                better = sum(sums[other] > sums[one] for other in OPTIONS)
                as_good = sum(sums[other] >= sums[one] for other in OPTIONS)
                assert (one in found.chosen) == (sums[one] > 0 and as_good <= places)
                assert (one in found.tied) == (sums[one] > 0 and better < places < as_good)


@pytest.mark.parametrize(
    "ballots", [{1: ("a", "a")}, {1: ("z",)}], ids=["one named twice", "one not there"]
)
def test_a_ballot_that_cannot_be_is_refused(ballots):
    with pytest.raises(ValueError):
        by_rank(OPTIONS, ballots)


@pytest.mark.parametrize("given", [{"a": 4}, {"a": -1}, {"z": 1}])
def test_dots_that_nobody_has_are_refused(given):
    with pytest.raises(ValueError):
        by_dots(OPTIONS, {1: given}, each=3)
