"""The same page through two doors: a family alone at `/start/`, a worker at `/start/desk/<draft>/`."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kinwork.common.actor import Actor
from kinwork.family.intake import queries
from kinwork.family.intake.flow import Flow, mine
from kinwork.family.intake.rights import WORKERS
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
        return step(mine(request), *args, **kwargs)

    return view


def alone(step: Step) -> Step:
    """The page for a family by itself. Without a draft it starts at the first question."""

    @page(action=f"intake.{step.__name__}", classes=CLASSES, who=BEGUN, enter="intake:needs")
    @wraps(step)
    def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        flow = mine(request)
        if flow.draft is None:
            return HttpResponseRedirect(reverse(_without_draft(request)))
        return step(flow, *args, **kwargs)

    return view


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
        draft = queries.open_draft(draft_id)
        if draft is None or draft.agency_id != request.actor.agency:
            finished = queries.draft(draft_id)
            if finished and finished.agency_id == request.actor.agency and finished.household:
                return HttpResponseRedirect(f"/households/{finished.household}/")
            raise Http404
        return step(Flow(request, draft, desk=True), *args, **kwargs)

    return view
