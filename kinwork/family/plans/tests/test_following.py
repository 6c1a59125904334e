"""A step that carries a referral follows its life; clocks remind whoever does a step, or reviews a plan."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.plans import actions, jobs
from kinwork.family.plans.models import PlanEvent, Review, Step
from kinwork.family.plans.tests.scenes import do, goal, shared, started, step, with_rosa
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.actions import PLAN_REVIEW, PLAN_STEP
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried(cast):
    plan = started(cast, "ana")
    made = goal(cast, plan, "ana", whose=with_rosa(cast))
    sent = casting.sent(cast)
    return cast, sent, step(cast, made, "ana", "Home visits", referral=sent.pk)


def state(todo):
    with everything():
        return Step.objects.get(pk=todo.pk).state


def test_it_takes_the_referrals_class_and_moves_with_it(carried):
    cast, sent, todo = carried
    assert (todo.state, todo.sensitivity) == ("planned", sent.sensitivity)
    at = cast.later(hours=2)
    with acting_as(cast.ben, now=at):
        referrals.accept(referral=sent, by=cast.ben, at=at)
    assert state(todo) == "doing"
    with acting_as(cast.ben, now=cast.later(days=1)):
        row = Referral.objects.get(pk=sent.pk)
        referrals.serve(
            referral=row,
            received="Two visits",
            need_met="fully",
            by=cast.ben,
            at=cast.later(days=1),
        )
    assert state(todo) == "done"
    with everything():
        told = PlanEvent.objects.filter(step=todo).order_by("recorded_at")
        assert [one.verb for one in told] == ["add_step", "begin_step", "finish_step"]
        assert told.last().user_id is None


def test_a_decline_drops_it(carried):
    cast, sent, todo = carried
    at = cast.later(hours=2)
    with acting_as(cast.ben, now=at):
        referrals.decline(referral=sent, reason="no room", by=cast.ben, at=at)
    assert state(todo) == "dropped"


def test_nobody_moves_it_by_hand(carried):
    cast, _sent, todo = carried
    for name in ("ana", "rosa"):
        with pytest.raises(Refused, match="follows"):
            do(cast, name, "move_step", step=todo, verb="finish")


def test_only_its_own_clock_moves_it(carried):
    cast, sent, todo = carried
    with everything():
        Referral.objects.filter(pk=sent.pk).update(state="accepted")
        sent.refresh_from_db()
    for name in ("ana", "ben", "rosa"):
        with acting_as(cast.actors[name], now=cast.later(days=1)), pytest.raises(Refused):
            actions.follow_referral(sent, by=cast.actors[name], at=cast.later(days=1))
    stranger = clock(todo.pk)
    with acting_as(stranger, now=cast.later(days=1)):
        actions.follow_referral(sent, by=stranger, at=cast.later(days=1))
    assert state(todo) == "planned"


def day(cast, days):
    return (cast.at + timedelta(days=days)).date()


def test_a_workers_step_lies_on_their_desk_until_it_is_done(cast):
    made = goal(cast, started(cast))
    shared(cast)
    doer = actions.Doer("worker", user=cast.ben.id, agency=cast.ben.hat)
    todo = step(cast, made, "ben", doer=doer, due_on=day(cast, 5))
    with everything():
        line = WorkItem.objects.get(kind=PLAN_STEP, closed_at=None)
        assert (line.agency_id, line.assignee_id, line.target) == (
            cast.ben.hat,
            cast.ben.id,
            todo.pk,
        )
    do(cast, "rosa", "edit_step", step=todo, words="We call", due_on=day(cast, 6))
    with everything():
        assert not WorkItem.objects.filter(kind=PLAN_STEP, closed_at=None).exists()
    do(cast, "rosa", "edit_step", step=todo, words="Ben calls", doer=doer, due_on=day(cast, 6))
    do(cast, "ben", "move_step", step=todo, verb="finish")
    with everything():
        assert not WorkItem.objects.filter(kind=PLAN_STEP, closed_at=None).exists()


def test_the_family_is_reminded_of_its_own_step_once(cast):
    made = goal(cast, started(cast))
    todo = step(cast, made, due_on=day(cast, 5))
    assert jobs.run_due(cast.later(days=1)) == 0
    assert jobs.run_due(cast.later(days=6)) == 1
    assert jobs.run_due(cast.later(days=7)) == 0
    with everything():
        told = Message.objects.get(key="plans.step")
        assert (told.about, told.household_id) == (todo.pk, cast.household.pk)


def test_of_what_is_done_nobody_is_reminded(cast):
    made = goal(cast, started(cast))
    todo = step(cast, made, due_on=day(cast, 5))
    do(cast, "rosa", "move_step", step=todo, verb="finish")
    assert jobs.run_due(cast.later(days=6)) == 0
    with everything():
        assert not Due.objects.filter(target=todo.pk).exists()


def test_a_review_lies_on_the_leads_desk_and_the_family_hears_of_it(cast):
    plan = started(cast, "ana")
    first = do(cast, "ana", "plan_review", plan=plan, day=day(cast, 30))
    moved = do(cast, "ana", "plan_review", plan=plan, day=day(cast, 40))
    assert moved.pk == first.pk
    with everything():
        line = WorkItem.objects.get(kind=PLAN_REVIEW, closed_at=None)
        assert (line.agency_id, line.assignee_id) == (cast.ana.hat, cast.ana.id)
    assert jobs.run_due(cast.later(days=36)) == 0
    assert jobs.run_due(cast.later(days=38)) == 1
    with everything():
        assert Message.objects.filter(key="plans.review", about=first.pk).count() == 1


def test_a_held_review_says_who_was_there_and_plans_the_next(cast):
    plan = started(cast, "ana")
    review = do(cast, "ana", "plan_review", plan=plan, day=day(cast, 30))
    said = {"held_on": day(cast, 30), "who": "Rosa, Ana", "changed": "", "family_present": True}
    with pytest.raises(Refused):
        do(cast, "ana", "hold_review", review=review, at=cast.later(days=1), **said)
    at = cast.later(days=31)
    do(cast, "ana", "hold_review", review=review, at=at, next_on=day(cast, 120), **said)
    with pytest.raises(Refused):
        do(cast, "ana", "hold_review", review=review, at=at, **said)
    with everything():
        assert [one.held_on is None for one in Review.objects.order_by("planned_for")] == [
            False,
            True,
        ]
        assert WorkItem.objects.filter(kind=PLAN_REVIEW, closed_at=None).count() == 1


def test_the_lead_passes_to_another(cast):
    plan = started(cast, "ana")
    shared(cast)
    for name in ("rosa", "cruz", "cora"):
        with pytest.raises(Refused):
            do(cast, name, "lead", plan=plan, agency=cast.ben.hat, user=cast.ben.id)
    row = do(cast, "ana", "lead", plan=plan, agency=cast.ben.hat, user=cast.ben.id)
    assert row.lead_user_id == cast.ben.id
