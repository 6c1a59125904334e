"""Reads about people; row-level security keeps to what the actor may see."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from kinwork.people import rules
from kinwork.people.models import Household, HouseholdMember, Person


def matching(*, given: str = "", family: str = "", born: date | None = None) -> list[Person]:
    """The acting agency's own families whose names hold all typed parts (accents aside), and/or the
    birth date; best match first, at most 50. `actions.find_people` checks and writes it down."""
    keys = (rules.name_keys(given) + rules.name_keys(family))[:8]
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_find_people(%s, %s)", [keys, born])
        ids = [found for (found,) in cursor.fetchall()]
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
