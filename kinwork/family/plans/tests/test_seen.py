"""Two agencies open one plan and read what consent and tie allow each; a third reads nothing."""

from datetime import date

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor, clock
from kinwork.family.plans import queries
from kinwork.family.plans.models import Goal, Plan, PlanEvent, Step
from kinwork.family.plans.tests.scenes import (
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
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household
from kinwork.trust.access import actions as access
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


def of_class(cast, made, sensitivity):
    """The row, its events and what hangs on it, as if it had come from something of this class."""
    with everything():
        type(made).objects.filter(pk=made.pk).update(sensitivity=sensitivity)
    return made


def test_without_the_familys_yes_nobody_reads_what_it_wrote_alone(cast):
    goal(cast, started(cast))
    on_team(cast, "clinic")
    assert seen(cast, "rosa")[0] and not seen(cast, "ana")[0] and not seen(cast, "ben")[0]
    assert plan_for(cast, "ben") is None


def test_a_yes_without_work_for_the_family_shows_nothing(cast):
    goal(cast, started(cast))
    casting.consent(cast, "clinic", ("plan",))
    assert seen(cast, "ben") == ([], [])


def test_two_agencies_each_see_exactly_theirs(cast):
    plan = started(cast)
    shared(cast, "clinic", ("plan", "health"))
    shared(cast, "bloom", ("plan", "development"))
    plain = goal(cast, plan, words="plain")
    for sensitivity in ("health", "development"):
        made = of_class(cast, goal(cast, plan, words=sensitivity), sensitivity)
        of_class(cast, step(cast, made, words=f"to {sensitivity}"), sensitivity)
    of_class(cast, step(cast, plain, words="health in plain"), "health")
    step(cast, plain, words="plain in plain")
    assert seen(cast, "ben") == (
        ["health", "plain"],
        ["health in plain", "plain in plain", "to health"],
    )
    assert seen(cast, "cruz") == (["development", "plain"], ["plain in plain", "to development"])
    assert len(seen(cast, "rosa")[0]) == 3 and len(seen(cast, "rosa")[1]) == 4


def test_a_step_of_an_open_class_does_not_show_under_a_closed_goal(cast):
    plan = started(cast)
    shared(cast, "clinic")
    closed = of_class(cast, goal(cast, plan, words="closed"), "health")
    of_class(cast, step(cast, closed, words="a plain step"), "plan")
    assert seen(cast, "ben") == ([], [])


def test_a_class_alone_shows_nothing_without_the_plan(cast):
    plan = started(cast)
    of_class(cast, goal(cast, plan, words="about health"), "health")
    shared(cast, "clinic", ("health",))
    assert seen(cast, "ben") == ([], [])


def test_events_show_where_their_row_shows(cast):
    plan = started(cast)
    shared(cast, "clinic")
    made = goal(cast, plan, words="open")
    hidden = of_class(cast, goal(cast, plan, words="hidden"), "health")
    step(cast, hidden, words="a step")
    with acting_as(cast.ben, now=cast.later(days=1)):
        told = {(one.verb, one.goal_id) for one in PlanEvent.objects.all()}
    assert told == {("start", None), ("set_goal", made.pk)}
    with acting_as(cast.cruz, now=cast.later(days=1)):
        assert not PlanEvent.objects.exists()


def test_a_no_ends_it_at_the_next_statement_also_for_who_typed_it(cast):
    plan = started(cast, "ana")
    goal(cast, plan, "ana")
    assert seen(cast, "ana")[0]
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        consents.deny(
            household=Household.objects.get(pk=cast.household.pk),
            given_by=cast.people["rosa"],
            agency=cast.agencies["library"],
            classes=["plan"],
            language="es",
            by=cast.rosa,
            at=cast.later(hours=2),
        )
    assert seen(cast, "ana") == ([], []) and plan_for(cast, "ana") is None


def test_a_consent_that_ends_closes_the_plan(cast):
    goal(cast, started(cast))
    shared(cast)
    assert seen(cast, "ben")[0]
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        one = Consent.objects.get(agency=cast.agencies["clinic"], classes=["plan"])
        consents.end(consent=one, by=cast.rosa, at=cast.later(hours=2))
    assert seen(cast, "ben") == ([], [])


def test_that_there_is_a_plan_is_told_to_who_works_with_the_family_alone(cast):
    started(cast)
    on_team(cast, "clinic")
    for name, told in (
        ("ben", True),
        ("ana", True),
        ("cruz", False),
        ("cora", False),
        ("rosa", False),
    ):
        with acting_as(cast.actors[name], now=cast.later(days=1)):
            assert queries.exists(cast.household.pk) is told, name
    with acting_as(cast.rosa, now=cast.later(days=1)):
        access.block(
            household=cast.household,
            agency=cast.agencies["clinic"],
            by=cast.rosa,
            at=cast.later(days=1),
        )
    with acting_as(cast.ben, now=cast.later(days=2)):
        assert queries.exists(cast.household.pk) is False


def test_a_caregiver_from_whom_something_is_kept_has_a_plan_apart(cast):
    """No gap, no refusal: the page is empty, and what they write is theirs."""
    with acting_as(cast.ana, now=cast.at):
        pablo = NewPerson("Pablo", "Luna", "caregiver", date(1995, 2, 2), branch="second")
        cast.people["pablo"] = people.add_person(
            household=cast.household,
            person=pablo,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
        )
        access.withhold(
            kind="protected branch",
            community=cast.community,
            person=cast.people["mateo"],
            from_person=cast.people["pablo"],
            by=cast.ana,
            at=cast.at,
        )
    cast.actors["pablo"] = Actor(
        "family", pablo.id, cast.household.pk, "family member", cast.community.pk
    )
    goal(cast, started(cast))
    assert seen(cast, "pablo") == ([], []) and plan_for(cast, "pablo") is None
    own = started(cast, "pablo")
    made = goal(cast, own, "pablo", words="See the kids")
    assert own.apart_for == pablo.id and seen(cast, "pablo")[0] == [made.words]
    assert plan_for(cast, "rosa").apart_for is None


def test_no_row_of_a_plan_shows_beside_the_rule(cast):
    """Whoever acts for statistics, by a link, as a machine or passing by reads nothing."""
    made = goal(cast, started(cast))
    step(cast, made)
    machine = Actor("machine", cast.agencies["clinic"].pk, cast.agencies["clinic"].pk, "caseworker")
    for actor in (VISITOR, machine, cast.rosa.for_purpose("statistics"), clock(plan_id := made.pk)):
        with acting_as(actor, now=cast.later(days=1)):
            shown = [one.pk for model in (Plan, Goal, Step) for one in model.objects.all()]
        assert shown == ([plan_id] if actor.kind == "clock" else []), actor


def test_ben_writes_on_anas_row_and_it_stays_anas(cast):
    plan = started(cast, "ana")
    made = goal(cast, plan, "ana", whose=with_rosa(cast))
    shared(cast, "clinic")
    todo = step(cast, made, "ana")
    assert do(cast, "ben", "move_step", step=todo, verb="finish").state == "done"
    with everything():
        row = Step.objects.get(pk=todo.pk)
        told = PlanEvent.objects.get(step=todo, verb="finish_step")
    assert row.recorded_by_id == cast.ana.hat
    assert (told.agency_id, told.recorded_by_id) == (cast.ben.hat, cast.ana.hat)
