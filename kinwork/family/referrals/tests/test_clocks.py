"""What happens by the clock, and that a second delivery changes nothing."""

from datetime import timedelta

import pytest

from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.contact import digests
from kinwork.family.followup import jobs as followup
from kinwork.family.referrals import actions, jobs
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.actions import renew_work_items
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def desks(referral):
    with everything():
        lines = WorkItem.objects.filter(target=referral.pk, closed_at=None)
        return {(line.agency.name, line.kind) for line in lines}


def dues(referral):
    with everything():
        return set(Due.objects.filter(target=referral.pk).values_list("clock", flat=True))


def now_in(cast, referral, days):
    return jobs.run_due(cast.later(days=days), only={referral.pk})


def state_of(referral):
    with everything():
        return Referral.objects.get(pk=referral.pk).state


def test_an_answer_is_due_in_two_business_days(cast):
    referral = casting.sent(cast)  # on a Monday
    assert (referral.due_at - cast.at).days == 2
    assert dues(referral) == {"overdue", "remind"}


def test_what_is_urgent_today_is_due_today(cast):
    referral = casting.sent(cast, answers=casting.need(cast, urgency="today"))
    assert referral.due_at - cast.at < DAY
    assert dues(referral) == {"overdue"}


def test_a_communitys_own_number_of_days_counts(db):
    cast = casting.make_cast(answer_days=4)
    assert (casting.sent(cast).due_at - cast.at).days == 4


def test_an_overdue_answer_lies_on_the_coordinators_desk_and_then_expires(cast):
    referral = casting.sent(cast)
    assert now_in(cast, referral, 1.9) == 1  # the reminder
    assert desks(referral) == {("Saguaro Wash Clinic", "answer")}
    now_in(cast, referral, 3)
    assert desks(referral) == {
        ("Saguaro Wash Clinic", "answer"),
        ("Saguaro Wash Family Partnership", "answer overdue"),
    }
    assert dues(referral) == {"expire"}
    now_in(cast, referral, 30)
    assert state_of(referral) == "expired"
    assert desks(referral) == {
        ("Mesquite Flats Library", "next door"),
        ("Saguaro Wash Clinic", "closed"),
    }


def test_a_reminder_makes_the_line_new_again_and_leaves_it_with_whose_it_is(cast):
    referral, reminded = casting.sent(cast), cast.later(days=1.9)
    with acting_as(cast.bill, now=cast.later(hours=1)) as by:
        actions.assign(referral=referral, user=cast.users["bill"], by=by, at=cast.later(hours=1))
    with everything():
        before = WorkItem.objects.get(target=referral.pk, closed_at=None)
    assert before.opened_at == cast.at
    now_in(cast, referral, 1.9)
    with everything():
        after = WorkItem.objects.get(target=referral.pk, closed_at=None)
    assert (after.pk, after.opened_at) == (before.pk, reminded)
    assert after.assignee_id == cast.users["bill"].pk
    with everything():
        hats = list(Membership.objects.select_related("community").filter(user=cast.bill.id))
    soon = cast.later(days=1.95)
    assert digests.counted(hats, cast.later(days=1), soon)["fresh"] == 1
    assert digests.counted(hats, soon, soon)["fresh"] == 0


def test_nobody_but_the_clock_of_a_referral_makes_its_line_new(cast):
    referral = casting.sent(cast)
    for actor in (cast.ana, cast.ben, cast.cora, clock(cast.household.pk, cast.community.pk)):
        with acting_as(actor, now=cast.later(hours=1)):
            renew_work_items(target=referral.pk, kind="answer", at=cast.later(hours=1))
    with everything():
        assert WorkItem.objects.get(target=referral.pk, closed_at=None).opened_at == cast.at


def test_the_same_clock_twice_is_once(cast):
    referral = casting.sent(cast)
    with everything():
        due = Due.objects.get(target=referral.pk, clock="overdue")
    late = cast.later(days=3)
    assert jobs.run_one(due.pk, referral.pk, late) is True
    assert jobs.run_one(due.pk, referral.pk, late) is False


def test_what_was_asked_to_be_cancelled_is_cancelled_by_itself(cast):
    referral = casting.accepted(cast)
    with acting_as(cast.ana, now=cast.later(hours=2)):
        actions.ask_cancellation(
            referral=referral, reason="moved away", by=cast.ana, at=cast.later(hours=2)
        )
    now_in(cast, referral, 3)
    assert state_of(referral) == "cancelled"


def test_two_weeks_after_service_the_family_is_asked_once(cast):
    referral = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(days=1)):
        actions.serve(
            referral=referral,
            received="A visit",
            need_met="fully",
            by=cast.ben,
            at=cast.later(days=1),
        )
    assert now_in(cast, referral, 14.5) == 0
    assert now_in(cast, referral, 15.5) == 1
    assert dues(referral) == set()
    for _time in range(2):
        followup.ask(referral.pk)
    with everything():
        from kinwork.family.contact.models import Message
        from kinwork.family.followup.models import Asked

        assert Asked.objects.filter(referral=referral).count() == 1
        assert Message.objects.filter(about=referral.pk, key="followup.ask").count() == 1
