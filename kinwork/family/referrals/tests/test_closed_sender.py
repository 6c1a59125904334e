"""An agency that closes leaves nothing lying: what it had sent falls to the coordinator, then and later."""

from datetime import timedelta

import pytest
from django.db import connection

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Agency, Membership
from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.referrals import jobs, queries
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.cast import AGENCIES, OPERATOR
from tests.seeing import everything

NAMES = {name: key for key, name in AGENCIES.items()}


def close(cast, agency="library", hours=2):
    with acting_as(OPERATOR, now=cast.later(hours=hours)):
        accounts.close_agency(agency=cast.agencies[agency], by=OPERATOR, at=cast.later(hours=hours))


def lines(row) -> set[tuple[str, str]]:
    with everything():
        found = WorkItem.objects.filter(target=row.pk, closed_at=None).select_related("agency")
        return {(NAMES[one.agency.name], one.kind) for one in found}


def fresh(row) -> Referral:
    with everything():
        return Referral.objects.get(pk=row.pk)


def declined(cast, **more):
    return do(cast, "ben", "decline", casting.sent(cast, **more), reason="no room")


def test_what_it_had_sent_and_is_open_lies_with_the_coordinator(cast):
    row = casting.sent(cast)
    with everything():
        Referral.objects.filter(pk=row.pk).update(followed_by=cast.users["ana"])
    for _time in "ab":
        close(cast)
    assert lines(row) == {("clinic", "answer"), ("backbone", "no sender")}
    assert fresh(row).followed_by_id is None
    assert do(cast, "ben", "accept", row, 3).state == "accepted"


def test_a_question_that_waited_for_it_waits_on_the_coordinators_desk(cast):
    row = do(cast, "ben", "ask_information", casting.sent(cast), message="Which mornings?")
    assert lines(row) == {("library", "give information")}
    close(cast)
    assert lines(row) == {("backbone", "no sender"), ("backbone", "give information")}
    do(cast, "rosa", "give_information", row, 3, message="Any.")
    do(cast, "ben", "ask_information", row, 4, message="Which town?")  # asked afterwards
    assert lines(row) == {("backbone", "give information")}


def test_so_does_what_ended_and_waits_for_a_next_place(cast):
    row, late = declined(cast), declined(cast)
    jobs.run_due(fresh(late).next_door_due, only={late.pk})
    assert lines(row) == {("library", "next door")}
    close(cast, hours=100)
    assert lines(row) == {("backbone", "next door")}
    assert lines(late) == {("backbone", "next door"), ("backbone", "no next door")}


def test_and_what_went_on_as_a_draft_that_nobody_will_send(cast):
    row = casting.sent(cast)
    new = do(cast, "ana", "reroute", row, service=cast.services["bloom_visits"])
    assert lines(row) == {("clinic", "closed")}
    before = lines(new)
    close(cast)
    assert lines(row) == {("clinic", "closed"), ("backbone", "next door")}
    assert lines(new) == before  # what waits for its own draft is left as it is


def test_later_lines_find_the_coordinator_too(cast):
    row = casting.sent(cast)
    close(cast)
    do(cast, "ben", "decline", row, 3, reason="no room")
    assert lines(row) == {("backbone", "next door")}
    due = fresh(row).next_door_due
    jobs.run_due(due, only={row.pk})
    assert lines(row) == {("backbone", "next door")}
    with everything():
        assert WorkItem.objects.get(target=row.pk, closed_at=None).opened_at == due


def test_the_coordinator_proposes_a_place_and_the_family_says_yes_or_no(cast):
    row = declined(cast)
    said = {"service": cast.services["bloom_visits"]}
    with pytest.raises(Refused):  # while its sender looks for one
        do(cast, "cora", "propose_next", row, 2, **said)
    close(cast)
    new = do(cast, "cora", "propose_next", row, 3, **said)
    assert (new.sender_id, new.state, lines(new)) == (None, "draft", set())
    casting.consent(cast, "bloom")
    assert do(cast, "rosa", "send", new, 4).state == "sent"
    assert lines(row) == set()


def test_what_the_coordinator_sends_another_way_is_the_familys_own(cast):
    row = casting.sent(cast)
    close(cast)
    new = do(cast, "cora", "reroute", row, 3, service=cast.services["bloom_visits"])
    assert new.sender_id is None
    assert lines(row) == {("clinic", "closed"), ("backbone", "next door")}


