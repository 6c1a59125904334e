"""Lives as tables, what is near, what is stale, and which way a rating went."""

from datetime import date, timedelta

import pytest

from kinwork.common.moves import WrongState
from kinwork.system.common_work import rules, words

DAY = date(2026, 3, 2)
ALLOWED = {
    "considering": {"prepare": "applying", "withdraw": "withdrawn"},
    "applying": {"apply": "applied", "withdraw": "withdrawn"},
    "applied": {"award": "awarded", "decline": "declined", "withdraw": "withdrawn"},
    "awarded": {},
    "declined": {},
    "withdrawn": {},
}


@pytest.mark.parametrize("state", rules.FUNDING_STATES)
@pytest.mark.parametrize("step", ["prepare", "apply", "award", "decline", "withdraw"])
def test_every_state_of_funding_with_every_step(state, step):
    if step in ALLOWED[state]:
        assert rules.FUNDING_LIFE.find(step, state).lands(state) == ALLOWED[state][step]
    else:
        with pytest.raises(WrongState):
            rules.FUNDING_LIFE.find(step, state)


@pytest.mark.parametrize(
    ("state", "deeds"),
    [
        ("considering", ["prepare", "withdraw"]),
        ("applying", ["apply", "withdraw"]),
        ("applied", ["answer", "withdraw"]),
        ("awarded", []),
        ("declined", []),
        ("withdrawn", []),
    ],
)
def test_what_is_offered(state, deeds):
    assert rules.funding_deeds(state) == deeds


@pytest.mark.parametrize(
    ("days", "near"), [(-1, "over"), (0, "soon"), (30, "soon"), (31, "later"), (None, "")]
)
def test_how_near_a_day_is(days, near):
    day = None if days is None else DAY + timedelta(days=days)
    assert rules.nearness(day, DAY) == near


@pytest.mark.parametrize("state", rules.FUNDING_STATES)
def test_a_deadline_counts_until_it_was_sent(state):
    counts = state in ("considering", "applying")
    assert rules.deadline(state, DAY, DAY) == ("soon" if counts else "")


def test_what_is_to_be_looked_at_again():
    assert rules.is_stale(None, DAY) and rules.check_is_due(None, DAY)
    assert not rules.is_stale(DAY - timedelta(days=183), DAY)
    assert rules.is_stale(DAY - timedelta(days=184), DAY)
    assert not rules.check_is_due(DAY - timedelta(days=365), DAY)
    assert rules.check_is_due(DAY - timedelta(days=366), DAY)


@pytest.mark.parametrize(
    ("before", "after", "went"),
    [
        ("begun", "working", "up"),
        ("strong", "missing", "down"),
        ("begun", "begun", "same"),
        (None, "strong", ""),
        ("strong", None, ""),
    ],
)
def test_which_way_it_went(before, after, went):
    assert rules.went(before, after) == went


def test_every_word_has_a_sentence():
    assert set(words.INTENSITY_WORDS) == set(rules.INTENSITIES)
    assert set(words.CHANGE_WORDS) == set(words.CHANGE_CHOICES) == set(rules.CHANGE_KINDS)
    assert set(words.SUPPORT_WORDS) == set(rules.SUPPORT_KINDS)
    assert set(words.SUPPORT_STATE_WORDS) == set(rules.SUPPORT_STATES)
    assert set(words.FUNDING_STATE_WORDS) == set(rules.FUNDING_STATES)
    assert set(words.FUNDING_ANSWER_WORDS) == set(rules.ANSWERS)
    steps = {one.verb for one in rules.FUNDING_LIFE.moves}
    assert set(words.FUNDING_STEP_WORDS) == {"consider", *steps}
    assert set(words.STEP_WORDS) == set(rules.STEPS)
    assert set(words.EVENT_WORDS) == set(rules.EVENT_KINDS)
    assert len(rules.STRATEGIES) == 7 and len(rules.ITEMS) == 16
