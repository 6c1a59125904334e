"""Endings: each closes what it opened: each deed, by everyone who might try it."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.people.models import Person
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything


def test_the_family_walks_away_at_once(cast):
    referral = casting.accepted(cast)
    do(cast, "rosa", "withdraw", referral, 2)
    with acting_as(cast.ben, now=cast.later(hours=3)):
        assert not Person.objects.exists()
        assert WorkItem.objects.get(closed_at=None).kind == "closed"


def test_a_worker_says_who_withdrew(cast):
    referral = casting.accepted(cast)
    with pytest.raises(Refused, match="who in the family"):
        do(cast, "ana", "withdraw", referral, 2)
    do(cast, "ana", "withdraw", referral, 2, on_behalf_of=cast.people["rosa"].id)
    with everything():
        assert referral.events.last().on_behalf_of == cast.people["rosa"].id


@pytest.mark.parametrize("name", ["rosa", "ana"])
def test_consent_that_ends_closes_the_content_at_that_statement(cast, name):
    from kinwork.trust.consent import actions as consents

    by = cast.actors[name]
    said = casting.consent(cast, by=by)
    made = casting.draft(cast)
    do(cast, "ana", "send", made)
    with acting_as(by, now=cast.later(hours=2)):
        consents.end(consent=said, by=by, at=cast.later(hours=2))
    assert state_of(made) == "consent ended"
    with acting_as(cast.ben, now=cast.later(hours=2)):
        assert not Person.objects.exists()
    with everything():
        event = made.events.last()
        assert event.party == "family"
        assert event.user_id == (cast.users["ana"].id if name == "ana" else None)


def test_accepting_one_ends_its_siblings(cast):
    answers = casting.need(cast)
    one = casting.sent(cast, answers=answers)
    other = casting.sent(cast, "bloom_visits", answers=answers)
    do(cast, "ben", "accept", one)
    assert state_of(other) == "obsolete"
    with acting_as(cast.cruz, now=cast.later(hours=2)):
        assert not Person.objects.exists()
        assert WorkItem.objects.get(closed_at=None).kind == "closed"
    with everything():
        assert Need.objects.get(pk=answers.pk).state == "addressed"


def test_taking_back_what_nobody_opened(cast):
    referral = casting.sent(cast)
    do(cast, "ana", "recall", referral, 30)
    with acting_as(cast.ben, now=cast.later(hours=31)):
        assert not Referral.objects.exists()
        assert not WorkItem.objects.filter(closed_at=None).exists()  # it could not be opened


def test_what_was_opened_and_not_answered_is_cancelled_by_asking(cast):
    referral = casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        actions.mark_opened(referral=referral, by=cast.ben, at=cast.later(hours=1))
    do(cast, "ana", "ask_cancellation", referral, 4, reason="moved away")
    with pytest.raises(AlreadyMoved):
        do(cast, "ana", "ask_cancellation", referral, 5, reason="moved away")
    do(cast, "ben", "cancel", referral, 6)
    assert state_of(referral) == "cancelled"


def test_a_wait_is_confirmed_and_its_clock_begins_anew(cast):
    referral = casting.sent(cast)
    do(cast, "ben", "waitlist", referral, 1, place=3)
    with everything():
        first = Referral.objects.get(pk=referral.pk).due_at
    do(cast, "ben", "waitlist", referral, 24 * 29, place=2)
    with everything():
        row = Referral.objects.get(pk=referral.pk)
        assert (row.state, row.wait_place) == ("waitlisted", 2)
        assert row.due_at > first


def test_the_clock_of_tries_runs_from_the_first_and_ends_with_the_third(cast):
    referral = casting.accepted(cast)
    dues = []
    for hours in (2, 30, 60):
        do(cast, "ben", "try_contact", referral, hours, way="no answer")
        with everything():
            dues.append(Referral.objects.get(pk=referral.pk).due_at)
    assert dues[0] == dues[1] > dues[2] == cast.later(hours=60)


def test_what_was_opened_is_cancelled_by_asking(cast):
    referral = casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        actions.mark_opened(referral=referral, by=cast.ben, at=cast.later(hours=1))
    with pytest.raises(Refused, match="opened it already"):
        do(cast, "ana", "recall", referral, 2)
    do(cast, "ben", "accept", referral, 3)
    do(cast, "ana", "ask_cancellation", referral, 4, reason="moved away")
    do(cast, "ben", "cancel", referral, 5)
    assert state_of(referral) == "cancelled"


@pytest.mark.parametrize("name", ["ana", "cora"])
def test_sent_another_way_keeps_the_first_clock_and_waits_for_consent(cast, name):
    referral = casting.sent(cast)
    new = do(cast, name, "reroute", referral, 2, service=cast.services["bloom_visits"])
    assert state_of(referral) == "re-routed"
    with everything():
        row = Referral.objects.get(pk=new.pk)
        assert (row.state, row.previous_id, row.sender_id) == (
            "awaiting consent", referral.pk, cast.agencies["library"].id
        )  # fmt: skip
        assert row.first_clock_at == cast.at
        assert row.subjects.count() == 2
    with acting_as(cast.cruz, now=cast.later(hours=3)):
        assert not Referral.objects.exists()
    with acting_as(cast.ana, now=cast.later(hours=3)):
        assert WorkItem.objects.get(target=new.pk, closed_at=None).kind == "ask consent"


def test_an_error_stays_in_the_trail(cast):
    referral = casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        actions.mark_opened(referral=referral, by=cast.ben, at=cast.later(hours=1))
    do(cast, "ana", "enter_in_error", referral, 2, reason="other")
    assert state_of(referral) == "entered in error"
    at = cast.later(hours=3)
    with acting_as(cast.ben, now=at):  # who had begun to work on it hears of it, and reads no name
        assert not Person.objects.exists()
        assert WorkItem.objects.get(closed_at=None).kind == "closed"
        actions.mark_opened(referral=Referral.objects.get(), by=cast.ben, at=at)
        assert not WorkItem.objects.filter(closed_at=None).exists()


def test_a_supervisor_gives_it_to_a_colleague(cast):
    referral = casting.sent(cast)
    do(cast, "bea", "assign", referral, user=cast.users["bill"])
    with acting_as(cast.bea, now=cast.later(hours=2)):
        assert WorkItem.objects.get(kind="answer").assignee == cast.users["bill"]
    with pytest.raises(Refused):
        do(cast, "ben", "assign", referral, user=cast.users["ben"])
    with pytest.raises(Refused):
        do(cast, "bea", "assign", referral, user=cast.users["ana"])
