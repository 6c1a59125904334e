"""Shares of families' words: the interval against published values, and what is kept back."""

import random

import pytest

from kinwork.measure import voice
from kinwork.measure.loop.hiding import TOTAL
from kinwork.measure.voice import Word


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17: 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(part, n, low, high):
    assert voice.wilson(part, n) == pytest.approx((low, high), abs=6e-5)


def test_the_interval_of_the_opposite_is_its_mirror():
    for part, n in ((0, 5), (3, 7), (11, 11)):
        low, high = voice.wilson(part, n)
        other = voice.wilson(n - part, n)
        assert (low, high) == pytest.approx((1 - other[1], 1 - other[0]))
        assert 0 <= low <= part / n <= high <= 1


def test_nobody_counted_is_no_interval():
    assert voice.wilson(0, 0) is None
    for part, n in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="a part is"):
            voice.wilson(part, n)


def word(**more) -> Word:
    said = {"program": "diapers", "partner": "a", "asked": True, "said": True, "helped": "yes"}
    return Word(**(said | more))


def test_what_a_word_says_to_each_measure():
    told = voice.of(
        [
            word(got_it=True, difference="no", times_told="once", days=3.0, reused=5, again=1),
            word(got_it=False, helped="no", disputes=True, times_told="not at all", days=1.0),
            word(helped="partly", difference="partly"),
            word(said=False, helped=""),
            word(asked=False, said=False, helped=""),
        ]
    )
    assert {name: (one.part, one.n) for name, one in told.items()} == {
        "asked": (4, 5),
        "answered": (3, 4),
        "confirmed": (1, 2),
        "helped": (2, 3),
        "difference": (1, 2),
        "told again": (1, 2),
        "otherwise": (1, 3),
    }


def test_time_and_facts():
    words = [word(days=3.0, reused=5, again=1), word(days=1.0, reused=2), word()]
    assert voice.days_to_word(words) == (2.0, 2)
    assert voice.facts(words) == (7, 1)
    assert voice.days_to_word([]) == (None, 0)


def test_small_answers_are_not_told():
    words = [word() for _n in range(40)] + [word(helped="no") for _n in range(3)]
    told = voice.safe(words)
    assert told[TOTAL]["helped"].n is None
    assert told[TOTAL]["asked"].n == 43


def test_no_hidden_small_number_can_be_worked_out():
    """Every told cell's yes, no and open is none or at least 11; what is hidden of a table is more than
    one cell, and holds at least 11 together."""
    dice = random.Random(4)
    for _round in range(40):
        words = [
            word(
                program=dice.choice("xyz"),
                partner=dice.choice("abcd"),
                helped=dice.choice(["yes", "partly", "no", ""]),
            )
            for _n in range(dice.randint(5, 260))
        ]
        told = voice.safe(words)
        by = {name: {} for name in ("program", "partner")}
        for cell, measures in told.items():
            share = measures["helped"]
            some = [one for one in words if cell == TOTAL or getattr(one, cell[0]) == cell[1]]
            yes = sum(one.helped in ("yes", "partly") for one in some)
            no = sum(one.helped == "no" for one in some)
            parts = (yes, no, len(some) - yes - no)
            if share.n is not None:
                assert (share.part, share.n) == (yes, yes + no)
                assert not any(0 < one < 11 for one in parts)
            if cell != TOTAL:
                by[cell[0]][cell[1]] = (share.n is None, parts)
        if told[TOTAL]["helped"].n is None:
            continue
        for table in by.values():
            for place in range(3):
                held = [parts[place] for hidden, parts in table.values() if hidden]
                assert sum(held) == 0 or sum(held) >= 11


def test_what_one_measure_keeps_back_no_other_tells():
    """5 of 120 said nothing: so neither how many answered, nor the n of any answer, is told."""
    words = [word() for _n in range(115)] + [word(said=False, helped="") for _n in range(5)]
    told = voice.safe(words)[TOTAL]
    assert told["asked"].n == 120
    assert {told[name].n for name in told if name != "asked"} == {None}


def test_neither_a_few_left_open_nor_a_few_unasked_are_told():
    some = [word() for _n in range(60)]
    open_ = [word(helped="") for _n in range(3)]
    assert voice.safe(some + open_)[TOTAL]["helped"].n is None
    unasked = [word(asked=False) for _n in range(3)]
    told = voice.safe(some + unasked)[TOTAL]
    assert (told["asked"].n, told["helped"].n) == (None, None)
