"""After an end without help somebody finds the next place by a date, or says why none follows."""

from datetime import timedelta

import pytest

from kinwork.accounts.models import Agency, Membership
from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.followup import actions as followup
from kinwork.family.referrals import actions, coming, jobs
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything

LIBRARY, BACKBONE = "Mesquite Flats Library", "Saguaro Wash Family Partnership"
CLINIC = "Saguaro Wash Clinic"
MINE = ("next door", "no next door", "the family says otherwise")


def lines(row) -> set[tuple]:
    """Who has to do what about the next place, and that there is a date."""
    with everything():
        found = WorkItem.objects.filter(target=row.pk, closed_at=None, kind__in=MINE)
        assert all(one.due_at for one in found)
        return {(one.agency.name, one.kind) for one in found.select_related("agency")}


def due(row):
    with everything():
        clocks = dict(Due.objects.filter(target=row.pk).values_list("clock", "at"))
        fresh = Referral.objects.get(pk=row.pk)
    assert clocks.get("next_door") == fresh.next_door_due
    return fresh.next_door_due


def declined(cast, by=None, **more):
    return do(cast, "ben", "decline", casting.sent(cast, by=by, **more), reason="no room")


def sent_after(cast, row, name="ana"):
    """The next place is asked, and has said nothing yet."""
    casting.consent(cast, "bloom")
    by = cast.actors[name]
    with acting_as(by, now=cast.later(hours=3)):
        made = actions.make_referral(
            need=Need.objects.get(pk=row.need_id), service=cast.services["bloom_visits"],
            subjects=[cast.people["mateo"]], classes=casting.SHARED, by=by, at=cast.later(hours=3),
        )  # fmt: skip
        return actions.send(referral=made, by=by, at=cast.later(hours=3))


def not_served(cast, by=None):
    row = do(cast, "ben", "accept", casting.sent(cast, by=by))
    return do(cast, "ben", "end_unserved", row, 2, reason="did not come")


def in_vain(cast, by=None):
    row = do(cast, "ben", "accept", casting.sent(cast, by=by))
    return do(cast, "ben", "serve", row, 2, received="A visit", need_met="not")


def expired(cast, by=None):
    row = casting.sent(cast, by=by)
    for days in (3, 30):
        jobs.run_due(cast.later(days=days), only={row.pk})
    assert state_of(row) == "expired"
    return row


WITHOUT_HELP = {
    "declined": declined,
    "not served": not_served,
    "served in vain": in_vain,
    "expired": expired,
}


@pytest.mark.parametrize("end", WITHOUT_HELP)
def test_whoever_sent_it_finds_the_next_place_by_a_date(cast, end):
    row = WITHOUT_HELP[end](cast)
    assert lines(row) == {(LIBRARY, "next door")}
    if end != "expired":  # on a Monday: Wednesday at five
        assert due(row) == cast.at.replace(day=5, hour=0)


@pytest.mark.parametrize("end", WITHOUT_HELP)
def test_for_a_familys_own_request_the_coordinator_does(cast, end):
    row = WITHOUT_HELP[end](cast, by=cast.rosa)
    assert lines(row) == {(BACKBONE, "next door")}
    assert due(row)


def test_what_was_urgent_today_is_due_today(cast):
    row = declined(cast, answers=casting.need(cast, urgency="today"))
    assert due(row) - cast.at < timedelta(days=1)


def test_where_the_coordinator_reads_nothing_it_stays_with_who_may(cast):
    """A family asked a Part 2 program itself: only the program knows of it here."""
    with everything():
        Agency.objects.filter(pk=cast.agencies["clinic"].pk).update(is_part_2=True)
        Membership.objects.filter(user=cast.users["ben"]).update(is_part_2_staff=True)
    row = declined(cast, by=cast.rosa)
    assert lines(row) == {(CLINIC, "next door")}
    jobs.run_due(due(row), only={row.pk})
    assert lines(row) == {(CLINIC, "next door")}
    do(cast, "ben", "end_search", row, 3, reason="family looks itself")
    assert lines(row) == set()


def test_an_agency_without_people_has_no_desk(cast):
    row = casting.sent(cast)
    with everything():
        Membership.objects.filter(agency=cast.agencies["library"]).update(ends=cast.at)
    do(cast, "ben", "decline", row, reason="no room")
    assert lines(row) == {(BACKBONE, "next door")}


def test_late_it_goes_to_the_coordinator_too(cast):
    row = declined(cast)
    jobs.run_due(due(row) - timedelta(minutes=1), only={row.pk})
    assert lines(row) == {(LIBRARY, "next door")}
    assert jobs.run_due(due(row), only={row.pk}) == 1
    assert lines(row) == {(LIBRARY, "next door"), (BACKBONE, "no next door")}
    assert jobs.run_due(cast.later(days=30), only={row.pk}) == 0


