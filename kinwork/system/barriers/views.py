"""Pages of barriers: the list, one with its history, and a form for each step."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.community import today
from kinwork.common.rights import Refused, may
from kinwork.library.relief import open_lanes
from kinwork.system.barriers import actions, queries, rules, telling, words
from kinwork.system.barriers.forms import (
    AnswerForm,
    BarrierFilter,
    EndForm,
    EvidenceForm,
    NoteForm,
    PutForm,
)
from kinwork.system.barriers.models import Barrier
from kinwork.system.results.models import Result
from kinwork.web.context import community_of
from kinwork.web.pages import page, right
from kinwork.web.sheets import csv_file

PAGE = 50
MOST = 10_000  # lines of one file
LIST = {"action": "barriers.list", "purpose": "oversight", "who": right("barriers.list")}


def _declared(verb: str) -> dict[str, Any]:
    name = f"barriers.{verb}"
    return {"action": name, "purpose": "oversight", "who": right(name)}


@page(**LIST)
def listing(request: HttpRequest) -> HttpResponse:
    """Every barrier that one may read, those whose answer is due first."""
    form, found = _asked(request)
    day = today(community_of(request), timezone.now())
    start = _start(request)
    rows = list(found[start : start + PAGE + 1])
    told = {
        "form": form,
        "lines": [telling.line(one, day) for one in rows[:PAGE]],
        "next_key": start + PAGE if len(rows) > PAGE else "",
        "first": start == 0,
        "filtered": any(form.cleaned_data.values()) if form.is_valid() else True,
        "query": request.GET.urlencode(),
        "may_note": may(request.actor, "barriers.note"),
    }
    return render(request, "barriers/list.html", told)


@page(**LIST)
def file(request: HttpRequest) -> HttpResponse:
    """The same list as a file for a spreadsheet."""
    _form, found = _asked(request)
    rows, now = list(found[:MOST]), timezone.now()
    audit.record("barriers.file.view", by=request.actor, at=now, shown=len(rows))
    return csv_file("barriers", telling.HEADS, (telling.cells(row, now) for row in rows))


@page(**_declared("see"))
def see(request: HttpRequest, barrier: UUID) -> HttpResponse:
    """One barrier: what is known of it, what became of it, and what is to be done next."""
    row = _found(barrier)
    line = telling.line(row, today(row.community, timezone.now()))
    deeds, asks = rules.deeds(row.state), rules.asks(row.state, lapsed=line["lapsed"])
    leads = may(request.actor, "barriers.put", row)
    told = {
        **line,
        "facts": telling.facts(row),
        "events": telling.history(queries.events(row)),
        "deeds": [_deed(verb, row, verb == asks) for verb in deeds] if leads else [],
    }
    return render(request, "barriers/see.html", told)


@page(**_declared("note"))
def note(request: HttpRequest) -> HttpResponse:
    """Noted in under a minute: four answers, and what may follow."""
    place = community_of(request)
    form = NoteForm(
        _sent(request),
        results=Result.objects.filter(community=place).order_by("words", "pk"),
        counts=queries.counts(place),
    )
    by = {"by": request.actor, "at": timezone.now()}
    if made := _done(form, lambda said: actions.note(community=place, **said, **by)):
        messages.success(request, _("It is noted. Next, put it to whoever could change it."))
        return redirect("barriers:see", made.pk)
    told = {
        "up": reverse("barriers:list"),
        "up_name": _("Barriers"),
        "title": _("Note a barrier"),
        "intro": _("What stands in the way of families getting help, and who could change it."),
        "button": _("Note it"),
    }
    return _shown(request, form, told)


@page(**_declared("put"))
def put(request: HttpRequest, barrier: UUID) -> HttpResponse:
    row = _found(barrier)
    day = today(row.community, timezone.now())
    first = {
        "level": row.level,
        "office": row.office,
        "on": day,
        "due_on": telling.first_due(day),
    }
    form = PutForm(_sent(request), known=open_lanes(row.community.state, day), initial=first)
    return _stepped(request, row, "put", form, actions.put)


@page(**_declared("answer"))
def answer(request: HttpRequest, barrier: UUID) -> HttpResponse:
    row = _found(barrier)
    day = today(row.community, timezone.now())
    asked = queries.last_put(row)
    first = {"on": day, "lane": asked.lane if asked else ""}
    form = AnswerForm(_sent(request), known=open_lanes(row.community.state, day), initial=first)
    return _stepped(request, row, "answer", form, actions.answer)


@page(**_declared("close"))
def close(request: HttpRequest, barrier: UUID) -> HttpResponse:
    return _stepped(request, _found(barrier), "close", EndForm(_sent(request)), actions.close)


@page(**_declared("withdraw"))
def withdraw(request: HttpRequest, barrier: UUID) -> HttpResponse:
    row = _found(barrier)
    return _stepped(request, row, "withdraw", EndForm(_sent(request)), actions.withdraw)


@page(**_declared("add_evidence"))
def add_evidence(request: HttpRequest, barrier: UUID) -> HttpResponse:
    form = EvidenceForm(_sent(request))
    return _stepped(request, _found(barrier), "add_evidence", form, actions.add_evidence)


def _asked(request: HttpRequest) -> tuple[BarrierFilter, Any]:
    """The filter as the address says it, and what fits; a wrong address says so and finds nothing."""
    form = BarrierFilter(request.GET)
    day = today(community_of(request), timezone.now())
    if not form.is_valid():
        return form, Barrier.objects.none()
    return form, queries.wanted(form.cleaned_data, day)


def _start(request: HttpRequest) -> int:
    said = request.GET.get("after", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


def _found(barrier: UUID) -> Barrier:
    row = queries.listed().filter(pk=barrier).first()
    if row is None:
        raise Http404
    return row


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _done(form: Any, deed: Callable[[dict[str, Any]], Any]) -> Any:
    """What the deed made, where the form is whole and nobody refuses; None: show the form again."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        with transaction.atomic():
            return deed(form.cleaned_data)
    except Refused as why:
        form.add_error(None, why.sentence)
        return None


def _shown(request: HttpRequest, form: Any, told: dict[str, Any]) -> HttpResponse:
    return render(request, "barriers/form.html", told | {"form": form})


def _stepped(
    request: HttpRequest, row: Barrier, verb: str, form: Any, deed: Callable[..., Any]
) -> HttpResponse:
    """The form of one step, or what to do where this step cannot be taken now."""
    up = reverse("barriers:see", args=[row.pk])
    if verb not in rules.deeds(row.state):
        told = {"row": row, "up": up, "state": words.STATE_WORDS[row.state]}
        return render(request, "barriers/fixed.html", told)
    by = {"by": request.actor, "at": timezone.now()}
    if _done(form, lambda said: deed(barrier=row, **said, **by)):
        messages.success(request, _("It is written down."))
        return redirect(up)
    title = _title(verb, row)
    told = {"up": up, "up_name": _("The barrier"), "title": title, "intro": row.words}
    return _shown(request, form, told)


def _title(verb: str, row: Barrier) -> Any:
    again = verb == "put" and row.state in (rules.REFUSED, rules.FOR_A_TIME)
    return words.DEED_WORDS["again" if again else verb]


def _deed(verb: str, row: Barrier, asked: bool) -> dict[str, Any]:
    """A button; the one that its state asks for stands out."""
    return {
        "url": reverse(f"barriers:{verb}", args=[row.pk]),
        "words": _title(verb, row),
        "kind": "primary" if asked else "secondary",
    }
