"""Enough seats: known answers, and every council of up to thirty seats against counting by hand."""

from fractions import Fraction

import pytest

from kinwork.measure.deciding import QuorumRule, quorum
from kinwork.measure.deciding.quorum import HALF, MAJORITY, TWO_THIRDS


def test_a_ten_seat_council_with_seven_there_one_by_phone():
    """The known answer: a majority of ten is six."""
    present = dict.fromkeys(range(6), "in person") | {6: "phone"}
    found = quorum(MAJORITY, 10, present)
    assert (found.needed, found.counted, found.met) == (6, 7, True)
    in_the_room = QuorumRule(more_than=HALF, counts=frozenset(["in person"]))
    assert quorum(in_the_room, 10, present).counted == 6
    del present[0]
    assert not quorum(in_the_room, 10, present).met


@pytest.mark.parametrize("seats", range(31))
def test_shares_are_counted_exactly(seats):
    """Thirds and halves of whole seats, without a rounding of binary fractions."""
    for there in range(seats + 1):
        present = dict.fromkeys(range(there), "in person")
        assert quorum(MAJORITY, seats, present).met == (there > seats - there)
        assert quorum(QuorumRule(at_least=TWO_THIRDS), seats, present).met == (
            there >= 2 * (seats - there)
        )
        assert quorum(QuorumRule(number=4), seats, present).met == (there >= 4)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"more_than": HALF, "number": 3},
        {"at_least": Fraction(3, 2)},
        {"number": -1},
        {"number": 1, "counts": frozenset(["telepathy"])},
    ],
)
def test_a_rule_that_says_nothing_or_too_much_is_refused(said):
    with pytest.raises(ValueError):
        QuorumRule(**said)


@pytest.mark.parametrize(
    ("seats", "present"), [(1, {1: "phone", 2: "phone"}), (3, {1: "by thought"})]
)
def test_what_cannot_be_is_refused(seats, present):
    with pytest.raises(ValueError):
        quorum(MAJORITY, seats, present)