def test_a_line_that_lies_with_the_coordinator_already_is_new_again(cast):
    row = declined(cast, by=cast.rosa)
    late = due(row)
    jobs.run_due(late, only={row.pk})
    assert lines(row) == {(BACKBONE, "next door")}
    with everything():
        assert WorkItem.objects.get(target=row.pk, kind="next door").opened_at == late


@pytest.mark.parametrize("name", ["ana", "rosa"])
def test_another_place_is_asked_and_nobody_looks_on(cast, name):
    row = declined(cast, by=cast.actors[name])
    sent_after(cast, row, name)
    assert lines(row) == set()
    assert due(row) is None


def test_the_family_asks_itself_and_the_sender_need_not(cast):
    row = declined(cast)
    sent_after(cast, row, "rosa")
    assert lines(row) == set()


def test_somebody_elses_request_for_the_need_is_noticed_when_the_clock_rings(cast):
    """Ana cannot see what the family sent itself; still nobody is told that there is no place."""
    row = declined(cast, by=cast.rosa, answers=casting.need(cast))
    sent_after(cast, row, "ana")
    assert lines(row) == {(BACKBONE, "next door")}
    late = cast.later(days=5)
    jobs.run_due(late, only={row.pk})
    assert lines(row) == set()
    assert due(row) is None


def test_a_mistake_leaves_nobody_to_look(cast):
    row = declined(cast)
    do(cast, "ana", "enter_in_error", row, 2, reason="never needed")
    assert lines(row) == set()
    assert due(row) is None


@pytest.mark.parametrize("verb", ["withdraw", "recall", "ask_cancellation"])
def test_what_the_family_or_the_sender_ended_themselves_is_theirs(cast, verb):
    row = casting.sent(cast)
    if verb == "ask_cancellation":
        do(cast, "ana", verb, row, reason="moved away")
        do(cast, "ben", "cancel", row, 2)
    else:
        do(cast, "rosa" if verb == "withdraw" else "ana", verb, row, 0.1)
    assert lines(row) == set()


# Sent another way --------------------------------------------------------------------------------


def test_a_familys_own_that_a_coordinator_sends_another_way(cast):
    """The draft is the family's; that somebody sees to it is the coordinator's."""
    row = casting.sent(cast, by=cast.rosa)
    new = do(cast, "cora", "reroute", row, service=cast.services["bloom_visits"])
    assert lines(row) == {(BACKBONE, "next door")}
    casting.consent(cast, "bloom")
    do(cast, "rosa", "send", new, 3)
    assert lines(row) == set()
    assert due(row) is None


def test_sent_another_way_and_never_sent_the_coordinator_is_told(cast):
    """On its sender's desk lies the draft, with a date; late, the coordinator reads it."""
    row = casting.sent(cast)
    new = do(cast, "cora", "reroute", row, service=cast.services["bloom_visits"])
    with everything():
        line = WorkItem.objects.get(target=new.pk, closed_at=None)
    assert (line.agency_id, line.kind, line.due_at) == (row.sender_id, "ask consent", due(row))
    assert lines(row) == set()
    jobs.run_due(due(row), only={row.pk})
    assert lines(row) == {(BACKBONE, "no next door")}


def test_through_two_drafts_that_were_never_sent(cast):
    row = casting.sent(cast, by=cast.rosa)
    first = do(cast, "cora", "reroute", row, service=cast.services["bloom_visits"])
    with everything():
        Referral.objects.filter(pk=first.pk).update(state="awaiting consent")
    second = do(cast, "cora", "reroute", first, 2, service=cast.services["diapers"])
    do(cast, "rosa", "send", second, 3)
    assert lines(row) == set()


def test_the_next_one_was_a_mistake_and_its_sender_looks_on(cast):
    row = casting.sent(cast)
    new = do(cast, "cora", "reroute", row, service=cast.services["bloom_visits"])
    do(cast, "ana", "enter_in_error", new, 2, reason="other")
    assert lines(row) == {(LIBRARY, "next door")}


def test_the_family_does_not_want_the_next_one_either(cast):
    row = casting.sent(cast, by=cast.rosa)
    new = do(cast, "cora", "reroute", row, service=cast.services["bloom_visits"])
    do(cast, "rosa", "withdraw", new, 3)
    assert lines(row) == set()


