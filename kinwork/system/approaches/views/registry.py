"""The registry: its list and file, one approach, and the steps of finding and selecting."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.community import today
from kinwork.common.rights import may
from kinwork.library.approaches import scheme
from kinwork.system.approaches import actions, queries, rules, telling, words
from kinwork.system.approaches.forms.registry import ApproachFilter, FindForm, JudgeForm, WhyForm
from kinwork.system.approaches.models import Approach, Classification
from kinwork.system.approaches.views.shared import (
    by,
    declared,
    done,
    found,
    kept,
    page_of,
    registry,
    sent,
    shown,
    stepped,
    studies,
    tried,
)
from kinwork.system.approaches.views.shared import (
    see as to_see,
)
from kinwork.web.context import community_of
from kinwork.web.pages import page
from kinwork.web.sheets import csv_file

MOST = 10_000  # lines of one file


@page(**declared("list"))
def listing(request: HttpRequest) -> HttpResponse:
    """Every approach of the registry, by name."""
    form, rows = _asked(request)
    told = page_of(request, rows)
    models = _models(told["rows"])
    told["lines"] = [telling.line(one, models.get(one.pk, "")) for one in told["rows"]]
    filtered = any(form.cleaned_data.values()) if form.is_valid() else True
    told |= {"form": form, "filtered": filtered, "studies": studies(request)}
    return render(request, "approaches/list.html", told | {"query": request.GET.urlencode()})


@page(**declared("list"))
def file(request: HttpRequest) -> HttpResponse:
    """The same list as a file for a spreadsheet."""
    _form, found_rows = _asked(request)
    rows, scan = list(found_rows[:MOST]), scheme()
    made = Classification.objects.filter(scheme=scan.key, version=scan.version)
    told = {one.approach_id: one for one in made}
    audit.record("approaches.file.view", by=request.actor, at=timezone.now(), shown=len(rows))
    return csv_file("approaches", telling.HEADS, (telling.cells(r, told.get(r.pk)) for r in rows))


@page(**declared("see"))
def see(request: HttpRequest, approach: UUID) -> HttpResponse:
    """One approach: how far it is, its profile, its codings, its model, and every step."""
    row = found(approach)
    done_codings = queries.codings(row)
    both = len(done_codings) == rules.CODERS
    settled = queries.settled(row)
    pairs = telling.side_by_side(done_codings, settled) if both else []
    made = queries.classified(row)
    mine = any(one.coder_id == request.actor.id for one in done_codings)
    waits = queries.waits(row)
    may_study = studies(request)
    deeds = rules.deeds(row.state, row.coded) if may_study else []
    told = {
        "row": row,
        "state": words.STATE_WORDS[row.state],
        "facts": telling.facts(row),
        "buttons": _buttons(request, row, deeds, mine),
        "fields": telling.profile(queries.fields(row)),
        "may_draft": "draft" in deeds,
        "waits": waits if row.state == rules.SENT else None,
        "codings": done_codings,
        "both": both,
        "mine": mine,
        "pairs": pairs,
        "may_reconcile": may_study and any(one["is_open"] for one in pairs),
        "may_classify": may_study
        and both
        and made is None
        and not any(one["is_open"] for one in pairs),
        "classified": telling.classified(made) if made else None,
        "events": telling.history(queries.steps(row)),
    }
    return render(request, "approaches/see.html", told)


@page(**declared("find"))
def find(request: HttpRequest) -> HttpResponse:
    place = community_of(request)
    first = {"found_on": today(place, timezone.now()), "place": place.state}
    form = FindForm(sent(request), initial=first)

    def deed(said: dict[str, Any]) -> Approach:
        return actions.find(community=place, **said, **by(request))

    if made := done(form, deed):
        return kept(request, to_see(made))
    intro = _("An approach that public information tells of. Nothing about a family.")
    return shown(request, form, _("Add an approach"), *registry(), intro)


@page(**declared("judge"))
def judge(request: HttpRequest, approach: UUID) -> HttpResponse:
    row = found(approach)
    offered = row.state in (rules.FOUND, rules.MET, rules.NOT_MET)
    first = {"meets": "no"} if row.state == rules.MET else {}
    form = JudgeForm(sent(request), initial=first)

    def deed(said: dict[str, Any]) -> Approach:
        return actions.judge(approach=row, **said, **by(request))

    return stepped(request, row, offered, form, words.DEED_WORDS["judge"], deed)


@page(**declared("select"))
def select(request: HttpRequest, approach: UUID) -> HttpResponse:
    row = found(approach)
    offered = "select" in rules.deeds(row.state, row.coded)
    deed = lambda said: actions.select(approach=row, **said, **by(request))  # noqa: E731
    form = WhyForm(sent(request))
    return stepped(request, row, offered, form, words.DEED_WORDS["select"], deed)


@page(**declared("classify"))
def classify(request: HttpRequest, approach: UUID) -> HttpResponse:
    """One button: what the rule says."""
    row = found(approach)
    if request.method != "POST":
        return redirect(to_see(row))
    return tried(
        request,
        to_see(row),
        lambda: actions.classify(approach=row, **by(request)),
        _("Classified."),
    )


def _asked(request: HttpRequest) -> tuple[ApproachFilter, Any]:
    form = ApproachFilter(request.GET)
    if not form.is_valid():
        return form, Approach.objects.none()
    return form, queries.wanted(form.cleaned_data)


def _models(rows: list[Approach]) -> dict[UUID, str]:
    scan = scheme()
    made = Classification.objects.filter(
        approach__in=[one.pk for one in rows], scheme=scan.key, version=scan.version
    )
    return dict(made.values_list("approach", "model"))


def _buttons(
    request: HttpRequest, row: Approach, deeds: list[str], mine: bool
) -> list[dict[str, Any]]:
    """What can be done next; the usual one stands out."""
    verbs = list(dict.fromkeys("judge" if one in ("meet", "miss") else one for one in deeds))
    if row.state == rules.MET:  # the usual next step is to select it
        verbs.sort(key=lambda one: one == "judge")
    if mine or not may(request.actor, "approaches.code"):
        verbs = [one for one in verbs if one != "code"]
    return [
        {
            "url": reverse(f"approaches:{verb}", args=[row.pk]),
            "words": words.DEED_WORDS[verb],
            "kind": "primary" if place == 0 else "secondary",
        }
        for place, verb in enumerate(one for one in verbs if one != "draft")
    ]
