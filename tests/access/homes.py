"""Who a row is about, who lives where now, and who is one human being: read from a world's rows."""

from kinwork.people.models import Household, HouseholdMember, IdentityLink, Person
from tests.access.worlds import NOW, World

CHILDREN = ("child", "expected child")
ADULTS = ("caregiver", "other adult")


def live(row) -> bool:
    return row.starts is not None and row.starts <= NOW and (row.ends is None or row.ends > NOW)


def subject(row) -> tuple[Person | None, Household | None]:
    if isinstance(row, Person):
        return row, None
    if isinstance(row, Household):
        return None, row
    return (None if isinstance(row, HouseholdMember) else row.person), row.household


def is_(named, key) -> bool:
    return named is not None and named.pk == key


def same(world: World, person: Person | None) -> list[Person]:
    """The rows that are one human being with this one, by live links; the stricter of all counts."""
    found = [person] if person else []
    for one in found:
        for link in world.made[IdentityLink]:
            if live(link) and one in (link.one, link.other):
                found += [other for other in (link.one, link.other) if other not in found]
    return found


def homes(world: World, row) -> list[Household]:
    """The households that may speak about the row: its own, or where its person lives."""
    person, household = subject(row)
    if household:
        return [household]
    return [
        home
        for home in world.households
        if any(one.person in same(world, person) for one in members(world, home))
    ]


def living(world: World, home: Household) -> list[Person]:
    return [one for row in members(world, home) for one in same(world, row.person)]


def members(world: World, household: Household) -> list[HouseholdMember]:
    rows = world.made[HouseholdMember]
    return [row for row in rows if row.household is household and live(row)]


def within(world, ground: Household, person: Person | None, household: Household | None) -> bool:
    """Is the subject this household, or somebody who lives in it now?"""
    if household:
        return household is ground
    return any(row.person is person for row in members(world, ground))


def is_child(world: World, person: Person) -> bool:
    rows = world.made[HouseholdMember]
    return any(row.person is person and row.relation in CHILDREN and live(row) for row in rows)


def adults(world: World, household: Household) -> list[Person]:
    """Who speaks for the household: caregivers and other adults."""
    return [row.person for row in members(world, household) if row.relation in ADULTS]