# What the family says ----------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "desks"), [("ana", {LIBRARY, BACKBONE}), ("rosa", {BACKBONE})])
def test_a_dispute_has_a_date_too(cast, by, desks):
    row = do(cast, "ben", "accept", casting.sent(cast, by=cast.actors[by]))
    row = do(cast, "ben", "serve", row, 2, received="A visit", need_met="fully")
    said = cast.later(days=1)
    with acting_as(cast.rosa, now=said):
        followup.say(referral=row, got_it=False, helped="no", by=cast.rosa, at=said)
    assert lines(row) == {(name, "the family says otherwise") for name in desks}
    assert due(row)
    with everything():
        new = Referral.objects.get(previous=row)
    do(cast, by, "send", new, 26)
    assert lines(row) == set()


# Why none follows --------------------------------------------------------------------------------


def test_a_worker_says_why_none_follows(cast):
    row = declined(cast)
    ended = row.ended_at
    row = do(cast, "ana", "end_search", row, 3, reason="no other place")
    assert (row.state, row.ended_at) == ("declined", ended)
    assert lines(row) == set()
    assert due(row) is None
    with everything():
        assert Need.objects.get(pk=row.need_id).state == "no service exists"
        assert row.events.last().reason == "no other place"
        entry = AuditEntry.objects.get(verb="referrals.end_search", target_id=row.pk)
    assert entry.actor_id == cast.users["ana"].pk


def test_served_in_vain_and_none_follows_the_family_is_asked_all_the_same(cast):
    row = in_vain(cast)
    do(cast, "ana", "end_search", row, 3, reason="other")
    with everything():
        assert [one.clock for one in Due.objects.filter(target=row.pk)] == ["ask_family"]


def test_the_family_needs_no_more_and_need_not_say_why(cast):
    row = declined(cast)
    do(cast, "rosa", "end_search", row, 3)
    assert lines(row) == set()


def test_for_the_same_need_it_is_said_once(cast):
    answers = casting.need(cast)
    first, second = (
        casting.sent(cast, name, answers=answers) for name in ("visits", "bloom_visits")
    )
    do(cast, "ben", "decline", first, reason="no room")
    do(cast, "cruz", "decline", second, reason="no room")
    do(cast, "ana", "end_search", second, 3, reason="family looks itself")
    assert lines(first) == lines(second) == set()


@pytest.mark.parametrize("name", ["ben", "bill", "cruz", "dana", "sam"])
def test_nobody_else_says_so(cast, name):
    row = declined(cast)
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, "end_search", row, 3, reason="other")
    assert lines(row) == {(LIBRARY, "next door")}


def test_a_reason_of_the_list_and_only_while_one_is_looked_for(cast):
    row = declined(cast)
    with pytest.raises(Refused, match="reason"):
        do(cast, "ana", "end_search", row, 3, reason="because")
    do(cast, "ana", "end_search", row, 3, reason="other")
    with pytest.raises(Refused, match="only while"):
        do(cast, "ana", "end_search", row, 4, reason="other")


# The coordinator proposes ------------------------------------------------------------------------


def test_the_coordinator_proposes_a_place_and_the_family_sends_it(cast):
    row = declined(cast, by=cast.rosa)
    service = cast.services["bloom_visits"]
    first, again = (do(cast, "cora", "propose_next", row, 3, service=service) for _t in "ab")
    assert first.pk == again.pk
    with everything():
        assert (first.state, first.sender_id, first.previous_id) == ("draft", None, row.pk)
    assert lines(row) == {(BACKBONE, "next door")}  # until it is sent
    casting.consent(cast, "bloom")
    do(cast, "rosa", "send", first, 4)
    assert lines(row) == set()


@pytest.mark.parametrize("name", ["ana", "ben", "rosa", "dana", "cruz"])
def test_nobody_else_proposes(cast, name):
    row = declined(cast, by=cast.rosa)
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, "propose_next", row, 3, service=cast.services["bloom_visits"])


def test_to_what_staff_sent_no_coordinator_proposes(cast):
    row = declined(cast)
    with pytest.raises(Refused, match="what a family sent itself"):
        do(cast, "cora", "propose_next", row, 3, service=cast.services["bloom_visits"])


# Said beforehand ---------------------------------------------------------------------------------


def test_it_is_said_beforehand_and_happens(cast):
    row = declined(cast)
    at = cast.later(hours=2)
    with acting_as(cast.ana, now=at):
        mine = Referral.objects.get(pk=row.pk)
        assert coming.next_by_clock(mine, at) == (
            "On Wednesday, March 4 this goes to the coordinator, unless another place is asked."
        )
    with acting_as(cast.rosa, now=at):
        mine = Referral.objects.get(pk=row.pk)
        assert coming.next_for_family(mine, at) == (
            "If no other place is asked by Wednesday, March 4, we tell the person who watches over"
            " this."
        )
    own = declined(cast, by=cast.rosa)
    with acting_as(cast.cora, now=at):
        mine = Referral.objects.get(pk=own.pk)
        assert "the coordinator is reminded" in coming.next_by_clock(mine, at)
