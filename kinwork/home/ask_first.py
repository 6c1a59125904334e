"""The family is not at the desk: what is needed is written down, and waits for its yes with a clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from kinwork.common.actor import Actor
from kinwork.directory.models import Service
from kinwork.family.intake import promise
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions.moving import one_family_at_a_time
from kinwork.family.referrals.models import Need, Referral
from kinwork.home import alone
from kinwork.home.refer_forms import AskFirstForm
from kinwork.people.models import Household, Person
from kinwork.trust.consent.rules import NEVER_BY_LINK


def form_for(data: Any, said: promise.Promise, people: list[Person], subjects: list[str]) -> Any:
    """Bound where it is the one that was sent. None where a family cannot be asked later."""
    if said.text is None:
        return None
    bound = data if data is not None and data.get("deed") == "first" else None
    return AskFirstForm(bound, people=people, initial={"subjects": subjects})


@transaction.atomic
def begin(
    home: Household,
    service: Service,
    said: promise.Promise,
    need: Need,
    told: dict[str, Any],
    by: Actor,
    at: datetime,
) -> Referral:
    """A referral that waits for the family's yes; the same form twice is once."""
    one_family_at_a_time(home.pk)
    form_id = told["form_id"]
    made = actions.make_referral(
        need=need,
        service=service,
        subjects=[UUID(one) for one in told["subjects"]],
        classes=said.classes,
        urgency=told["urgency"],
        form_id=form_id,
        by=by,
        at=at,
    )
    if made.state != "draft":
        return made
    return actions.ask_consent(referral=made, form_id=form_id, by=by, at=at)


def by_link(row: Referral) -> str:
    """Where the question of this referral is sent from; "" where no link may ask it."""
    by_hand = row.receiver_id in (None, row.sender_id) or set(row.classes) & NEVER_BY_LINK
    if by_hand or alone.is_kept(row):
        return ""
    return f"{reverse('home:ask', args=[row.household_id])}?about={row.pk}"


def go_on(request: HttpRequest, row: Referral) -> HttpResponse:
    """To the question; where it has to be asked by other means, to the referral."""
    return redirect(by_link(row) or reverse("referrals:referral", args=[row.pk]))
