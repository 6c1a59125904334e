"""A plan as its reader may read it: the database leaves out what is not theirs."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from kinwork.common.actor import Actor
from kinwork.family.plans.models import Goal, Plan, PlanEvent, Review, Step
from kinwork.family.plans.rules import GOAL
from kinwork.family.referrals.models import Need
from kinwork.family.screenings import queries as screenings
from kinwork.family.screenings.models import Screening
from kinwork.trust.access.models import Tie

STEPS_IN_ORDER = ("due_on", "state_since", "id")  # without a day comes last


def shares_home(household: UUID) -> bool:
    """The caregiver who acts is kept from nothing of this home."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_shares_home(%s)", [household])
        return bool(cursor.fetchone()[0])


def of_household(household: UUID, actor: Actor) -> Plan | None:
    """The active plan, as far as the actor may see it; a caregiver who has one apart reads that."""
    found = Plan.objects.filter(household=household, ended_at=None)
    if actor.is_family:
        found = found.filter(Q(apart_for=None) | Q(apart_for=actor.id))
    else:
        found = found.filter(apart_for=None)
    plans = sorted(
        found.select_related("lead_agency", "lead_user"), key=lambda one: bool(one.apart_for)
    )
    return plans[0] if plans else None


def exists(household: UUID) -> bool:
    """For staff who work with the family and may not read its plan: that there is one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_plan_exists(%s)", [household])
        return bool(cursor.fetchone()[0])


def goals(plan: Plan) -> list[Goal]:
    """In the family's order, each with its steps, the next one first."""
    steps = Step.objects.select_related("doer_person", "doer_user", "doer_agency")
    found = plan.goals.order_by("place", "set_at").prefetch_related(
        Prefetch("steps", queryset=steps.order_by(*STEPS_IN_ORDER))
    )
    return list(found)


def open_goals(plan: Plan) -> QuerySet[Goal]:
    return plan.goals.filter(state__in=GOAL.open_states).order_by("place", "set_at")


def next_review(plan: Plan) -> Review | None:
    return plan.reviews.filter(held_on=None, given_up_at=None).first()


def held_reviews(plan: Plan) -> list[Review]:
    return list(plan.reviews.exclude(held_on=None).order_by("-held_on"))


def story(plan: Plan, most: int = 200) -> list[PlanEvent]:
    """What happened, newest first."""
    found = plan.events.select_related("user", "agency", "goal", "step")
    return list(found.order_by("-at", "-recorded_at")[:most])


@dataclass
class Then:
    """A goal or step as it stood on a day: its words and state; words "" where it was not there yet."""

    words: str = ""
    state: str = ""
    level: int | None = None
    steps: dict[UUID, "Then"] = field(default_factory=dict)


def as_it_stood(events: Iterable[PlanEvent], moment: datetime) -> dict[UUID, Then]:
    """Goals with their steps at `moment`, told from the events; in the order in which they came."""
    found: dict[UUID, Then] = {}
    for one in sorted(events, key=lambda event: (event.at, event.recorded_at)):
        if one.at > moment or one.goal_id is None:
            continue
        goal = found.setdefault(one.goal_id, Then())
        row = goal.steps.setdefault(one.step_id, Then()) if one.step_id else goal
        if one.verb != "write_scale":
            row.words = one.words or row.words
        row.state = one.state or row.state
        if one.level is not None:
            row.level = one.level
    return found


def needs_without_goal(household: UUID, plan: Plan | None) -> list[Need]:
    """Open needs that no goal came from yet: each becomes one with a tap."""
    taken = plan.goals.filter(source="need").values("source_id") if plan else []
    found = Need.objects.filter(household=household, state__in=("open", "addressed"))
    return list(found.exclude(pk__in=taken).order_by("since"))


def results_without_goal(household: UUID, plan: Plan | None, on: date) -> list[Screening]:
    """Screening results that ask for something, still good, that no goal came from yet."""
    taken = plan.goals.filter(source="screening result").values("source_id") if plan else []
    taken = {one["source_id"] for one in taken}
    found = screenings.results_open(household, on)
    return [one for one in found if one.needs and one.pk not in taken]


def working_with(household: UUID) -> list:
    """Agencies with a live tie to the family, by name: whom it makes sense to let see the plan."""
    ties = Tie.objects.filter(household=household, agency__isnull=False).exclude(
        kind__in=("glass", "link")
    )
    live = [one for one in ties.select_related("agency") if one.ends is None]
    return sorted({one.agency for one in live}, key=lambda one: one.name)


def steps_of_referral(referral: UUID) -> list[UUID]:
    """For the referral's own clock: which steps carry it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM kw_steps_of(%s)", [referral])
        return [row[0] for row in cursor.fetchall()]
