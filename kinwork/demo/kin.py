"""One mother whom two offices wrote down: asked, and linked by a supervisor, or waiting for one. And a
grandmother for whose grandchildren a court has named her guardian."""

from kinwork.demo.agenda import Story
from kinwork.demo.calendar import before
from kinwork.demo.families import Family
from kinwork.demo.guarded import family_with
from kinwork.demo.openwork import SILENT, accept, serve, steps
from kinwork.demo.world import World
from kinwork.people.models import Match, Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import linking
from kinwork.trust.access.models import Authority

LETTERS = "Letters of guardianship, Superior Court, seen at the desk"


def bring(world: World) -> list[Family]:
    return [*_linked(world), *_waiting(world), _guardian(world)]


# One person under two names of a file -----------------------------------------------------------


def _twice(world: World, name: str, number: int, first: int, again: int, says: str) -> list[Family]:
    """Head Start wrote her down; weeks later she comes to the library, which knows nobody."""
    shape = "alone with a toddler"
    served = steps((first - 1, 9, accept), (first - 2, 11, serve))
    known = family_with(
        world,
        name,
        number,
        shape,
        before(world.end, first, 9, 20),
        (("food-pantry", "foodbank", served),),
        says,
        worker="luz",
        language="es",
    )
    anew = family_with(
        world,
        name,
        number + 1,
        shape,
        before(world.end, again, 15, 40),
        (("utility-help", "housing", SILENT),),
        "",
        worker="ana",
        language="es",
    )
    anew.caregiver.given, anew.caregiver.born = known.caregiver.given, known.caregiver.born
    return [known, anew]


def _linked(world: World) -> list[Family]:
    both = _twice(
        world,
        "Paulina Orozco",
        206,
        30,
        20,
        "Two offices knew her; she said so, and they are linked.",
    )
    world.tell(before(world.end, 19, 19, 10), _says_yes(world, both[0]))
    world.tell(before(world.end, 17, 10, 30), _link(world))
    return both


def _waiting(world: World) -> list[Family]:
    both = _twice(
        world,
        "Teresa Valdez",
        209,
        12,
        4,
        "She said that two records are hers. Hana has not looked at them yet.",
    )
    world.tell(before(world.end, 2, 18, 45), _says_yes(world, both[0]))
    return both


def _says_yes(world: World, family: Family) -> Story:
    """On her own page: yes, that is me."""
    match = world.read(family.actor, Match.objects.get)
    world.do(family.actor, linking.answer_match, match=match.pk, yes=True)
    return
    yield


def _link(world: World) -> Story:
    hana = world.actors["hana"]
    match = world.read(hana, Match.objects.get, settled_at=None)
    why = "The family said so."
    world.do(hana, linking.link_people, one=match.one_id, other=match.other_id, why=why)
    return
    yield


# Who decides for a child -------------------------------------------------------------------------


def _guardian(world: World) -> Family:
    family = family_with(
        world,
        "Amparo Figueroa",
        208,
        "grandmother",
        before(world.end, 22, 13, 30),
        (("food-pantry", "foodbank", steps((21, 9, accept), (20, 10, serve))),),
        "A grandmother whom a court has named guardian; who may decide stands on her page.",
        language="es",
    )
    world.tell(before(world.end, 18, 11, 15), _named_by_a_court(world, family))
    return family


def _named_by_a_court(world: World, family: Family) -> Story:
    """At first she was written down like a parent; then she brings the paper."""
    ana = world.actors["ana"]
    her = world.read(ana, Person.objects.get, pk=family.caregiver.id)
    for child in family.children:
        row = world.read(ana, Person.objects.get, pk=child.id)
        told = {"person": row, "holder": her, "kind": "guardian", "evidence": LETTERS}
        world.do(ana, access.give_authority, **told)
        before_it = world.read(ana, Authority.objects.get, person=row, kind="parent")
        because = "She is the grandmother; a court named her guardian"
        world.do(ana, access.end_authority, authority=before_it, because=because)
    return
    yield
