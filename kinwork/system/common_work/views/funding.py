"""Joint funding: the list by deadline, a file, one with its steps, and a form for each step."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.system.common_work import actions, queries, rules, telling, words
from kinwork.system.common_work.forms.funding import (
    AnswerForm,
    ApplyForm,
    ConsiderForm,
    FundingFilter,
    PrepareForm,
    WithdrawForm,
)
from kinwork.system.common_work.models import Funding
from kinwork.system.common_work.views.shared import (
    SEE,
    by,
    day_of,
    declared,
    done,
    filed,
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
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import Sheet
from kinwork.web.pages import page


@page(**SEE)
def fundings(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    day = day_of(row)
    form, rows = _asked(request, row)
    told = page_of(request, rows)
    told |= {
        "row": row,
        "form": form,
        "lines": [_line(one, day) for one in told["rows"]],
        "filtered": any(form.cleaned_data.values()),
        "query": request.GET.urlencode(),
        "leads": leads(request, row),
    }
    return render(request, "common_work/fundings.html", told)


@page(**SEE)
def fundings_file(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    cells = partial(telling.funding_cells, today=day_of(row))
    sheet = Sheet("joint-funding", telling.FUNDING_HEADS, cells)
    return filed(request, row, "fundings_file", sheet, _asked(request, row)[1])


@page(**SEE)
def funding(request: HttpRequest, partnership: UUID, funding: UUID) -> HttpResponse:
    row = found(partnership)
    one = one_of(queries.fundings(row), funding)
    deeds = rules.funding_deeds(one.state) if leads(request, row) else []
    told = {
        "row": row,
        **_line(one, day_of(row)),
        "steps": [
            {
                "one": step,
                "title": words.FUNDING_STEP_WORDS[step.verb],
                "tone": words.FUNDING_STATE_WORDS[step.state][1],
                "who": step.said_by.name if step.said_by else _("by command"),
            }
            for step in one.steps.select_related("said_by").order_by("-number")
        ],
        "deeds": [
            {
                "url": to(row, f"{verb}_funding", one.pk),
                "words": words.FUNDING_DEED_WORDS[verb],
                "kind": "secondary" if number else "primary",
            }
            for number, verb in enumerate(deeds)
        ],
    }
    return render(request, "common_work/funding.html", told)


@page(**declared("consider_funding"))
def consider(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    form = ConsiderForm(sent(request), members=_members(row))
    if made := done(
        form, lambda said: actions.consider_funding(partnership=row, **said, **by(request))
    ):
        return kept(request, to(row, "one_funding", made.pk))
    title = _("Write down a funding opportunity")
    return shown(request, form, title, to(row, "funding"), _("Joint funding"))


@page(**declared("prepare_funding"))
def prepare(request: HttpRequest, partnership: UUID, funding: UUID) -> HttpResponse:
    row, one = _both(partnership, funding)
    known = [line.member_id for line in one.partners.all()]
    first = {"applicant": one.applicant_id, "partners": known}
    form = PrepareForm(sent(request), members=_members(row), initial=first)
    return _stepped(request, row, one, "prepare", form, actions.prepare_funding)


@page(**declared("apply_funding"))
def apply(request: HttpRequest, partnership: UUID, funding: UUID) -> HttpResponse:
    row, one = _both(partnership, funding)
    form = ApplyForm(sent(request), initial={"on": day_of(row)})
    return _stepped(request, row, one, "apply", form, actions.apply_funding)


@page(**declared("answer_funding"))
def answer(request: HttpRequest, partnership: UUID, funding: UUID) -> HttpResponse:
    row, one = _both(partnership, funding)
    form = AnswerForm(sent(request), initial={"on": day_of(row)})
    return _stepped(request, row, one, "answer", form, actions.answer_funding)


@page(**declared("withdraw_funding"))
def withdraw(request: HttpRequest, partnership: UUID, funding: UUID) -> HttpResponse:
    row, one = _both(partnership, funding)
    return _stepped(
        request, row, one, "withdraw", WithdrawForm(sent(request)), actions.withdraw_funding
    )


def _both(partnership: UUID, funding: UUID) -> tuple[Partnership, Funding]:
    row = found(partnership)
    return row, one_of(queries.fundings(row), funding)


def _stepped(
    request: HttpRequest,
    row: Partnership,
    one: Funding,
    verb: str,
    form: Any,
    deed: Callable[..., Any],
) -> HttpResponse:
    """The form of one step, or what to do where this step cannot be taken now."""
    is_over = verb not in rules.funding_deeds(one.state)
    return stepped(
        request,
        form,
        words.FUNDING_DEED_WORDS[verb],
        to(row, "one_funding", one.pk),
        one.name,
        lambda said: deed(funding=one, **said, **by(request)),
        f"{one.funder}, {words.dollars(one.amount)}",
        stopped=words.FUNDING_STATE_WORDS[one.state][0] if is_over else None,
    )


def _asked(request: HttpRequest, row: Partnership) -> tuple[FundingFilter, Any]:
    form = FundingFilter(request.GET)
    form.is_valid()  # what is no choice is no filter
    return form, queries.fundings(row, form.cleaned_data.get("state", ""))


def _members(row: Partnership) -> Any:
    return row.members.filter(ends=None).order_by("name", "pk")


def _line(one: Funding, day: date) -> dict[str, Any]:
    return {
        "one": one,
        "amount": words.dollars(one.amount),
        "awarded": words.dollars(one.awarded) if one.awarded is not None else "",
        "state": words.FUNDING_STATE_WORDS[one.state],
        "near": rules.deadline(one.state, one.deadline, day),
        "partners": [line.member for line in one.partners.all()],
    }
