"""Ways to reach a family."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kinwork.accounts.models import Agency
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.family.contact import rights, wire  # noqa: F401  (rights declares the table)
from kinwork.family.contact.models import ContactPoint
from kinwork.family.facts.models import Fact
from kinwork.people.models import Household, Person
from kinwork.trust.access.rules import ADDRESS


@transaction.atomic
def record_contact(
    *,
    household: Household,
    channel: str,
    value: str,
    person: Person | None = None,
    is_safe: bool = True,
    safe_hours: str = "",
    is_preferred: bool = False,
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> ContactPoint:
    """A phone or an e-mail, whether a message there is safe, and when."""
    require(by)
    check(by, "contact.record_contact", household)
    point = ContactPoint.objects.create(
        community_id=household.community_id,
        recorded_by=recorded_by,
        steward=recorded_by,
        sensitivity="contact",
        person=person,
        household=None if person else household,
        said_in=household.pk,
        channel=channel,
        value=value.strip()[:254],
        address_hash=wire.address_hash(channel, value),
        is_safe=is_safe,
        safe_hours=safe_hours[:200],
        is_preferred=is_preferred,
    )
    audit.record("contact.record_contact", point, by=by, at=at, household=household.pk)
    return point


@transaction.atomic
def say_hours(*, point: ContactPoint, safe_hours: str, by: Actor, at: datetime) -> ContactPoint:
    """At which times this phone or address is safe, in the family's own words; "" for any time."""
    require(by)
    check(by, "contact.say_hours", point)
    if point.safe_hours != safe_hours:
        point.safe_hours = safe_hours
        point.save(update_fields=["safe_hours"])
        audit.record("contact.say_hours", point, by=by, at=at, household=point.said_in)
    return point


@transaction.atomic
def substitute_address(
    *,
    household: Household,
    person: Person,
    address: str,
    recorded_by: Agency | None = None,
    by: Actor,
    at: datetime,
) -> ContactPoint:
    """Somebody is in an address confidentiality programme: others get `address`, never the true one.

    What this agency or family wrote down of where they are takes the label "address confidentiality":
    from now on it is shared with nobody, opened by no link and no emergency. A former substitute ends.
    """
    require(by)
    check(by, "contact.substitute_address", household)
    about = Q(person=person) | Q(household=household)
    where_they_are = Q(sensitivity="location") | Q(key="place")
    for where in Fact.objects.filter(about, where_they_are).exclude(labels__contains=[ADDRESS]):
        if where.owner_id is None and where.recorded_by_id == by.agency:
            where.labels = sorted({*where.labels, ADDRESS})
            where.save(update_fields=["labels"])
    for old in ContactPoint.objects.filter(person=person, channel="mail", ended_at=None):
        end_contact(point=old, by=by, at=at)
    made = record_contact(
        household=household,
        person=person,
        channel="mail",
        value=address,
        recorded_by=recorded_by,
        by=by,
        at=at,
    )
    audit.record("contact.substitute_address", made, by=by, at=at, household=household.pk)
    return made


def end_contact(*, point: ContactPoint, by: Actor, at: datetime) -> ContactPoint:
    """This phone or address is no longer the family's, or no longer safe."""
    require(by)
    check(by, "contact.end_contact", point)
    point.ended_at = at
    point.save(update_fields=["ended_at"])
    audit.record("contact.end_contact", point, by=by, at=at, household=point.said_in)
    return point
