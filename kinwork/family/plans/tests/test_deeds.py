"""Every deed on a plan, by everybody who might try it."""

from datetime import date

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.plans import actions
from kinwork.family.plans.models import Goal, Plan, PlanEvent, Step
from kinwork.family.plans.tests.scenes import (
    GOAL,
    SCALE,
    do,
    goal,
    on_team,
    plan_for,
    seen,
    shared,
    started,
    step,
    with_rosa,
)
from tests import cast as casting
from tests.cast import link_holder
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def test_rosa_starts_one_plan_and_a_second_start_finds_it(cast):
    plan = started(cast)
    assert started(cast).pk == plan.pk
    assert (plan.recorded_by_id, plan.lead_agency_id) == (None, None)
    with everything():
        assert Plan.objects.count() == 1
        assert PlanEvent.objects.filter(verb="start").count() == 1


def test_ana_starts_it_for_the_family_and_leads_it(cast):
    plan = started(cast, "ana")
    assert plan.lead_user_id == cast.ana.id and plan_for(cast, "rosa").pk == plan.pk


@pytest.mark.parametrize("name", ["ben", "cruz", "cora", "dana", "sam", "eve"])
def test_nobody_else_starts_one(cast, name):
    with pytest.raises(Refused):
        started(cast, name)


def test_a_worker_with_a_tie_is_told_that_there_is_one_and_no_more(cast):
    started(cast)
    on_team(cast, "clinic")
    with pytest.raises(Refused, match="has a plan"):
        started(cast, "ben")
    with pytest.raises(Refused) as why:
        started(cast, "cruz")
    assert "has a plan" not in str(why.value)


def test_rosa_sets_a_goal_in_her_own_words(cast):
    plan = started(cast)
    made = goal(cast, plan, levels=SCALE)
    assert (made.words, made.state, made.sensitivity, made.levels) == (
        GOAL,
        "open",
        "plan",
        list(SCALE),
    )
    assert goal(cast, plan, words="A safe bed for Lucía").place == made.place + 1


def test_a_double_click_sets_one_goal(cast):
    plan, form = started(cast), new_id()
    first = goal(cast, plan, form_id=form)
    assert goal(cast, plan, form_id=form).pk == first.pk
    assert seen(cast, "rosa")[0] == [GOAL]


@pytest.mark.parametrize("words", ["", "   ", "x" * 501])
def test_a_goal_says_something_and_not_too_much(cast, words):
    plan = started(cast)
    with pytest.raises(Refused):
        goal(cast, plan, words=words)


def test_what_a_worker_wants_is_a_proposal_until_the_family_takes_it(cast):
    plan = started(cast)
    shared(cast)
    made = goal(cast, plan, "ben", words="Go to the play group")
    assert made.state == "proposed"
    with pytest.raises(Refused, match="Only the family"):
        do(cast, "ben", "move_goal", goal=made, verb="accept")
    assert do(cast, "rosa", "move_goal", goal=made, verb="accept").state == "open"


def test_with_the_family_there_it_is_the_familys_goal_and_the_story_says_so(cast):
    plan = started(cast)
    shared(cast)
    made = goal(cast, plan, "ben", whose=with_rosa(cast))
    assert made.state == "open"
    with everything():
        told = PlanEvent.objects.get(goal=made, verb="set_goal")
        trail = AuditEntry.objects.get(target_id=made.pk, verb="plans.set_goal")
    assert told.family_present and told.on_behalf_of == cast.people["rosa"].pk
    assert trail.on_behalf_of == cast.people["rosa"].pk and trail.details["family_present"]


def test_only_the_family_closes_a_goal_or_a_worker_with_it(cast):
    plan = started(cast)
    shared(cast)
    made = goal(cast, plan, levels=SCALE)
    for name in ("ben", "cruz", "cora"):
        with pytest.raises(Refused):
            do(cast, name, "move_goal", goal=made, verb="close", level=1)
    absent = actions.With(on_behalf_of=cast.people["rosa"].pk)
    with pytest.raises(Refused, match="Only the family"):
        do(cast, "ben", "move_goal", goal=made, verb="close", whose=absent)
    done = do(cast, "ben", "move_goal", goal=made, verb="close", level=1, whose=with_rosa(cast))
    assert (done.state, done.level) == ("closed", 1) and done.closed_at
    with pytest.raises(WrongState):
        do(cast, "rosa", "move_goal", goal=made, verb="close")
    again = do(cast, "rosa", "move_goal", goal=made, verb="reopen")
    assert (again.state, again.closed_at) == ("open", None)


def test_how_far_it_is_stands_on_its_own_scale(cast):
    made = goal(cast, started(cast))
    with pytest.raises(Refused):
        do(cast, "rosa", "rate_goal", goal=made, level=1)
    with pytest.raises(Refused):
        do(cast, "rosa", "write_scale", goal=made, levels=SCALE[:4])
    do(cast, "rosa", "write_scale", goal=made, levels=SCALE)
    for level in (3, -3):
        with pytest.raises(Refused):
            do(cast, "rosa", "rate_goal", goal=made, level=level)
    do(cast, "rosa", "rate_goal", goal=made, level=-1)
    with pytest.raises(Refused, match="used this scale"):
        do(cast, "rosa", "write_scale", goal=made, levels=SCALE[::-1])
    with everything():
        told = PlanEvent.objects.filter(goal=made, verb="rate_goal").values_list("level", flat=True)
        assert list(told) == [-1]


