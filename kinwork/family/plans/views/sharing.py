"""Who can see this plan; and the second tap, with what it means."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kinwork.common.rights import Refused
from kinwork.family.plans import actions
from kinwork.family.plans.readers import Reader, readers
from kinwork.family.plans.views.place import CHANGED, CLASSES, Place, now
from kinwork.trust.consent.family_page import family_page


@family_page("plans.share", CLASSES)
def who(request: HttpRequest) -> HttpResponse:
    place = Place(request, request.actor.household)
    found = readers(place.plan, place.household.pk)
    told = {
        "seeing": [one for one in found if one.sees],
        "others": [one for one in found if not one.sees],
    }
    return place.render("who", told)


@family_page("plans.share", CLASSES)
def change(request: HttpRequest, agency: UUID, way: str) -> HttpResponse:
    """GET: what it means. POST: it counts from now."""
    place = Place(request, request.actor.household)
    one = _reader(place, agency)
    if way not in ("let", "stop"):
        raise Http404
    told = {"one": one, "way": way, "promise": _promise(place, one) if way == "let" else ""}
    if request.method != "POST":
        return place.render("share", told)
    deed = actions.let_see if way == "let" else actions.stop
    try:
        deed(
            household=place.household,
            agency=one.agency,
            language=request.LANGUAGE_CODE[:2],
            by=place.actor,
            at=now(),
        )
    except Refused as why:
        return place.render("share", told | {"why": why.sentence}, CHANGED)
    messages.success(request, _("It is done, and counts from now."))
    return place.go("who")


def _promise(place: Place, one: Reader) -> str:
    """The very words that the family says yes to, as the receipt will keep them."""
    return actions.words_of_yes(
        household=place.household,
        agency=one.agency,
        language=place.request.LANGUAGE_CODE[:2],
        at=now(),
    )


def _reader(place: Place, agency: UUID) -> Reader:
    found = readers(place.plan, place.household.pk)
    one = next((one for one in found if one.agency.pk == agency), None)
    if one is None:
        raise Http404
    return one
