"""A family's care team: a letter to who leads, answered; a meeting with all of them, held, and what
follows from it; the next one planned. Ana leads, the clinic works with her."""

from datetime import timedelta

from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE, before, working
from kinwork.demo.families import Family
from kinwork.demo.guarded import family_with, home
from kinwork.demo.openwork import accept, start, steps
from kinwork.demo.world import World
from kinwork.family.conferences import actions as conferences
from kinwork.family.conferences import queries
from kinwork.family.plans import actions as plans
from kinwork.family.teams import actions as teams
from kinwork.family.teams import queries as team_queries

CARED = (("pediatric-care", "clinic", steps((44, 9, accept), (42, 10, start))),)
SAYS = "Her care team met; the clinic still has something to do."
LETTER = "Who can help me fill in the papers for the clinic?"
ANSWER = "I can. Bring them on Thursday at ten; we fill them in together."
AGENDA = "How she gets to the clinic without a car"
HERS = "I would like visits in the afternoon."
SAID = (
    "She takes the bus; two changes with a toddler are too much. The clinic has a van on Tuesdays."
)
AGREED = "The clinic's van brings them on Tuesdays. She calls the day before."
VAN, CALL = "Put her on the list of the van", "Call the clinic the day before a visit"
NEXT = "How the rides went"


def bring(world: World) -> list[Family]:
    """One that came in a quarter of a year ago, alone with a toddler."""
    family = family_with(
        world,
        "Ximena Duarte",
        221,
        "alone with a toddler",
        before(world.end, 45, 9, 30),
        CARED,
        SAYS,
        language="en",
    )
    world.tell(before(world.end, 34, 18, 20), _letter(world, family))
    world.tell(before(world.end, 28, 11, 0), _together(world, family))
    return [family]


def _letter(world: World, family: Family) -> Story:
    """She writes in the evening; Ana answers the next morning."""
    own = home(world, family.actor, family)
    world.do(family.actor, teams.write, household=own, body=LETTER)
    yield before(world.end, 33, 8, 50)
    ana = world.actors["ana"]
    lead = world.read(ana, team_queries.lead, family.household)
    world.do(ana, teams.answer, lead=lead, body=ANSWER)


def _together(world: World, family: Family) -> Story:
    """She lets the clinic see her plan. Ana calls them together; they come, and promise two things."""
    ana, clinic = world.actors["ana"], world.agencies["clinic"]
    own = home(world, family.actor, family)
    world.do(family.actor, plans.let_see, household=own, agency=clinic, language="en")
    day = before(world.end, 14, 15, 0)
    said = {
        "household": home(world, ana, family),
        "minutes": 45,
        "way": "in person",
        "place": "The library, room 2",
        "invite": [clinic.pk],
    }
    row = world.do(ana, conferences.plan, starts_at=day, words=AGENDA, plan_review=True, **said)
    yield world.at + timedelta(days=1, hours=3)
    world.do(family.actor, conferences.answer_as_family, conference=row, comes=True)
    world.do(family.actor, conferences.add_item, conference=row, words=HERS)
    yield before(world.end, 25, 9, 15)
    by = world.receivers[clinic.pk][0]
    asked = world.read(by, queries.invited, row, clinic.pk)
    world.do(by, conferences.answer, invitation=asked, comes=True)
    yield day + timedelta(hours=1)
    came = [ana.agency, clinic.pk]
    row = world.do(ana, conferences.hold, conference=row, came=came, family_came=True)
    world.do(ana, conferences.write_note, conference=row, body=SAID)
    world.do(ana, conferences.write_note, conference=row, body=AGREED, kind="agreed")
    soon = (world.end + timedelta(days=6)).astimezone(ZONE).date()
    promise = {"conference": row, "due_on": soon}
    world.do(ana, conferences.add_follow_up, words=VAN, agency=clinic.pk, **promise)
    hers = world.do(ana, conferences.add_follow_up, words=CALL, **promise)
    yield before(world.end, 8, 19, 5)
    world.do(family.actor, conferences.settle_follow_up, follow_up=hers, done=True)
    yield before(world.end, 4, 10, 0)
    then = working(world.end, 11, family.rng)
    world.do(ana, conferences.plan, starts_at=then, words=NEXT, **said)
