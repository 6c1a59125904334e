"""Decisions: in a meeting, in writing, one seat's voice, what came of it and what it changed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.system.common_work import queries as work
from kinwork.system.meetings import actions, queries, rules, telling, words
from kinwork.system.meetings.forms.deciding import DecideForm, PaperVoteForm, WritingForm
from kinwork.system.meetings.forms.following import EffectForm
from kinwork.system.meetings.models import Ballot, Decision
from kinwork.system.meetings.views.shared import (
    SEE,
    decision_line,
    decision_of,
    declared,
    filed,
    id_of,
    leads,
    meeting_of,
    promise_line,
    quorum_of,
    to,
)
from kinwork.system.partnerships.models import Partnership
from kinwork.system.partnerships.pages import (
    Sheet,
    by,
    day_of,
    done,
    fixed,
    found,
    kept,
    one_of,
    page_of,
    sent,
    shown,
    stepped,
    tried,
)
from kinwork.system.partnerships.words import WAY_WORDS
from kinwork.system.results.models import Measure
from kinwork.web.pages import page
from kinwork.web.times import exact


@page(**SEE)
def decisions(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    told = page_of(request, queries.decisions(row))
    told["lines"] = [decision_line(one) for one in told.pop("rows")]
    told |= {"row": row, "leads": leads(request, row)}
    return render(request, "meetings/decisions.html", told)


@page(**SEE)
def decisions_file(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    sheet = Sheet("decisions", telling.DECISION_HEADS, telling.decision_cells)
    return filed(request, row, "decisions_file", sheet, queries.decisions(row))


@page(**SEE)
def decision(request: HttpRequest, partnership: UUID, decision: UUID) -> HttpResponse:
    row = found(partnership)
    one = decision_of(row, decision)
    ballots = [_ballot(row, line) for line in queries.ballots(one)]
    spoken = sum(bool(line["one"].said_at) for line in ballots)
    is_lead = leads(request, row)
    effects = one.effects.select_related("change", "measure__result").order_by("noted_at")
    told = {
        "row": row,
        **decision_line(one),
        "ballots": ballots,
        "spoken": spoken,
        "promises": [
            promise_line(made, day_of(row)) for made in queries.promises(row).filter(decision=one)
        ],
        "effects": list(effects),
        "leads": is_lead,
        "may_count": is_lead and not one.outcome and spoken == len(ballots),
        "takes": is_lead and not one.outcome and timezone.now() < (one.closes_at or one.put_at),
    }
    return render(request, "meetings/decision.html", told)


@page(**declared("decide"))
def decide(request: HttpRequest, partnership: UUID, meeting: UUID) -> HttpResponse:
    row = found(partnership)
    one = meeting_of(row, meeting)
    up = to(row, "see", one.pk)
    if one.state != "open":
        return fixed(request, up, one.title, words.NOT_OPEN)
    now = queries.there_now(one, timezone.now())
    seats = one.partnership.seats.filter(pk__in=now).select_related("member")
    there = sorted(((seat, queries.whose(seat)) for seat in seats), key=lambda pair: pair[1])
    item = one.items.filter(pk=id_of(request.GET.get("item"))).first()
    first = {"text": item.title if item else ""}
    how = _how(request)
    form = DecideForm(sent(request), there=there, how=how, initial=first)

    def deed(_said: dict[str, Any]) -> Decision:
        told = form.put() | {"heard": form.heard()}
        return actions.decide(meeting=one, item=item, **told, **by(request))

    if made := done(form, deed):
        return kept(request, to(row, "decision", made.pk), words.OUTCOME_WORDS[made.outcome][0])
    told = {"row": row, "one": one, "item": item, "form": form, "quorum": quorum_of(one)}
    return render(request, "meetings/decide.html", told | _ways(how))


@page(**declared("put_in_writing"))
def put_in_writing(request: HttpRequest, partnership: UUID) -> HttpResponse:
    row = found(partnership)
    how = _how(request)
    form = WritingForm(sent(request), zone=row.community.time_zone, how=how)
    if made := done(
        form, lambda _said: actions.put_in_writing(partnership=row, **form.put(), **by(request))
    ):
        return kept(request, to(row, "decision", made.pk), _("The seats are asked."))
    return render(request, "meetings/writing.html", {"row": row, "form": form} | _ways(how))


@page(**declared("vote"))
def vote(request: HttpRequest, partnership: UUID, decision: UUID, ballot: UUID) -> HttpResponse:
    """A voice that came by phone or on paper."""
    row = found(partnership)
    made = decision_of(row, decision)
    one = one_of(made.ballots.select_related("seat__member", "decision"), ballot)
    up, up_name = to(row, "decision", made.pk), _("The decision")
    is_over = made.closes_at is None or made.outcome or timezone.now() >= made.closes_at
    voice = "recused" if one.recused else one.said
    first = {"by_name": one.by_name, "voice": voice, "marks": one.marks}
    first |= {"recused": one.recused, "reason": one.reason}
    told = {"how": made.how, "options": len(made.options), "dots": made.dots}
    form = PaperVoteForm(sent(request), initial=first, **told)
    title = _("The vote of %(seat)s") % {"seat": queries.whose(one.seat)}
    stopped = words.LATE if is_over else None

    def deed(said: dict[str, Any]) -> Ballot:
        return actions.vote(ballot=one, **said, **by(request))

    return stepped(request, form, title, up, up_name, deed, _asked(made), stopped=stopped)


@page(**declared("count"))
@require_POST
def count(request: HttpRequest, partnership: UUID, decision: UUID) -> HttpResponse:
    row = found(partnership)
    made = decision_of(row, decision)
    where = to(row, "decision", made.pk)
    return tried(
        request, where, lambda: actions.count(decision=made, **by(request)), _("It is counted.")
    )


@page(**declared("tell_effect"))
def effect(request: HttpRequest, partnership: UUID, decision: UUID) -> HttpResponse:
    row = found(partnership)
    made = decision_of(row, decision)
    up = to(row, "decision", made.pk)
    if made.outcome != "adopted":
        return fixed(request, up, _("The decision"), _("Only what was adopted changes something."))
    results = row.goals.values("result")
    measures = Measure.objects.filter(result__in=results).order_by("name", "pk")
    form = EffectForm(sent(request), changes=work.changes(row), measures=measures)
    if done(form, lambda said: actions.tell_effect(decision=made, **said, **by(request))):
        return kept(request, up)
    intro = _("Write a new change down under common work first; then choose it here.")
    return shown(request, form, _("What it changed"), up, _("The decision"), intro)


def _ballot(row: Partnership, one: Ballot) -> dict[str, Any]:
    return {
        "one": one,
        "whose": queries.whose(one.seat),
        "said": words.said(one) if one.said_at else "",
        "uncounted": WAY_WORDS[one.way] if one.way and one.way not in one.decision.ways else "",
        "when": exact(one.said_at, row.community.time_zone) if one.said_at else "",
        "url": to(row, "vote", one.decision_id, one.pk),
    }


def _asked(made: Decision) -> str:
    options = "; ".join(f"{letter}: {option}" for letter, option in words.lettered(made.options))
    return f"{made.text} {options}".strip()


def _how(request: HttpRequest) -> str:
    """What is no way of deciding is the usual one."""
    said = request.GET.get("how", "")
    return said if said in rules.HOWS else rules.VOICES


def _ways(how: str) -> dict[str, Any]:
    return {"how": how, "ways": list(words.HOW_WORDS.items())}
