"""What a family allows now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kinwork.trust.consent.models import Closing, Consent, ConsentAsk


def live(household: UUID, at=None) -> list[Consent]:
    """Permits and refusals in force, newest first."""
    at = at or timezone.now()
    found = Consent.objects.filter(household=household, ended_at=None, starts__lte=at)
    found = found.filter(Q(ends=None) | Q(ends__gt=at))
    return list(found.select_related("agency", "given_by").order_by("-starts"))


def covers(household: UUID, agency: UUID, classes, at=None) -> bool:
    """Do live permits for `agency` name all of `classes`, with no refusal among them?"""
    named: set[str] = set()
    for consent in live(household, at):
        if consent.agency_id == agency and "care" in consent.purposes:
            if consent.deny and set(classes) & set(consent.classes):
                return False
            named |= set() if consent.deny else set(consent.classes)
    return set(classes) <= named


def conflict(household: UUID, agency: UUID, classes: Iterable[str]) -> bool:
    """Do two who hold authority disagree? Nothing but the yes: not who, and not why."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_consent_conflict(%s, %s, %s::text[])", [household, agency, list(classes)]
        )
        return bool(cursor.fetchone()[0])


@dataclass(frozen=True)
class GroundsNow:
    """What a disclosure to one agency stands on, locked until this transaction ends."""

    party: bool = False
    consented: frozenset[str] = field(default_factory=frozenset)
    denied: frozenset[str] = field(default_factory=frozenset)
    blocked: bool = False

    @property
    def allowed(self) -> frozenset[str]:
        return frozenset() if self.blocked or not self.party else self.consented - self.denied


def lock_grounds(
    household: UUID,
    agency: UUID,
    whom: Iterable[UUID],
    classes: Iterable[str],
    owner: UUID | None = None,
) -> GroundsNow:
    """Lock and read what `agency` may be given of `classes` about `whom`: disclose = see, for the
    recipient. `owner`: the agency whose own rows they are; None for what the family told. Whoever
    revokes meanwhile waits for us. Every disclosing deed asks this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM kw_lock_grounds(%s, %s, %s::uuid[], %s::text[], %s)",
            [household, agency, list(whom), list(classes), owner],
        )
        party, consented, denied, blocked = cursor.fetchone()
    return GroundsNow(bool(party), frozenset(consented), frozenset(denied), bool(blocked))


def closing(household: UUID) -> Closing | None:
    """The family's own wish to leave, while it stands."""
    return Closing.objects.filter(household=household, undone_at=None).first()


def asks(household: UUID) -> list[ConsentAsk]:
    """Questions that were sent to this family as links, the newest first."""
    found = ConsentAsk.objects.filter(household=household).order_by("-made_at")
    return list(found.select_related("agency", "person")[:20])


def waiting_asks(household: UUID, at: datetime) -> list[ConsentAsk]:
    """Questions that this caregiver can still answer."""
    found = ConsentAsk.objects.filter(household=household, answered_at=None, ended_at=None)
    found = found.filter(expires_at__gt=at).order_by("made_at")
    return list(found.select_related("agency", "asked_by"))
