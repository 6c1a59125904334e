"""The privacy officer's pages: odd views, one of them, the trail. Ids and names of workers and
agencies; nothing about a family."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.models import AuditEntry
from kinwork.common.rights import why_not
from kinwork.trust.disclosures import actions, queries
from kinwork.trust.disclosures.forms import OddFilter, ReviewForm, TrailFilter
from kinwork.trust.disclosures.models import OddView
from kinwork.trust.disclosures.words import REASON_MEANS, REASON_WORDS, TONES, VERDICT_WORDS
from kinwork.web.context import community_of
from kinwork.web.pages import page, right
from kinwork.web.sheets import csv_file

PAGE = 25
MOST = 10_000  # lines of one export
HEADS = ("week", "when", "worker", "agency", "family", "times", "reasons", "verdict", "words")


@page(action="disclosures.odd", purpose="audit", who=right("disclosures.odd"))
def odd(request: HttpRequest) -> HttpResponse:
    """Views that stand out, by week and reason, those that nobody has looked at first to find."""
    form, found = _odd(request)
    rows = list(queries.after(found, request.GET.get("after", ""))[: PAGE + 1])
    _seen(request, "disclosures.odd", shown=len(rows[:PAGE]))
    told = {
        "form": form,
        "lines": [_line(row) for row in rows[:PAGE]],
        "next_key": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "first": not request.GET.get("after"),
        "filtered": any(request.GET.get(name) for name in form.fields),
        "means": [(REASON_WORDS[reason], words) for reason, words in REASON_MEANS.items()],
        "sealed": queries.head(),
        "query": _query(request),
    }
    return render(request, "disclosures/odd.html", told)


@page(action="disclosures.export", purpose="audit", who=right("disclosures.export"))
def export(request: HttpRequest) -> HttpResponse:
    """The same list as a file for a spreadsheet."""
    _form, found = _odd(request)
    zone = ZoneInfo(community_of(request).time_zone)
    rows = [_cells(row, zone) for row in found[:MOST]]
    _seen(request, "disclosures.export", shown=len(rows))
    return csv_file("odd-views", HEADS, rows)


@page(action="disclosures.review", purpose="audit", who=right("disclosures.review"))
def review(request: HttpRequest, view: UUID) -> HttpResponse:
    """One odd view: what is known of it, and what the officer found out."""
    row = queries.odd_views().filter(pk=view).first()
    if row is None:
        raise Http404
    first = {"verdict": row.verdict, "words": row.words}
    form = ReviewForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid():
        actions.review(view=row, by=request.actor, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Your finding is kept."))
        return redirect("disclosures:odd")
    told = {
        "line": _line(row),
        "form": form,
        "why_not": why_not(request.actor, "disclosures.review", row),
        "trail": reverse("disclosures:trail") + f"?household={row.household_id}&user={row.user_id}",
    }
    return render(request, "disclosures/review.html", told)


@page(action="disclosures.trail", purpose="audit", who=right("disclosures.trail"))
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, when. No values: only which kinds of things."""
    form = TrailFilter(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    zone = ZoneInfo(community_of(request).time_zone)
    found = queries.trail(
        user=said.get("user"),
        household=said.get("household"),
        verb=said.get("verb", ""),
        since=said.get("since") and _midnight(said["since"], zone),
        until=said.get("until") and _midnight(said["until"] + timedelta(days=1), zone),
    )
    if not form.is_valid():
        found = found.none()
    rows = list(queries.after(found, request.GET.get("after", ""))[: PAGE + 1])
    names = queries.names(rows[:PAGE])
    _seen(request, "disclosures.trail", shown=len(rows[:PAGE]))
    told = {
        "form": form,
        "lines": [_deed(row, names) for row in rows[:PAGE]],
        "next_key": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "first": not request.GET.get("after"),
    }
    return render(request, "disclosures/trail.html", told)


def _odd(request: HttpRequest):
    form = OddFilter(request.GET, weeks=queries.weeks())
    found = queries.odd_views(**form.cleaned_data) if form.is_valid() else OddView.objects.none()
    return form, found


def _line(row: OddView) -> dict[str, Any]:
    return {
        "row": row,
        "reasons": [REASON_WORDS[reason] for reason in row.reasons],
        "tone": TONES[row.verdict],
        "verdict": VERDICT_WORDS.get(row.verdict, _("Not looked at yet")),
    }


def _deed(row: AuditEntry, names: dict[UUID, str]) -> dict[str, Any]:
    return {
        "row": row,
        "who": names.get(row.actor_id, _("A program")),
        "agency": names.get(row.hat, ""),
        "classes": ", ".join(row.classes),
    }


def _cells(row: OddView, zone: ZoneInfo) -> list[Any]:
    when = row.at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    who = (row.user.name, row.agency.name, row.household_id)
    return [row.week, when, *who, row.times, ", ".join(row.reasons), row.verdict, row.words]


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()


def _midnight(day, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(0), zone)


def _seen(request: HttpRequest, verb: str, **details: Any) -> None:
    """Looking at the trail is itself a row of the trail."""
    audit.record(f"{verb}.view", by=request.actor, at=timezone.now(), **details)
