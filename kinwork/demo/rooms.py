"""How much room there is, said by those who give it; and who waits is offered what becomes free.

Dental lets a free place go to the next by itself, Head Start offers with a tap, the counselors ask and
hear a no, the shelter is full and keeps no list, the food bank's number lapses tomorrow. The Little Closet
says by its link that it is full (openwork.py).
"""

from datetime import timedelta
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import before
from kinwork.demo.openwork import SILENT, _plan
from kinwork.demo.world import World
from kinwork.directory import actions as directory
from kinwork.directory.models import Service
from kinwork.family.waiting import actions as waiting
from kinwork.family.waiting.models import Offer
from kinwork.people.models import HouseholdMember


def bring(world: World) -> None:
    for ago, hour, story in (
        (5, 9, _formula(world)),
        (4, 8, _rent(world)),
        (4, 10, _dental(world)),
        (3, 11, _counseling(world)),
        (2, 9, _head_start(world)),
    ):
        world.tell(before(world.end, ago, hour, 20), story)


def _service(world: World, code: str, organization: str) -> UUID:
    return world.listing.services[_plan(world, code, organization, SILENT).offer.id]


def _says(world: World, who: str, service: UUID, openings: int, days: int, **more) -> None:
    until = world.at + timedelta(days=days)
    told = {"service_id": service, "available": openings, "valid_until": until, **more}
    world.do(world.actors[who], directory.set_capacity, **told)


def _formula(world: World) -> Story:
    """For nine days, of which seven are over: his inbox asks him to say it anew."""
    _says(world, "omar", _service(world, "formula", "foodbank"), 7, 9)
    return
    yield


def _rent(world: World) -> Story:
    """Full, and no list: who asks from now on is answered at once."""
    _says(world, "otis", _service(world, "rent-help", "shelter"), 0, 28, takes_waitlist=False)
    return
    yield


def _dental(world: World) -> Story:
    """By itself: the place goes to whoever stands first, and they want it."""
    max_, service = world.actors["max"], _service(world, "dental-care", "dental")
    row = world.read(max_, Service.objects.get, pk=service)
    world.do(max_, waiting.choose_offering, service=row, by_itself=True)
    yield before(world.end, 3, 9, 10)
    _says(world, "max", service, 1, 21)
    yield before(world.end, 3, 18, 30)
    _answer(world, "max", service, wants=True)


def _counseling(world: World) -> Story:
    """Offered by a tap; not now, they say, and keep their place."""
    service = _service(world, "mental-health", "counseling")
    world.do(world.actors["asha"], waiting.offer_next, service=service)
    yield before(world.end, 3, 18, 45)
    _answer(world, "asha", service, wants=False)


def _head_start(world: World) -> Story:
    """Two places: one is offered and not answered yet, the other lies on Hana's desk."""
    service = _service(world, "early-head-start", "headstart")
    _says(world, "hana", service, 2, 21)
    yield before(world.end, 1, 10, 5)
    world.do(world.actors["hana"], waiting.offer_next, service=service)


def _answer(world: World, giver: str, service: UUID, *, wants: bool) -> None:
    """The family answers on its own page."""
    by = world.actors[giver]
    offer = world.read(by, Offer.objects.filter(referral__service=service, state="open").first)
    if offer is None:
        return
    adults = HouseholdMember.objects.filter(
        household=world.read(by, lambda: offer.referral.household_id), relation="caregiver"
    )
    one = world.read(by, adults.first)
    family = Actor("family", one.person_id, one.household_id, "family member", world.community.pk)
    world.do(family, waiting.answer_offer, offer=offer, wants=wants)
