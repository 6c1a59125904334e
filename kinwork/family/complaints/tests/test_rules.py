"""The life of a complaint as a table, and who hears it."""

from uuid import uuid4

import pytest

from kinwork.family.complaints import rules
from kinwork.family.complaints.rules import LIFE


@pytest.mark.parametrize(
    ("state", "party", "verbs"),
    [
        ("received", "office", ["take", "hand_on"]),
        ("received", "family", ["add", "withdraw"]),
        ("received", "agency", []),
        ("being looked at", "office", ["ask_agency", "name_worker", "answer", "hand_on"]),
        ("being looked at", "agency", ["hear_agency"]),
        ("answered", "family", ["settle", "reopen", "withdraw"]),
        ("answered", "office", []),
        ("answered", "clock", ["close"]),
        ("closed", "family", ["reopen"]),
        ("handed on", "family", ["reopen"]),
        ("withdrawn", "family", []),
        ("withdrawn", "office", []),
    ],
)
def test_who_may_make_which_move(state, party, verbs):
    assert LIFE.verbs(state, party) == verbs


def test_every_open_state_has_a_clock():
    assert set(rules.CLOCKS) == set(LIFE.open_states)


def test_nobody_hears_a_complaint_about_themselves():
    one, other = uuid4(), uuid4()
    assert rules.hearer(other, [one, other]) == one
    assert rules.hearer(one, [one, other]) == other
    assert rules.hearer(one, [one]) is None
    assert rules.hearer(None, [one]) == one
    assert rules.hearer(None, []) is None


@pytest.mark.parametrize(
    ("safety", "part_2", "expected"),
    [
        (False, False, "notes"),
        (True, False, "safety"),
        (False, True, "sud"),
        (True, True, "safety"),
    ],
)
def test_it_takes_the_most_sensitive_class(safety, part_2, expected):
    assert rules.sensitivity(is_about_safety=safety, is_part_2=part_2) == expected
