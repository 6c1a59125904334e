"""The family's wishes: on its own page, and at the desk of a worker who is with it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.directory.models import Service
from kinwork.family.doors import actions, queries
from kinwork.family.doors.forms import WishForm
from kinwork.people.models import Household
from kinwork.trust.access.queries import visible
from kinwork.web.pages import page, right

CLASSES = ("household",)
SAYS = right("doors.wish")


def home_of(actor: Actor, household: UUID | None) -> Household:
    """The family itself, or the one at a worker's desk; else 404, whatever the reason."""
    if actor.is_family and household not in (None, actor.household):
        raise Http404
    row = Household.objects.filter(pk=household or actor.household).first()
    if row is None or not visible(actor, [row]):
        raise Http404
    return row


@page(action="doors.wish", classes=CLASSES, who=SAYS)
def wishes(request: HttpRequest, household: UUID | None = None) -> HttpResponse:
    """What matters most when we look for a place; and whom the family does not want."""
    row, actor = home_of(request.actor, household), request.actor
    back = own_path(request.GET.get("back", "")) or _home(row, actor)
    live = list(queries.live(row.pk))
    form = WishForm(
        request.POST if request.method == "POST" else None,
        shut_out=[one.organization for one in live if one.organization],
        initial={"kinds": [one.kind for one in live]},
    )
    if form.is_bound and form.is_valid():
        now = timezone.now()
        actions.wish(household=row, kinds=form.cleaned_data["kinds"], by=actor, at=now)
        for id in form.cleaned_data.get("let_in", ()):
            theirs = form.organizations[id]
            actions.let_in(household=row, organization=theirs, by=actor, at=now)
        messages.success(request, _("Saved. The places are in this order now."))
        return redirect(back)
    told = {"form": form, "row": row, "back_url": back, "base": _base(actor)}
    return render(request, "doors/wishes.html", told)


@page(action="doors.wish", classes=CLASSES, who=SAYS)
def shut_out(request: HttpRequest, household: UUID, service: UUID) -> HttpResponse:
    """GET: what it means not to want this organization. POST: it is shown no more."""
    row, actor = home_of(request.actor, household), request.actor
    asked = Service.objects.select_related("organization").filter(organization__isnull=False)
    theirs = get_object_or_404(asked, pk=service).organization
    back = own_path(request.GET.get("back", "")) or _home(row, actor)
    if request.method == "POST":
        actions.shut_out(household=row, organization=theirs, by=actor, at=timezone.now())
        messages.success(request, _("Saved. We do not show this place any more."))
        return redirect(back)
    told = {"row": row, "organization": theirs, "back_url": back, "base": _base(actor)}
    return render(request, "doors/shut_out.html", told)


def own_path(asked: str) -> str:
    """A page of this site to go back to; "" for anything else."""
    safe = asked.startswith("/") and len(asked) < 300
    return asked if safe and url_has_allowed_host_and_scheme(asked, allowed_hosts=None) else ""


def _home(row: Household, actor: Actor) -> str:
    return reverse("ours:page") if actor.is_family else f"/households/{row.pk}/"


def _base(actor: Actor) -> str:
    return "web/family.html" if actor.is_family else "web/desk.html"
