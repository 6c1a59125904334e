"""What a household may be eligible for: the same page for the family and for its worker."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.family.eligibility import actions, queries, results
from kinwork.family.eligibility.rights import WORKERS
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import opened
from kinwork.web.pages import page

CLASSES = ("household", "means", "health", "development")


def THOSE_WITH_IT(actor: Actor) -> bool:
    """The family itself, and workers who are with it."""
    return actor.kind == "family" or (actor.is_staff and actor.role in WORKERS)


@page(action="eligibility.results", classes=CLASSES, who=THOSE_WITH_IT)
def show(request: HttpRequest, household: UUID) -> HttpResponse:
    """The newest answers with their reasons; POST checks again with today's facts and rules."""
    home = Household.objects.filter(pk=household).select_related("community").first()
    if home is None:
        raise Http404
    at = timezone.now()
    if request.method == "POST":
        actions.screen(household=home, by=request.actor, at=at)
        return HttpResponseRedirect(reverse("eligibility:results", args=[household]))
    found = queries.latest(household)
    names = {str(one.person_id): one.person.given_name for one in members(household)}
    shown = results.of_record(found, names, get_language() or "en")
    opened(
        by=request.actor,
        household=household,
        classes={one.sensitivity for one in found},
        page="eligibility",
        at=at,
    )
    context = {
        "base": "web/desk.html" if request.actor.is_staff else "web/family.html",
        "household": home,
        "groups": results.grouped(shown),
        "made_at": max((one.made_at for one in found), default=None),
        "today": max((one.on for one in found), default=today(home.community, at)),
        "names": [name for name in names.values() if name],
    }
    return render(request, "eligibility/results.html", context)
