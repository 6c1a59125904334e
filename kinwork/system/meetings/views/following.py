"""Promises: the list with what each member made of them, one with its steps, and a form for each step."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.common.rights import may
from kinwork.system.meetings import actions, queries, rules, telling, words
from kinwork.system.meetings.forms.following import (
    KeepForm,
    PostponeForm,
    PromiseFilter,
    PromiseForm,
)
from kinwork.system.meetings.forms.preparing import WhyForm
from kinwork.system.meetings.models import Promise
from kinwork.system.meetings.views.shared import (
    SEE,
    declared,
    deed,
    filed,
    id_of,
    leads,
    promise_line,
    to,
)
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import (
    Sheet,
    by,
    day_of,
    done,
    found,
    kept,
    one_of,
    page_of,
    sent,
    shown,
    stepped,
)
from kinwork.web.pages import page


@page(**SEE)
def promises(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    day = day_of(row)
    form, rows = _asked(request, row)
    told = page_of(request, rows)
    kept_by = queries.kept(row, day)
    told |= {
        "row": row,
        "form": form,
        "lines": [promise_line(one, day) for one in told["rows"]],
        "filtered": any(form.cleaned_data.values()),
        "query": request.GET.urlencode(),
        "members": [
            {"one": one, "kept": kept_by[one.pk]}
            for one in row.members.filter(pk__in=kept_by).order_by("name", "pk")
        ],
        "leads": leads(request, row),
    }
    return render(request, "meetings/promises.html", told)


@page(**SEE)
def promises_file(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    cells = partial(telling.promise_cells, day=day_of(row))
    sheet = Sheet("promises", telling.PROMISE_HEADS, cells)
    return filed(request, row, "promises_file", sheet, _asked(request, row)[1])


@page(**declared("promise"))
def promise(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    made_in = row.decisions.filter(pk=id_of(request.GET.get("decision"))).first()
    meeting = row.meetings.filter(pk=id_of(request.GET.get("meeting"))).first()
    up, up_name = to(row, "promises"), _("Promises")
    if made_in is not None:
        up, up_name = to(row, "decision", made_in.pk), _("The decision")
    elif meeting is not None:
        up, up_name = to(row, "see", meeting.pk), meeting.title
    form = PromiseForm(sent(request), members=queries.members(row))
    told = {"decision": made_in, "meeting": meeting}
    if done(form, lambda said: actions.promise(partnership=row, **told, **said, **by(request))):
        return kept(request, up)
    intro = made_in.text if made_in is not None else ""
    return shown(request, form, _("Write down a promise"), up, up_name, intro)


@page(**SEE)
def one_promise(request: HttpRequest, partnership: UUID, promise: UUID) -> HttpResponse:
    row = found(partnership)
    one = _promise(row, promise)
    told = {
        "row": row,
        **promise_line(one, day_of(row)),
        "steps": [
            {"one": step, "title": words.STEP_WORDS[step.verb]}
            for step in one.steps.order_by("-at", "-pk")
        ],
        "deeds": _deeds(request, row, one),
    }
    return render(request, "meetings/promise.html", told)


@page(**declared("keep"))
def keep(request: HttpRequest, partnership: UUID, promise: UUID) -> HttpResponse:
    row = found(partnership)
    form = KeepForm(sent(request), initial={"on": day_of(row)})
    return _stepped(request, row, promise, form, _("It is done"), actions.keep)


@page(**declared("postpone"))
def postpone(request: HttpRequest, partnership: UUID, promise: UUID) -> HttpResponse:
    row = found(partnership)
    form = PostponeForm(sent(request))
    return _stepped(request, row, promise, form, _("It takes longer"), actions.postpone)


@page(**declared("let_go"))
def let_go(request: HttpRequest, partnership: UUID, promise: UUID) -> HttpResponse:
    row = found(partnership)
    form = WhyForm(sent(request))
    return _stepped(request, row, promise, form, _("No longer asked for"), actions.let_go)


def _stepped(
    request: HttpRequest,
    row: Partnership,
    promise: UUID,
    form: Any,
    title: str,
    step: Callable[..., Any],
) -> HttpResponse:
    one = _promise(row, promise)
    is_over = one.state != rules.PROMISE.first
    return stepped(
        request,
        form,
        title,
        to(row, "one_promise", one.pk),
        _("The promise"),
        lambda said: step(promise=one, **said, **by(request)),
        f"{one.member.name}: {one.words}",
        stopped=words.PROMISE_WORDS[one.state][0] if is_over else None,
    )


def _promise(row: Partnership, promise: UUID) -> Promise:
    return one_of(queries.promises(row), promise)


def _asked(request: HttpRequest, row: Partnership) -> tuple[PromiseFilter, Any]:
    form = PromiseFilter(request.GET, members=row.members.order_by("name", "pk"))
    form.is_valid()  # what is no choice is no filter
    said = dict(form.cleaned_data)
    if said.get("late"):
        said["late"] = day_of(row)
    return form, queries.promises(row, said)


def _deeds(request: HttpRequest, row: Partnership, one: Promise) -> list[dict[str, Any]]:
    """For whoever leads, and for the member's own people."""
    if one.state != rules.PROMISE.first:
        return []
    is_lead = leads(request, row)
    mine = one.member.agency_id is not None and one.member.agency_id == request.actor.agency
    told = []
    if is_lead or (mine and may(request.actor, "meetings.keep", one)):
        told.append(deed(to(row, "keep", one.pk), _("It is done"), "primary"))
        told.append(deed(to(row, "postpone", one.pk), _("It takes longer")))
    if is_lead:
        told.append(deed(to(row, "let_go", one.pk), _("No longer asked for")))
    return told
