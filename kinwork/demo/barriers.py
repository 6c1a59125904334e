"""Three barriers of the county: one noted with what the released numbers say, one put to a state office
that is late with its answer, one relieved for a time by a known way."""

from datetime import timedelta

from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.system.barriers import actions, queries
from kinwork.system.barriers.models import Barrier

AFTER = 28  # days, between looks at whether a half year was released
LATE = 45  # days before the end of the story on which the second one is put


def bring(world: World) -> None:
    world.tell(world.at + timedelta(days=90), _relieved(world))
    world.tell(world.end - timedelta(days=LATE), _late(world))
    world.tell(world.at + timedelta(days=150), _counted(world))


def _relieved(world: World) -> Story:
    row = _note(
        world,
        "Parents who lose work in the harvest's slow weeks lose child care at once, and their children"
        " the place.",
        "eligibility",
        "federal regulation",
        "Regional office for child care",
        evidence="Head Start and the state office saw it each spring; a place that is lost is gone"
        " for the year.",
    )
    yield world.at + timedelta(days=10)
    _do(
        world,
        actions.put,
        barrier=row,
        level="federal regulation",
        office="Regional office for child care",
        how="A waiver request by the state office, with the county's letter",
        on=world.today,
        due_on=world.today + timedelta(days=90),
        lane="ccdf_temporary",
        said="Three months of care while a parent looks for work.",
    )
    yield world.at + timedelta(days=60)
    _do(
        world,
        actions.answer,
        barrier=row,
        came="relieved for a time",
        said="Granted for two years. A report is due in the second spring.",
        on=world.today,
        until=world.today + timedelta(days=730),
        lane="ccdf_temporary",
    )


def _late(world: World) -> Story:
    row = _note(
        world,
        "Two agencies ask for the same proof of address, each in its own form.",
        "bureaucracy",
        "state agency",
        "State office of economic security",
        evidence="Navigators fill in both forms for every family; the two offices may not exchange"
        " them.",
    )
    _do(
        world,
        actions.put,
        barrier=row,
        level="state agency",
        office="State office of economic security",
        how="By letter, and at its advisory meeting",
        on=world.today,
        due_on=world.today + timedelta(days=30),
        said="One form for both, or that a copy is enough.",
    )
    return
    yield


def _counted(world: World) -> Story:
    """As soon as a half year is released: the reason that was told most often."""
    dana = world.actors["dana"]
    while not (known := world.read(dana, queries.counts, world.community)):
        yield world.at + timedelta(days=AFTER)
    key = max(known, key=lambda one: known[one].n or 0)
    _note(
        world,
        "Home visits have no room for weeks: their funding pays visits, not the training of visitors.",
        "funding requirements",
        "federal statute",
        "State home visiting office",
        evidence="Two programs said so in the spring meeting.",
        count=key,
    )


def _note(world: World, said: str, kind: str, level: str, office: str, **more: str) -> Barrier:
    told = {"said": said, "kind": kind, "level": level, "office": office, **more}
    return _do(world, actions.note, community=world.community, **told)


def _do(world: World, action, **said) -> Barrier:
    return world.do(world.actors["dana"], action, **said)
