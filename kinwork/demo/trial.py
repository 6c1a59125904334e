"""An agreement that is suspended in the night and counts again in the morning; meanwhile one request
goes another way."""

from datetime import datetime, timedelta

from kinwork.demo import doors
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE, before, is_open
from kinwork.demo.case import offers_for
from kinwork.demo.families import Family
from kinwork.demo.guarded import family_with
from kinwork.demo.openwork import SILENT
from kinwork.demo.world import World
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.queries import opened
from kinwork.trust.agreements import actions as agreements


def bring(world: World) -> Family:
    """A laptop is stolen at the college. Nobody else works at these hours: nothing of others meets
    the closed door."""
    family = family_with(
        world,
        "Leila Kowalski",
        206,
        "alone with a toddler",
        before(world.end, 21, 9, 20),
        (("child-care", "college", SILENT),),
        "Her request went another way in the night in which an agreement was suspended.",
        worker="carmen",
    )
    world.tell(_evening(world, 20), _suspended(world, family))
    return family


def _evening(world: World, ago: int) -> datetime:
    """Late on a day after which the offices open again."""
    while True:
        late = before(world.end, ago, 23, 10)
        if is_open(late.astimezone(ZONE).date() + timedelta(days=1)):
            return late
        ago -= 1


def _suspended(world: World, family: Family) -> Story:
    dana, pact = world.actors["dana"], world.on_trial
    world.do(dana, agreements.suspend, agreement=pact)
    yield world.at + timedelta(hours=8, minutes=5)
    carmen = world.actors["carmen"]
    row = world.read(carmen, Referral.objects.get, household=family.household, ended_at=None)
    new = _another_way(world, family, row)
    yield world.at + timedelta(minutes=25)
    world.do(dana, agreements.resume, agreement=pact)
    yield before(world.end, 18, 10, 30)
    doors.agree(world, family, world.agencies["headstart"], new.need_code)
    sent = doors.send(world, family, new)
    yield before(world.end, 17, 9, 15)
    world.do(world.actors["luz"], referrals.accept, referral=sent)
    yield before(world.end, 16, 22, 25)
    _late_at_work(world, family)


def _another_way(world: World, family: Family, row: Referral) -> Referral:
    found = [one for one in offers_for(row.need_code) if one.organization == "headstart"]
    service = world.listing.row(min(found, key=lambda one: one.id))
    return world.do(world.actors["carmen"], referrals.reroute, referral=row, service=service)


def _late_at_work(world: World, family: Family) -> None:
    """Her own family, at an hour that the officer will ask about."""
    by = world.actors["carmen"]
    told = {"household": family.household, "classes": ("identity", "contact")}
    world.read(by, opened, by=by, page="people.household", at=world.at, **told)
