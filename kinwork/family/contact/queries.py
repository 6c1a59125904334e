"""How a family is reached safely."""

from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from kinwork.family.contact.models import ContactPoint, Message
from kinwork.people.models import HouseholdMember


def points(household: UUID) -> list[ContactPoint]:
    """Every way to reach this household or its members that the actor may see, best first."""
    members = HouseholdMember.objects.filter(household=household, ends=None)
    found = ContactPoint.objects.filter(ended_at=None).filter(
        # its clock does not see who belongs to the home, but where something was said
        Q(household=household) | Q(person__in=members.values("person")) | Q(said_in=household)
    )
    return list(found.order_by("-is_safe", "-is_preferred", "channel", "recorded_at"))


def safe_email(household: UUID, but: str = "") -> ContactPoint | None:
    """The e-mail that a message may go to, or None; never `but`, however it is written.

    Where something of the home is kept from one caregiver, only an address of somebody else's own:
    what was written down for the whole home may be read by both.
    """
    kept = kept_from(household)
    safe = (one for one in points(household) if one.channel == "email" and one.is_safe)
    safe = (one for one in safe if one.value.casefold() != but.casefold())
    if kept:
        safe = (one for one in safe if one.person_id and one.person_id not in kept)
    return next(safe, None)


def safe_email_of(household: UUID, person: UUID) -> ContactPoint | None:
    """The e-mail that a question to this one caregiver may go to: their own, or the home's where
    nothing is kept from anybody in it; never somebody else's."""
    kept = kept_from(household)
    safe = (one for one in points(household) if one.channel == "email" and one.is_safe)
    own = (one for one in safe if one.person_id == person or (not one.person_id and not kept))
    return next(own, None)


def kept_from(household: UUID) -> set[UUID]:
    """Members from whom something of this home is kept; known to the clock that writes to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_kept_members(%s)", [household])
        return {one for (one,) in cursor.fetchall()}


def is_private(about: UUID) -> bool:
    """Is this piece of work kept from caregivers? Asked by its clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_is_private(%s)", [about])
        return cursor.fetchone()[0]


def messages(household: UUID) -> QuerySet[Message]:
    return Message.objects.filter(household=household).order_by("-made_at")
