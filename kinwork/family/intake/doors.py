"""The same page through two doors: a family alone at `/start/`, a worker at `/start/desk/<draft>/`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kinwork.common.actor import Actor
from kinwork.family.intake import queries
from kinwork.family.intake.actions import already
from kinwork.family.intake.beside import shown
from kinwork.family.intake.flow import Flow, become, mine
from kinwork.family.intake.models import Draft
from kinwork.family.intake.rights import WORKERS
from kinwork.people.models import Household
from kinwork.web.pages import page, roles

CLASSES = ("identity", "contact", "household", "means", "health", "development")
Step = Callable[..., HttpResponse]


def ALONE(actor: Actor) -> bool:
    """A family by itself: new here, in the middle of it, or back for more help."""
    return actor.kind in ("visitor", "draft", "family", "link")


def BEGUN(actor: Actor) -> bool:
    """A family by itself that has begun."""
    return actor.kind in ("draft", "family")


AT_DESK = roles(*WORKERS)


def first(step: Step) -> Step:
    """The first question, open to everybody: nothing is known yet."""

    @page(action=f"intake.{step.__name__}", who=ALONE)
    @wraps(step)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return shown(step, mine(request), *args, **kwargs)

    return view


def alone(step: Step) -> Step:
    """The page for a family by itself. Without a draft it starts at the first question."""

    @page(action=f"intake.{step.__name__}", classes=CLASSES, who=BEGUN, enter="intake:needs")
    @wraps(step)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        flow = mine(request)
        if flow.finished:
            return sent_by_somebody(flow)
        if flow.draft is None:
            return HttpResponseRedirect(reverse(_without_draft(request)))
        return shown(step, flow, *args, **kwargs)

    return view


def sent_by_somebody(flow: Flow) -> HttpResponse:
    """Another phone or a helper finished it: on to what happens next."""
    if flow.finished.agency_id or queries.helps_a_known_family(flow.by):
        return render(flow.request, "intake/ended.html", {"agency": flow.finished.agency})
    become(flow.request, already(flow.finished), renew=False)
    return HttpResponseRedirect(reverse("intake:sent"))


def _without_draft(request: HttpRequest) -> str:
    """Where somebody without a draft goes. Sending again, after a lost answer, leads to the code."""
    if not request.actor.is_family:
        return "intake:needs"
    sends_again = request.method == "POST" and request.path == reverse("intake:send")
    return "intake:sent" if sends_again else "ours:page"


def at_desk(step: Step) -> Step:
    """The same page for a worker; a draft of another agency does not exist here."""

    @page(action=f"intake.{step.__name__}", classes=CLASSES, who=AT_DESK)
    @wraps(step)
    def view(request: HttpRequest, draft_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = queries.at_desk(request.actor, draft_id)
        if draft is None:
            raise Http404
        if draft.finished_at:
            return _done(request, draft)
        flow = Flow(request, draft, desk=True, address=draft_id)
        return shown(step, flow, *args, **kwargs)

    return view


def _done(request: HttpRequest, draft: Draft) -> HttpResponse:
    """To the family's page at the desk; where a family sent what a worker only helped with, a word."""
    ours = draft.agency_id == request.actor.agency
    if draft.household and (ours or Household.objects.filter(pk=draft.household).exists()):
        return HttpResponseRedirect(f"/households/{draft.household}/")
    if ours:
        raise Http404
    return render(request, "intake/ended_desk.html")