def test_sender_and_receiver_both_closed(cast):
    row = casting.sent(cast)
    close(cast, "clinic")
    assert lines(row) == {
        ("clinic", "answer"), ("library", "re-route"), ("backbone", "re-route")
    }  # fmt: skip
    close(cast)
    assert lines(row) - {("clinic", "answer")} == {
        ("backbone", "re-route"), ("backbone", "no sender")
    }  # fmt: skip
    for days in (3, 40):
        jobs.run_due(cast.later(days=days), only={row.pk})
    assert state_of(row) == "expired"
    assert ("backbone", "next door") in lines(row)


def test_one_agency_that_was_both_sender_and_receiver(cast):
    with everything():
        Membership.objects.filter(user=cast.users["ben"]).update(agency=cast.agencies["library"])
        row = casting.sent(cast)
        Referral.objects.filter(pk=row.pk).update(receiver=cast.agencies["library"])
    close(cast)
    assert {one for one in lines(row) if one[0] == "backbone"} == {
        ("backbone", "re-route"), ("backbone", "no sender")
    }  # fmt: skip


def test_of_treatment_it_stays_with_who_may_read_it(cast):
    row = casting.sent(cast)
    with everything():
        Referral.objects.filter(pk=row.pk).update(sensitivity="sud")
        Agency.objects.filter(pk=cast.agencies["clinic"].pk).update(is_part_2=True)
        Membership.objects.filter(user=cast.users["ben"]).update(is_part_2_staff=True)
    close(cast)
    assert lines(row) == {("clinic", "answer")}
    do(cast, "ben", "decline", row, 3, reason="no room")
    assert lines(row) == {("clinic", "next door")}
    do(cast, "ben", "end_search", row, 4, reason="family looks itself")
    assert lines(row) == set()


def test_a_coordinator_whose_agency_is_closed_swallows_nothing(cast):
    """Another agency with a coordinator; without one whoever convenes; without it the parties."""
    casting.hire(cast, "cody", "bloom", "coordinator")
    with everything():  # Cora was there first
        Membership.objects.filter(user=cast.users["cody"]).update(starts=cast.later(minutes=1))
    late = casting.sent(cast).due_at
    for closing, desk in ((None, "backbone"), ("backbone", "bloom"), ("bloom", "library")):
        row = casting.sent(cast)
        if closing:
            close(cast, closing)
        with everything():
            found = queries.coordinating_agency(cast.community.pk)
        assert found == (cast.agencies[desk].pk if desk != "library" else None)
        jobs.run_due(late + timedelta(hours=1), only={row.pk})
        assert (desk, "answer overdue") in lines(row)
        do(cast, "rosa", "withdraw", row, 80)


def test_with_no_other_coordinator_whoever_convenes_has_it(cast):
    with everything():
        Membership.objects.filter(user=cast.users["cora"]).update(agency=cast.agencies["bloom"])
    row = casting.sent(cast)
    close(cast, "bloom")
    jobs.run_due(row.due_at, only={row.pk})
    assert ("backbone", "answer overdue") in lines(row)


@pytest.mark.parametrize(("next_one", "desk"), [("bloom", "bloom"), (None, "library")])
def test_what_lay_with_a_coordinator_goes_to_whoever_coordinates_now(cast, next_one, desk):
    """With nobody left who coordinates it lies with who sent it; once, and closed where it lay."""
    if next_one:
        casting.hire(cast, "cody", next_one, "coordinator")
        with everything():  # Cora was there first
            later = cast.later(minutes=1)
            Membership.objects.filter(user=cast.users["cody"]).update(starts=later)
    row = casting.sent(cast)
    jobs.run_due(row.due_at + timedelta(hours=1), only={row.pk})
    before = lines(row)
    assert ("backbone", "answer overdue") in before
    for _time in "ab":
        close(cast, "backbone", hours=24 * 8)
    moved = before - {("backbone", "answer overdue")} | {(desk, "answer overdue")}
    assert lines(row) == moved


@pytest.mark.parametrize("name", ["ana", "ben", "cora", "dana", "rosa"])
def test_nobody_but_who_closed_it_asks_what_it_left(cast, name):
    casting.sent(cast)
    close(cast)
    with acting_as(cast.actors[name], now=cast.later(hours=3)), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kw_left_behind(%s)", [cast.agencies["library"].pk])
        assert cursor.fetchall() == []
    with acting_as(OPERATOR), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kw_left_behind(%s)", [cast.agencies["clinic"].pk])
        assert cursor.fetchall() == []


def test_or_says_why_no_other_place_follows(cast):
    row = declined(cast)
    close(cast)
    done = do(cast, "cora", "end_search", row, 3, reason="no other place")
    assert (done.next_door_due, lines(row)) == (None, set())
