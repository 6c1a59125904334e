"""The last part of finishing: ways to reach the family, needs, consent for each partner, referrals."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid5

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.common.community import today
from kinwork.directory.models import Service
from kinwork.family.contact import actions as contact
from kinwork.family.contact.queries import points
from kinwork.family.doors import near
from kinwork.family.intake import promise
from kinwork.family.intake.models import Draft
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need
from kinwork.people.models import Household, Person
from kinwork.people.queries import children
from kinwork.trust.consent import actions as consent


def reach(household: Household, told: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """The phone or e-mail that was told, once; another one of the same kind is no longer used."""
    if told.get("channel") in (None, "page"):
        return
    known = points(household.pk)
    same = [one for one in known if _same(one, told)]
    if same:
        return
    for old in known:
        ours = by.agency is None or old.recorded_by_id == by.agency
        if ours and old.channel == told["channel"]:
            contact.end_contact(point=old, by=by, at=at)
    contact.record_contact(
        household=household,
        channel=told["channel"],
        value=told["value"],
        is_safe=told.get("safe", False),
        safe_hours=told.get("hours", ""),
        is_preferred=True,
        recorded_by=_agency(by),
        by=by,
        at=at,
    )


def _same(point, told: Mapping[str, Any]) -> bool:
    said = (told["channel"], told["value"], told.get("safe", False), told.get("hours", ""))
    return (point.channel, point.value, point.is_safe, point.safe_hours) == said


def needs_and_referrals(
    draft: Draft,
    household: Household,
    told: Mapping[str, Any],
    caregiver: Person,
    *,
    how: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Every need is written down, whether or not somebody is asked for it; then the yeses are sent."""
    urgency = told.get("soon", "routine")
    needs = {
        code: referrals.make_need(
            household=household,
            code=code,
            urgency=urgency,
            need_id=uuid5(draft.pk, f"need {code}"),
            by=by,
            at=at,
        )
        for code in told.get("needs", [])
    }
    for service in near.chosen(told.get("services", [])):
        if told.get(f"agree:{service.pk}"):
            _ask(draft, household, service, needs, caregiver, how=how, by=by, at=at)


def _ask(
    draft: Draft,
    household: Household,
    service: Service,
    needs: dict[str, Need],
    caregiver: Person,
    *,
    how: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Consent as it stood on the screen, then the referral for exactly these classes."""
    said = promise.made(
        service, list(needs), draft.community, draft.language, today(draft.community, at)
    )
    need = needs.get(said.need) or next(iter(needs.values()))
    if said.agency and said.agency.pk != by.agency:
        _consent(said, household, caregiver, draft.language, how, by, at)
    form = uuid5(draft.pk, str(service.pk))
    referral = referrals.make_referral(
        need=need,
        service=service,
        location=_nearest(service),
        subjects=[one.pk for one in children(household, at)] or [caregiver.pk],
        classes=said.classes,
        form_id=form,
        by=by,
        at=at,
    )
    if referral.sent_at:  # under way already
        return
    referrals.send(
        referral=referral,
        by=by,
        at=at,
        form_id=form,
        on_behalf_of=caregiver.pk if by.is_staff else None,
    )


def _consent(said, household, caregiver, language, how, by, at) -> None:
    if said.text is None:
        return
    consent.give(
        household=household,
        given_by=caregiver,
        agency=said.agency,
        classes=said.classes,
        text=said.text,
        language=language,
        **how,
        ends=promise.end_of(said.until, household.time_zone),
        recorded_by=_agency(by),
        by=by,
        at=at,
    )


def _nearest(service: Service):
    """Where it is given, when there is only one place."""
    places = [one.location for one in service.service_at_locations.select_related("location")[:2]]
    return places[0] if len(places) == 1 else None


def _agency(by: Actor) -> Agency | None:
    return Agency.objects.get(pk=by.agency) if by.agency else None
