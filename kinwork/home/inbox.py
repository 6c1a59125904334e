"""The partner's inbox: what came in, with the time left to answer; and our openings in one field."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.directory.actions import set_capacity
from kinwork.directory.models import Service, ServiceCapacity
from kinwork.directory.rules import capacity_holds
from kinwork.family.referrals import showing
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.rules import SENT_AND_OPEN, WORK
from kinwork.family.referrals.views import deed_url
from kinwork.family.referrals.words import URGENCY_WORDS, VERB_WORDS
from kinwork.home import tasks
from kinwork.home.desk_rows import dressed
from kinwork.home.desks import Line, lines, page_by, page_of
from kinwork.home.inbox_many import DEEDS
from kinwork.home.openings import days_valid, saved
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right

ANSWERS = ("accept", "cancel", "schedule", "serve", "waitlist", "ask_information", "decline")
# filter in the URL -> (words, states)
SHOWS = {
    "new": (gettext_lazy("New"), ("sent",)),
    "working": (
        gettext_lazy("We work on it"),
        tuple(s for s in SENT_AND_OPEN if s not in ("sent", "waitlisted", "information needed")),
    ),
    "waiting": (gettext_lazy("Waiting"), ("waitlisted", "information needed")),
    "open": (gettext_lazy("All open"), SENT_AND_OPEN),
    "ended": (gettext_lazy("Ended"), ()),
}


class OpeningsForm(PlainForm):
    openings = forms.IntegerField(
        label=gettext_lazy("Our openings"),
        min_value=0,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "kw-short"}),
    )


@page(action="referrals.inbox", classes=("identity",), who=right("referrals.inbox"))
def inbox(request: HttpRequest) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    asked = _asked(request)
    rows, next_key = _page(_found(actor.agency, actor.id, asked, now), asked)
    drawn = dressed(lines(rows, actor, _language(), due=_ours(rows)), actor, now)
    told = {
        "lines": [_with_deeds(one, actor) for one in drawn],
        "deeds": list(DEEDS.items()),
        "next_key": next_key,
        "first": not asked["after"],
        "asked": asked,
        "shows": [(key, words) for key, (words, _states) in SHOWS.items()],
        "urgencies": [(key, words) for key, (_tone, words) in URGENCY_WORDS.items()],
        "openings": openings(actor.agency, now),
        "days": days_valid(actor.community),
        "tasks": tasks.tasks(actor, now, only=tasks.OF_PARTNERS),
        "now": now,
    }
    return render(request, "home/inbox.html", told)


def _page(found: QuerySet[Referral], asked: dict[str, Any]) -> tuple[list[Referral], str]:
    """By the clock; what ended, the newest first."""
    if asked["show"] == "ended":
        return page_by(found, asked["after"], since="ended_at", newest=True)
    return page_of(found, asked["after"])


def _ours(rows: list[Referral]) -> dict[UUID, Any]:
    """A clock that runs for somebody else is not our lateness."""
    return {row.pk: None for row in rows if WORK.get(row.state, ("",))[0] != "receiver"}


def _with_deeds(line: Line, actor: Actor) -> Line:
    """The answers that can be given straight from the list."""
    found = [verb for verb in showing.verbs(line.row, actor) if verb in ANSWERS]
    deeds = [(VERB_WORDS[verb][0], deed_url(line.row, verb)) for verb in found]
    if line.tried and (line.tried.is_enough or line.tried.reached):
        deeds = [(_("Decide"), reverse("home:decide", args=[line.row.pk])), *deeds]
    return replace(line, deeds=deeds, tick=line.is_open)


def _asked(request: HttpRequest) -> dict[str, Any]:
    show = request.GET.get("show", "open")
    urgency = request.GET.get("urgency", "")
    return {
        "show": show if show in SHOWS else "open",
        "urgency": urgency if urgency in URGENCY_WORDS else "",
        "overdue": request.GET.get("overdue") == "1",
        "mine": request.GET.get("mine") == "1",
        "after": request.GET.get("after", ""),
    }


def _found(agency: UUID, user: UUID, asked: dict[str, Any], now) -> QuerySet[Referral]:
    found = envelopes().filter(receiver=agency)
    if asked["show"] == "ended":
        found = found.filter(ended_at__isnull=False)
    else:
        found = found.filter(ended_at=None, state__in=SHOWS[asked["show"]][1])
    if asked["urgency"]:
        found = found.filter(urgency=asked["urgency"])
    if asked["overdue"] and asked["show"] != "ended":
        found = found.filter(due_at__lt=now)
    if asked["mine"]:
        found = found.filter(assigned_to=user)
    return found


def openings(agency: UUID, now) -> list[dict[str, Any]]:
    """Each of our services with what we said last, and whether it still counts."""
    run_by = Agency.objects.filter(pk=agency).values("organization")
    services = Service.objects.filter(organization__in=run_by, status="active").order_by("name")
    said = {
        one.service_id: one
        for one in ServiceCapacity.objects.filter(service__in=services).order_by("updated")
    }
    return [_opening(one, said.get(one.pk), now) for one in services[:20]]


def _opening(service: Service, said: ServiceCapacity | None, now) -> dict[str, Any]:
    holds = said is not None and capacity_holds(said.valid_until, now)
    number = int(said.available) if said else None
    form = OpeningsForm(initial={"openings": number if holds else None}, prefix=str(service.pk))
    return {
        "service": service,
        "form": form,
        "holds": holds,
        "number": number,
        "until": said.valid_until if said else None,
    }


@page(action="directory.set_capacity", who=right("referrals.inbox"))
def say_openings(request: HttpRequest, service: UUID) -> HttpResponse:
    """One number; it counts for some days, then lapses by itself."""
    run_by = Agency.objects.filter(pk=request.actor.agency).values("organization")
    ours = Service.objects.filter(pk=service, organization__in=run_by).first()
    if ours is None or request.method != "POST":
        raise Http404
    form, now = OpeningsForm(request.POST, prefix=str(service)), timezone.now()
    days = days_valid(request.actor.community)
    if form.is_valid():
        set_capacity(
            service_id=service,
            available=form.cleaned_data["openings"],
            valid_until=now + timedelta(days=days),
            by=request.actor,
            at=now,
        )
        messages.success(request, saved(days))
    else:
        messages.error(request, _("Please write a number, like 3. Write 0 if you are full."))
    return redirect("home:inbox")


def _language() -> str:
    return (get_language() or "en")[:2]
