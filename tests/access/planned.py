"""Plans in the thrown worlds: a plan a home, goals of every class about the home or one of its people,
steps of their own classes, reviews, and what happened to each; and who of the actors may read which.

A row of a plan shows where the rule shows it *and* what it is part of shows: `expected` says so in plain
Python over the reference policy; the database is asked nothing.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.plans.models import Goal, Plan, PlanEvent, Review, Step
from kinwork.people.models import HouseholdMember
from kinwork.people.rules import CLASSES
from tests.access.dice import DAY, NOW
from tests.access.grounds import case
from tests.access.parties import private
from tests.access.policy import may_see
from tests.access.worlds import LABELS, World, store
from tests.seeing import everything

TABLES = (Plan, Goal, Step, Review, PlanEvent)


class PlannedWorld(World):
    """A world whose homes have plans. `rows[model]` are the plans' rows."""

    def __init__(self, seed: int):
        super().__init__(seed)
        self.rows: dict[type, list] = {model: [] for model in TABLES}
        for home in self.households:
            plan = self._row_of(Plan, "plan", household=home, said_in=home.pk, started_at=NOW)
            self._event(plan, plan=plan)
            review = self._row_of(
                Review, "plan", household=home, said_in=home.pk, plan=plan, planned_for=NOW.date()
            )
            self._event(review, plan=plan, review=review)
            for number in range(5):
                self._goal(home, plan, number)
        self.actors += [
            clock(self.dice.choice(self.rows[model]).pk, self.community.pk)
            for model in (Goal, Step)
        ]

    def _goal(self, home, plan, number: int) -> None:
        about = {"household": home}
        here = [one for one in self.persons if one in self._at(home)]
        if here and self.chance(0.4):
            about = {"person": self.dice.choice(here)}
        of_work = {"source": "need", "source_id": self.dice.choice(self.works)}
        goal = self._row_of(
            Goal, self._class(), **about, **(of_work if self.chance(0.3) else {}),
            said_in=home.pk, plan=plan, words="-", set_at=NOW, place=number,
        )  # fmt: skip
        self._event(goal, plan=plan, goal=goal)
        for _ in range(2):
            carried = {"referral": self.referral} if self.chance(0.3) else {}
            step = self._row_of(
                Step, self._class(), **about, **carried,
                said_in=home.pk, plan=plan, goal=goal, words="-", state_since=NOW,
            )  # fmt: skip
            self._event(step, plan=plan, goal=goal, step=step)

    def _at(self, home) -> list:
        return [row.person for row in self.made[HouseholdMember] if row.household is home]

    def _class(self) -> str:
        return "plan" if self.chance(0.4) else self.dice.choice(CLASSES)

    def _row_of(self, model, sensitivity: str, **fields):
        row = model(
            community=self.community,
            owner=None,
            recorded_by=self.dice.choice(self.agencies) if self.chance(0.7) else None,
            sensitivity=sensitivity,
            labels=[self.dice.choice(LABELS)] if self.chance(0.1) else [],
            sealed_at=NOW - DAY if self.chance(0.03) else None,
            **fields,
        )
        self.rows[model].append(row)
        return row

    def _event(self, row, **parts) -> None:
        event = PlanEvent(
            community=row.community, recorded_by=row.recorded_by, sensitivity=row.sensitivity,
            labels=list(row.labels), person=row.person, household=row.household,
            said_in=row.said_in, verb="thrown", at=NOW, **parts,
        )  # fmt: skip
        self.rows[PlanEvent].append(event)


def store_plans(worlds: Iterable[PlannedWorld]) -> None:
    worlds = list(worlds)
    store(worlds)
    with everything():
        for model in TABLES:
            model.objects.bulk_create([row for world in worlds for row in world.rows[model]])


def expected(world: PlannedWorld, actor: Actor) -> set[tuple[str, UUID]]:
    """(table, id) of every row of a plan that this actor may read."""
    seen = {
        row.pk: may_see(case(world, actor, row)) is not None
        for model in (Plan, Goal, Step, Review)
        for row in world.rows[model]
    }
    runs = actor.kind == "clock"  # it opens one row, by its own id

    def kept(work) -> bool:
        return actor.kind == "family" and work is not None and private(world, actor, work)

    for goal in world.rows[Goal]:
        seen[goal.pk] &= (runs or seen[goal.plan.pk]) and not kept(goal.source_id)
    for step in world.rows[Step]:
        seen[step.pk] &= (runs or seen[step.goal.pk]) and not kept(step.referral_id)
    for review in world.rows[Review]:
        seen[review.pk] &= runs or seen[review.plan.pk]
    for event in world.rows[PlanEvent]:
        seen[event.pk] = seen[(event.step or event.goal or event.review or event.plan).pk]
    return {
        (model._meta.db_table, row.pk)
        for model in TABLES
        for row in world.rows[model]
        if seen[row.pk]
    }


READ = " UNION ALL ".join(
    f"SELECT '{model._meta.db_table}', id FROM {model._meta.db_table} WHERE community_id = %s"
    for model in TABLES
)


def read(world: PlannedWorld, actor: Actor) -> set[tuple[str, UUID]]:
    with acting_as(actor, now=NOW), connection.cursor() as cursor:
        cursor.execute(READ, [world.community.pk] * len(TABLES))
        return set(cursor.fetchall())
