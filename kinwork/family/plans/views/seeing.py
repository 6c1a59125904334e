"""Reading the plan: all of it, one goal, its story, two days side by side, one page of paper."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.utils.dateparse import parse_date

from kinwork.common.clock import local_day
from kinwork.common.rights import Refused
from kinwork.family.plans import actions, queries
from kinwork.family.plans.models import Goal, PlanEvent, Step
from kinwork.family.plans.rules import GOAL, STEP
from kinwork.family.plans.views.place import Place, both, now
from kinwork.family.plans.words import (
    GOAL_STATE,
    HAPPENED,
    LEVEL,
    SOURCE,
    STEP_DEED,
    STEP_STATE,
    TONE,
    doer,
    in_words,
    said,
    scale,
    who,
)
from kinwork.trust.access.queries import opened

DECIDED = ("accept", "turn_down", "reopen")
LINKS = {
    "edit": "edit_goal",
    "scale": "write_scale",
    "rate": "rate_goal",
    "close": "close_goal",
    "add_step": "add_step",
}


def drawn_step(place: Place, step: Step) -> dict[str, Any]:
    verbs = [] if step.referral_id else STEP.verbs(step.state, "family")
    return {
        "row": step,
        "stands": STEP_STATE[step.state],
        "tone": TONE[step.state],
        "doer": doer(step),
        "is_open": step.state in STEP.open_states,
        "deeds": [(verb, STEP_DEED[verb], place.url("move_step", step.pk, verb)) for verb in verbs],
        "tick": place.url("move_step", step.pk, "finish") if "finish" in verbs else "",
        "edit": place.url("edit_step", step.pk),
    }


def drawn_goal(place: Place, goal: Goal) -> dict[str, Any]:
    steps = [drawn_step(place, one) for one in goal.steps.all()]
    waiting = [one for one in steps if one["is_open"]]
    return {
        "row": goal,
        "stands": GOAL_STATE[goal.state],
        "tone": TONE[goal.state],
        "source": SOURCE[goal.source] if goal.source != "own words" else "",
        "url": place.url("goal", goal.pk),
        "is_open": goal.state in GOAL.open_states,
        "scale": scale(goal),
        "here": next((one for one in scale(goal) if one["here"]), None),
        "steps": steps,
        "next": waiting[0] if waiting else None,
        "more": len(waiting) - 1,
        "over": [one for one in steps if not one["is_open"]],
        "waiting": waiting,
        "up": place.url("order_goal", goal.pk, "up"),
        "down": place.url("order_goal", goal.pk, "down"),
    }


def _goals(place: Place) -> list[dict[str, Any]]:
    return [drawn_goal(place, one) for one in queries.goals(place.plan)] if place.plan else []


def _could_be(place: Place, language: str) -> list[tuple[Any, str, str]]:
    """What could be a goal, too: (row, words, address). A need that a screening found stands once."""
    needs = queries.needs_without_goal(place.household.pk, place.plan)
    known = {one.code for one in needs}
    today = local_day(now(), place.household.time_zone)
    found = queries.results_without_goal(place.household.pk, place.plan, today)
    results = [one for one in found if not set(one.needs) <= known]
    return [
        *((one, in_words([one.code], language), place.url("from_need", one.pk)) for one in needs),
        *(
            (one, in_words(one.needs, language), place.url("from_result", one.pk))
            for one in results
        ),
    ]


def _looked(place: Place, page: str) -> None:
    if place.is_desk:
        opened(by=place.actor, household=place.household.pk, classes=("plan",), page=page, at=now())


@both("plans.see")
def plan(place: Place) -> HttpResponse:
    """The goals in the family's order, each with its next step."""
    _looked(place, "plans.plan")
    goals = _goals(place)
    language = place.request.LANGUAGE_CODE[:2]
    needs = [] if place.is_desk and place.plan is None else _could_be(place, language)
    told = {
        "plan": place.plan,
        "open": [one for one in goals if one["is_open"]],
        "past": [one for one in goals if not one["is_open"]],
        "needs": needs,
        "review": queries.next_review(place.plan) if place.plan else None,
        "held": queries.held_reviews(place.plan) if place.plan else [],
        "hidden": place.is_desk and place.plan is None and queries.exists(place.household.pk),
        "start_url": place.url("start"),
        "add_url": place.url("add_goal"),
        "add_kind": "secondary" if any(one["is_open"] for one in goals) else "primary",
        "review_url": place.url("plan_review"),
        "story_url": place.url("story"),
        "compare_url": place.url("compare"),
        "paper_url": place.url("paper"),
    }
    if place.is_desk and told["review"]:
        told["hold_url"] = place.url("hold_review", told["review"].pk)
    return place.render("plan", told)


