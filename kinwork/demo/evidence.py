"""What the records show of the county's partners: counted each month, and last an hour before the present.
The community asks for more than usual of one act, and says why."""

from datetime import timedelta
from decimal import Decimal

from kinwork.demo import partners
from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.system.evidence import actions, jobs, queries
from kinwork.system.evidence.queries import Counted

AFTER = 150  # days from the start: the partnership has met, and first referrals are a month old
WHY = "Four members answer nine of ten already. Families wait for the tenth."


def bring(world: World) -> None:
    world.tell(world.at + timedelta(days=AFTER), _story(world))
    world.tell(world.end - timedelta(hours=1), _now(world))


def shows(world: World) -> Counted:
    """At the end, as whoever leads reads it."""
    row, _who = partners.known(world)
    found = world.read(world.actors["dana"], queries.latest, row)
    assert found is not None
    return found


def _story(world: World) -> Story:
    row, _who = partners.known(world)
    while True:
        jobs.run_one(row.pk, world.at)
        yield world.at + timedelta(days=30)


def _now(world: World) -> Story:
    row, _who = partners.known(world)
    world.do(
        world.actors["dana"],
        actions.set_threshold,
        partnership=row,
        rule="answered",
        value=Decimal("0.8"),
        reason=WHY,
    )
    jobs.run_one(row.pk, world.at)
    return
    yield
