"""Reads about protections, for who set them and nobody else; and about who may decide."""

from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kinwork.people.models import HouseholdMember
from kinwork.trust.access.models import Authority, Withholding
from kinwork.trust.access.rules import NO_STANDING


def protections(household: UUID) -> QuerySet[Withholding]:
    """Live protections of this home and its members that whoever acts may know of."""
    members = HouseholdMember.objects.filter(household=household, ends=None)
    found = Withholding.objects.filter(
        Q(household=household) | Q(person__in=members.values("person")), ends=None
    )
    return found.order_by("starts")


def shares_home(household: UUID) -> bool:
    """Does the caregiver who acts share the whole home: is nothing of it kept from them?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_shares_home(%s)", [household])
        return bool(cursor.fetchone()[0])


def own(person: UUID) -> QuerySet[Withholding]:
    """What a family member keeps from somebody in their home."""
    found = Withholding.objects.filter(set_by=person, person=person, ends=None)
    return found.order_by("starts")


def authorities(persons: list[UUID], at: datetime) -> QuerySet[Authority]:
    """Who may decide for these persons now, or from a later day on; the oldest first."""
    live = Q(ends=None) | Q(ends__gt=at)
    found = Authority.objects.filter(live, person__in=persons).select_related("holder_agency")
    return found.order_by("person", "starts")


def without_standing(household: UUID, at: datetime) -> set[tuple[UUID, UUID]]:
    """(subject, whom) where a court order or safety flag that whoever acts may know of has ended
    what somebody may decide."""
    stands = protections(household).filter(kind__in=NO_STANDING, starts__lte=at)
    return set(
        stands.exclude(from_person=None).exclude(person=None).values_list("person", "from_person")
    )
