"""Workers of the told past make the calls that lie on their desks; those of today are left to do."""

from datetime import timedelta

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.demo.world import CLOCK, World
from kinwork.family.contact import actions
from kinwork.family.contact.jobs import follow_families
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.queries import works_with
from kinwork.family.contact.rights import WORKERS

AFTER = timedelta(hours=20)


def make(world: World) -> int:
    """Whoever follows the family, else a colleague, reads the news aloud, a day later at most. How
    many."""
    follow_families(world.at)
    with acting_as(CLOCK, now=world.at):
        waiting = list(Delivery.objects.filter(state="on a desk", made_at__lt=world.at - AFTER))
    done = 0
    for row in waiting:
        if worker := _worker(world, row):
            world.do(worker, actions.tell, delivery=row)
            done += 1
    return done


def _worker(world: World, row: Delivery) -> Actor | None:
    """Of its agency, who works with this family: its own worker first."""
    able = [one for one in world.actors.values() if one.role in WORKERS]
    able = [one for one in able if one.agency == row.agency_id]
    able.sort(key=lambda one: one.id != row.follower_id)
    return next((one for one in able if world.read(one, works_with, row.household)), None)
