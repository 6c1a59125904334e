"""How the tests of dates do one, and what came of it."""

from datetime import date, time

from kinwork.common.acting import acting_as
from kinwork.common.clock import at_local
from kinwork.common.ids import new_id
from kinwork.family.appointments import actions, queries
from kinwork.family.appointments.models import Seat
from kinwork.family.referrals.models import Referral
from tests.seeing import everything

ZONE = "America/Phoenix"


def publish(cast, day=9, hour=9, *, seats=1, by="ben", service="visits"):
    """A time on that day of March, published by `by`."""
    actor = cast.actors[by]
    with acting_as(actor, now=cast.at):
        return actions.publish_slot(
            service=cast.services[service],
            location=cast.location,
            starts_at=at_local(date(2026, 3, day), time(hour), ZONE),
            zone=ZONE,
            minutes=30,
            seats=seats,
            slot_id=new_id(),
            by=actor,
            at=cast.at,
        )


def fresh(referral):
    return Referral.objects.select_related("community", "location").get(pk=referral.pk)


def offer(cast, referral, *, by="ben", hours=2, **said):
    actor, at = cast.actors[by], cast.later(hours=hours)
    with acting_as(actor, now=at):
        return actions.offer(referral=fresh(referral), by=actor, at=at, **said)


def choices(cast, referral, at):
    with acting_as(cast.rosa, now=at):
        return queries.choices(fresh(referral), at)


def choose(cast, referral, number=0, *, by="rosa", hours=3, **said):
    """The `number`-th time that is offered to the family."""
    actor, at = cast.actors[by], cast.later(hours=hours)
    one = choices(cast, referral, at)[number]
    with acting_as(actor, now=at):
        return actions.choose(
            referral=fresh(referral), offer=one.offer, slot=one.slot, by=actor, at=at, **said
        )


def do(cast, name, verb, referral, *, hours=4, **said):
    actor, at = cast.actors[name], cast.later(hours=hours)
    with acting_as(actor, now=at):
        return getattr(actions, verb)(referral=fresh(referral), by=actor, at=at, **said)


def held(slot):
    with everything():
        return Seat.objects.filter(slot=slot).exclude(held_by=None).count()


def dates(referral):
    with everything():
        return list(referral.appointments.order_by("pk").values_list("state", flat=True))
