"""The family's ways in: a new code, the cards that a desk made, and shutting them all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kinwork.accounts.current import DRAFT
from kinwork.common.ids import spaced
from kinwork.family.intake.actions import Finished
from kinwork.family.intake.flow import become
from kinwork.family.intake.forms import Word
from kinwork.trust.access.actions import end_keys, make_key
from kinwork.trust.access.glasses import of_household
from kinwork.trust.access.keyring import claims_of
from kinwork.trust.access.models import FamilyClaim, Glass
from kinwork.trust.consent.family_page import family_page

KNOWN = "known_cards"  # the cards that this visit said are its own
TOLD_FOR = timedelta(days=90)


def news_of_cards(request: HttpRequest) -> list[FamilyClaim]:
    """Cards that the family should hear about: used lately, or still good for one use.

    "It was me" counts for this visit alone. Whoever comes in next, with another key, is told again.
    """
    now, known = timezone.now(), request.session.get(KNOWN, [])
    return [
        one
        for one in claims_of(request.actor.household)
        if str(one.pk) not in known
        and (one.used_at > now - TOLD_FOR if one.used_at else _is_good(one, now))
    ]


def _is_good(one: FamilyClaim, now: Any) -> bool:
    return one.ended_at is None and one.expires_at > now


def told_of_cards(household: UUID) -> list[dict[str, Any]]:
    """The same as lines of "who has looked", for good."""
    lines = []
    for one in claims_of(household):
        lines.append((one.made_at, one.agency.name, _("Made a card that opens your page")))
        if one.used_at:
            lines.append((one.used_at, one.agency.name, _("The card from here was used")))
    return [{"at": at, "title": name, "text": text, "tone": "quiet"} for at, name, text in lines]


def told_of_emergencies(household: UUID) -> list[dict[str, Any]]:
    """Who opened the record in an emergency, and why; in the list of who has looked."""
    return [
        {
            "at": glass.opened_at,
            "title": glass.agency.name,
            "text": _("Opened your record in an emergency, because %(reason)s") % {"reason": why},
            "tone": "late",
        }
        for glass, why in of_household(household)
    ]


def lately(household: UUID) -> list[tuple[Glass, Any]]:
    """Emergencies that the family should hear about on its first page: of three months."""
    since = timezone.now() - TOLD_FOR
    return [(glass, why) for glass, why in of_household(household) if glass.opened_at > since]


@family_page("ours.card")
@require_POST
def card(request: HttpRequest, claim: UUID) -> HttpResponse:
    """It was us: this visit hears no more of that card."""
    request.session[KNOWN] = [*request.session.get(KNOWN, []), str(claim)]
    return HttpResponseRedirect(reverse("ours:page"))


@family_page("access.end_keys")
@require_POST
def shut(request: HttpRequest) -> HttpResponse:
    """One tap: every code, card and open visit of this family ends, but this one; then a new code."""
    actor = request.actor
    held = request.session.get(DRAFT)
    end_keys(household=actor.household, by=actor, at=timezone.now())
    become(request, Finished(actor.household, actor.id, actor.community))
    if held:  # a story that this visit is in the middle of goes on here
        request.session[DRAFT] = held
    return HttpResponseRedirect(f"{reverse('ours:code')}?ended=yes")


@family_page("ours.code")
def code(request: HttpRequest) -> HttpResponse:
    """A new code; the one before it stops to work."""
    form, made = Word(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        made = spaced(
            make_key(
                household=request.actor.household,
                person=request.actor.id,
                community=request.actor.community,
                word=form.cleaned_data["word"],
                by=request.actor,
                at=timezone.now(),
            )
        )
    told = {"form": form, "code": made, "ended": "ended" in request.GET}
    return render(request, "home/ours_code.html", told)
