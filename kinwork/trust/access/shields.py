"""Reads about protections: for who set them, and nobody else."""

from uuid import UUID

from django.db.models import Q, QuerySet

from kinwork.people.models import HouseholdMember
from kinwork.trust.access.models import Withholding


def protections(household: UUID) -> QuerySet[Withholding]:
    """Live protections of this home and its members that whoever acts may know of."""
    members = HouseholdMember.objects.filter(household=household, ends=None)
    found = Withholding.objects.filter(
        Q(household=household) | Q(person__in=members.values("person")), ends=None
    )
    return found.order_by("starts")


def own(person: UUID) -> QuerySet[Withholding]:
    """What a family member keeps from somebody in their home."""
    found = Withholding.objects.filter(set_by=person, person=person, ends=None)
    return found.order_by("starts")
