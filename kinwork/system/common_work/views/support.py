"""Support from above: the list, one, asking, its answer, what it made possible."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.system.common_work import actions, queries, rules, words
from kinwork.system.common_work.forms.doing import AnswerSupportForm, EffectForm, SupportForm
from kinwork.system.common_work.models import Support
from kinwork.system.common_work.views.shared import (
    SEE,
    by,
    day_of,
    declared,
    done,
    found,
    kept,
    leads,
    one_of,
    page_of,
    sent,
    shown,
    stepped,
    to,
)
from kinwork.system.partnerships.models import Member
from kinwork.web.pages import page


@page(**SEE)
def supports(request: HttpRequest, partnership: UUID) -> HttpResponse:
    """All of it, or of one member (?member=)."""
    row = found(partnership)
    day = day_of(row)
    members = queries.above(row, day)
    asked = request.GET.get("member", "")
    only = next((one for one in members if str(one.pk) == asked), None)
    told = page_of(request, queries.supports(row, only))
    told |= {
        "row": row,
        "lines": [_line(one, day) for one in told["rows"]],
        "members": members,
        "only": only,
        "leads": leads(request, row),
    }
    return render(request, "common_work/supports.html", told)


@page(**SEE)
def support(request: HttpRequest, partnership: UUID, support: UUID) -> HttpResponse:
    row = found(partnership)
    one = one_of(queries.supports(row), support)
    told = {"row": row, **_line(one, day_of(row)), "leads": leads(request, row)}
    return render(request, "common_work/support.html", told)


@page(**declared("note_support"))
def note_support(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    day = day_of(row)
    members = Member.objects.filter(pk__in=[one.pk for one in queries.above(row, day)])
    first = {
        "asked_on": day,
        "due_on": day + timedelta(days=rules.SOON_DAYS),
        "member": request.GET.get("member", ""),
    }
    form = SupportForm(sent(request), members=members.order_by("name"), initial=first)
    if made := done(
        form, lambda said: actions.note_support(partnership=row, **said, **by(request))
    ):
        return kept(request, to(row, "one_support", made.pk))
    title, up_name = _("Ask for support"), _("Support from above")
    return shown(request, form, title, to(row, "support"), up_name)


@page(**declared("answer_support"))
def answer_support(request: HttpRequest, partnership: UUID, support: UUID) -> HttpResponse:
    row = found(partnership)
    one: Support = one_of(queries.supports(row), support)
    form = AnswerSupportForm(sent(request), initial={"on": day_of(row)})
    return _stepped(request, one, form, _("What came of it"), rules.ASKED, actions.answer_support)


@page(**declared("tell_effect"))
def tell_effect(request: HttpRequest, partnership: UUID, support: UUID) -> HttpResponse:
    row = found(partnership)
    one: Support = one_of(queries.supports(row), support)
    form = EffectForm(sent(request), initial={"enabled": one.enabled})
    title = _("What it made possible")
    return _stepped(request, one, form, title, rules.GIVEN, actions.tell_effect)


def _stepped(
    request: HttpRequest, one: Support, form: Any, title: Any, state: str, step: Callable[..., Any]
) -> HttpResponse:
    """The form of one step, which is taken in this state only."""
    return stepped(
        request,
        form,
        title,
        to(one.partnership, "one_support", one.pk),
        _("What was asked for"),
        lambda said: step(support=one, **said, **by(request)),
        one.words,
        stopped=None if one.state == state else one.words,
    )


def _line(one: Support, day: date) -> dict[str, Any]:
    return {
        "one": one,
        "kind": words.SUPPORT_WORDS[one.kind],
        "state": words.SUPPORT_STATE_WORDS[one.state],
        "near": rules.nearness(one.due_on, day) if one.state == rules.ASKED else "",
    }
