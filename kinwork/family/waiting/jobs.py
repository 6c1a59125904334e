"""What waiting lists do by the clock: offers lapse and pass on, a free place is seen to, and openings
that soon count no more are asked for anew."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job
from kinwork.family.referrals.models import Referral
from kinwork.family.waiting import actions
from kinwork.family.waiting.actions.offering import LAPSES
from kinwork.family.waiting.actions.room import CLOCK
from kinwork.family.waiting.models import Offer
from kinwork.trust.access.actions import clear_due, run_clocks
from kinwork.trust.access.models import Due


@job("waiting.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: offers that nobody answered, openings that lapse soon."""
    run_due()


def run_due(now: datetime | None = None) -> int:
    """Do what is due; how many. Each in its own transaction, as its own referral or service."""
    now = now or timezone.now()
    return run_clocks((LAPSES,), lapse, now) + run_clocks((CLOCK,), ask_anew, now)


def lapse(_due_id: UUID, offer: UUID, now: datetime) -> bool:
    """One offer that nobody answered. Its line is not locked first: an answer locks the referral and
    then clears the line, and the two would wait for each other."""
    with acting_as(Actor("clock"), now=now):
        one = Offer.objects.filter(pk=offer, state="open").first()
        if one is None:
            clear_due(target=offer)
            return False
    with acting_as(clock(one.referral_id), now=now) as by:
        return actions.lapse_offer(offer=one, by=by, at=now)


def ask_anew(due_id: UUID, service: UUID, now: datetime) -> bool:
    """One service's openings. A second delivery finds no line any more, and does nothing."""
    with acting_as(clock(service), now=now) as by:
        held = Due.objects.select_for_update(skip_locked=True)
        due = held.filter(pk=due_id, at__lte=now).first()
        if due is None:
            return False
        due.delete()
        return bool(actions.ask_anew(service=service, by=by, at=now))


@job("waiting.next")
def offer_next(referral: UUID, now: datetime | None = None) -> None:
    """The place that this one did not take goes to the next, if it is still free."""
    now = now or timezone.now()
    with acting_as(clock(referral), now=now) as by:
        row = Referral.objects.filter(pk=referral).first()
        passed = Offer.objects.filter(referral=referral, state__in=("refused", "lapsed"))
        last = passed.order_by("-closed_at").first()
        if row is not None and last is not None:
            once = uuid5(last.pk, "next")  # delivered twice, it is offered once
            actions.offer_next(service=row.service_id, form_id=once, by=by, at=now)


@job("waiting.room")
def see_to_room(referral: UUID, now: datetime | None = None) -> None:
    """The list of the service that `referral` asks for, or asked for, may have free places: each is
    offered in a transaction of its own. Killed between two, it goes on where it was."""
    now = now or timezone.now()
    while _offered_one(referral, now):
        pass


def _offered_one(referral: UUID, now: datetime) -> bool:
    with acting_as(clock(referral), now=now) as by:
        row = Referral.objects.filter(pk=referral).first()
        if row is None:
            return False
        return actions.see_to_room(service=row.service_id, by=by, at=now) is not None
