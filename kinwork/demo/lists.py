"""Head Start says who comes first on its lists, and since when; everybody who waits can read it."""

from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.family.waiting.actions import declare_priority
from kinwork.family.waiting.queries import services_of

LAW = "Head Start, 45 CFR 1302.14"
FIRST = (("homelessness", LAW, None), ("foster care", LAW, None), ("youngest", "Our board", 36))


def priorities(world: World) -> Story:
    """Hana, the supervisor, for each of their services."""
    hana = world.actors["hana"]
    for service in world.read(hana, lambda: list(services_of(hana.agency))):
        for kind, why, months in FIRST:
            world.do(hana, declare_priority, service=service, kind=kind, why=why, months=months)
    return
    yield
