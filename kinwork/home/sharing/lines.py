"""Whom a family lets see, as far as this worker's agency was told of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from kinwork.accounts.models import Agency
from kinwork.common.actor import Actor
from kinwork.people.models import Household, Person
from kinwork.people.queries import members
from kinwork.trust.access.models import Block
from kinwork.trust.access.queries import visible
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.queries import live
from kinwork.trust.consent.words import SEES, WAY_WORDS, listed, sees

ADULTS = ("caregiver", "other adult")
MOST = 50
JUST_NOW = timedelta(minutes=1)


@dataclass
class Line:
    """One agency: what our agency wrote down of the family's yes to it, and of its no."""

    agency: Agency
    permits: list[Consent] = field(default_factory=list)
    refusals: list[Consent] = field(default_factory=list)
    ours: list[Consent] = field(default_factory=list)

    @property
    def newest(self) -> Consent:
        return (self.refusals or self.permits)[0]

    @property
    def our_permit(self) -> Consent | None:
        return next((one for one in self.ours if not one.deny), None)

    @property
    def our_refusal(self) -> Consent | None:
        return next((one for one in self.ours if one.deny), None)


def lines(household: UUID, actor: Actor) -> list[Line]:
    """A line for each agency; `ours`: those that this agency recorded, and so may end."""
    found: dict[UUID, Line] = {}
    for one in live(household):
        line = found.setdefault(one.agency_id, Line(one.agency))
        (line.refusals if one.deny else line.permits).append(one)
        if one.recorded_by_id is not None and one.recorded_by_id == actor.agency:
            line.ours.append(one)
    return list(found.values())


def our_permits(consent: Consent, actor: Actor) -> list[Consent]:
    """Every live yes of the same person to the same agency that our agency wrote down."""
    return [
        one
        for one in live(consent.household_id)
        if one.agency_id == consent.agency_id
        and one.given_by_id == consent.given_by_id
        and one.recorded_by_id == actor.agency
        and not one.deny
    ]


def classes_of(permits: Iterable[Consent]) -> list[str]:
    named = {name for one in permits for name in one.classes}
    return [name for name in SEES if name in named]


def said_before(household: UUID) -> list[Consent]:
    """Everything that was said, the newest first: what is over, too."""
    found = Consent.objects.filter(household=household).select_related("agency")
    return list(found.order_by("-recorded_at")[:MOST])


def just_said(household: UUID, agency: UUID) -> Consent | None:
    """The yes to this agency that was written down in this very deed, if one was."""
    since = timezone.now() - JUST_NOW
    found = Consent.objects.filter(household=household, agency=agency, recorded_at__gte=since)
    return found.filter(deny=False, ended_at=None).order_by("-recorded_at").first()


def adults(row: Household, actor: Actor) -> list[Person]:
    """Who may say yes or no in this home, as far as this worker knows them."""
    return visible(actor, [one.person for one in members(row) if one.relation in ADULTS])


def receipts(
    household: UUID, keys: Iterable[str], language: str | None = None
) -> list[dict[str, Any]]:
    """What stands on the paper of these consents: in `language`, or in the one each was said in."""
    wanted = [key for key in map(_uuid, keys) if key]
    related = ("agency", "text", "community", "recorded_by", "ended_recorded_by", "named_user")
    found = Consent.objects.filter(household=household, pk__in=wanted).select_related(*related)
    by_key = {one.pk: one for one in found}
    known = [by_key[key] for key in dict.fromkeys(wanted) if key in by_key]
    return [as_paper(one, language or one.language) for one in known]


def as_paper(one: Consent, language: str) -> dict[str, Any]:
    with override(language):
        return {
            "one": one,
            "sees": listed(sees(one.classes)),
            "way": str(WAY_WORDS[one.way]),
            "ended_way": str(WAY_WORDS[one.ended_way]) if one.ended_way else "",
        }


def shut_agencies(household: UUID) -> dict[UUID, list[Block]]:
    """Whole places that the family keeps out now, each with what says so."""
    found = Block.objects.filter(Q(ends=None) | Q(ends__gt=timezone.now()), household=household)
    told: dict[UUID, list[Block]] = {}
    for one in found.exclude(agency=None).select_related("agency"):
        told.setdefault(one.agency_id, []).append(one)
    return told


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
