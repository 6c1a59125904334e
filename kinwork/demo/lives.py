"""A family's way through the county: it comes in, its requests take their ways, a child is born."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from kinwork.demo import doors, stories
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import at as moment
from kinwork.demo.case import Case, Teller, is_signed, offers_for
from kinwork.demo.families import Family, Someone
from kinwork.demo.feed import Offer
from kinwork.demo.world import World
from kinwork.family.referrals.models import Need
from kinwork.people import actions as people
from kinwork.people.models import Person

# Need -> the children it is for, in months (from, to); None: the whole household.
NEEDS: dict[str, tuple[int, int] | None] = {
    "food-pantry": None,
    "wic": (0, 59),
    "pediatric-care": (0, 215),
    "developmental-screening": (0, 59),
    "home-visiting": (0, 36),
    "early-intervention": (0, 34),
    "head-start": (36, 60),
    "early-head-start": (0, 34),
    "child-care": (2, 60),
    "preschool": (36, 60),
    "dental-care": (10, 200),
    "diapers": (0, 36),
    "mental-health": None,
    "child-care-assistance": (0, 150),
    "health-coverage-help": None,
    "snap-help": None,
    "utility-help": None,
    "transport": None,
    "parenting-class": (0, 71),
    "legal-help": None,
    "job-help": None,
    "car-seat": (0, 47),
    "clothing": (0, 140),
}
OF_SHAPE = {
    "expecting": ("prenatal-care", "lactation", "crib"),
    "newborn": ("lactation", "crib", "formula"),
    "grandmother": ("kinship-support", "respite"),
    "foster": ("foster-support", "early-intervention"),
    "without a home": ("rent-help", "housing-help"),
}
SPANISH = ("english-class", "immigrant-services")


@dataclass
class Plan:
    """One need, the door that is tried first, and what becomes of it."""

    code: str
    offer: Offer
    story: Teller


def wishes(family: Family) -> list[str]:
    """What this family may need, the likeliest first."""
    ages = [family.months(child) for child in family.children]
    found = list(OF_SHAPE.get(family.shape, ()))
    for code, window in NEEDS.items():
        fits = window is None or any(window[0] <= age <= window[1] for age in ages)
        if fits or (window and window[0] == 0 and -1 in ages):
            found.append(code)
    if family.language == "es":
        found += SPANISH
    special, usual = found[:2], found[2:]
    family.rng.shuffle(usual)
    return special + usual


class Dealer:
    """Deals stories to families: every kind once, then the usual ones."""

    def __init__(self, rng: Random):
        self.rng = rng
        self._decks: dict[str, list[Teller]] = {}

    def deal(self, world: World, family: Family, count: int) -> list[Plan]:
        """`count` needs with their doors; some of them answered by a link."""
        plans: list[Plan] = []
        codes = wishes(family)
        if family.number % 3 == 0:
            self._try(world, family, codes, plans, "link", stories.BY_LINK, signed=False)
        if family.door != "web" and family.number % 2 == 0:
            self._try(world, family, codes, plans, "desk", stories.AT_DESK)
        while len(plans) < count and codes:
            if not self._try(world, family, codes, plans, "intake", stories.BY_INTAKE):
                break
        return plans

    def later(self, world: World, family: Family, taken: Iterable[Plan]) -> list[Plan]:
        """What a worker sees to some weeks later."""
        if family.door == "web" or family.number % 3:
            return []
        codes = [code for code in wishes(family) if code not in {one.code for one in taken}]
        plans: list[Plan] = []
        self._try(world, family, codes, plans, "later", stories.LATER)
        return plans

    def _try(
        self,
        world: World,
        family: Family,
        codes: list[str],
        plans: list[Plan],
        deck: str,
        kinds: tuple[Teller, ...],
        signed: bool = True,
    ) -> bool:
        """One more plan, for the first need that has such a door (two of them, where the story
        tries another)."""
        story = self._card(deck, kinds)
        least = 2 if story in stories.TWO_DOORS else 1
        for code in sorted(codes, key=lambda one: len(_doors(world, family, one, signed)) < least):
            found = _doors(world, family, code, signed)
            if found:
                offer = min(found, key=lambda one: (one.town != family.town, one.id))
                plans.append(Plan(code, offer, story))
                codes.remove(code)
                return True
        self._decks[deck].append(story)
        return False

    def _card(self, name: str, kinds: tuple[Teller, ...]) -> Teller:
        if name not in self._decks:
            self._decks[name] = self.rng.sample(kinds, len(kinds))
        if not self._decks[name]:
            again = stories.USUAL if name == "intake" else kinds
            self._decks[name] = self.rng.sample(again, len(again))
        return self._decks[name].pop()


def _doors(world: World, family: Family, code: str, signed: bool) -> list[Offer]:
    found = [one for one in offers_for(code) if is_signed(world, one) == signed]
    return [one for one in found if not _is_own(world, family, one)]


def _is_own(world: World, family: Family, offer: Offer) -> bool:
    """Nobody sends a family to the room next door."""
    worker = world.actors.get(family.worker)
    agency = world.agencies.get(offer.organization)
    return family.door != "web" and agency is not None and worker.agency == agency.pk


def live(world: World, family: Family, plans: list[Plan], later: list[Plan]) -> Story:
    """From the first word to the present."""
    chosen = {str(world.listing.services[one.offer.id]): True for one in plans}
    yield from doors.come_in(world, family, [one.code for one in plans], chosen)
    follow(world, family, plans)
    for plan in later:
        world.tell(
            world.at + timedelta(days=family.rng.randint(9, 40)), ask_more(world, family, plan)
        )
    for child in family.children:
        if child.due:
            world.tell(moment(child.due, 15, family.number % 60), is_born(world, family, child))


def follow(world: World, family: Family, plans: list[Plan]) -> None:
    """Each request that the intake sent goes its own way from here."""
    sent = {one.service_id: one for one in doors.sent_by_intake(world, family)}
    needs = needs_of(world, family)
    for plan in plans:
        row = sent[world.listing.services[plan.offer.id]]
        case = case_of(world, family, plan, needs[plan.code], row)
        world.tell(world.at, plan.story(case))


def ask_more(world: World, family: Family, plan: Plan) -> Story:
    """A need that came up later; the story itself writes the request."""
    answers = doors.need(world, family, plan.code)
    yield from plan.story(case_of(world, family, plan, answers, None))


def case_of(world: World, family: Family, plan: Plan, need: Need, row) -> Case:
    dice = Random(f"{family.number} {plan.code} {plan.story.__name__}")  # noqa: S311
    return Case(world, family, plan.offer, need, row, plan.code, dice)


def needs_of(world: World, family: Family) -> dict[str, Need]:
    found: Callable = lambda: {  # noqa: E731
        one.code: one for one in Need.objects.filter(said_in=family.household)
    }
    return world.read(doors.speaker(world, family), found)


def is_born(world: World, family: Family, child: Someone) -> Story:
    """The family tells its page that the child is there."""
    if family.actor is None:
        return
    person = world.read(family.actor, Person.objects.get, pk=child.id)
    world.do(
        family.actor,
        people.correct_person,
        person=person,
        given_name=child.given,
        family_name=child.family,
        birth_date=world.today,
    )
    return
    yield
