"""Rosa Luna Ortega, Lucía and Mateo: the family that the documents, the pictures and the tests know.

She came to Ana at the library before Mateo was born, for food; a door was closed, the next one
opened; today she waits for the clinic's answer about Lucía's screening.
"""

from datetime import timedelta
from random import Random

from kinwork.demo import doors, openwork, stories
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE, at, before
from kinwork.demo.case import Case
from kinwork.demo.families import Family, Someone
from kinwork.demo.lives import Plan, ask_more, follow, is_born
from kinwork.demo.world import World
from kinwork.family.referrals import actions as referrals

NAME = "Rosa Luna Ortega"
SAYS = "Mother of Lucía and Mateo, in Spanish. What she asked for, who saw it, what comes next."
WEEKS = 17


def bring(world: World) -> Family:
    family = _family(world)
    world.tell(family.began, _life(world, family))
    return family


def _family(world: World) -> Family:
    began = before(world.end, WEEKS * 5, 10, 20)
    today = world.end.astimezone(ZONE).date()
    rosa = Someone("Rosa", "Luna Ortega", "caregiver", today - timedelta(days=10512))
    lucia = Someone("Lucía", "Luna", "child", today - timedelta(days=812))
    mateo = Someone("Mateo", "Luna", "expected child", due=today - timedelta(days=37))
    family = Family(
        number=0,
        shape="expecting",
        language="es",
        town="Mesquite Flats",
        began=began,
        door="desk",
        worker="ana",
        people=[rosa, lucia, mateo],
        rng=Random("rosa"),  # noqa: S311
        label=NAME,
        says=SAYS,
    )
    family.facts = {
        "fact:income": [
            {"amount": "420", "high": None, "period": "weekly", "kind": "wages"},
            {"amount": "150", "high": "300", "period": "monthly", "kind": "wages"},
        ],
        "fact:receives": ["medicaid"],
        "fact:homeless": False,
        f"fact:pregnant:{rosa.id}": True,
        f"fact:working_or_training:{rosa.id}": True,
        f"fact:concern:{lucia.id}": True,
        f"fact:insured:{lucia.id}": False,
        f"fact:foster_care:{lucia.id}": False,
    }
    family.reach = {
        "channel": "email",
        "value": "rosa@example.org",
        "safe": True,
        "hours": "Después de las 5",
    }
    return family


def _life(world: World, family: Family) -> Story:
    plans = [
        _plan(world, "food-pantry", "foodbank", _food),
        _plan(world, "wic", "wic", stories.served),
        _plan(world, "home-visiting", "firststeps", _home_visits),
    ]
    chosen = {str(world.listing.services[one.offer.id]): True for one in plans}
    yield from doors.come_in(world, family, [one.code for one in plans], chosen)
    follow(world, family, plans)
    mateo = family.people[2]
    world.tell(at(mateo.due, 16, 40), is_born(world, family, mateo))
    more = (
        (30, "car-seat", "clothes", _car_seat),
        (13, "diapers", "foodbank", _diapers),
        (9, "dental-care", "dental", _dentist),
        (2, "developmental-screening", "clinic", _screening),
    )
    for ago, code, organization, story in more:
        plan = _plan(world, code, organization, story)
        world.tell(before(world.end, ago, 11, 15), ask_more(world, family, plan))


def _plan(world: World, code: str, organization: str, story) -> Plan:
    return openwork._plan(world, code, organization, story)


def _food(c: Case) -> Story:
    """Food on the day after; later she says that it helped."""
    yield c.working(0)
    c.look()
    c.take(referrals.accept)
    yield c.working(1)
    c.serve()
    yield c.days(16, 17)
    if c.was_asked():
        c.tell_us("yes", more="Me trataron muy bien.")


def _home_visits(c: Case) -> Story:
    """First Steps has no room; Early Head Start at home has. Its visits go on today."""
    yield c.working(1)
    c.look()
    c.decline("no room", "Our nurses are full until spring.")
    yield c.working(1)
    c.tried |= {"firststeps-1", "firststeps-2"}
    other, old = c.another(), c.referral
    c.go_on(other, old)
    yield c.working(1)
    c.look()
    c.take(referrals.accept)
    yield c.working(1)
    yield c.book(3, 4)
    c.take(referrals.start_service)


def _sent(c: Case) -> None:
    c.go_on(c.offer, None)


def _car_seat(c: Case) -> Story:
    """The Little Closet has signed nothing; it answers from the link in its mail."""
    _sent(c)
    yield c.working(1)
    c.look()
    c.take(referrals.accept)
    yield c.working(0)
    yield c.book(4, 4)
    c.serve()
    yield c.days(16, 17)
    if c.was_asked():
        c.tell_us("partly", more="El asiento está bien. Faltó alguien que lo instalara.")


def _diapers(c: Case) -> Story:
    """Served two weeks ago: today she is asked whether it helped."""
    _sent(c)
    yield c.working(0)
    c.look()
    c.take(referrals.accept)
    yield before(c.world.end, 11, 10)
    c.serve()


def _dentist(c: Case) -> Story:
    _sent(c)
    yield c.working(2)
    c.look()
    c.take(referrals.waitlist, place=4, days=40)


def _screening(c: Case) -> Story:
    """Open at Ben's clinic: the answer is due today."""
    _sent(c)
    return
    yield
