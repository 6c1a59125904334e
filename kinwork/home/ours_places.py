"""Say no to a place, also to one that was told nothing yet; keep a whole place out.

A no closes what the family told. Whoever keeps a place out closes everything about the family to it, in
an emergency too.
"""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from kinwork.accounts.models import Agency
from kinwork.home.ours_sharing import closes, lasts, words_language
from kinwork.home.sharing.lines import shut_agencies
from kinwork.home.sharing.places import agencies_of
from kinwork.people.models import Household, Person
from kinwork.trust.access import actions, shields
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import queries
from kinwork.trust.consent.family_page import family_page
from kinwork.trust.consent.words import SEES


@family_page("ours.places")
def places(request: HttpRequest) -> HttpResponse:
    """Every place here that could see something one day, but those that see nothing already."""
    home = request.actor.household
    out = set(shut_agencies(home))
    refused = {one.agency_id for one in queries.live(home) if one.deny}
    found = agencies_of(Household.objects.get(pk=home))
    told = {"places": [one for one in found if one.pk not in out | refused]}
    return render(request, "home/ours_places.html", told)


@family_page("access.block")
@transaction.atomic
def shut(request: HttpRequest, agency: UUID) -> HttpResponse:
    """The second tap: what it means, what stops; then nobody there sees anything."""
    home = Household.objects.get(pk=request.actor.household)
    place = next((one for one in agencies_of(home) if one.pk == agency), None)
    if place is None:
        raise Http404
    if request.method == "POST":
        _shut(request, home, place)
        return HttpResponseRedirect(reverse("ours:out"))
    told = {"name": place.name, "closes": closes(request, place), "lasts": lasts(request)}
    return render(request, "home/ours_shut_place.html", told)


def _shut(request: HttpRequest, home: Household, place: Agency) -> None:
    """Whoever something at home is kept from speaks for themselves alone: theirs is a no."""
    if place.pk in shut_agencies(home.pk):
        return
    if shields.shares_home(home.pk):
        actions.block(household=home, agency=place, by=request.actor, at=timezone.now())
        return
    consents.deny(
        household=home,
        given_by=Person(pk=request.actor.id),
        agency=place,
        classes=list(SEES),
        language=words_language(get_language() or "en"),
        by=request.actor,
        at=timezone.now(),
    )


@family_page("access.unblock")
@require_POST
@transaction.atomic
def let_in(request: HttpRequest, agency: UUID) -> HttpResponse:
    """What else permits or forbids counts for them as before."""
    for one in shut_agencies(request.actor.household).get(agency, []):
        actions.unblock(block=one, by=request.actor, at=timezone.now())
    return HttpResponseRedirect(reverse("ours:out"))
