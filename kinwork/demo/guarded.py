"""What families keep to themselves: from the other parent, from one partner, from another; and what
happens where two who may both decide say different things."""

from datetime import datetime, timedelta

from kinwork.common.actor import Actor
from kinwork.demo import doors, openwork
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import at, before
from kinwork.demo.case import Case, Teller
from kinwork.demo.families import Family, Someone, invent
from kinwork.demo.lives import case_of, live
from kinwork.demo.openwork import accept, book_for_tomorrow, no_room, serve, start, steps
from kinwork.demo.world import World
from kinwork.family.contact import actions as contact
from kinwork.people import actions as people
from kinwork.people.models import Household, Person
from kinwork.trust.access import actions as access
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.queries import live as live_consents
from kinwork.trust.consent.words import SEES

Needs = tuple[tuple[str, str, Teller], ...]


def bring(world: World) -> list[Family]:
    return [_private(world), _disagree(world), _changes(world)]


def family_with(
    world: World,
    name: str,
    number: int,
    shape: str,
    began: datetime,
    needs: Needs,
    says: str,
    **told,
) -> Family:
    """A family that comes in with these needs; the father of a home with two parents comes later."""
    told = {"door": "desk", "town": "Mesquite Flats"} | told
    family = invent(number, began=began, shape=shape, **told)
    family.people = [one for one in family.people if one.relation != "other adult"]
    family.caregiver.given, surname = name.split()
    for one in family.people:
        one.family = surname
    family.says = says
    plans = [openwork._plan(world, *one) for one in needs]
    world.tell(family.began, live(world, family, plans, []))
    return family


def home(world: World, by: Actor, family: Family) -> Household:
    return world.read(by, Household.objects.get, pk=family.household)


# A parent who is kept out --------------------------------------------------------------------


def _private(world: World) -> Family:
    family = family_with(
        world,
        "Nadia Holloway",
        201,
        "two children",
        before(world.end, 40, 10, 5),
        (
            ("food-pantry", "foodbank", steps((39, 9, accept), (38, 11, serve))),
            ("pediatric-care", "clinic", steps((38, 9, accept), (30, 9, serve))),
        ),
        "What is about her is kept from the children's father. Be both, and compare.",
        language="en",
    )
    father = _father(family, "Desmond")
    family.others = [(father, "The father. His page shows nothing odd, and nothing of hers.")]
    world.tell(before(world.end, 36, 9, 40), _keep_private(world, family, father))
    world.tell(before(world.end, 6, 15, 40), _calls(world, family))
    return family


def _father(family: Family, name: str) -> Someone:
    mother = family.caregiver
    return Someone(name, mother.family, "caregiver", mother.born - timedelta(days=500))


def _joins(world: World, family: Family, father: Someone) -> Actor:
    """The other parent, written down by the worker as holding authority too."""
    ana, at_library = world.actors["ana"], world.agencies["library"]
    told = people.NewPerson(
        father.given, father.family, "caregiver", father.born, branch="second", id=father.id
    )
    row = world.do(
        ana,
        people.add_person,
        household=home(world, ana, family),
        person=told,
        recorded_by=at_library,
    )
    for child in family.children:
        found = world.read(ana, Person.objects.get, pk=child.id)
        world.do(ana, access.give_authority, person=found, holder=row)
    return Actor("family", father.id, family.household, "family member", world.community.pk)


def _keep_private(world: World, family: Family, father: Someone) -> Story:
    """He is written down; from then on she keeps hers to herself, and goes on with her life."""
    _joins(world, family, father)
    yield before(world.end, 34, 19, 15)
    world.do(
        family.actor,
        access.withhold,
        kind="protected branch",
        community=world.community,
        person=family.caregiver.id,
        from_person=father.id,
        evidence="said by oneself",
    )
    world.do(
        family.actor,
        contact.record_contact,
        household=home(world, family.actor, family),
        person=world.read(family.actor, Person.objects.get, pk=family.caregiver.id),
        channel="email",
        value="new.address@example.org",
    )
    yield before(world.end, 12, 11, 30)
    plan = openwork._plan(world, "legal-help", "legal", steps((10, 10, accept)))
    need = doors.need(world, family, plan.code)
    sent = doors.refer(world, family, need, plan.offer)
    world.tell(world.at, plan.story(case_of(world, family, plan, need, sent)))


