"""After a no: why, in plain words, and the next places, with nothing to tell again.

For the family on its page and for the worker who sent it. The new referral is linked to the one
before it, and its first clock keeps running.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.family.facts.models import Fact
from kinwork.family.intake import near, promise
from kinwork.family.referrals import actions, rights, words
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.views import found as referral_of
from kinwork.home import alone
from kinwork.home.ours_words import NEXT_DOOR, reason_of, reason_words
from kinwork.home.refer import record_consent
from kinwork.home.refer_forms import AgreeForm, YesForm
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.web.pages import page, right

CLASSES = ("identity", "contact", "household")
SEES = right("referrals.see")


@page(action="referrals.next_door", classes=CLASSES, who=SEES)
def choose(request: HttpRequest, referral: UUID) -> HttpResponse:
    """Why they said no, and who else near gives this; places with room come first."""
    row = _ended(request, referral)
    family = request.actor.is_family
    told = {
        **_about(row, request.actor),
        "places": _places(row),
        "reason": reason_words(row) if family else words.REASON_WORDS.get(reason_of(row), ""),
    }
    return render(request, "home/next_door.html", told)


@page(action="referrals.send", classes=CLASSES, who=SEES)
def ask(request: HttpRequest, referral: UUID, service: UUID) -> HttpResponse:
    """What this place would see; with the family's yes it is sent."""
    row, actor, now = _ended(request, referral), request.actor, timezone.now()
    chosen = next(iter(near.chosen([str(service)])), None)
    home = Household.objects.filter(pk=row.household_id).first()
    if chosen is None or home is None:
        raise Http404
    language = _language() if actor.is_family else home.language
    with override(language):  # the family's words, whatever the worker's screen speaks
        day = today(row.community, now)
        said = promise.made(chosen, [row.need_code], row.community, language, day)
    adults = [one.person for one in members(home) if one.relation in ("caregiver", "other adult")]
    data = request.POST if request.method == "POST" else None
    form = YesForm(data) if actor.is_family else AgreeForm(data, caregivers=adults)
    if said.text and form.is_bound and form.is_valid():
        told = form.cleaned_data
        who = told.get("given_by", str(actor.id))
        person = next((one for one in adults if str(one.pk) == who), adults[0])
        new = _send(row, home, said, person, {} if actor.is_family else form.how, told, actor, now)
        messages.success(request, _("Sent. You told nothing twice."))
        return redirect("referrals:referral", new.pk)
    return render(
        request,
        "home/next_door_ask.html",
        {
            **_about(row, actor),
            "said": said,
            "form": form,
            "back_url": reverse("home:next_door", args=[row.pk]),
        },
    )


@transaction.atomic
def _send(
    row: Referral,
    home: Household,
    said: promise.Promise,
    person: Person,
    how: dict[str, Any],
    told: dict[str, Any],
    by: Actor,
    at: Any,
) -> Referral:
    """Consent, a linked referral, sent: all of it or nothing; the same form twice is once."""
    form_id = told["form_id"]
    one_family_at_a_time(home.pk)  # pressed twice at once: the second finds what the first made
    if known := Referral.objects.filter(household=home.pk, form_id=form_id).first():
        return known
    subjects, kept = list(row.subjects.values_list("person_id", flat=True)), alone.is_kept(row)
    if kept:
        alone.on_a_yes_that_stands(home.pk, said.agency and said.agency.pk, subjects)
    else:
        record_consent(home, person, said, said.classes, how, by, at)
    made = actions.make_referral(
        need=row.need,
        service=said.service,
        subjects=subjects,
        classes=alone.SHARED if kept else said.classes,
        urgency=row.urgency,
        form_id=form_id,
        previous=row,
        by=by,
        at=at,
    )
    on_behalf_of = person.pk if by.is_staff else None
    return actions.send(referral=made, by=by, at=at, form_id=form_id, on_behalf_of=on_behalf_of)


def _ended(request: HttpRequest, referral: UUID) -> Referral:
    """The referral that ended without help, for those who began it; else 404."""
    row = referral_of(request, referral)
    began = {"family", "sender"} & set(rights.parties(request.actor, row))
    if row.state not in NEXT_DOOR or not began:
        raise Http404
    return row


def _places(row: Referral) -> list[near.Near]:
    """Others near the family that give the same and can be asked; those known to be full left out."""
    answers = {"needs": [row.need_code], "place": _place(row)}
    found = near.offers(
        answers, [], community=row.community, language=_language(), now=timezone.now()
    )
    asked = set(Referral.objects.filter(need=row.need_id).values_list("service_id", flat=True))
    places = [one for one in (found[0].services if found else ()) if UUID(one.id) not in asked]
    open_ = [one for one in places if one.can_ask and one.has_room is not False]
    return sorted(open_, key=lambda one: one.has_room is not True)


def _place(row: Referral) -> Any:
    fact = Fact.objects.filter(said_in=row.household_id, key="place").order_by("-said_at").first()
    return fact.value if fact else None


def _about(row: Referral, actor: Actor) -> dict[str, Any]:
    return {
        "row": row,
        "need": words.need_name(row.need_code, _language()),
        "base": "web/family.html" if actor.is_family else "web/desk.html",
    }


def _language() -> str:
    return (get_language() or "en")[:2]
