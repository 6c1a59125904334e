"""The states of a referral as its table has them: where from, who moves, what clock, which setting."""

import pytest

from kinwork.common.rules import SETTINGS
from kinwork.family.referrals import rules
from kinwork.family.referrals.rules import (
    AFTER_ACCEPTED,
    CLOCKS,
    LIFE,
    OPEN,
    SENT_AND_OPEN,
    STATES,
)
from kinwork.family.referrals.wire import TASK_STATUS

S, F, R, C, K, Y = "sender", "family", "receiver", "coordinator", "clock", "system"
# state: (verb, from, by whom, on the wire, setting of its clock, its usual number)
TABLE = {
    "awaiting consent": ("ask_consent", {"draft"}, {S, Y}, "draft", "consent_days", 14),
    "sent": ("send", {"draft", "awaiting consent"}, {S, F}, "requested", "answer_days", 2),
    "accepted": (
        "accept",
        {"sent", "information needed", "waitlisted", "decline under review"},
        {R},
        "accepted",
        "first_contact_days",
        2,
    ),
    "contact being tried": (
        "try_contact",
        {"accepted", "no-show", "contact being tried"},
        {R},
        "accepted",
        "contact_days",
        10,
    ),
    "information needed": (
        "ask_information",
        {"sent", "accepted", "contact being tried"},
        {R},
        "on-hold",
        "answer_days",
        2,
    ),
    "waitlisted": (
        "waitlist",
        {"sent", "accepted", "information needed", "waitlisted"},
        {R},
        "on-hold",
        "waitlist_confirm_days",
        30,
    ),
    "scheduled": (
        "schedule",
        {"accepted", "contact being tried", "waitlisted", "no-show"}
        | {"appointment cancelled", "being served", "scheduled"},
        {R},
        "in-progress",
        "after_date_days",
        1,
    ),
    "no-show": ("mark_no_show", {"scheduled"}, {R}, "in-progress", "new_date_days", 5),
    "appointment cancelled": (
        "cancel_appointment",
        {"scheduled"},
        {R, F},
        "in-progress",
        "new_date_days",
        5,
    ),
    "being served": (
        "start_service",
        {"accepted", "scheduled", "waitlisted"},
        {R},
        "in-progress",
        "check_days",
        90,
    ),
    "served": (
        "serve",
        {"accepted", "scheduled", "being served", "contact being tried"},
        {R},
        "completed",
        "follow_up_days",
        14,
    ),
    "not served": ("end_unserved", set(AFTER_ACCEPTED), {R}, "failed", "", 0),
    "declined": (
        "decline",
        set(SENT_AND_OPEN) - {"decline under review"},
        {R},
        "rejected",
        "",
        0,
    ),
    "decline under review": (
        "propose_decline",
        set(SENT_AND_OPEN) - {"decline under review"},
        {R},
        "requested",
        "decline_review_days",
        0,
    ),
    "withdrawn": ("withdraw", set(OPEN), {F, S}, "cancelled", "", 0),
    "consent ended": ("end_consent", set(SENT_AND_OPEN), {F}, "cancelled", "", 0),
    "cancellation asked": (
        "ask_cancellation",
        set(SENT_AND_OPEN) - {"cancellation asked"},
        {S},
        "in-progress",
        "cancel_days",
        2,
    ),
    "cancelled": ("cancel", {"cancellation asked"}, {R, K}, "cancelled", "", 0),
    "recalled": ("recall", {"sent"}, {S, F}, "cancelled", "", 0),
    "expired": ("expire", {"sent", "waitlisted"}, {K}, "cancelled", "", 0),
    "obsolete": ("make_obsolete", set(SENT_AND_OPEN), {Y}, "cancelled", "", 0),
    "re-routed": ("reroute", set(OPEN), {C, S}, "cancelled", "", 0),
    "entered in error": (
        "enter_in_error",
        set(STATES) - {"entered in error"},
        {S},
        "entered-in-error",
        "",
        0,
    ),
}


def test_no_state_is_left_out():
    assert {"draft", *TABLE} == set(STATES)


@pytest.mark.parametrize("state", TABLE)
def test_a_row_of_the_table(state):
    verb, sources, parties, wire, setting, usual = TABLE[state]
    (move,) = [one for one in LIFE.moves if one.verb == verb]
    assert (move.target, set(move.sources)) == (state, sources)
    assert parties <= set(move.parties)
    assert TASK_STATUS[state] == wire
    clock = CLOCKS.get(state)
    assert (clock.setting if clock else "") == setting
    if setting:
        assert SETTINGS[setting].default == usual


@pytest.mark.parametrize("state", SENT_AND_OPEN)
def test_every_open_state_has_a_clock_and_a_desk(state):
    """So that each referral that was sent ends, or somebody must act by a date."""
    assert state in CLOCKS
    assert state in rules.WORK
    assert CLOCKS[state].then in ("overdue", "cancel", "uphold")
    if CLOCKS[state].then == "overdue":
        assert state in rules.OVERDUE
