"""A family ends, narrows or refuses through a worker: on paper, by phone with a witness, at the desk.

Two taps: the first says what it does to whom, the second does it and leads to the receipt. Whoever was
not told of a yes by this family ends none of it; a no closes whatever else was said.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from kinwork.accounts.models import Agency
from kinwork.common import clock
from kinwork.common import text as wording
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.rights import Refused
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import SENT_AND_OPEN
from kinwork.home.ours_words import service_names
from kinwork.home.sharing import forms, lines
from kinwork.home.sharing.papers import CLASSES, family_of, receipt_url
from kinwork.home.sharing.places import agencies_of
from kinwork.people.models import Household, Person
from kinwork.people.rights import WORKERS
from kinwork.trust.access.queries import visible
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import texts
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.words import SEES, filled
from kinwork.web.pages import page, roles


@page(action="consent.end", classes=CLASSES, who=roles(*WORKERS))
def end(request: HttpRequest, household: UUID, consent: UUID) -> HttpResponse:
    """They take back a yes, or a no, that our agency wrote down."""
    actor, row = request.actor, family_of(request, household)
    one = _ours(row, consent, actor)
    if one.ended_at is not None:
        return _to_receipts(row, [one])
    form = _form(request, row, [one.given_by])
    if form.is_bound and form.is_valid():
        done = [one] if one.deny else lines.our_permits(one, actor)
        said = _said(form, actor)
        with transaction.atomic():
            for each in done:
                consents.end(consent=each, **said, by=actor, at=timezone.now())
        return _to_receipts(row, done)
    told = {"row": row, "one": one, "form": form, "closes": _closes(row, one.agency)}
    return render(request, "home/sharing_end.html", told | {"lasts": _words(texts.LASTS, row)})


@page(action="consent.narrow", classes=CLASSES, who=roles(*WORKERS))
def less(request: HttpRequest, household: UUID, consent: UUID) -> HttpResponse:
    """They share less: first what stays (in the address), then the exact words and how it was said."""
    actor, row = request.actor, family_of(request, household)
    one = _ours(row, consent, actor)
    permits = lines.our_permits(one, actor)
    if one.deny or not permits:
        return redirect("home:sharing", row.pk)
    before = lines.classes_of(permits)
    kept = [name for name in before if name in request.GET.getlist("classes")]
    told: dict[str, Any] = {"row": row, "one": one, "lasts": _words(texts.LASTS, row)}
    if not kept or kept == before:
        marks = forms.LessForm(request.GET or None, classes=before, initial={"classes": before})
        told |= {"marks": marks, "nothing": bool(request.GET) and not kept, "same": kept == before}
        return render(request, "home/sharing_less.html", told)
    form = _form(request, row, [one.given_by])
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                made = _narrow(permits, kept, _said(form, actor), row, actor, timezone.now())
            return _to_receipts(row, made)
        except Refused as refusal:
            form.add_error(None, refusal.sentence)
    until = permits[0].ends and clock.local_day(permits[0].ends, row.time_zone)
    told["words"] = _filled(texts.NARROW, row, one.agency, kept, until)
    told |= {"form": form, "kept": [SEES[name] for name in kept]}
    return render(request, "home/sharing_less.html", told)


def _narrow(
    permits: Iterable[Consent],
    kept: list[str],
    said: dict[str, Any],
    row: Household,
    actor: Actor,
    now: datetime,
) -> list[Consent]:
    """Every permit loses what lost its mark; one that keeps nothing ends."""
    made, agency = [], said.pop("recorded_by")
    for permit in permits:
        left = [name for name in permit.classes if name in kept]
        if not left:
            ending = said | {"recorded_by": agency}
            made.append(consents.end(consent=permit, **ending, by=actor, at=now))
        elif len(left) < len(permit.classes):
            new = {"classes": left, "language": row.language, "by": actor, "at": now}
            made.append(consents.narrow(consent=permit, **said, **new))
    return made


@page(action="consent.deny", classes=CLASSES, who=roles(*WORKERS))
def no(request: HttpRequest, household: UUID) -> HttpResponse:
    """They say no to a place, also to one that was told nothing yet: first which (in the address),
    then the exact words and how it was said."""
    actor, row = request.actor, family_of(request, household)
    places = agencies_of(row)
    agency = next((one for one in places if str(one.pk) == request.GET.get("agency")), None)
    whole = agency is not None and not {"part", "sent", "classes"} & set(request.GET)
    classes = [name for name in SEES if whole or name in request.GET.getlist("classes")]
    told: dict[str, Any] = {"row": row, "agency": agency}
    if agency is None or not classes:
        start = {"agency": request.GET.get("agency"), "classes": list(SEES)}
        asked = request.GET if "sent" in request.GET else None
        named = [("", "")] + [(str(one.pk), one.name) for one in places]
        told["place"] = forms.PlaceForm(asked, agencies=named, initial=start)
        return render(request, "home/sharing_no.html", told)
    form = _form(request, row, lines.adults(row, actor))
    words = _filled(texts.DENY, row, agency, classes, None)
    if words and form.is_bound and form.is_valid():
        made = _deny(row, agency, classes, form, actor)
        return _to_receipts(row, [made])
    told |= {
        "form": form,
        "words": words,
        "whole": len(classes) == len(SEES),
        "own": agency.pk == actor.agency,
        "closes": _closes(row, agency),
        "lasts": _words(texts.LASTS, row),
    }
    return render(request, "home/sharing_no.html", told)


@transaction.atomic
def _deny(
    row: Household, agency: Agency, classes: list[str], form: forms.SaidForm, actor: Actor
) -> Consent:
    """The no, once: pressed twice, the second finds what the first wrote down."""
    said = _said(form, actor)
    one_family_at_a_time(row.pk)
    for line in lines.lines(row.pk, actor):
        for known in line.refusals if line.agency.pk == agency.pk else []:
            if known.given_by_id == said["given_by"].pk and set(classes) <= set(known.classes):
                return known
    return consents.deny(
        household=row,
        agency=agency,
        classes=classes,
        language=row.language,
        **said,
        by=actor,
        at=timezone.now(),
    )


def _to_receipts(row: Household, made: list[Consent]) -> HttpResponse:
    return HttpResponseRedirect(receipt_url(row.pk, made))


def _ours(row: Household, consent: UUID, actor: Actor) -> Consent:
    """A yes or a no that this agency wrote down; of any other there is nothing to end here."""
    found = Consent.objects.filter(pk=consent, household=row, recorded_by=actor.agency)
    one = found.select_related("agency", "given_by").first()
    if one is None or not visible(actor, [one.given_by]):
        raise Http404
    return one


def _form(request: HttpRequest, row: Household, people: list[Person]) -> forms.SaidForm:
    day = today(row.community, timezone.now())
    sent = request.POST if request.method == "POST" else None
    return forms.SaidForm(sent, people=people, today=day)


def _said(form: forms.SaidForm, actor: Actor) -> dict[str, Any]:
    """Arguments of `end`, `narrow` (but recorded_by) and `deny`."""
    return form.how | {
        "given_by": Person(pk=UUID(form.cleaned_data["given_by"])),
        "recorded_by": Agency.objects.get(pk=actor.agency),
    }


def _closes(row: Household, agency: Agency) -> list[str]:
    """What stops with it, of what this worker may see."""
    found = Referral.objects.filter(household=row, receiver=agency, state__in=SENT_AND_OPEN)
    shown = list(found.select_related("service"))
    called = service_names(shown, get_language() or "en")
    return [called.get(one.service_id, one.service.name) for one in shown]


def _words(key: str, row: Household) -> str:
    found = wording.current(key, row.language, row.community_id)
    return found.body if found else ""


def _filled(key: str, row: Household, agency: Agency, classes: list[str], until: Any) -> str:
    """The exact words, in the family's language, to be read to it; "" where nobody wrote them."""
    body = _words(key, row)
    said = {"agency": agency.name, "classes": classes, "until": until, "language": row.language}
    return filled(body, **said) if body else ""