def test_rosa_orders_her_goals_and_ben_does_not(cast):
    plan = started(cast)
    shared(cast)
    goals = [goal(cast, plan, words=words) for words in ("one", "two", "three")]
    with pytest.raises(Refused):
        do(cast, "ben", "order_goals", goal=goals[2], places=-1)
    do(cast, "rosa", "order_goals", goal=goals[2], places=-1)
    do(cast, "rosa", "order_goals", goal=goals[0], places=-1)
    with acting_as(cast.ben, now=cast.later(days=1)):
        read = list(Goal.objects.order_by("place").values_list("words", "version"))
    assert read == [("one", 1), ("three", 1), ("two", 1)]


def test_somebody_who_saw_an_old_page_loses_nothing(cast):
    made = goal(cast, started(cast))
    do(cast, "rosa", "edit_goal", goal=made, words="Mateo talks to us", version=1)
    with pytest.raises(actions.Clash) as clash:
        do(cast, "rosa", "edit_goal", goal=made, words="Mateo sings", version=1)
    assert clash.value.row.words == "Mateo talks to us" and clash.value.mine == "Mateo sings"
    assert clash.value.last.verb == "edit_goal"
    do(cast, "rosa", "edit_goal", goal=made, words="Mateo sings", version=2)
    with everything():
        told = PlanEvent.objects.filter(goal=made, verb="edit_goal").order_by("recorded_at")
        assert [(one.words_before, one.words) for one in told] == [
            (GOAL, "Mateo talks to us"),
            ("Mateo talks to us", "Mateo sings"),
        ]


def test_ben_may_word_his_own_proposal_and_not_rosas_goal(cast):
    plan = started(cast)
    shared(cast)
    own, hers = goal(cast, plan, "ben", words="Play group"), goal(cast, plan)
    assert do(cast, "ben", "edit_goal", goal=own, words="Go and play").words == "Go and play"
    with pytest.raises(Refused):
        do(cast, "ben", "edit_goal", goal=hers, words="Mateo speaks")


def test_ben_adds_a_step_to_rosas_goal_and_rosa_ticks_it(cast):
    made = goal(cast, started(cast))
    shared(cast)
    doer = actions.Doer("worker", user=cast.ben.id, agency=cast.ben.hat)
    todo = step(cast, made, "ben", "Call the speech office", doer=doer, due_on=date(2026, 5, 1))
    assert do(cast, "rosa", "move_step", step=todo, verb="finish").state == "done"
    assert do(cast, "ben", "move_step", step=todo, verb="reopen").state == "planned"
    with pytest.raises(WrongState):
        do(cast, "rosa", "move_step", step=todo, verb="reopen")


def test_steps_are_for_days_to_come(cast):
    made = goal(cast, started(cast))
    for day in (date(2001, 1, 1), date(2202, 1, 1)):
        with pytest.raises(Refused):
            step(cast, made, due_on=day)


def test_strangers_and_links_and_the_other_family_change_nothing(cast):
    made = goal(cast, started(cast))
    todo = step(cast, made)
    sent = casting.sent(cast)
    stranger = link_holder(sent)
    for name in ("cruz", "cora", "dana", "sam", "eve"):
        for verb, said in (
            ("edit_goal", {"goal": made, "words": "x"}),
            ("add_step", {"goal": made, "words": "x"}),
            ("move_step", {"step": todo, "verb": "finish"}),
            ("rate_goal", {"goal": made, "level": 0}),
        ):
            with pytest.raises(Refused):
                do(cast, name, verb, **said)
    with acting_as(stranger, now=cast.later(hours=2)), pytest.raises(Refused):
        actions.move_step(step=todo, verb="finish", by=stranger, at=cast.later(hours=2))
    with everything():
        assert Step.objects.get().state == "planned" and Goal.objects.get().words == GOAL


def test_a_goal_from_a_need_takes_its_class(cast):
    plan = started(cast, "ana")
    need = casting.need(cast)
    made = goal(cast, plan, "ana", words="Somebody visits us", source="need", source_id=need.pk)
    assert (made.sensitivity, made.source_id) == (need.sensitivity, need.pk)
    with pytest.raises(Refused, match="came from"):
        goal(cast, plan, "ana", words="x", source="need", source_id=new_id())
    with pytest.raises(Refused, match="came from"):
        goal(cast, plan, "ana", words="x", source="screening result", source_id=new_id())


def test_a_goal_from_a_result_takes_the_class_of_the_row_that_is_handed_in(cast):
    plan = started(cast, "ana")
    need = casting.need(cast)
    with everything():
        type(need).objects.filter(pk=need.pk).update(sensitivity="development")
        need.refresh_from_db()
    made = goal(cast, plan, "ana", words="x", source="screening result", source_id=need.pk, of=need)
    assert made.sensitivity == "development"
