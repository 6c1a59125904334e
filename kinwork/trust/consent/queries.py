"""What a family allows now."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kinwork.trust.consent.models import Consent


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
