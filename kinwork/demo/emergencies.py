"""Records opened at night without a consent; who was told, and what the officer from outside found."""

from datetime import timedelta
from uuid import UUID

from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE, before
from kinwork.demo.calendar import at as moment
from kinwork.demo.families import Family
from kinwork.demo.guarded import family_with
from kinwork.demo.openwork import SILENT, accept, serve, steps
from kinwork.demo.world import World
from kinwork.trust.access import actions as access
from kinwork.trust.access.glasses import known
from kinwork.trust.access.models import Glass
from kinwork.trust.access.queries import opened
from kinwork.trust.disclosures import actions as disclosures
from kinwork.trust.disclosures.queries import odd_views

SEEN = ("identity", "contact", "health")
WEEKS = 7
RIGHT = "I asked the clinic and the family. The child was cared for that night. It was right."


def bring(world: World) -> list[Family]:
    """One was looked into; one waits for the officer. Views that stand out are listed each week."""
    world.tell(_monday(world, WEEKS), _weeks(world))
    return [_looked_into(world), _waiting(world)]


def _looked_into(world: World) -> Family:
    family = family_with(
        world,
        "Verónica Nájera",
        203,
        "alone with a toddler",
        before(world.end, 50, 10, 45),
        (("food-pantry", "foodbank", steps((49, 10, accept), (48, 10, serve))),),
        "Her record was opened at night; she was told, and somebody from outside looked into it.",
        language="es",
    )
    why = ("medical", "The mother came by ambulance and cannot speak; her child is with her.")
    world.tell(before(world.end, 15, 23, 40), _opened(world, family, "bea", *why))
    world.tell(before(world.end, 14, 8, 20), _read_by_owner(world, family, "ana"))
    world.tell(before(world.end, 13, 11, 0), _reviewed(world, family))
    return family


def _waiting(world: World) -> Family:
    family = family_with(
        world,
        "Wyatt Ashby",
        205,
        "father alone",
        before(world.end, 5, 15, 10),
        (("food-pantry", "foodbank", SILENT),),
        "Opened in an emergency last night. The officer has not looked into it yet.",
        language="en",
    )
    why = ("child alone", "A neighbor found the child alone at the door and calls for the father.")
    world.tell(before(world.end, 1, 22, 10), _opened(world, family, "luz", *why))
    return family


def _opened(world: World, family: Family, who: str, reason: str, words: str) -> Story:
    """By the exact name and birth date of a child, as a worker would know them at night."""
    by, child = world.actors[who], family.children[0]
    glass = world.do(
        by,
        access.break_glass,
        reason=reason,
        words=words,
        given=child.given,
        family=child.family,
        born=child.born,
    )
    if glass is None:
        raise ValueError(f"{who} finds nobody to help")
    yield world.at + timedelta(minutes=1)
    _looks(world, by, family.household)
    yield world.at + timedelta(minutes=25)
    world.do(by, access.close_glass, glass=glass)


def _looks(world: World, by: Actor, household: UUID) -> None:
    told = {"household": household, "classes": SEEN, "page": "people.household"}
    world.read(by, opened, by=by, at=world.at, **told)


def _glass(world: World, by: Actor, family: Family) -> Glass:
    return world.read(by, lambda: known().get(household=family.household))


def _read_by_owner(world: World, family: Family, who: str) -> Story:
    by = world.actors[who]
    world.do(by, access.read_glass, glass=_glass(world, by, family))
    return
    yield


def _reviewed(world: World, family: Family) -> Story:
    vera = world.actors["vera"]
    glass = _glass(world, vera, family)
    world.do(vera, access.review_glass, glass=glass, verdict="in order", words=RIGHT)
    return
    yield


# Views that stand out ------------------------------------------------------------------------


def _monday(world: World, weeks_ago: int):
    today = world.end.astimezone(ZONE).date()
    return moment(today - timedelta(days=today.weekday() + 7 * weeks_ago), 3, 0)


def _weeks(world: World) -> Story:
    """Each Monday the week that is over; the officer says what the first finding was."""
    for ago in range(WEEKS, -1, -1):
        week = world.today - timedelta(days=7)
        world.do(clock(new_id()), disclosures.list_odd_views, week=week)
        vera = world.actors["vera"]
        found = world.read(vera, lambda by=vera: odd_views(state="open").last())
        if found is not None and ago > 1:
            said = {"verdict": "fine", "words": "Worked late. Her own family, and she said why."}
            world.do(vera, disclosures.review, view=found, **said)
        yield _monday(world, max(0, ago - 1))
