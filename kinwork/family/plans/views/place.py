"""Where a page of the plan is opened: on the family's own page, or at a worker's desk."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.plans import queries
from kinwork.family.plans.actions import Clash
from kinwork.family.plans.forms import PlanForm, caregivers
from kinwork.family.plans.models import Goal, Plan, Step
from kinwork.family.plans.rights import WORKERS
from kinwork.family.plans.rules import together
from kinwork.family.plans.words import who
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import visible
from kinwork.trust.consent.family_page import family_page
from kinwork.web.pages import page, roles

CLASSES = ("plan",)
CHANGED = 409
OURS = "our_"


class Place:
    """One household's plan, as somebody opens it here."""

    def __init__(self, request: HttpRequest, household: UUID):
        self.request, self.actor = request, request.actor
        row = Household.objects.filter(pk=household).first()
        if row is None or not visible(self.actor, [row]):
            raise Http404
        self.household = row

    @property
    def is_desk(self) -> bool:
        return self.actor.is_staff

    @property
    def base(self) -> str:
        return "plans/desk.html" if self.is_desk else "plans/family.html"

    @cached_property
    def plan(self) -> Plan | None:
        return queries.of_household(self.household.pk, self.actor)

    def own_plan(self) -> Plan:
        if self.plan is None:
            raise Http404
        return self.plan

    @cached_property
    def people(self) -> list:
        return members(self.household.pk)

    @cached_property
    def beside(self) -> list:
        """Whom of the family a worker may have with them."""
        if not self.is_desk:
            return []
        adults = caregivers(self.people)
        return visible(self.actor, adults) if adults else []

    def goal(self, id: UUID) -> Goal:
        """Looked up through its plan, so that no other family's goal is opened from here."""
        found = Goal.objects.filter(pk=id, plan=self.own_plan()).select_related("plan").first()
        if found is None:
            raise Http404
        return found

    def step(self, id: UUID) -> Step:
        found = Step.objects.filter(pk=id, plan=self.own_plan())
        row = found.select_related("goal", "doer_person", "doer_user", "doer_agency").first()
        if row is None:
            raise Http404
        return row

    def url(self, name: str, *args: Any) -> str:
        if self.is_desk:
            return reverse(f"plans:{name}", args=[self.household.pk, *args])
        return reverse(f"plans:{OURS}{name}", args=args)

    def render(self, template: str, told: dict[str, Any], status: int = 200) -> HttpResponse:
        told = {"base": self.base, "place": self, "household": self.household, **told}
        return render(self.request, f"plans/{template}.html", told, status=status)

    def go(self, name: str, *args: Any, said: Any = "") -> HttpResponse:
        if said:
            messages.success(self.request, said)
        return HttpResponseRedirect(self.url(name, *args))


@dataclass(frozen=True)
class Pair:
    """The same page at both places."""

    ours: Callable[..., HttpResponse]
    desk: Callable[..., HttpResponse]


def both(action: str, *, a_tap: bool = False) -> Callable[[Callable[..., HttpResponse]], Pair]:
    """Declare a page for the family and for workers; it is called with its Place. a_tap: no page of its
    own, but the answer to a button."""

    def declare(view: Callable[..., HttpResponse]) -> Pair:
        view = only_posted(view) if a_tap else view

        @family_page(action, CLASSES)
        @wraps(view)
        def ours(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(Place(request, request.actor.household), *args, **kwargs)

        return Pair(ours, at_desk(action)(view))

    return declare


def only_posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def posted(place: Place, *args: Any, **kwargs: Any) -> HttpResponse:
        if place.request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(place, *args, **kwargs)

    return posted


def at_desk(action: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @page(action=action, classes=CLASSES, who=roles(*WORKERS))
        @wraps(view)
        def desk(request: HttpRequest, household: UUID, *args: Any, **kwargs: Any):
            return view(Place(request, household), *args, **kwargs)

        return desk

    return declare


def asked(
    place: Place,
    form: PlanForm,
    deed: Callable[[], Any],
    *,
    title: Any,
    send: Any,
    back: str,
    then: Callable[[Any], HttpResponse],
    intro: Any = "",
) -> HttpResponse:
    """One form on one page: drawn, refused with what was typed, in conflict, or done."""
    told = {"form": form, "title": title, "send": send, "back_url": back, "intro": intro}
    if not form.is_bound:
        return place.render("form", told)
    if not form.is_valid():
        return place.render("form", told, 400)
    try:
        return then(deed())
    except Refused as why:
        form.add_error(None, why.sentence)
    except WrongState:
        form.add_error(None, OLD())
    except Clash as clash:
        return conflict(place, clash, form, title=title, back=back)
    return place.render("form", told, CHANGED)


def OLD() -> str:
    return _("Something has changed since you looked. Look again.")


def conflict(place: Place, clash: Clash, form: PlanForm, *, title: Any, back: str) -> HttpResponse:
    """Both texts beside each other; mine, theirs, or both written together. Nothing typed is lost."""
    hidden = [
        (name, value)
        for name, values in form.data.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", "words", "version", "form_id")
    ]
    theirs = getattr(clash.row, "words", "")
    told = {
        "title": title,
        "theirs": theirs,
        "mine": clash.mine,
        "both": together(theirs, clash.mine),
        "last": clash.last,
        "last_who": who(clash.last) if clash.last else "",
        "version": clash.row.version,
        "hidden": hidden,
        "back_url": back,
        "one_text": "words" in form.fields,
    }
    return place.render("clash", told, CHANGED)


def tapped(place: Place, deed: Callable[[], Any], then: HttpResponse) -> HttpResponse:
    """One tap on a button. What cannot be done any more is said on the page that it leads to."""
    try:
        deed()
    except Refused as why:
        messages.error(place.request, why.sentence)
    except (WrongState, Clash):
        messages.error(place.request, OLD())
    return then


def now():
    return timezone.now()
