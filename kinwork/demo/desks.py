"""Small deeds at desks: texts that are said often, a line put off, a colleague who is away."""

from kinwork.accounts.models import User
from kinwork.common.ids import new_id
from kinwork.demo.agenda import Story
from kinwork.demo.calendar import ZONE, before
from kinwork.demo.world import World
from kinwork.family.phrases import actions as phrases
from kinwork.family.referrals import actions as referrals
from kinwork.trust.access import actions as access
from kinwork.trust.access import snoozing
from kinwork.trust.access.models import WorkItem

TEXTS = (
    (
        "bea",
        "ask_information",
        "Shot record",
        "Please send the child's shot record, or tell us which clinic has it.",
        "Mande por favor la cartilla de vacunas, o díganos qué clínica la tiene.",
    ),
    (
        "bea",
        "decline",
        "Full this month",
        "{service} is full this month. We open new places on the first.",
        "{service} está lleno este mes. Abrimos lugares nuevos el día primero.",
    ),
    (
        "hana",
        "ask_information",
        "Proof of age",
        "{agency} needs a proof of age: a birth certificate, a passport or a shot record.",
        "{agency} necesita un comprobante de edad: acta, pasaporte o cartilla de vacunas.",
    ),
)


def bring(world: World) -> None:
    world.tell(before(world.end, 30, 16, 10), _texts(world))
    world.tell(before(world.end, 2, 15, 40), _away(world))
    world.tell(before(world.end, 1, 16, 15), _put_off(world))


def _texts(world: World) -> Story:
    for who, deed, name, english, spanish in TEXTS:
        said = {"deed": deed, "name": name, "english": english, "spanish": spanish}
        world.do(world.actors[who], phrases.write, form_id=new_id(), **said)
    return
    yield


def _away(world: World) -> Story:
    """Ray is away until January; Hana gives what he had to Luz."""
    hana, ray, luz = (world.actors[name] for name in ("hana", "ray", "luz"))
    people = world.read(hana, User.objects.in_bulk, [ray.id, luz.id])
    note = "Ray is away until January. Thank you for looking after these!"
    who = {"giver": people[ray.id], "taker": people[luz.id]}
    world.do(hana, referrals.hand_over, note=note, form_id=new_id(), **who)
    return
    yield


def _put_off(world: World) -> Story:
    """The first of Ana's lines that may wait until after today: the mother is at her sister's."""
    ana, zone = world.actors["ana"], world.community.time_zone
    mine = WorkItem.objects.filter(agency=ana.agency, assignee=ana.id, closed_at=None)
    today = world.end.astimezone(ZONE).date()
    for line in world.read(ana, lambda: list(mine.order_by("-opened_at", "id"))):
        later = [day for day in snoozing.days(line.due_at, world.at, zone) if day > today]
        if later:
            until = later[min(2, len(later) - 1)]
            world.do(ana, access.snooze, item=line, until=until, reason="family asked for later")
            break
    return
    yield
