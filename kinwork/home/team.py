"""The supervisor's team page, and the coordinator's worklist of overdue envelopes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kinwork.accounts.models import User
from kinwork.accounts.queries import staff
from kinwork.common.actor import Actor
from kinwork.family.referrals import actions
from kinwork.family.referrals.queries import envelopes
from kinwork.family.referrals.rules import SENT_AND_OPEN
from kinwork.family.referrals.words import WORK_WORDS
from kinwork.home.desks import PAGE, Line, lines, page_of
from kinwork.home.tasks import KINDS, tasks
from kinwork.trust.access.models import WorkItem
from kinwork.web.forms import PlainForm
from kinwork.web.pages import page, right, roles

STUCK_AFTER = timedelta(days=14)  # without a move


class AssignForm(PlainForm):
    user = forms.ChoiceField(label=gettext_lazy("Who looks after it?"))

    def __init__(self, data: Any = None, *, people: list[User], **kwargs: Any):
        super().__init__(data, **kwargs)
        self.fields["user"].choices = [(str(one.pk), one.name) for one in people]


@page(action="home.team", classes=("identity",), who=roles("supervisor"))
def team(request: HttpRequest) -> HttpResponse:
    """Overdue, unassigned, stuck: each referral once, in the first list that it belongs to."""
    actor, now = request.actor, timezone.now()
    found = envelopes().filter(receiver=actor.agency, state__in=SENT_AND_OPEN)
    overdue = list(found.filter(due_at__lt=now).order_by("due_at", "id")[:PAGE])
    seen = {one.pk for one in overdue}
    unassigned = list(found.filter(assigned_to=None).exclude(pk__in=seen)[:PAGE])
    seen |= {one.pk for one in unassigned}
    stuck = list(found.filter(state_since__lt=now - STUCK_AFTER).exclude(pk__in=seen)[:PAGE])
    drawn = {
        one.row.pk: _with_deed(one, _("Give it to somebody"), "home:assign")
        for one in lines([*overdue, *unassigned, *stuck], actor, _language())
    }
    lists = [
        ("overdue", _("Overdue"), overdue),
        ("unassigned", _("Nobody looks after it"), unassigned),
        ("stuck", _("No step for two weeks"), stuck),
    ]
    told = {
        "lists": [(key, name, [drawn[one.pk] for one in rows]) for key, name, rows in lists],
        "load": _load(actor, now),
        "tasks": tasks(actor, now),
        "now": now,
    }
    return render(request, "home/team.html", told)


def _with_deed(line: Line, words: str, page_name: str) -> Line:
    """The one deed that its card offers."""
    return replace(line, deeds=[(words, reverse(page_name, args=[line.row.pk]))])


def _load(actor: Actor, now: datetime) -> list[list[Any]]:
    """Name, open lines on their desk, of these overdue."""
    open_items = WorkItem.objects.filter(agency=actor.agency, closed_at=None)
    held = list(open_items.values_list("assignee", "due_at")[:2000])
    people = _people(actor, now)
    return [
        [
            one.name,
            sum(1 for who, _due in held if who == one.pk),
            sum(1 for who, due in held if who == one.pk and due and due < now),
        ]
        for one in people
    ]


def _people(actor: Actor, now: datetime) -> list[User]:
    hats = staff(actor.agency, actor.community, now)
    return list(dict.fromkeys(hat.user for hat in hats))


@page(action="referrals.assign", classes=("identity",), who=right("referrals.assign"))
def assign(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Give it to somebody of the team."""
    actor, now = request.actor, timezone.now()
    row = envelopes().filter(pk=referral, receiver=actor.agency).first()
    if row is None:
        raise Http404
    people = _people(actor, now)
    data = request.POST if request.method == "POST" else None
    form = AssignForm(data, people=people, initial={"user": row.assigned_to_id})
    if form.is_bound and form.is_valid():
        chosen = next(one for one in people if str(one.pk) == form.cleaned_data["user"])
        actions.assign(referral=row, user=chosen, by=actor, at=now)
        messages.success(request, _("%(name)s looks after it now.") % {"name": chosen.name})
        return redirect("home:team")
    (line,) = lines([row], actor, _language())
    return render(request, "home/assign.html", {"form": form, "line": line})


@page(action="referrals.worklist", who=right("referrals.worklist"))
def worklist(request: HttpRequest) -> HttpResponse:
    """Envelopes that nobody moves in time, and those whose receiver takes part no more: parties,
    state and clocks, no content."""
    actor, now = request.actor, timezone.now()
    items = WorkItem.objects.filter(agency=actor.agency, closed_at=None).exclude(kind__in=KINDS)
    items = list(items.order_by("opened_at")[: 4 * PAGE])
    told_us = {one.target: WORK_WORDS.get(one.kind, one.kind) for one in items}
    stranded = [one.target for one in items if one.kind == "re-route"]
    found = envelopes().filter(community=actor.community, state__in=SENT_AND_OPEN)
    found = found.filter(Q(due_at__lt=now) | Q(pk__in=stranded))
    rows, next_key = page_of(found, request.GET.get("after", ""))
    disputes = list(
        envelopes()
        .filter(pk__in=list(told_us), ended_at__isnull=False)
        .order_by("-ended_at")[:PAGE]
    )
    language = _language()
    told = {
        "lines": [
            _with_deed(one, _("Send it to another place"), "home:reroute")
            for one in lines(rows, actor, language, todo=told_us)
        ],
        "tasks": tasks(actor, now),
        "disputes": lines(disputes, actor, language, todo=told_us),
        "next_key": next_key,
        "first": not request.GET.get("after"),
        "now": now,
    }
    return render(request, "home/worklist.html", told)


def _language() -> str:
    return (get_language() or "en")[:2]
