"""What a household may be eligible for: the same page for the family and for its worker."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.rights import may
from kinwork.family.eligibility import actions, queries, results
from kinwork.family.eligibility.forms import Decide
from kinwork.family.eligibility.rights import WORKERS
from kinwork.family.facts import queries as facts
from kinwork.family.facts.documents import queries as documents
from kinwork.people.models import Household
from kinwork.people.queries import members
from kinwork.trust.access.queries import may_change, opened, visible
from kinwork.web.pages import page, right

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
    found = visible(request.actor, queries.latest(household))
    papers = documents.of_household(household)
    here = documents.kinds_here(visible(request.actor, papers))
    names = {str(one.person_id): one.person.given_name for one in members(household)}
    language = get_language() or "en"
    day = today(home.community, at)
    alone = queries.verdicts(household, found, today=day) if request.actor.is_staff else []
    whole = {one.program for one in found} - {one.program for one in alone}
    shown = results.of_record(
        [one for one in found if one.program in whole], names, language, here
    ) + results.of_verdicts(alone, language, here)
    opened(
        by=request.actor,
        household=household,
        classes={one.sensitivity for one in found} | ({"household"} if alone else set()),
        page="eligibility",
        at=at,
    )
    context = {
        "base": "web/desk.html" if request.actor.is_staff else "web/family.html",
        "household": home,
        "household_url": f"/households/{household}/",
        "groups": results.grouped(shown),
        "made_at": max((one.made_at for one in found if not one.decided), default=None),
        "today": max(
            (one.on for one in found if not one.decided), default=today(home.community, at)
        ),
        "names": [name for name in names.values() if name],
        "papers_url": _papers_url(request.actor, household),
        "may_decide": may(request.actor, "eligibility.decide", home)
        and bool(facts.decides_about(request.actor.agency, home.community_id)),
    }
    return render(request, "eligibility/results.html", context)


def _papers_url(actor: Actor, household: UUID) -> str:
    if actor.is_family:
        return reverse("facts:our_papers")
    return reverse("facts:papers", args=[household])


@page(action="eligibility.decide", classes=CLASSES, who=right("eligibility.decide"))
def decide(request: HttpRequest, household: UUID) -> HttpResponse:
    """The office that decides about a program writes down its own yes or no."""
    home = Household.objects.filter(pk=household).select_related("community").first()
    if home is None or not may_change(request.actor, home):
        raise Http404
    at = timezone.now()
    offered = facts.decides_about(request.actor.agency, home.community_id)
    if not offered:
        raise Http404
    form = Decide(
        request.POST if request.method == "POST" else None,
        offered=offered,
        today=today(home.community, at),
        language=get_language() or "en",
    )
    if form.is_bound and form.is_valid():
        actions.decide(household=home, **form.cleaned_data, by=request.actor, at=at)
        return HttpResponseRedirect(reverse("eligibility:results", args=[household]))
    return render(request, "eligibility/decide.html", {"form": form, "household": household})
