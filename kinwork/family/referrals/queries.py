"""Reads of referrals that deserve a name; row-level security keeps to what the actor may see."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from kinwork.accounts.models import Agency, AgencyCommunity, Membership
from kinwork.common.models import Community
from kinwork.directory.models import Organization
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import SENT_AND_OPEN
from kinwork.trust.agreements.models import Party


def siblings(referral: Referral) -> list[UUID]:
    """Open referrals for the same need, whoever received them: ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_siblings(%s)", [referral.pk])
        return [found for (found,) in cursor.fetchall()]


def open_towards(household: UUID, agency: UUID) -> list[UUID]:
    """Open referrals of a family to one agency: ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_open_referrals(%s, %s)", [household, agency])
        return [found for (found,) in cursor.fetchall()]


def receiver_of(organization: Organization, community: Community) -> Agency | None:
    """The agency that would receive here: it works in this community and has signed to take part."""
    found = Agency.objects.filter(
        organization=organization, active=True, is_victim_service_provider=False
    )
    agency = found.filter(communities=community).first()
    return agency if agency and has_signed(agency.pk) else None


def has_signed(agency: UUID) -> bool:
    """Has this agency a participation agreement that is not ended or suspended?

    For choosing how to reach it; what may be disclosed is asked again, and locked, on sending.
    """
    return _signed().filter(agency=agency).exists()


def receivers(community: Community) -> set[UUID]:
    """The organizations whose agencies would receive here (see `receiver_of`)."""
    agencies = Agency.objects.filter(
        communities=community, active=True, is_victim_service_provider=False
    )
    found = _signed().filter(agency__in=agencies)
    return set(found.values_list("agency__organization_id", flat=True)) - {None}


def _signed() -> QuerySet[Party]:
    return Party.objects.filter(
        Q(agreement__ends=None) | Q(agreement__ends__gt=Now()),
        ends=None,
        agreement__kind="participation",
        agreement__suspended_at=None,
    )


def coordinating_agency(community: UUID) -> UUID | None:
    """Whose desk a community's overdue answers go to: where its coordinator works, else who convenes."""
    found = Membership.objects.filter(community=community, role="coordinator", ends=None)
    agency = found.values_list("agency", flat=True).order_by("starts").first()
    convening = AgencyCommunity.objects.filter(community=community, convenes=True)
    return agency or convening.values_list("agency", flat=True).first()


def envelopes() -> QuerySet[Referral]:
    """Referrals with what their envelope shows."""
    return Referral.objects.select_related(
        "service", "organization", "receiver", "sender", "assigned_to", "location", "community"
    )


def of_household(household: UUID) -> list[Referral]:
    """A family's referrals, newest first."""
    return list(envelopes().filter(household=household).order_by("-made_at"))


def open_of(households: Iterable[UUID]) -> QuerySet[Referral]:
    return envelopes().filter(household__in=list(households), state__in=SENT_AND_OPEN)


def for_family(household: UUID) -> list[Referral]:
    """A family's own referrals for its page: the open ones first, then the newest."""
    found = of_household(household)
    return sorted(found, key=lambda one: (one.ended_at is not None, -one.made_at.timestamp()))
