"""Children's dates: two toddlers referred on paper, one met in time, one late; a result, and a check that a
mother fills in herself. Ana has their dates on her desk."""

from datetime import timedelta

from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE, before
from kinwork.demo.families import Family
from kinwork.demo.guarded import family_with, home
from kinwork.demo.openwork import accept, serve, steps
from kinwork.demo.world import World
from kinwork.family.screenings import actions as screenings
from kinwork.family.timelines import actions as timelines
from kinwork.people.models import Person

MEETING = "part_c_meeting"
FED = (("food-pantry", "foodbank", steps((63, 10, accept), (62, 10, serve))),)
SCORES = {
    "communication": "25",
    "gross_motor": "50",
    "fine_motor": "45",
    "problem_solving": "40",
    "personal_social": "45",
}


def bring(world: World) -> list[Family]:
    """Both came for food a quarter of a year ago."""
    return [
        _toddler(
            world,
            "Nayeli Robles",
            "Her child was referred to early intervention; the first meeting was in time.",
            211,
            met_after=38,
        ),
        _toddler(
            world,
            "Tessa Whitlock",
            "Her child was referred to early intervention; the first meeting is late.",
            212,
            met_after=None,
        ),
    ]


def _toddler(world: World, name: str, says: str, number: int, met_after: int | None) -> Family:
    family = family_with(
        world, name, number, "alone with a toddler", before(world.end, 64, 9, 30), FED, says
    )
    child = family.children[0]
    child.born = world.end.astimezone(ZONE).date() - timedelta(days=18 * 31)
    world.tell(before(world.end, 55, 14, 0), _referred(world, family))
    if met_after is not None:
        world.tell(before(world.end, 20, 16, 0), _met(world, family, met_after))
    world.tell(before(world.end, 12, 11, 0), _screened(world, family))
    return family


def _child(world: World, family: Family) -> Person:
    ana = world.actors["ana"]
    return world.read(ana, Person.objects.get, pk=family.children[0].id)


def _referred(world: World, family: Family) -> Story:
    """On paper, the day before; Ana wants to be reminded."""
    ana, child = world.actors["ana"], _child(world, family)
    said = {"household": home(world, ana, family), "child": child}
    day = world.today - timedelta(days=1)
    world.do(ana, timelines.tell, key="referred", day=day, **said)
    world.do(ana, timelines.watch, **said)
    return
    yield


def _met(world: World, family: Family, days: int) -> Story:
    ana, child = world.actors["ana"], _child(world, family)
    referred = before(world.end, 55, 14, 0).astimezone(ZONE).date() - timedelta(days=1)
    done = min(referred + timedelta(days=days), world.today)
    said = {"household": home(world, ana, family), "child": child, "key": MEETING}
    world.do(ana, timelines.mark, done_on=done, evidence="told by who did it", **said)
    return
    yield


def _screened(world: World, family: Family) -> Story:
    """Ana enters the scores of the form; later the mother checks what else she needs."""
    ana = world.actors["ana"]
    scores = SCORES | {f"{area}_cutoff": "30" for area in SCORES}
    world.do(
        ana,
        screenings.record,
        household=home(world, ana, family),
        instrument="asq_3/1",
        said=scores,
        person=_child(world, family),
    )
    yield world.at + timedelta(days=1)
    own = home(world, family.actor, family)
    said = {"food": "no", "diapers": "yes", "transport": "yes", "work": "skip"}
    asked = world.do(
        family.actor, screenings.record, household=own, instrument="needs_check/1", said=said
    )
    world.do(
        family.actor,
        screenings.ask_help,
        household=own,
        sitting=asked.first.sitting,
        codes=["diapers"],
    )
