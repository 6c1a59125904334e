"""Workers of the told past make the calls that lie on their desks; those of today are left to do."""

from datetime import timedelta

from kinwork.common.acting import acting_as
from kinwork.demo.world import CLOCK, World
from kinwork.family.contact import actions
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.rights import WORKERS

AFTER = timedelta(hours=20)


def make(world: World) -> int:
    """Whoever follows the family, else a colleague, reads the news aloud, a day later at most. How
    many."""
    who = {one.id: one for one in world.actors.values()}
    of = {one.agency: one for one in world.actors.values() if one.role in WORKERS}
    with acting_as(CLOCK, now=world.at):
        waiting = list(Delivery.objects.filter(state="on a desk", made_at__lt=world.at - AFTER))
    done = 0
    for row in waiting:
        if worker := who.get(row.follower_id) or of.get(row.agency_id):
            world.do(worker, actions.tell, delivery=row)
            done += 1
    return done
