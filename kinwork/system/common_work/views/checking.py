"""The self-check: its rounds, two of them side by side, and the help that it asks for."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.library.coordination import items, sets
from kinwork.system.common_work import actions, queries, rules, words
from kinwork.system.common_work.forms.learning import CompareForm, DoneForm, PlanForm, RateForm
from kinwork.system.common_work.models import CheckRound, HelpPlan
from kinwork.system.common_work.views.shared import (
    SEE,
    by,
    day_of,
    declared,
    done,
    fixed,
    found,
    kept,
    leads,
    one_of,
    sent,
    shown,
    to,
)
from kinwork.web.pages import page


@page(**SEE)
def check(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """The newest round (?after=), beside an earlier one (?before=), and the plan of help."""
    row = found(partnership)
    day, rounds = day_of(row), queries.rounds(row)
    after, before = _chosen(request, rounds)
    plans = list(queries.plans(row))
    told = {
        "row": row,
        "rounds": rounds,
        "after": after,
        "before": before,
        "form": CompareForm(_picked(after, before), rounds=rounds) if len(rounds) > 1 else None,
        "groups": _groups(after, before, {one.item for one in plans if not one.done_on}),
        "plans": [_plan(one, day) for one in plans],
        "due": rules.check_is_due(rounds[0].on if rounds else None, day),
        "leads": leads(request, row),
    }
    return render(request, "common_work/check.html", told)


@page(**declared("rate"))
def rate(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    form = RateForm(sent(request), initial={"on": day_of(row)})

    def deed(said: dict[str, Any]) -> Any:
        told = {"on": said["on"], "who": said["who"], "form_id": said["form_id"]}
        return actions.rate(partnership=row, steps=form.steps(), **told, **by(request))

    up = to(row, "check")
    if done(form, deed):
        return kept(request, up)
    return render(request, "common_work/rate.html", {"form": form, "row": row, "up": up})


@page(**declared("plan_help"))
def plan_help(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    form = PlanForm(sent(request), initial={"item": request.GET.get("item", "")})
    up = to(row, "check")
    if done(form, lambda said: actions.plan_help(partnership=row, **said, **by(request))):
        return kept(request, up)
    return shown(request, form, _("Plan help"), up, _("Self-check and help"))


@page(**declared("finish_help"))
def finish_help(request: HttpRequest, partnership: UUID, plan: UUID) -> HttpResponse:
    row = found(partnership)
    one: HelpPlan = one_of(queries.plans(row), plan)
    up, up_name = to(row, "check"), _("Self-check and help")
    if one.done_on is not None:
        return fixed(request, up, up_name, one.need)
    form = DoneForm(sent(request), initial={"on": day_of(row)})
    if done(form, lambda said: actions.finish_help(plan=one, **said, **by(request))):
        return kept(request, up)
    return shown(request, form, _("This help was given"), up, up_name, one.need)


def _chosen(
    request: HttpRequest, rounds: list[CheckRound]
) -> tuple[CheckRound | None, CheckRound | None]:
    """Two rounds, the earlier one second; without a choice the newest two."""
    known = {str(one.pk): one for one in rounds}
    after = known.get(request.GET.get("after", ""), rounds[0] if rounds else None)
    before = known.get(request.GET.get("before", ""), rounds[1] if len(rounds) > 1 else None)
    if after is None or before is None or after.pk == before.pk:
        return after, None
    return (after, before) if after.on > before.on else (before, after)


def _picked(after: CheckRound | None, before: CheckRound | None) -> dict[str, str]:
    return {
        "after": str(after.pk) if after else "",
        "before": str(before.pk) if before else "",
    }


def _groups(
    after: CheckRound | None, before: CheckRound | None, planned: set[str]
) -> list[dict[str, Any]]:
    if after is None:
        return []
    now, then = queries.ratings(after), queries.ratings(before) if before else {}
    return [
        {
            "words": words.set_of_items(name),
            "cites": one.cites,
            "lines": [
                _line(key, now.get(key), then.get(key), key in planned)
                for key, item in items().items()
                if item.set == name
            ],
        }
        for name, one in sets().items()
    ]


def _line(key: str, now: Any, then: Any, planned: bool) -> dict[str, Any]:
    change = rules.went(then and then.step, now and now.step)
    return {
        "key": key,
        "words": words.item(key),
        "now": words.STEP_WORDS[now.step] if now else None,
        "then": words.STEP_WORDS[then.step] if then else None,
        "shows": now.evidence if now else "",
        "went": words.WENT_WORDS.get(change),
        "low": now is not None and now.step in rules.LOW and not planned,
    }


def _plan(one: HelpPlan, day: date) -> dict[str, Any]:
    return {
        "one": one,
        "words": words.item(one.item),
        "near": "" if one.done_on else rules.nearness(one.due_on, day),
    }
