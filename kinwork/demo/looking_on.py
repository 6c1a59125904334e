"""The coordinator of the told past looks at what nobody found a next place for; the last weeks' are
left to do."""

from datetime import timedelta

from kinwork.demo.world import World
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.next_door import FIND, STILL_NONE
from kinwork.trust.access.models import WorkItem

LONG = timedelta(days=30)  # past its date: nobody is looking any more


def give_up(world: World) -> int:
    """Says for each that no other place follows. How many."""
    dana = world.actors["dana_coordinates"]
    lines = WorkItem.objects.filter(agency=dana.agency, kind__in=(FIND, STILL_NONE), closed_at=None)
    old = lines.filter(due_at__lt=world.at - LONG).values("target")
    found = world.read(dana, lambda: list(Referral.objects.filter(pk__in=old)))
    for row in found:
        world.do(dana, actions.end_search, referral=row, reason="no other place")
    return len(found)