def _calls(world: World, family: Family) -> Story:
    """She calls Ana: the food bank needs nothing of her any more, and a cousin works at the dentist's."""
    ana = world.actors["ana"]
    found = world.read(ana, live_consents, family.household, world.at)
    over = next(one for one in found if one.agency_id == world.agencies["foodbank"].pk)
    said = {"way": doors.PHONE, "witness": "Teresa at the front desk"}
    said |= {"given_by": over.given_by, "recorded_by": world.agencies["library"]}
    world.do(ana, consents.end, consent=over, **said)
    yield world.at + timedelta(minutes=4)
    world.do(
        ana,
        consents.deny,
        household=home(world, ana, family),
        agency=world.agencies["dental"],
        classes=list(SEES),
        language=family.language,
        **said,
    )


# Two who may both decide ---------------------------------------------------------------------


def _disagree(world: World) -> Family:
    family = family_with(
        world,
        "Grace Tolentino",
        202,
        "joint custody",
        before(world.end, 11, 9, 30),
        (
            (
                "developmental-screening",
                "clinic",
                steps((10, 10, accept), (9, 9, book_for_tomorrow)),
            ),
        ),
        "She said yes to the clinic; the father says no to a part of it.",
        language="en",
    )
    father = _father(family, "Rafael")
    family.others = [(father, "He decides for the child too, and lets the clinic see less.")]
    world.tell(before(world.end, 9, 14, 0), _says_no(world, family, father))
    return family


def _says_no(world: World, family: Family, father: Someone) -> Story:
    dad = _joins(world, family, father)
    yield before(world.end, 5, 20, 10)
    world.do(
        dad,
        consents.deny,
        household=home(world, dad, family),
        given_by=world.read(dad, Person.objects.get, pk=father.id),
        agency=world.agencies["clinic"],
        classes=["development"],
        language=family.language,
    )


# A yes made smaller, a no, a yes once more ----------------------------------------------------


def _changes(world: World) -> Family:
    """A year ago she said yes to three; the one that still helps her ended soon."""
    began = at((world.end - timedelta(days=341)).date(), 13, 20)
    family = family_with(
        world,
        "Lorena Murillo",
        204,
        "newborn",
        began,
        (
            ("home-visiting", "firststeps", _visits),
            ("pediatric-care", "clinic", steps((228, 10, accept), (222, 9, serve))),
            ("utility-help", "housing", steps((227, 15, no_room))),
        ),
        "Shares less with the clinic, said no to one office, and yes once more to her visitor.",
        door="web",
    )
    changes = (
        (60, 20, "clinic", lambda one: _narrow(world, family, one)),
        (25, 18, "housing", lambda one: _refuse(world, family, one)),
        (1, 19, "firststeps", lambda one: _renew(world, family, one)),
    )
    for ago, hour, agency, change in changes:
        world.tell(before(world.end, ago, hour, 25), _on_her_page(world, family, agency, change))
    return family


def _visits(c: Case) -> Story:
    yield c.working(1)
    accept(c)
    yield c.working(1)
    yield c.book(3, 4)
    start(c)


def _on_her_page(world: World, family: Family, agency: str, change) -> Story:
    found = world.read(family.actor, live_consents, family.household, world.at)
    change(next(one for one in found if one.agency_id == world.agencies[agency].pk))
    return
    yield


def _her(world: World, family: Family) -> Person:
    return world.read(family.actor, Person.objects.get, pk=family.caregiver.id)


def _narrow(world: World, family: Family, consent: Consent) -> None:
    kept = [name for name in consent.classes if name in ("identity", "contact")]
    given_by = _her(world, family)
    world.do(family.actor, consents.narrow, consent=consent, classes=kept, given_by=given_by)


def _refuse(world: World, family: Family, consent: Consent) -> None:
    world.do(
        family.actor,
        consents.deny,
        household=home(world, family.actor, family),
        given_by=_her(world, family),
        agency=consent.agency,
        classes=consent.classes,
        language=family.language,
    )


def _renew(world: World, family: Family, consent: Consent) -> None:
    ends = world.at + timedelta(days=365)
    given_by = _her(world, family)
    world.do(family.actor, consents.renew, consent=consent, ends=ends, given_by=given_by)
