"""Goals: set in the family's words, ordered, measured on their own scale, closed by the family."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.family.plans import queries, rules
from kinwork.family.plans.actions.writing import (
    Told,
    begun,
    current,
    known,
    landing,
    may_add,
    only_the_family,
    save,
    tell,
)
from kinwork.family.plans.models import Goal, Plan
from kinwork.family.plans.rules import FAMILY, GOAL
from kinwork.family.plans.saying import ALONE, With
from kinwork.family.referrals.models import Need
from kinwork.people.models import SubjectRow
from kinwork.trust.access.queries import visible


@transaction.atomic
def set_goal(
    *,
    plan: Plan,
    words: str,
    source: str = "own words",
    source_id: UUID | None = None,
    of: SubjectRow | None = None,
    levels: Sequence[str] = (),
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Goal:
    """A new goal, last in the order. A worker's own is proposed until the family takes it.

    source, source_id: what it came from. of: that row, whose subject and class the goal takes (a need
    is found by its id); it must be one that the actor sees. Raises Refused.
    """
    row = begun(plan, "plans.set_goal", by=by, home=plan.household_id)
    if (before := known(row.pk, form_id)) and before.goal_id:
        return before.goal
    words, levels = _said(words, "plans.set_goal"), _scale(levels, "plans.set_goal")
    if queries.open_goals(row).count() >= rules.MOST_GOALS:
        raise Refused("plans.set_goal", _("There are many goals already. Close one first."))
    origin = _origin(source, source_id, of, by)
    goal = Goal(
        community_id=row.community_id,
        recorded_by_id=by.agency,
        steward_id=by.agency,
        **_of_origin(row, origin),
        said_in=row.household_id,
        plan=row,
        words=words,
        place=(row.goals.aggregate(last=Max("place"))["last"] or 0) + 1,
        state="open" if whose.party(by) == FAMILY else "proposed",
        source=source,
        source_id=source_id if source != "own words" else None,
        levels=levels,
        set_at=at,
    )
    may_add(goal, "plans.set_goal", by)
    goal.save(force_insert=True)
    said = Told(words=words, state=goal.state)
    tell(goal, "set_goal", said, whose, by=by, at=at, form_id=form_id)
    if levels:
        tell(goal, "write_scale", Told(words="\n".join(levels)), whose, by=by, at=at)
    return goal


def _origin(source: str, id: UUID | None, of: SubjectRow | None, by: Actor) -> SubjectRow | None:
    if source == "own words":
        return None
    if source == "need" and of is None:
        of = Need.objects.filter(pk=id).first()
    if source not in rules.SOURCES or of is None or of.pk != id or not visible(by, [of]):
        raise Refused("plans.set_goal", _("We cannot find what this goal came from."))
    return of


def _of_origin(plan: Plan, origin: SubjectRow | None) -> dict[str, Any]:
    """Subject, class and labels of what the goal came from; else those of the plan."""
    like = origin or plan
    return {
        "sensitivity": like.sensitivity,
        "labels": list(like.labels),
        "person_id": like.person_id,
        "household_id": like.household_id,
    }


@transaction.atomic
def edit_goal(
    *,
    goal: Goal,
    words: str,
    version: int | None = None,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Goal:
    """Other words for the same goal: the family's; a worker's own proposal while it is one. Raises Clash."""
    row = _goal(goal, "plans.edit_goal", by)
    if known(row.plan_id, form_id):
        return row
    words = _said(words, "plans.edit_goal")
    if not (row.state == "proposed" and row.recorded_by_id and row.recorded_by_id == by.agency):
        only_the_family("plans.edit_goal", by, whose)
    current(row, version, words)
    before = row.words
    if words == before:
        return row
    save(row, words=words)
    said = Told(words=words, words_before=before)
    tell(row, "edit_goal", said, whose, by=by, at=at, form_id=form_id)
    return row


@transaction.atomic
def order_goals(
    *,
    goal: Goal,
    places: int,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Goal:
    """The goal moves up (-1) or down (1) among those that are open and that the mover sees."""
    row = _goal(goal, "plans.order_goals", by)
    only_the_family("plans.order_goals", by, whose)
    if known(row.plan_id, form_id):
        return row
    shown = list(queries.open_goals(row.plan))
    ids = [one.pk for one in shown]
    if row.pk not in ids:
        return row
    # The places that these goals hold together, dealt out anew: what the mover does not see stays.
    taken = sorted(one.place for one in shown)
    taken = [max(place, taken[0] + number) for number, place in enumerate(taken)]
    rows = {one.pk: one for one in shown}
    for place, id in zip(taken, rules.swapped(ids, row.pk, places), strict=True):
        if rows[id].place != place:
            save(rows[id], same_text=True, place=place)
    tell(row, "order_goals", Told(), whose, by=by, at=at, form_id=form_id)
    return row


@transaction.atomic
def move_goal(
    *,
    goal: Goal,
    verb: str,
    level: int | None = None,
    version: int | None = None,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Goal:
    """accept, turn_down, close or reopen: only the family, or a worker with the family present. level:
    how far it came, said at its end."""
    right = f"plans.{verb}_goal"
    row = _goal(goal, right, by)
    if known(row.plan_id, form_id):
        return row
    only_the_family(right, by, whose)
    current(row, version)
    state = landing(GOAL, verb, row, whose.party(by), right)
    _on_scale(row, level, right)
    before, over = row.state, state in GOAL.ends
    change = {"state": state, "closed_at": at if over else None}
    save(row, **change, **({"level": level} if level is not None else {}))
    said = Told(words=row.words, state=state, state_before=before, level=level)
    tell(row, f"{verb}_goal", said, whose, by=by, at=at, form_id=form_id)
    return row


@transaction.atomic
def write_scale(
    *,
    goal: Goal,
    levels: Sequence[str],
    version: int | None = None,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Goal:
    """The five levels, before anything is measured on them: a scale that is used stays as it is."""
    row = _goal(goal, "plans.write_scale", by)
    if known(row.plan_id, form_id):
        return row
    only_the_family("plans.write_scale", by, whose)
    levels = _scale(levels, "plans.write_scale")
    current(row, version, "\n".join(levels))
    if row.level is not None:
        raise Refused(
            "plans.write_scale", _("You have used this scale already. It stays as it is.")
        )
    before = "\n".join(row.levels)
    save(row, levels=levels)
    said = Told(words="\n".join(levels), words_before=before)
    tell(row, "write_scale", said, whose, by=by, at=at, form_id=form_id)
    return row


@transaction.atomic
def rate_goal(
    *,
    goal: Goal,
    level: int,
    whose: With = ALONE,
    form_id: UUID | None = None,
    by: Actor,
    at: datetime,
) -> Goal:
    """How far it is, today: by the family, or by a worker in their own name."""
    row = _goal(goal, "plans.rate_goal", by)
    if known(row.plan_id, form_id):
        return row
    if row.state != "open":
        raise Refused("plans.rate_goal", _("This goal is not open."))
    _on_scale(row, level, "plans.rate_goal")
    save(row, same_text=True, level=level)
    tell(row, "rate_goal", Told(level=level), whose, by=by, at=at, form_id=form_id)
    return row


def _goal(goal: Goal, right: str, by: Actor) -> Goal:
    require(by)
    return begun(goal, right, by=by, home=goal.said_in)


def _said(words: str, right: str) -> str:
    words = words.strip()
    if not words:
        raise Refused(right, _("Please write what you want."))
    if len(words) > rules.WORDS:
        raise Refused(right, _("This is too long. Please say it in fewer words."))
    return words


def _scale(levels: Sequence[str], right: str) -> list[str]:
    levels = [one.strip() for one in levels]
    if not any(levels):
        return []
    if not rules.whole_scale(levels) or any(len(one) > rules.LEVEL_WORDS for one in levels):
        raise Refused(right, _("Please fill in all five, each in a few words."))
    return levels


def _on_scale(row: Goal, level: int | None, right: str) -> None:
    if level is not None and (level not in rules.LEVELS or not row.levels):
        raise Refused(right, _("Please choose one of the five."))
