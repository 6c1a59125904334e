"""What is withheld from somebody: protected branches, orders, a minor's own service."""

from kinwork.common.actor import Actor
from kinwork.people.models import Household, HouseholdMember
from kinwork.trust.access.models import Withholding
from tests.access.homes import homes, is_, live, living, members, same, subject
from tests.access.worlds import World


def withheld(world: World, actor: Actor, row) -> bool:
    return (
        _unreachable(world, actor, row)
        or _said_by_others(world, actor, row)
        or any(live(one) and _withholds(world, one, actor, row) for one in world.made[Withholding])
    )


def about(world: World, ground, row) -> bool:
    """Is a protection (of a person, or a whole household) about this row's subject?"""
    person, _household = subject(row)
    if ground.person:
        return ground.person in same(world, person)
    return ground.household in homes(world, row)


def _withholds(world: World, one: Withholding, actor: Actor, row) -> bool:
    if not about(world, one, row) or one.classes and row.sensitivity not in one.classes:
        return False
    if one.from_agency:
        return actor.kind == "staff" and one.from_agency.pk == actor.hat
    if actor.kind != "family":
        return False
    return _against(world, one, actor, one.household or _home(world, actor))


def _home(world: World, actor: Actor) -> Household:
    return next(home for home in world.households if home.pk == actor.hat)


def _against(world: World, one: Withholding, actor: Actor, home: Household) -> bool:
    """Held against this caregiver: named, or (nobody is named) not of its branch in this home."""
    myself = same(world, next(p for p in world.persons if p.pk == actor.id))
    if one.from_person:
        return one.from_person in myself
    mine = {row.branch for row in members(world, home) if row.person.pk == actor.id}
    return not is_(one.person, actor.id) and one.branch not in mine


def _unreachable(world: World, actor: Actor, row) -> bool:
    """Whoever is kept from somebody of a home learns of nobody there how to reach them, or where."""
    if actor.kind != "family" or row.sensitivity not in ("contact", "location"):
        return False
    if is_(subject(row)[0], actor.id):
        return False
    return any(kept_from(world, actor, home) for home in homes(world, row))


def kept_from(world: World, actor: Actor, home: Household) -> bool:
    """Something of this home is kept from this caregiver."""
    return any(
        live(one)
        and not one.from_agency
        and one.kind != "minor's own service"
        and (one.household is home or one.person in living(world, home))
        and _against(world, one, actor, home)
        for one in world.made[Withholding]
    )


def _said_by_others(world: World, actor: Actor, row) -> bool:
    """What is said of the whole home is for whoever is kept from somebody there only if they said it
    themselves: here, if no agency typed it. Who lives there stays, but for whom they are kept from."""
    _person, home = subject(row)
    if actor.kind != "family" or home is None or row is home or not kept_from(world, actor, home):
        return False
    if isinstance(row, HouseholdMember):
        return any(
            live(one)
            and one.person in same(world, row.person)
            and (not one.classes or row.sensitivity in one.classes)
            and not one.from_agency
            and _against(world, one, actor, _home(world, actor))
            for one in world.made[Withholding]
            if one.person
        )
    return row.owner is not None or row.recorded_by is not None
