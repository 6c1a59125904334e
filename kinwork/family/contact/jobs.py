"""What contact does later: it works off the outbox, and writes to workers about their desk."""

import logging
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job, later
from kinwork.family.contact import actions, asks, digests, providers, queries  # noqa: F401

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


@job("contact.clock")
def tick(_nothing: UUID) -> None:
    """Lines that nobody looks after any more are asked for again."""
    with acting_as(Actor("clock")):
        for one in queries.forgotten(timezone.now()):
            later("contact.send", one)


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
