"""What families complain of: Rosa's complaint and its answer, many about the same thing, what became of
that at the partners' table, and what families read of it."""

from datetime import datetime, time, timedelta

from kinwork.common.actor import VISITOR, Actor
from kinwork.demo import partners
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE
from kinwork.demo.families import Family
from kinwork.demo.world import World
from kinwork.family.complaints import actions
from kinwork.family.complaints.models import Complaint
from kinwork.system.loop.rules import settled
from kinwork.system.voice import actions as voice
from kinwork.system.voice import queries

MANY = 14  # of one half year, about one thing: enough to be told
ROSA = "Llamé tres veces y nadie me contestó en español. La última vez colgaron."
ANSWER = (
    "Tiene razón, y lo sentimos. Desde este mes contesta alguien que habla español cada mañana."
)
OTHERS = (
    "Nobody could speak with my mother. They told us to come back with a cousin.",
    "The letter was in English only. I signed it and did not know what it was.",
    "On the phone they said: English, please. Then they hung up.",
)


def bring(world: World, rosa: Family) -> None:
    period = settled(world.end.astimezone(ZONE).date())
    for n in range(MANY):
        day = period.starts + timedelta(days=8 + 11 * n)
        world.tell(datetime.combine(day, time(11, 20), ZONE), _somebodys(world, n))
    world.tell(world.end - timedelta(days=16, hours=3), _rosas(world, rosa))
    world.tell(world.end - timedelta(hours=5), _told(world))


def _made(world: World, by: Actor, agency: str, **said: str) -> Complaint:
    return world.do(
        by,
        actions.make,
        community=world.community,
        about="agency",
        agency=world.agencies[agency],
        said=actions.Said(**said),
        language="es",
    )


def _somebodys(world: World, n: int) -> Story:
    """Without an account; taken the next day, answered, and nobody says more."""
    agency = ("clinic", "headstart")[n % 2]
    row = _made(world, VISITOR, agency, happened=OTHERS[n % len(OTHERS)], subject="language")
    yield world.at + timedelta(days=1)
    vera = world.actors["vera"]
    row = world.do(vera, actions.take, complaint=row)
    yield world.at + timedelta(days=9)
    words = "Thank you. We asked the place, and put it before the partners."
    world.do(vera, actions.answer, complaint=row, words=words)


def _rosas(world: World, rosa: Family) -> Story:
    """From her page; she reads the answer there, and it settles it."""
    row = _made(world, rosa.actor, "clinic", happened=ROSA, subject="language")
    yield world.at + timedelta(days=1)
    vera = world.actors["vera"]
    row = world.do(vera, actions.take, complaint=row)
    yield world.at + timedelta(days=6)
    row = world.do(vera, actions.answer, complaint=row, words=ANSWER)
    yield world.at + timedelta(days=2)
    world.do(rosa.actor, actions.settle, complaint=row)


def _told(world: World) -> Story:
    """The half year is counted; whoever leads puts what most complained of before the partners, and
    says what they did."""
    by = Actor("report", community=world.community.pk, purpose="statistics")
    world.do(by, voice.release, community=world.community)
    dana = world.actors["dana"]
    row, _who = partners.known(world)
    said = world.read(dana, queries.said, world.community)
    key = next((one for one in said if one.startswith("complaint:")), "")
    if key:
        topic = world.do(dana, voice.raise_topic, partnership=row, key=key)
        yield world.at + timedelta(hours=1)
        world.do(
            dana,
            voice.tell,
            topic=topic,
            english="Four places share one phone line in Spanish now, each weekday morning.",
            spanish="Cuatro lugares comparten ahora una línea en español, cada mañana de lunes a viernes.",
        )
