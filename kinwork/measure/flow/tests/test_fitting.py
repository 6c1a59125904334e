"""Counts of a large invented community give back what was put in; small or hidden ones say nothing."""

import pytest

from kinwork.measure.flow.fitting import fitted, wilson

WHOLE = {
    "steps": {"due": 4000, "in time": 1200, "answered": 3000, "accepted": 2000, "served": 1200},
    "aside": {"declined": 600, "waited": 150, "no-shows": 400, "out of reach": 250},
    "reasons": {"no room": 150},
}
MEANT = {"answers": 0.6, "fits": 0.85, "waits": 0.5, "reached_a_try": 0.5, "comes": 0.75}


def test_large_counts_give_back_what_was_put_in():
    found = fitted(WHOLE)
    assert {name: round(one.value, 3) for name, one in found.items()} == MEANT
    for name, one in found.items():
        assert one.low < MEANT[name] < one.high and one.high - one.low < 0.13, name


@pytest.mark.parametrize("name", ["in time", "due", "answered", "accepted", "served"])
def test_what_is_kept_back_is_not_guessed(name):
    steps = WHOLE["steps"] | {name: None}
    assert len(fitted(WHOLE | {"steps": steps})) == 4


def test_a_reason_that_is_kept_back_is_not_none():
    safe = WHOLE | {"reasons": {}, "least": 11}
    assert set(fitted(safe)) == {"answers", "reached_a_try", "comes"}


def test_few_say_nothing():
    few = {part: {name: count // 1000 for name, count in WHOLE[part].items()} for part in WHOLE}
    assert fitted(few) == {}


def test_the_interval_of_wilson():
    """Newcombe (Stat. Med. 17, 1998, 857-872), table I: 81 of 263, and 0 of 20."""
    assert [round(one, 4) for one in wilson(81, 263)] == [0.2553, 0.3662]
    assert [round(one, 4) for one in wilson(0, 20)] == [0.0, 0.1611]
