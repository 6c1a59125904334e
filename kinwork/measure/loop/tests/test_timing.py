"""Times with open ends, counted by hand and by rules that must always hold."""

from math import ceil
from random import Random

import pytest

from kinwork.measure.loop.timing import Span, quantile, timing


def open_after(hours: float) -> Span:
    return Span(hours, reached=False)


def test_counted_by_hand_without_open_ends():
    told = timing([Span(hours) for hours in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)])
    assert (told.n, told.reached, told.open, told.median, told.p90) == (10, 10, 0, 5, 9)


def test_nothing_is_nothing():
    told = timing([])
    assert (told.n, told.median, told.p90) == (0, None, None)


def test_what_never_came_is_no_time():
    told = timing([open_after(5), open_after(9)])
    assert (told.n, told.reached, told.open, told.median) == (2, 0, 2, None)


def test_open_ends_by_hand():
    """6, 6, 6, 6+, 7, 9+, 10, 10+, 11+, 13, 16: after 10 there is 1 - (8/11)(6/7)(4/5) = .501."""
    found = [Span(6), Span(6), Span(6), open_after(6), Span(7), open_after(9), Span(10)]
    found += [open_after(10), open_after(11), Span(13), Span(16)]
    assert quantile(found, 0.5) == 10
    assert quantile(found, 0.25) == 6
    assert quantile(found, 0.9) == 16


def test_leaving_the_open_ones_out_would_flatter():
    quick = [Span(1)] * 5
    slow = [open_after(100)] * 5
    assert quantile(quick, 0.5) == quantile([*quick, *slow], 0.5) == 1
    assert quantile([*quick, *slow], 0.9) is None


@pytest.mark.parametrize("seed", range(40))
def test_always(seed):
    dice = Random(seed)
    plain = [Span(dice.randint(0, 30)) for _ in range(dice.randint(1, 60))]
    hours = sorted(one.hours for one in plain)
    for share in (0.1, 0.5, 0.9, 1.0):
        assert quantile(plain, share) == hours[ceil(round(share * len(hours), 9)) - 1]
    mixed = [Span(one.hours, dice.random() < 0.7) for one in plain]
    marks = [quantile(mixed, share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)]
    known = [mark for mark in marks if mark is not None]
    assert known == sorted(known) and marks[len(known) :] == [None] * (len(marks) - len(known))
    dice.shuffle(mixed)
    assert [quantile(mixed, share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)] == marks
