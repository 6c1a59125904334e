"""The tables of moves, the scale, the class of a step: pure."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kinwork.common.moves import WrongState
from kinwork.family.plans import rules
from kinwork.family.plans.rules import FAMILY, GOAL, REFERRAL, STEP, WORKER
from kinwork.family.referrals.rules import ENDS, STATES


def test_only_the_family_moves_a_goal():
    assert {party for one in GOAL.moves for party in one.parties} == {FAMILY}


def test_what_a_step_may_do_by_hand():
    assert STEP.verbs("planned", WORKER) == ["begin", "finish", "drop"]
    assert STEP.verbs("doing", FAMILY) == ["finish", "drop", "put_off"]
    assert STEP.verbs("done", FAMILY) == ["reopen"]
    with pytest.raises(WrongState):
        STEP.find("begin", "dropped")


@pytest.mark.parametrize("state", STATES)
def test_a_step_reaches_where_any_referral_stands_from_anywhere(state):
    wanted = rules.step_of_referral(state, state in ENDS)
    assert wanted in STEP.states
    for before in STEP.states:
        verb = rules.verb_to(before, wanted)
        if before == wanted:
            assert verb == ""
        else:
            move = STEP.find(verb, before)
            assert move.target == wanted and REFERRAL in move.parties


def test_states_of_referrals_as_a_family_would_say_them():
    said = {state: rules.step_of_referral(state, state in ENDS) for state in STATES}
    assert said["sent"] == said["waitlisted"] == "planned"
    assert said["accepted"] == said["scheduled"] == said["being served"] == "doing"
    assert said["served"] == "done" and said["declined"] == said["withdrawn"] == "dropped"


def test_a_step_has_the_class_of_its_referral_else_of_its_goal():
    assert rules.class_of_step("plan", "health") == "health"
    assert rules.class_of_step("health", None) == "health"


@pytest.mark.parametrize(
    ("levels", "whole"),
    [
        ((), True),
        (("a",) * 5, True),
        (("a", "b", "c", "d"), False),
        (("a", "b", " ", "d", "e"), False),
    ],
)
def test_a_scale_has_five_texts_or_none(levels, whole):
    assert rules.whole_scale(levels) is whole


def test_a_goal_moves_up_and_down_and_stops_at_the_ends():
    assert rules.swapped("abc", "b", -1) == ["b", "a", "c"]
    assert rules.swapped("abc", "b", 1) == ["a", "c", "b"]
    assert rules.swapped("abc", "a", -1) == ["a", "b", "c"]
    assert rules.swapped("abc", "c", 1) == ["a", "b", "c"]


def test_days_lie_ahead_and_not_too_far():
    today = date(2026, 3, 2)
    assert rules.why_not_day(today, today) == "" == rules.why_not_day(None, today)
    assert rules.why_not_day(today - timedelta(days=1), today) == "past"
    assert rules.why_not_day(date(2202, 1, 1), today) == "far"


def test_the_family_is_reminded_before_a_review_or_at_once():
    now = datetime(2026, 3, 2, 18, tzinfo=UTC)
    zone = "America/Phoenix"
    assert rules.rings_for_family(date(2026, 3, 20), zone, now).date() == date(2026, 3, 17)
    assert rules.rings_for_family(date(2026, 3, 3), zone, now) == now


def test_two_texts_together_say_nothing_twice():
    assert (
        rules.together("He reads\nHe sings", "He sings\nHe talks") == "He reads\nHe sings\nHe talks"
    )
