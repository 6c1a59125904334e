"""What contact does later: it works off the outbox, and writes to workers about their desk."""

import logging
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job, later
from kinwork.family.contact import actions, asks, digests, providers, queries, ways_back  # noqa: F401

log = logging.getLogger(__name__)


@job("contact.send")
def send(delivery_id: UUID) -> None:
    """One line of the outbox: claimed, sent outside of any transaction, settled.

    Killed before the claim: nothing happened. Killed after it: the claim runs out, and the same is
    tried again with the same key. Delivered twice by the queue: the second finds it claimed or done.
    """
    with acting_as(clock(delivery_id)) as by:
        parcel = actions.claim(delivery=delivery_id, by=by, at=timezone.now())
    if parcel is None:
        return
    answer = providers.send(parcel)
    with acting_as(clock(delivery_id)) as by:
        actions.settle_delivery(parcel=parcel, answer=answer, by=by, at=timezone.now())


@job("contact.send_way")
def send_way(way: UUID) -> None:
    """Somebody typed an address to come back by. Done twice, one mail waits."""
    ways_back.send(way, timezone.now())


@job("contact.clock")
def tick(_nothing: UUID) -> None:
    """Lines that nobody looks after any more are asked for again."""
    with acting_as(Actor("clock")):
        for one in queries.forgotten(timezone.now()):
            later("contact.send", one)


@job("contact.hand_on")
def hand_on(_nothing: UUID) -> None:
    """Whatever waits for a person lies with somebody who works with that family now."""
    follow_families()


def follow_families(now: datetime | None = None) -> None:
    """Each line in its own transaction, as its own clock."""
    now = now or timezone.now()
    with acting_as(Actor("clock"), now=now):
        waiting = queries.for_people()
    for one in waiting:
        try:
            with acting_as(clock(one), now=now) as by:
                actions.hand_on(delivery=one, by=by, at=now)
        except Exception:  # one line must not keep all others where they are
            log.exception("line %s could not be handed on", one)


@job("contact.digest")
def digest(_nothing: UUID) -> None:
    """Mail to workers about their desk, as each of them chose."""
    now = timezone.now()
    for hats, mails, told in list(digests.due(now)):
        try:
            said = digests.counted(hats, told, now)
            if mails == "daily" or said["fresh"]:
                _write(hats, said, now)
        except Exception:  # one worker's mail must not stop everybody else's
            log.exception("the mail about the desk of %s failed", hats[0].user_id)


def _write(hats, said, now) -> None:
    with acting_as(Actor("clock")) as by:
        actions.write_digest(
            user=hats[0].user,
            agency=hats[0].agency_id,
            community=hats[0].community_id,
            said=said,
            by=by,
            at=now,
        )
