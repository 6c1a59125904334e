"""Pages of evidence: the table of pairs, one pair, the nine questions, how much is asked for."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common import audit
from kinwork.library import evidence as library
from kinwork.library.evidence import Rule
from kinwork.system.evidence import actions, queries, telling, words
from kinwork.system.evidence.forms import ThresholdForm
from kinwork.system.evidence.queries import Counted
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Member, Partnership
from kinwork.system.partnerships.pages import (
    Pages,
    by,
    day_of,
    done,
    found,
    kept,
    one_of,
    sent,
    shown,
    tried,
)
from kinwork.web.pages import page
from kinwork.web.sheets import csv_file

_pages = Pages("evidence", lead="ask_count")
declared, leads, to = _pages.declared, _pages.leads, _pages.to
SEE = declared("see")


@page(**SEE)
def board(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    counted = queries.latest(row)
    members = partnerships.members(row, day_of(row))
    told = _told(request, row, counted) | {
        "members": members,
        "lines": telling.lines(counted, members) if counted else [],
    }
    return render(request, "evidence/board.html", told)


@page(**SEE)
def pair(request: HttpRequest, partnership: UUID, one: UUID, other: UUID) -> HttpResponse:
    row = found(partnership)
    two = [_member(row, one), _member(row, other)]
    counted = queries.latest(row)
    shown_ = counted.of(one, other) if counted else None
    told = _told(request, row, counted) | {"two": two, "found": shown_}
    if shown_:
        told |= {
            "cell": telling.cell(shown_),
            "levels": telling.levels(shown_),
            "missing": [telling.verdict(lack) for lack in shown_.missing],
            "next": words.LEVEL_WORDS.get(shown_.level + 1, ""),
            "shared": words.shared(shown_.shared),
        }
    return render(request, "evidence/pair.html", told)


@page(**SEE)
def system(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    counted = queries.latest(row)
    told = _told(request, row, counted)
    told["questions"] = telling.questions(counted) if counted else []
    return render(request, "evidence/system.html", told)


@page(**SEE)
def file(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    counted = queries.latest(row)
    members = partnerships.members(row, day_of(row))
    rows = list(telling.rows(counted, members)) if counted else []
    audit.record("evidence.file.view", row, by=request.actor, at=timezone.now(), shown=len(rows))
    return csv_file("evidence", telling.HEADS, rows)


@page(**SEE)
def thresholds(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    told = {
        "row": row,
        "leads": leads(request, row),
        "lines": telling.asked(queries.thresholds(row.community_id)),
    }
    return render(request, "evidence/thresholds.html", told)


@page(**declared("set_threshold"))
def set_threshold(request: HttpRequest, partnership: UUID, rule: str) -> HttpResponse:
    row, known = found(partnership), _rule(rule)
    form = ThresholdForm(sent(request), rule=known)
    if done(
        form,
        lambda said: actions.set_threshold(partnership=row, rule=known.key, **said, **by(request)),
    ):
        return kept(request, to(row, "thresholds"))
    intro = _(
        "%(words)s. It holds for all partnerships of the community. The starting point: %(ours)s."
    ) % {
        "words": words.of(known.words),
        "ours": words.threshold(known, known.threshold),
    }
    title = _("How much do we ask for?")
    return shown(request, form, title, to(row, "thresholds"), _("How much is asked for"), intro)


@require_POST
@page(**declared("ask_count"))
def ask_count(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    return tried(
        request,
        to(row, "board"),
        lambda: actions.ask_count(partnership=row, **by(request)),
        _("It is counted anew. Look again in a minute."),
    )


def _told(request: HttpRequest, row: Partnership, counted: Counted | None) -> dict[str, Any]:
    """What each of these pages says of the count."""
    return {"row": row, "counted": counted, "leads": leads(request, row)}


def _member(row: Partnership, key: UUID) -> Member:
    return one_of(row.members.select_related("agency"), key)


def _rule(key: str) -> Rule:
    found_ = library.rule(key)
    if found_ is None or not found_.measured or found_.unit == "yes":
        raise Http404
    return found_
