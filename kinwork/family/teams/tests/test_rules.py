"""Who is on the team by what a referral has come to, and who leads."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.family.referrals.rules import AFTER_ACCEPTED, ENDS, SENT_AND_OPEN, STATES
from kinwork.family.teams import rules
from kinwork.family.teams.rules import Candidate, Seat
from kinwork.family.teams.showing import initials


def seats(state, *, sent=True, sender=True, same=False):
    return rules.seats(state=state, was_sent=sent, has_sender=sender, is_same=same)


@pytest.mark.parametrize("state", STATES)
def test_what_was_never_sent_or_has_ended_makes_nobody_a_member(state):
    assert seats(state, sent=False) == []
    if state in ENDS:
        assert seats(state) == []


@pytest.mark.parametrize("state", SENT_AND_OPEN)
def test_the_receiver_is_confirmed_once_it_has_accepted(state):
    sender, receiver = seats(state)
    assert sender == Seat("sender", "began", True)
    assert receiver.confirmed == (state in AFTER_ACCEPTED)
    assert receiver.role == ("serves" if receiver.confirmed else "asked")


def test_who_sends_to_itself_or_is_asked_by_the_family_is_there_once():
    assert seats("sent", same=True) == [Seat("receiver", "asked", False)]
    assert seats("accepted", sender=False) == [Seat("receiver", "serves", True)]


BEGAN = datetime(2026, 4, 6, 9)
ONE = st.builds(
    Candidate,
    agency=st.uuids(),
    user=st.none(),
    side=st.sampled_from(rules.SIDES),
    since=st.integers(0, 50).map(lambda n: BEGAN + timedelta(hours=n)),
    sensitivity=st.sampled_from(("household", "health", "sud", "safety")),
)


@given(st.lists(ONE, max_size=6))
def test_whoever_sent_first_leads_and_nobody_by_guarded_work(members):
    told = rules.leads_by_default(members)
    may = [m for m in members if m.side == "sender" and m.sensitivity not in rules.GUARDED]
    assert (told is None) == (not may)
    assert told is None or (told in may and told.since == min(one.since for one in may))
    assert rules.leads_by_default(reversed(members)) == told


def test_names_become_initials():
    assert [initials(one) for one in ("Ben", "Ana Luna Ortega", "", "ángel de la O")] == [
        *("B.", "A. L. O.", "", "Á. D. L. O.")
    ]
