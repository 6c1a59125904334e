"""The life of a referral, and what the wire says of it."""

from collections import deque

import pytest

from kinwork.common.moves import WrongState
from kinwork.family.referrals import claims, rules
from kinwork.family.referrals.rules import LIFE, OPEN
from kinwork.family.referrals.wire import TASK_STATUS, WIRE_MOVES, wire_status, wire_steps

# Every move of the table, as the field's own list has it: (verb, party) -> states it starts from.
RECEIVER_VERBS = {
    "accept",
    "waitlist",
    "ask_information",
    "decline",
    "propose_decline",
    "try_contact",
    "schedule",
    "mark_no_show",
    "cancel_appointment",
    "start_service",
    "serve",
    "end_unserved",
    "cancel",
}


@pytest.mark.parametrize("state", rules.STATES)
def test_each_state_has_a_word_on_the_wire(state):
    assert TASK_STATUS[state] in {
        "draft", "requested", "accepted", "in-progress", "on-hold", "completed", "failed",
        "rejected", "cancelled", "entered-in-error",
    }  # fmt: skip


@pytest.mark.parametrize("state", sorted(rules.ENDS))
def test_nobody_moves_what_has_ended_except_as_an_error(state):
    """That no other place follows is a word about it: it stays as it ended."""
    for party in ("sender", "receiver", "family", "coordinator", "clock", "system"):
        assert set(LIFE.verbs(state, party)) <= {"enter_in_error", "end_search"}
    if state in rules.SEARCHED:
        assert LIFE.find("end_search", state).lands(state) == state


def test_receivers_never_touch_what_was_not_sent():
    for state in rules.UNSENT:
        assert LIFE.verbs(state, "receiver") == []


@pytest.mark.parametrize("state", OPEN)
def test_the_family_may_always_walk_away(state):
    assert LIFE.may("withdraw", state, "family")


def test_only_the_receiver_answers():
    for move in LIFE.moves:
        if move.verb == "end_search":  # by a right of its own, where nobody else reads of it
            continue
        if "receiver" in move.parties:
            assert move.verb in RECEIVER_VERBS
        assert not ({"sender", "receiver"} <= move.parties)


def test_each_open_state_lies_on_a_desk_or_is_the_familys():
    assert set(OPEN) - set(rules.WORK) == {"draft"}


def test_every_clock_belongs_to_a_state():
    assert set(rules.CLOCKS) <= set(rules.STATES)
    assert set(rules.OVERDUE) <= set(rules.CLOCKS)


def test_a_move_from_the_wrong_state_says_which():
    with pytest.raises(WrongState) as why:
        LIFE.find("accept", "served")
    assert why.value.state == "served"


def test_all_endings_but_service_give_the_unit_back():
    assert {"served"} == rules.ENDS - rules.GIVES_BACK


@pytest.mark.parametrize(
    ("before", "after", "status", "steps"),
    [
        ("draft", "sent", None, ("requested",)),
        ("sent", "information needed", None, ("accepted", "on-hold")),
        ("sent", "waitlisted", None, ("accepted", "on-hold")),
        ("waitlisted", "accepted", None, ("in-progress",)),
        ("information needed", "sent", None, ()),
        ("sent", "accepted", "on-hold", ("in-progress",)),
        ("sent", "declined", None, ("rejected",)),
        ("sent", "declined", "on-hold", ("cancelled",)),
        ("accepted", "declined", None, ("cancelled",)),
        ("accepted", "served", None, ("completed",)),
        ("accepted", "contact being tried", None, ()),
        ("scheduled", "no-show", None, ()),
        ("waitlisted", "cancellation asked", "on-hold", ()),
        ("draft", "withdrawn", None, ()),
        ("accepted", "not served", None, ("failed",)),
        ("served", "entered in error", None, ("entered-in-error",)),
    ],
)
def test_what_the_wire_says(before, after, status, steps):
    assert wire_steps(before, after, status) == steps


def test_the_wire_is_legal_on_every_way_through_the_life():
    seen, ways = set(), deque([("draft", "draft")])
    while ways:
        state, status = ways.popleft()
        if (state, status) in seen:
            continue
        seen.add((state, status))
        for move in LIFE.moves:
            if state not in move.sources:
                continue
            for landed in move.targets(state):
                now = status
                for step in wire_steps(state, landed, status):
                    assert step == "entered-in-error" or step in WIRE_MOVES[now], (state, landed)
                    now = step
                ways.append((landed, now))
                if landed in rules.ENDS and now != "draft":
                    assert now not in WIRE_MOVES or landed == "entered in error", (state, landed)
    assert len(seen) > len(rules.STATES)


def test_a_history_in_one_word():
    assert wire_status(["draft", "sent", "information needed", "sent", "accepted"]) == (
        "in-progress"
    )


@pytest.mark.parametrize(
    ("need_met", "got_it", "helped", "contradicts"),
    [
        ("fully", True, "yes", False),
        ("fully", False, "no", True),
        ("partly", True, "no", True),
        ("not", True, "no", False),
        ("fully", None, "partly", False),
    ],
)
def test_a_dispute_stands_beside_the_claim(need_met, got_it, helped, contradicts):
    said = {"need_met": need_met, "got_it": got_it, "helped": helped}
    assert claims.disputes(state="served", **said) is contradicts
    assert claims.disputes(state="declined", **said) is False


@pytest.mark.parametrize("state", claims.SAID_OF_FAMILY)
@pytest.mark.parametrize(
    ("reason", "is_so", "contradicts"),
    [
        ("could not be reached", False, True),
        ("family changed its mind", False, True),
        ("family changed its mind", True, False),
        ("family changed its mind", None, False),
        ("no room", False, False),  # of its own house the provider knows better
    ],
)
def test_what_a_provider_says_of_the_family_the_family_knows_better(
    state, reason, is_so, contradicts
):
    said = {"need_met": "", "got_it": False, "helped": "no", "reason": reason, "is_so": is_so}
    assert claims.disputes(state=state, **said) is contradicts
    assert claims.disputes(state="expired", **said) is False


def test_a_decline_that_is_sent_back_stands_again_as_it_did():
    found = LIFE.find("return_decline", "decline under review")
    assert found.targets("decline under review") == set(rules.DECLINABLE)
    assert found.lands("decline under review", "being served") == "being served"
    with pytest.raises(WrongState):
        found.lands("decline under review", "served")
