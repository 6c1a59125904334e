"""A written yes, for records that are closed without one: of a school, of early help, of treatment,
about being safe. First what it says; then the sheet to sign with its exact words; then it counts.

Source: 42 CFR 2.31 and 2.32, 34 CFR 99.30 (FERPA), 34 CFR 303.414 (IDEA Part C), 45 CFR 1303.22
(Head Start).
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from kinwork.accounts.models import Agency, Membership
from kinwork.common import text as wording
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.common.models import Text
from kinwork.family.intake.promise import end_of, in_months
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.home.sharing import lines
from kinwork.home.sharing.papers import CLASSES, family_of, receipt_url
from kinwork.home.sharing.places import agencies_of
from kinwork.home.sharing.written_forms import SignedForm, WhatForm
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.trust.access.queries import opened, visible
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent import texts
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.queries import live
from kinwork.trust.consent.rules import IN_WRITING, WRITERS
from kinwork.trust.consent.words import filled
from kinwork.web.pages import page, roles

# What an office may be shown by any yes, unless its label wants it in writing.
ANY_YES = ("identity", "contact", "household", "means")
HOW = ("way", "signed_on", "paper_at", "csrfmiddlewaretoken", "deed")


@page(action="consent.give", classes=CLASSES, who=roles(*WRITERS))
def written(request: HttpRequest, household: UUID) -> HttpResponse:
    """Three steps on one address; nothing is kept before the last."""
    actor, row, now = request.actor, family_of(request, household), timezone.now()
    opened(by=actor, household=row.pk, classes=(), page="consent.give")
    text = wording.current(texts.WRITTEN, row.language, row.community_id)
    sent, day = request.POST if request.method == "POST" else None, today(row.community, now)
    form = WhatForm(
        sent,
        people=lines.adults(row, actor),
        agencies=[one for one in agencies_of(row) if one.pk != actor.agency],
        classes=offered(actor),
        today=day,
        initial={"until": in_months(row.community, now)},
    )
    told: dict[str, Any] = {"row": row, "form": form, "text": text}
    if text is None or not form.is_bound or not form.is_valid() or "back" in request.POST:
        return render(request, "home/sharing_written.html", told)
    signed = SignedForm(request.POST if request.POST.get("deed") == "sign" else None, today=day)
    if signed.is_bound and signed.is_valid():
        made = _give(row, form.cleaned_data, signed.how, text, actor)
        return HttpResponseRedirect(receipt_url(row.pk, [made]))
    told |= _sheet(row, form, text, actor) | {"signed": signed, "hidden": _kept(request)}
    return render(request, "home/sharing_sign.html", told)


def offered(actor: Actor) -> list[str]:
    """What this worker may write down: treatment records are for Part 2 staff alone. Where all that
    an agency writes is closed without such a yes, also what is shared by any yes elsewhere."""
    hat = {"user": actor.id, "agency": actor.agency, "role": actor.role, "ends": None}
    part_2 = Membership.objects.filter(**hat, is_part_2_staff=True).exists()
    keeps = Agency.objects.filter(pk=actor.agency).exclude(records=[]).exists()
    return [name for name in (*(ANY_YES if keeps else ()), *IN_WRITING) if name != "sud" or part_2]


@transaction.atomic
def _give(
    row: Household, told: dict[str, Any], how: dict[str, Any], text: Text, actor: Actor
) -> Consent:
    """The yes, once: pressed twice, the second finds what the first wrote down."""
    one_family_at_a_time(row.pk)
    for known in live(row.pk):
        if not known.deny and _same(known, told):
            return known
    return consents.give(
        household=row,
        given_by=Person.objects.get(pk=told["given_by"]),
        agency=Agency.objects.get(pk=told["agency"]),
        classes=told["classes"],
        text=text,
        language=row.language,
        **how,
        ends=end_of(told["until"], row.time_zone),
        part_2="sud" in told["classes"],
        records=told["records"],
        named_user=told.get("user"),
        recorded_by=Agency.objects.get(pk=actor.agency),
        by=actor,
        at=timezone.now(),
    )


def _same(known: Consent, told: dict[str, Any]) -> bool:
    named = told.get("user")
    return (
        str(known.given_by_id) == told["given_by"]
        and str(known.agency_id) == told["agency"]
        and known.records == told["records"]
        and set(known.classes) == set(told["classes"])
        and known.named_user_id == (named and named.pk)
    )


def _sheet(row: Household, form: WhatForm, text: Text, actor: Actor) -> dict[str, Any]:
    """What is printed and signed: who, about whom, the exact words."""
    told, known = form.cleaned_data, visible(actor, [one.person for one in members(row)])
    named = told.get("user")
    return {
        "words": filled(
            text.body,
            agency=form.agencies[told["agency"]].name,
            classes=told["classes"],
            until=told["until"],
            language=text.language,
            records=told["records"],
            only=named.name if named else "",
        ),
        "classes": told["classes"],
        "whose": [one.full_name for one in known],
        "signs": next((one.full_name for one in known if str(one.pk) == told["given_by"]), ""),
    }


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was said in the first step goes on, unseen, with the second."""
    sent = request.POST.lists()
    return [(name, value) for name, values in sent if name not in HOW for value in values]
