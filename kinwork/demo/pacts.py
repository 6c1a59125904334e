"""What the partners signed beside the participation memorandum: drafted by Dana, signed by each for
itself or on paper; one ends soon, one was suspended for three days and resumed."""

from datetime import timedelta
from typing import Any

from kinwork.demo.agenda import Story
from kinwork.demo.world import World
from kinwork.trust.agreements import actions
from kinwork.trust.agreements.models import Agreement, Party

HEALTH = ("identity", "contact", "household", "development", "health")


def bring(world: World) -> None:
    """At the beginning of the story; the suspension is told when it comes."""
    early = _sign(
        world,
        ("clinic", "headstart", "library"),
        kind="mou",
        title="Memorandum on early childhood",
        goal="So that a child who is seen at one place is not asked everything again at the next.",
        emergency_clause=True,
    )
    _sign(
        world,
        (("clinic", "provider"), ("headstart", "recipient")),
        kind="data-sharing",
        title="Health and growth, from the clinic to Head Start",
        goal="So that Head Start can enroll a child with what the clinic has found.",
        storage="Only inside Kinwork. Nothing is printed, copied or sent on.",
        classes=HEALTH,
    )
    _sign(
        world,
        ("foodbank", "wic"),
        kind="mou",
        title="Memorandum on food for families",
        goal="So that a family that waits for WIC eats meanwhile.",
        ends=world.end + timedelta(days=40),
    )
    _sign(
        world,
        ("library", "wic"),
        kind="co-location",
        title="WIC at the library on Thursdays",
        goal="So that a family that comes for story time gets its benefits in the same trip.",
        purposes=(),
        terms={
            "place": "Mesquite Flats Library, the reading room and the office beside it.",
            "services": "WIC: appointments, benefits, weighing and measuring.",
            "hours": "Thursdays, 9 to 1, but not on holidays.",
            "costs": "The library gives rooms and internet; WIC brings its people and its scales.",
        },
    )
    world.tell(world.end - timedelta(days=100), _suspended(world, early))


def _sign(world: World, parties: tuple, **said: Any) -> Agreement:
    dana = world.actors["dana"]
    made = world.do(
        dana, actions.make_agreement, community=world.community, starts=world.at, **said
    )
    for party in parties:
        key, role = party if isinstance(party, tuple) else (party, "party")
        agency = world.agencies[key]
        world.do(dana, actions.name_party, agreement=made, agency=agency, role=role)
    world.do(dana, actions.submit, agreement=made)
    signing = {world.actors[key].agency: world.actors[key] for key in ("bea", "hana")}
    named = world.read(dana, lambda: list(Party.objects.filter(agreement=made).select_related()))
    for one in named:
        world.do(
            signing.get(one.agency_id, dana),
            actions.sign,
            party=one,
            name=f"The director of {one.agency.name}",
            title="Director",
            authority="Decision of its board",
        )
    return made


def _suspended(world: World, made: Agreement) -> Story:
    world.do(world.actors["dana"], actions.suspend, agreement=made)
    yield world.at + timedelta(days=3)
    world.do(world.actors["dana"], actions.resume, agreement=made)
