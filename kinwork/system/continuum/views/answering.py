"""Pages of a respondent's own link: one partner a page, kept at each step, to be gone on with later."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.system.continuum import actions, letters, queries
from kinwork.system.continuum.forms import RateForm, WholeForm
from kinwork.system.continuum.models import Respondent, Wave
from kinwork.system.partnerships.pages import done, sent
from kinwork.web.pages import ANYONE, page
from kinwork.web.times import exact

ANSWER = {"action": "continuum.answer", "purpose": "oversight", "who": ANYONE}


def _with(
    request: HttpRequest, token: str, shown: Callable[[Actor, Respondent, Wave], HttpResponse]
) -> HttpResponse:
    """Here the link itself acts: its rows are its own answers, and the names it is asked about."""
    try:
        by = Actor("link", letters.respondent_of(token))
    except signing.BadSignature:
        raise Http404 from None
    with acting_as(by):
        row = queries.own(by.id)
        if row is None:
            raise Http404
        wave = queries.wave_of(row)
        if wave.state != "open" or timezone.now() >= wave.closes_at:
            return render(request, "continuum/answers_over.html", {"wave": wave, "row": row})
        return shown(by, row, wave)


@page(**ANSWER)
def start(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked, who reads it, what is still open."""

    def shown(by: Actor, row: Respondent, wave: Wave) -> HttpResponse:
        said, waits = queries.said_about(row), queries.waiting(wave, row)
        others = queries.others(wave, row)
        waiting = {one.pk for one in waits if one is not None}
        told = {
            "wave": wave,
            "row": row,
            "until": exact(wave.closes_at, wave.community.time_zone),
            "lines": [
                {"one": one, "done": one.pk not in waiting, "begun": one.pk in said}
                for one in others
            ],
            "asks_whole": bool(queries.questions(wave)),
            "whole_done": None not in waits,
            "waiting": len(waits),
            "total": len(others) + bool(queries.questions(wave)),
            "next": _next(token, waits),
            "token": token,
            "minutes": max(3, len(others) + 3) if others else 3,
        }
        return render(request, "continuum/answers.html", told)

    return _with(request, token, shown)


@page(**ANSWER)
def about(request: HttpRequest, token: str, partner: UUID) -> HttpResponse:
    def shown(by: Actor, row: Respondent, wave: Wave) -> HttpResponse:
        others = queries.others(wave, row)
        one = next((one for one in others if one.pk == partner), None)
        if one is None:
            raise Http404
        form = RateForm(sent(request), scales=queries.asked(wave))
        form.initial = form.first(queries.said_about(row).get(one.pk, {}))

        def deed(_said: dict[str, Any]) -> bool:
            actions.rate(respondent=row, about=one, said=form.said(), by=by, at=timezone.now())
            return True

        if done(form, deed):
            after = queries.waiting(wave, row)
            return redirect(_next(token, after, behind=one.number))
        told = {
            "wave": wave,
            "row": row,
            "one": one,
            "form": form,
            "number": others.index(one) + 1,
            "total": len(others),
            "token": token,
        }
        return render(request, "continuum/answer_one.html", told)

    return _with(request, token, shown)


@page(**ANSWER)
def whole(request: HttpRequest, token: str) -> HttpResponse:
    def shown(by: Actor, row: Respondent, wave: Wave) -> HttpResponse:
        asked = queries.questions(wave)
        if not asked:
            raise Http404
        said = queries.said_of_system(row)
        first = {f"question_{number}": one for number, one in said.items()}
        form = WholeForm(sent(request), initial=first, questions=asked)

        def deed(_said: dict[str, Any]) -> bool:
            actions.answer_system(respondent=row, said=form.said(), by=by, at=timezone.now())
            return True

        if done(form, deed):
            return redirect(_next(token, queries.waiting(wave, row)))
        told = {"wave": wave, "row": row, "form": form, "token": token}
        return render(request, "continuum/answer_whole.html", told)

    return _with(request, token, shown)


@page(**ANSWER)
def send(request: HttpRequest, token: str) -> HttpResponse:
    """One button; a page of its own, so that a reader of mail who opens links sends nothing."""

    def shown(by: Actor, row: Respondent, wave: Wave) -> HttpResponse:
        if request.method == "POST":
            try:
                actions.finish(respondent=row, by=by, at=timezone.now())
            except Refused:
                return redirect("open_continuum:start", token)
        return redirect("open_continuum:start", token)

    return _with(request, token, shown)


def _next(token: str, waits: list[Any], behind: int = -1) -> str:
    """The next page with something open: the partners after this one first, then those before it, then
    the whole; the first page where nothing is."""
    partners = [one for one in waits if one is not None]
    after = [one for one in partners if one.number > behind] or partners
    if after:
        return reverse("open_continuum:about", args=[token, after[0].pk])
    if None in waits:
        return reverse("open_continuum:whole", args=[token])
    return reverse("open_continuum:start", args=[token])
