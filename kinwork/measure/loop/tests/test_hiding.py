"""Small counts stay hidden: by hand, against somebody who subtracts, and over many invented tables."""

from itertools import combinations
from random import Random

import numpy as np
import pytest

from kinwork.measure.loop.hiding import LEAST, TOTAL, alone, chain, is_small, protect

NAMES = ("program", "partner", "place")


def test_zero_and_eleven_are_shown_one_and_ten_are_not():
    assert [is_small(count) for count in (0, 1, 10, 11)] == [False, True, True, False]


def test_one_small_group_takes_another_with_it():
    assert alone({"a": 4, "b": 30, "c": 12}) == {"a", "c"}


def test_two_small_groups_are_not_enough_when_they_hold_too_few_together():
    assert alone({"a": 2, "b": 3, "c": 40, "d": 50}) == {"a", "b", "c"}


def test_nothing_small_nothing_hidden():
    assert alone({"a": 0, "b": 11, "c": 300}) == set()


def test_a_group_that_stands_in_two_tables_is_not_given_away_by_the_other():
    """food is only given by the pantry: hidden in one table and shown in the other, it would tell
    what diapers are."""
    atoms = {("food", "pantry"): 20, ("diapers", "center"): 5, ("visits", "center"): 90}
    hidden = protect(atoms, ("program", "partner"))
    assert {("program", "diapers"), ("program", "food")} <= hidden
    # The smallest further step that closes it: 115 - 20 - 90 said what diapers are.
    assert ("program", "visits") in hidden


def test_the_same_without_the_last_step_would_give_it_away():
    """The harness shows the fault when the guard is off: each table alone leaves a way."""
    programs = alone({"food": 20, "diapers": 5, "visits": 90})
    partners = alone({"pantry": 20, "center": 95})
    assert programs == {"food", "diapers"} and partners == set()


def test_a_community_too_small_shows_nothing():
    assert TOTAL in protect({("a", "b"): 4}, ("program", "partner"))


def invented(dice: Random) -> dict:
    sizes = [dice.randint(1, 5) for _ in NAMES]
    atoms: dict = {}
    for _ in range(dice.randint(1, 25)):
        key = tuple(
            f"{name}{dice.randrange(size)}" for name, size in zip(NAMES, sizes, strict=True)
        )
        atoms[key] = atoms.get(key, 0) + dice.choice((1, 2, 3, 8, 12, 30, 60))
    return atoms


def sums(atoms: dict) -> dict:
    cells = {TOTAL: list(atoms)}
    for key in atoms:
        for cell in zip(NAMES, key, strict=True):
            cells.setdefault(cell, []).append(key)
    return cells


@pytest.mark.parametrize("seed", range(120))
def test_no_hidden_small_count_is_a_sum_or_difference_of_shown_ones(seed):
    atoms = invented(Random(seed))
    hidden, cells = protect(atoms, NAMES), sums(atoms)
    order = list(atoms)
    shown = [[float(key in cells[c]) for key in order] for c in cells if c not in hidden]
    for cell, keys in cells.items():
        count = sum(atoms[key] for key in keys)
        if not is_small(count):
            continue
        assert cell in hidden
        vector = np.array([float(key in keys) for key in order])
        if shown:
            matrix = np.array(shown).T
            best, *_rest = np.linalg.lstsq(matrix, vector, rcond=None)
            assert np.abs(matrix @ best - vector).max() > 1e-6, (seed, cell)


@pytest.mark.parametrize("seed", range(120))
def test_what_a_table_hides_is_together_never_small(seed):
    """Whoever subtracts the shown groups from the total learns a count of 11 or more, or nothing."""
    atoms = invented(Random(1000 + seed))
    hidden, cells = protect(atoms, NAMES), sums(atoms)
    if TOTAL in hidden:
        return
    for name in NAMES:
        held = [sum(atoms[k] for k in keys) for cell, keys in cells.items() if cell[0] == name]
        kept = [sum(atoms[k] for k in cells[cell]) for cell in hidden if cell[0] == name]
        assert not is_small(sum(kept)) and len(kept) != 1
        assert sum(held) == sum(atoms.values())


def test_more_is_never_hidden_than_there_is():
    for one, other in combinations(range(6), 2):
        table = {"a": one, "b": other, "c": LEAST}
        assert alone(table) <= set(table)


def test_a_chain_of_counts_shows_no_small_step_between_two():
    assert chain([60, 55, 40, 12, 3, 0]) == [60, None, 40, 12, None, 0]
    assert chain([5, 4, 0]) == [None, None, 0]


@pytest.mark.parametrize("seed", range(60))
def test_no_difference_within_a_chain_is_small(seed):
    dice = Random(seed)
    numbers = sorted((dice.randint(0, 80) for _ in range(7)), reverse=True)
    shown = [count for count in chain(numbers) if count is not None]
    assert not any(is_small(count) for count in shown)
    assert not any(is_small(one - other) for one, other in combinations(shown, 2))


def test_where_nobody_got_further_it_comes_to_an_end():
    """Three were sent, nobody was served: all is hidden, and nothing is left to hide it behind."""
    assert protect({}, ("program",), must={TOTAL, ("program", "diapers")}) == {TOTAL}
