"""Coding: one coder's answers, and what the two settle where they differ."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kinwork.library.approaches import scheme
from kinwork.system.approaches import actions, queries, rules, telling, words
from kinwork.system.approaches.forms.coding import CodeForm, ReconcileForm
from kinwork.system.approaches.views.shared import (
    by,
    declared,
    done,
    fixed,
    found,
    kept,
    see,
    sent,
    shown,
)
from kinwork.web.pages import page


@page(**declared("code"))
def code(request: HttpRequest, approach: UUID) -> HttpResponse:
    """Every criterion, beside the profile; nothing of what another coder said."""
    row = found(approach)
    up = see(row)
    mine = row.codings.filter(coder_id=request.actor.id).exists()
    if mine or "code" not in rules.deeds(row.state, row.coded):
        return fixed(request, up, row.name, row.name)
    form = CodeForm(sent(request), level=row.level)

    def deed(said: dict[str, Any]) -> Any:
        told = {"model": said["model"], "why": said["why"], "answers": form.answers()}
        return actions.code(approach=row, **told, **by(request))

    if done(form, deed):
        return kept(request, up)
    told = {
        "row": row,
        "form": form,
        "up": up,
        "fields": telling.profile(queries.fields(row)),
        "scheme": scheme(),
    }
    return render(request, "approaches/code.html", told)


@page(**declared("reconcile"))
def reconcile(request: HttpRequest, approach: UUID, criterion: str) -> HttpResponse:
    row = found(approach)
    up = see(row)
    if criterion not in scheme().criteria:
        raise Http404
    differs = {one.criterion for one in queries.pairs(row) if one.differs}
    if criterion not in differs or row.state == rules.CLASSIFIED:
        return fixed(request, up, row.name, row.name)
    form = ReconcileForm(sent(request))

    def deed(said: dict[str, Any]) -> Any:
        return actions.reconcile(approach=row, criterion=criterion, **said, **by(request))

    if done(form, deed):
        return kept(request, up)
    return shown(request, form, words.criterion(criterion), up, row.name, _said(row, criterion))


def _said(row: Any, criterion: str) -> str:
    """What the two said, one after the other."""
    told = telling.side_by_side(queries.codings(row), queries.settled(row))
    one = next(line for line in told if line["key"] == criterion)
    return " / ".join(
        f"{said['answer']}: {said['evidence']}" if said["evidence"] else str(said["answer"])
        for said in (one["first"], one["second"])
    )
