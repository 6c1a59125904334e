"""Changes in policy, program and practice: the list, a file, one, writing it down, its end."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kinwork.system.barriers.models import Barrier
from kinwork.system.common_work import actions, queries, telling, words
from kinwork.system.common_work.forms.doing import ChangeFilter, ChangeForm, EndChangeForm
from kinwork.system.common_work.models import Change
from kinwork.system.common_work.views.shared import (
    SEE,
    by,
    day_of,
    declared,
    done,
    filed,
    fixed,
    found,
    kept,
    leads,
    one_of,
    page_of,
    sent,
    shown,
    to,
)
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import Sheet
from kinwork.system.results.models import Result
from kinwork.web.pages import page


@page(**SEE)
def changes(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    form, rows = _asked(request, row)
    told = page_of(request, rows)
    told |= {
        "row": row,
        "form": form,
        "lines": [_line(one) for one in told["rows"]],
        "filtered": any(form.cleaned_data.values()),
        "query": request.GET.urlencode(),
        "leads": leads(request, row),
    }
    return render(request, "common_work/changes.html", told)


@page(**SEE)
def changes_file(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    sheet = Sheet("changes", telling.CHANGE_HEADS, telling.change_cells)
    return filed(request, row, "changes_file", sheet, _asked(request, row)[1])


@page(**SEE)
def change(request: HttpRequest, partnership: UUID, change: UUID) -> HttpResponse:
    row = found(partnership)
    one = one_of(queries.changes(row), change)
    goal = row.goals.filter(result=one.result_id).first() if one.result_id else None
    told = {"row": row, **_line(one), "goal": goal, "leads": leads(request, row)}
    return render(request, "common_work/change.html", told)


@page(**declared("note_change"))
def note_change(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    form = ChangeForm(
        sent(request),
        results=_results(row),
        barriers=Barrier.objects.filter(community=row.community_id).order_by("words", "pk"),
        initial={"since": day_of(row)},
    )
    if made := done(form, lambda said: actions.note_change(partnership=row, **said, **by(request))):
        return kept(request, to(row, "change", made.pk))
    intro = _("Something is other than it was because partners worked together.")
    return shown(request, form, _("Write down a change"), to(row, "changes"), _("Changes"), intro)


@page(**declared("end_change"))
def end_change(request: HttpRequest, partnership: UUID, change: UUID) -> HttpResponse:
    row = found(partnership)
    one: Change = one_of(queries.changes(row), change)
    up = to(row, "change", one.pk)
    if one.ends is not None:
        return fixed(request, up, _("The change"), one.words)
    form = EndChangeForm(sent(request), initial={"ends": day_of(row)})
    if done(form, lambda said: actions.end_change(change=one, **said, **by(request))):
        return redirect(up)
    title = _("It holds no longer")
    return shown(request, form, title, up, _("The change"), one.words)


def _asked(request: HttpRequest, row: Partnership) -> tuple[ChangeFilter, QuerySet[Change]]:
    form = ChangeFilter(request.GET, results=_results(row))
    form.is_valid()  # what is no choice is no filter
    return form, queries.changes(row, form.cleaned_data)


def _results(row: Partnership) -> QuerySet[Result]:
    return Result.objects.filter(pk__in=row.goals.values("result")).order_by("words", "pk")


def _line(one: Change) -> dict[str, Any]:
    return {
        "one": one,
        "kind": words.CHANGE_WORDS[one.kind],
        "strategy": words.strategy(one.strategy),
    }
