"""The community's own programs: the list, the form, one version with its cases and its effects."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kinwork.accounts.rules import Impossible
from kinwork.common import audit
from kinwork.common.answers import said
from kinwork.common.community import today
from kinwork.common.rights import check, may
from kinwork.family.programs import actions, counting, queries, rules, words
from kinwork.family.programs.models import OwnProgram
from kinwork.family.programs.own_forms import CaseForm, OwnForm, SinceForm
from kinwork.library.programs.view import words as word
from kinwork.web.context import community_of
from kinwork.web.pages import page, right

READ = right("programs.read")
WRITE = right("programs.write")
READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@page(action="programs.read", who=READ)
def own(request: HttpRequest) -> HttpResponse:
    """Every program that the community wrote, the newest version first."""
    place = community_of(request)
    on, language = today(place, timezone.now()), get_language() or "en"
    lines = [
        {
            "row": row,
            "name": said(row.written["name"], language),
            "state": words.STATES[row.state],
            "tone": words.TONES[row.state],
            "mine": may(request.actor, "programs.write", row),
        }
        for row in queries.all_own(place.pk)
    ]
    told = {"lines": lines, "on": on, "writes": WRITE(request.actor), "here": "own"}
    return render(request, "programs/own.html", told)


@page(action="programs.write", who=WRITE)
@READ_OR_SEND
def write(request: HttpRequest, own: UUID | None = None) -> HttpResponse:
    """A new program, or the draft or next version of one, without code."""
    row = _row(request, own) if own else None
    check(request.actor, "programs.write", row)
    form = OwnForm(request.POST or None, initial=row.written if row else None)
    if request.method == "POST" and form.is_valid():
        kept = actions.write(
            community=community_of(request),
            written=form.written,
            own=row,
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("The draft is kept. No family is screened by it yet."))
        return redirect("programs:version", kept.pk)
    return render(request, "programs/write.html", {"form": form, "row": row})


@page(action="programs.read", who=READ)
def version(request: HttpRequest, own: UUID) -> HttpResponse:
    """One version: its words as families read them, its rules, its cases, what may be done."""
    row = _row(request, own)
    return _shown(request, row, CaseForm())


@page(action="programs.write", who=WRITE)
@require_POST
def add_case(request: HttpRequest, own: UUID) -> HttpResponse:
    """A worked case more; what comes out is on the page at once."""
    row = _row(request, own)
    form = CaseForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, form)
    return _deed(request, row, actions.set_cases, "", cases=[*row.cases, form.case])


@page(action="programs.write", who=WRITE)
@require_POST
def remove_case(request: HttpRequest, own: UUID, number: int) -> HttpResponse:
    row = _row(request, own)
    kept = [case for place, case in enumerate(row.cases, 1) if place != number]
    return _deed(request, row, actions.set_cases, "", cases=kept)


@page(action="programs.publish", who=WRITE)
@require_POST
def publish(request: HttpRequest, own: UUID) -> HttpResponse:
    done = _("It is published. Families are screened for it from that day on.")
    return _from_a_day(request, own, actions.publish, done)


@page(action="programs.withdraw", who=WRITE)
@require_POST
def withdraw(request: HttpRequest, own: UUID) -> HttpResponse:
    done = _("From that day on nobody is screened for it. Answers given before keep their rules.")
    return _from_a_day(request, own, actions.withdraw, done)


@page(action="programs.discard", who=WRITE)
@require_POST
def discard(request: HttpRequest, own: UUID) -> HttpResponse:
    row = _row(request, own)
    return _deed(request, row, actions.discard, _("The draft is thrown away."), back=False)


def _from_a_day(request: HttpRequest, own: UUID, action, done: str) -> HttpResponse:
    row, form = _row(request, own), SinceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the day from which it holds."))
        return redirect("programs:version", row.pk)
    return _deed(request, row, action, done, since=form.cleaned_data["since"])


def _deed(request, row: OwnProgram, action, done: str, back: bool = True, **what) -> HttpResponse:
    try:
        action(own=row, by=request.actor, at=timezone.now(), **what)
    except Impossible as why:
        messages.error(request, str(why.sentence))
        return redirect("programs:version", row.pk)
    if done:
        messages.success(request, done)
    return redirect("programs:version", row.pk) if back else redirect("programs:own")


def _row(request: HttpRequest, own: UUID) -> OwnProgram:
    rows = OwnProgram.objects.select_related("community", "agency")
    row = rows.filter(pk=own, community=community_of(request).pk).first()
    if row is None:
        raise Http404
    return row


def _shown(request: HttpRequest, row: OwnProgram, form: CaseForm) -> HttpResponse:
    at, language = timezone.now(), get_language() or "en"
    on = max(today(row.community, at), row.effective_from or row.made_at.date())
    made, place = queries.as_program(row), queries.place_of(row.community)
    worked = [rules.work_out(made, case, place, on) for case in row.cases]
    lacking = actions.lacks(row, on) if row.state == "draft" else []
    mine = may(request.actor, "programs.write", row)
    told = {
        "row": row,
        "name": said(row.written["name"], language),
        "state": words.STATES[row.state],
        "tone": words.TONES[row.state],
        "texts": [_texts(row.written, one) for one in rules.LANGUAGES],
        "rules": [_rule(kind, need, language) for kind, need in rules.asked(row.written)],
        "who": words.WHO[row.written["who"]],
        "worked": [_worked(one, number, language) for number, one in enumerate(worked, 1)],
        "lacking": [words.lack(code) for code in lacking],
        "form": form,
        "since": SinceForm(initial={"since": on}),
        "mine": mine,
        "may_withdraw": mine and row.state == "published" and row.effective_to is None,
        "counts": _counts(request, row, made, on) if "count" in request.GET else None,
    }
    return render(request, "programs/version.html", told)


def _texts(written: dict[str, Any], language: str) -> dict[str, Any]:
    grade = rules.grade(written, language)
    return {
        "language": language,
        "words": [written[name][language] for name in rules.TEXTS],
        "documents": [one[language] for one in written["documents"]],
        "grade": grade,
        "easy": grade <= rules.HIGHEST_GRADE,
    }


def _rule(kind: str, need: dict[str, Any], language: str) -> dict[str, Any]:
    question, label = words.KINDS[kind]
    value = need.get("value")
    if kind == "receives":
        value = ", ".join(said(word("aid", code), language) for code in value)
    return {"question": question, "label": label, "value": value, "how": words.HOW[need["how"]]}


def _worked(one: rules.Worked, number: int, language: str) -> dict[str, Any]:
    sentences = dict.fromkeys(reason.sentence(language, who="") for reason in one.reasons)
    return {
        "number": number,
        "case": one.case,
        "expect": words.ANSWERS[one.case["expect"]],
        "answer": words.ANSWERS[one.answer],
        "agrees": one.agrees,
        "reasons": [sentence for sentence in sentences if sentence],
    }


def _counts(request: HttpRequest, row: OwnProgram, made, on) -> list[dict[str, Any]]:
    """Gains and losses; small counts only where they are of families whom the actor works with."""
    before = queries.in_force(row, on)
    old = queries.as_program(before) if before and before.pk != row.pk else None
    mine = request.actor.role == "supervisor"
    found = counting.known(row.community_id, old, made, on)
    audit.record("programs.count", row, by=request.actor, households=found.families)
    invented = counting.simulated(row.community.state, old, made, on)
    return [
        _count(_("Families whom you may see"), found, mine),
        _count(_("Invented families (2,000)"), invented, True),
    ]


def _count(name: str, found: rules.Effects, own: bool) -> dict[str, Any]:
    cells = (
        (_("Looked at"), found.families),
        (_("Would get a yes"), found.yes),
        (_("Gain"), found.gain),
        (_("Lose"), found.lose),
    )
    return {"name": name, "cells": [(label, rules.shown(cell, own)) for label, cell in cells]}
