"""Days on which members meet and train, how many came, and questions that members ask."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kinwork.system.common_work import actions, queries, rules, words
from kinwork.system.common_work.forms.learning import AnswerHelpForm, AskForm, CountForm, EventForm
from kinwork.system.common_work.models import Convening, HelpRequest
from kinwork.system.common_work.views.shared import (
    SEE,
    by,
    day_of,
    declared,
    done,
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
from kinwork.web.pages import page


@page(**SEE)
def events(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    day = day_of(row)
    told = page_of(request, queries.events(row))
    told |= {
        "row": row,
        "lines": [_line(one, day) for one in told["rows"]],
        "questions": [_question(one, day) for one in queries.requests(row)[:100]],
        "leads": leads(request, row),
    }
    return render(request, "common_work/events.html", told)


@page(**SEE)
def event(request: HttpRequest, partnership: UUID, event: UUID) -> HttpResponse:
    row = found(partnership)
    one = one_of(queries.events(row), event)
    counts = [line for line in queries.people(one) if line.people]
    told = {"row": row, **_line(one, day_of(row)), "counts": counts}
    told["leads"] = leads(request, row)
    return render(request, "common_work/event.html", told)


@page(**declared("convene"))
def convene(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    members = row.members.filter(ends=None).order_by("name", "pk")
    form = EventForm(sent(request), members=members, initial={"on": day_of(row)})
    if made := done(form, lambda said: actions.convene(partnership=row, **said, **by(request))):
        return kept(request, to(row, "event", made.pk))
    title = _("A day on which members meet")
    return shown(request, form, title, to(row, "events"), _("Meeting and training"))


@page(**declared("count_people"))
def count_people(request: HttpRequest, partnership: UUID, event: UUID) -> HttpResponse:
    row = found(partnership)
    one: Convening = one_of(queries.events(row), event)
    up = to(row, "event", one.pk)
    if one.on > day_of(row):
        return fixed(request, up, one.name, _("This day has not come yet."))
    known = {line.member_id: line.people for line in queries.people(one)}
    members = queries.members_for(one)
    first = {f"people_{n}": known.get(member.pk) for n, member in enumerate(members)}
    form = CountForm(sent(request), members=members, initial=first)

    def deed(_said: dict[str, Any]) -> Any:
        return actions.count_people(convening=one, people=form.people(), **by(request))

    if done(form, deed):
        return kept(request, up)
    intro = _("How many people of each member came. Numbers only, no names.")
    return shown(request, form, _("Who came"), up, one.name, intro)


@page(**declared("ask_help"))
def ask_help(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    day = day_of(row)
    first = {"asked_on": day, "due_on": day + timedelta(days=rules.SOON_DAYS)}
    members = row.members.filter(ends=None).order_by("name", "pk")
    form = AskForm(sent(request), members=members, initial=first)
    up = to(row, "events")
    if done(form, lambda said: actions.ask_help(partnership=row, **said, **by(request))):
        return kept(request, up + "#questions")
    intro = _("What a member wants to know or learn, and by when.")
    title, up_name = _("A member asks for help"), _("Meeting and training")
    return shown(request, form, title, up, up_name, intro)


@page(**declared("answer_help"))
def answer_help(request: HttpRequest, partnership: UUID, question: UUID) -> HttpResponse:
    row = found(partnership)
    one: HelpRequest = one_of(queries.requests(row), question)
    up, up_name = to(row, "events"), _("Meeting and training")
    if one.answered_on is not None:
        return fixed(request, up, up_name, one.question)
    form = AnswerHelpForm(sent(request), initial={"on": day_of(row)})
    if done(form, lambda said: actions.answer_help(request=one, **said, **by(request))):
        return kept(request, up + "#questions")
    intro = f"{one.member.name}: {one.question}"
    return shown(request, form, _("Answer the question"), up, up_name, intro)


def _line(one: Any, day: date) -> dict[str, Any]:
    return {
        "one": one,
        "kind": words.EVENT_WORDS[one.kind],
        "ahead": one.on > day,
        "uncounted": one.on <= day and one.counted_on is None,
    }


def _question(one: HelpRequest, day: date) -> dict[str, Any]:
    return {"one": one, "near": "" if one.answered_on else rules.nearness(one.due_on, day)}