@both("plans.see")
def goal(place: Place, goal: UUID) -> HttpResponse:
    _looked(place, "plans.goal")
    row = place.goal(goal)
    one = next(one for one in queries.goals(place.plan) if one.pk == row.pk)
    decide = {verb: place.url("decide_goal", row.pk, verb) for verb in DECIDED}
    links = decide | {name: place.url(page, row.pk) for name, page in LINKS.items()}
    return place.render("goal", {"one": drawn_goal(place, one), "links": links})


def told_event(event: PlanEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "title": HAPPENED[event.verb],
        "words": said(event),
        "before": event.words_before,
        "who": who(event),
        "due_on": event.due_on,
    }


@both("plans.see")
def story(place: Place) -> HttpResponse:
    """Everything that happened, newest first, as far as the reader may see it."""
    events = [told_event(one) for one in queries.story(place.own_plan())]
    return place.render("story", {"events": events})


@both("plans.see")
def compare(place: Place) -> HttpResponse:
    """The plan as it stood at the end of two days, side by side."""
    row, zone = place.own_plan(), place.household.time_zone
    first, last = local_day(row.started_at, zone), local_day(now(), zone)
    early = _day(place.request.GET.get("early", ""), first)
    late = _day(place.request.GET.get("late", ""), last)
    events = list(row.events.order_by("at", "recorded_at"))
    before = queries.as_it_stood(events, _end(early, zone))
    after = queries.as_it_stood(events, _end(late, zone))
    lines = [
        {
            "before": _then(before.get(id)),
            "after": _then(after.get(id)),
            "changed": _differs(before.get(id), after.get(id)),
            "steps": _steps(before.get(id), after.get(id)),
        }
        for id in dict.fromkeys([*before, *after])
    ]
    return place.render("compare", {"early": early, "late": late, "lines": lines})


def _then(one: queries.Then | None) -> dict[str, Any] | None:
    if one is None:
        return None
    level = LEVEL[one.level] if one.level is not None else ""
    return {"words": one.words, "stands": GOAL_STATE.get(one.state, ""), "level_name": level}


def _steps(was: queries.Then | None, now_: queries.Then | None) -> list[tuple[Any, Any]]:
    """Each step of the later day, with what it was on the earlier one."""
    earlier = was.steps if was else {}
    drawn = []
    for id, one in (now_.steps if now_ else {}).items():
        before = earlier.get(id)
        drawn.append((_step_then(before) if before else None, _step_then(one)))
    return drawn


def _step_then(one: queries.Then) -> dict[str, Any]:
    return {"words": one.words, "stands": STEP_STATE.get(one.state, "")}


def _differs(one: queries.Then | None, other: queries.Then | None) -> bool:
    if one is None or other is None:
        return True
    return (one.words, one.state, one.level) != (other.words, other.state, other.level)


def _day(typed: str, otherwise: date) -> date:
    try:
        return parse_date(typed) or otherwise
    except ValueError:
        return otherwise


def _end(day: date, zone: str) -> datetime:
    """The end of a day, where the family lives."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))


@both("plans.see")
def paper(place: Place) -> HttpResponse:
    """One page to print, in the family's language."""
    goals = [one for one in _goals(place) if one["row"].state == "open"]
    review = queries.next_review(place.own_plan())
    return place.render("paper", {"goals": goals, "review": review, "today": now()})


@both("plans.start", a_tap=True)
def start(place: Place) -> HttpResponse:
    """A plan begins; its first goal is asked next."""
    try:
        actions.start(household=place.household, by=place.actor, at=now())
    except Refused as why:
        messages.error(place.request, why.sentence)
        return place.go("plan")
    return place.go("add_goal")
