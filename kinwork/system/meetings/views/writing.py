"""Minutes: what was written, what contradicts itself, corrected, published, as a file to print."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.common import audit
from kinwork.system.meetings import actions, paper, queries, rules, words
from kinwork.system.meetings.forms.following import CorrectForm
from kinwork.system.meetings.models import Minutes
from kinwork.system.meetings.views.shared import SEE, declared, leads, to
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import (
    by,
    done,
    fixed,
    found,
    kept,
    one_of,
    sent,
    shown,
    tried,
)
from kinwork.system.partnerships.rules import EVERYBODY_READS
from kinwork.system.partnerships.words import MINUTES_WORDS
from kinwork.web.pages import page


@page(**SEE)
def minutes(request: HttpRequest, partnership: UUID, minutes: UUID) -> HttpResponse:
    row, one = _both(partnership, minutes)
    public, is_lead = queries.everybody_reads(row), leads(request, row)
    goes_out = public and one.state == "approved" and one.readers != EVERYBODY_READS
    named = goes_out and is_lead and rules.named_in(one.text, queries.family_names(one.meeting))
    told = {
        "row": row,
        "one": one,
        "state": words.MINUTES_STATE_WORDS[one.state],
        "readers": MINUTES_WORDS[one.readers] if one.readers else "",
        "flags": rules.other_days(one.text, one.held_on),
        "corrections": list(one.corrections.order_by("-made_at", "-pk")),
        "may_correct": is_lead and one.state == rules.MINUTES.first,
        "may_publish": is_lead and (not one.readers or goes_out),
        "goes_out": goes_out,
        "named": named,
        "full_names": words.FULL_NAMES,
    }
    return render(request, "meetings/minutes.html", told)


@page(**SEE)
def minutes_file(request: HttpRequest, partnership: UUID, minutes: UUID) -> HttpResponse:
    row, one = _both(partnership, minutes)
    audit.record("meetings.minutes_file.view", row, by=request.actor, at=timezone.now())
    return paper.answer(one)


@page(**declared("correct"))
def correct(request: HttpRequest, partnership: UUID, minutes: UUID) -> HttpResponse:
    row, one = _both(partnership, minutes)
    up = to(row, "minutes", one.pk)
    if one.state != rules.MINUTES.first:
        return fixed(request, up, _("Minutes"), words.APPROVED)
    form = CorrectForm(sent(request), initial={"text": one.text})
    if done(form, lambda said: actions.correct(minutes=one, **said, **by(request))):
        return kept(request, up)
    return shown(request, form, _("Correct the minutes"), up, _("Minutes"))


@page(**declared("publish"))
@require_POST
def publish(request: HttpRequest, partnership: UUID, minutes: UUID) -> HttpResponse:
    row, one = _both(partnership, minutes)
    in_full = request.POST.get("full_names") == "on"
    return tried(
        request,
        to(row, "minutes", one.pk),
        lambda: actions.publish(minutes=one, full_names=in_full, **by(request)),
        _("They are published."),
    )


def _both(partnership: UUID, minutes: UUID) -> tuple[Partnership, Minutes]:
    row = found(partnership)
    return row, one_of(queries.minutes(row), minutes)
