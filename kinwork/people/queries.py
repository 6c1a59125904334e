"""Reads about people; row-level security keeps to what the actor may see."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kinwork.common import audit
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.people import rights, rules  # noqa: F401  (declares the table)
from kinwork.people.models import Household, HouseholdMember, Person


def find_people(
    actor: Actor, *, given: str = "", family: str = "", born: date | None = None
) -> list[Person]:
    """This agency's own families whose names hold all typed parts (accents aside), and/or birth date.

    Best match first; at most 50. Each search is in the trail, without what was typed.
    """
    check(actor, "people.find_people")
    keys = rules.name_keys(given) + rules.name_keys(family)
    parts = [key for key in keys if " " not in key][:8]
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_find_people(%s, %s)", [parts, born])
        ids = [found for (found,) in cursor.fetchall()]
    audit.record("people.find_people", by=actor, found=len(ids))
    people = Person.objects.filter(pk__in=ids)
    return sorted(people, key=lambda person: (len(person.name_keys), person.full_name.casefold()))


def members(household: UUID | Household, at=None) -> list[HouseholdMember]:
    """Who belongs to the household now: caregivers first, then children by age."""
    at = at or timezone.now()
    found = HouseholdMember.objects.filter(household=household, starts__lte=at)
    found = found.filter(Q(ends=None) | Q(ends__gt=at)).select_related("person")
    order = {"caregiver": 0, "other adult": 1, "child": 2, "expected child": 3}
    return sorted(
        found,
        key=lambda one: (order.get(one.relation, 4), one.person.birth_date or date.max),
    )


def children(household: UUID | Household, at=None) -> list[Person]:
    return [
        one.person for one in members(household, at) if one.relation in ("child", "expected child")
    ]


def homes(person: UUID | Person) -> list[HouseholdMember]:
    """The households that a person belongs to now."""
    found = HouseholdMember.objects.filter(person=person, ends=None)
    return list(found.select_related("household"))
