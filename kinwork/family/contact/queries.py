"""How a family is reached safely."""

from uuid import UUID

from django.db.models import Q, QuerySet

from kinwork.family.contact.models import ContactPoint, Message
from kinwork.people.models import HouseholdMember


def points(household: UUID) -> list[ContactPoint]:
    """Every way to reach this household or its members that the actor may see, best first."""
    members = HouseholdMember.objects.filter(household=household, ends=None)
    found = ContactPoint.objects.filter(ended_at=None).filter(
        Q(household=household) | Q(person__in=members.values("person"))
    )
    return list(found.order_by("-is_safe", "-is_preferred", "channel", "recorded_at"))


def safe_email(household: UUID) -> ContactPoint | None:
    """The e-mail that a message may go to, or None."""
    safe = (one for one in points(household) if one.channel == "email" and one.is_safe)
    return next(safe, None)


def messages(household: UUID) -> QuerySet[Message]:
    return Message.objects.filter(household=household).order_by("-made_at")
