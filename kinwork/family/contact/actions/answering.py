"""What people do about a message: try again, give up with a reason, read it aloud, post it."""

from datetime import datetime

from django.db import transaction

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.community import setting
from kinwork.common.jobs import later
from kinwork.common.rights import check
from kinwork.family.contact import rules, wire
from kinwork.family.contact.actions.delivering import FAILED, LINES, _lay, _tell_message
from kinwork.family.contact.models import Delivery, Message
from kinwork.trust.access.actions import close_work_items


@transaction.atomic
def retry(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:
    """Send it once more, from the first wait on; the way is chosen anew."""
    row = _taken(delivery, "retry", by)
    row.state, row.next_at, row.why, row.tries = "waiting", None, "", 0
    row.rounds += 1
    row.good_until = None
    row.save(update_fields=["state", "next_at", "why", "tries", "rounds", "good_until"])
    _done(row, "retry", by=by, at=at)
    later("contact.send", row.pk)
    return row


@transaction.atomic
def give_up(*, delivery: Delivery, words: str, by: Actor, at: datetime) -> Delivery:
    """It will not be sent; why stands beside it."""
    row = _taken(delivery, "give_up", by)
    row.state, row.words, row.settled_at = "given up", " ".join(words.split())[:300], at
    row.save(update_fields=["state", "words", "settled_at"])
    _done(row, "give_up", by=by, at=at)
    return row


@transaction.atomic
def tell(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:
    """It was read aloud to the right person, or posted."""
    row = _taken(delivery, "tell", by)
    row.state, row.settled_at = "told", at
    row.save(update_fields=["state", "settled_at"])
    _done(row, "tell", by=by, at=at)
    return row


@transaction.atomic
def miss(*, delivery: Delivery, why: str = "no answer", by: Actor, at: datetime) -> Delivery:
    """Nobody answered, or it was not safe to talk: again on the next business day. After as many tries
    as the community says it counts as failed, and whoever follows the family decides."""
    row = _taken(delivery, "miss", by)
    row.tries += 1
    row.save(update_fields=["tries"])
    audit.record(
        "contact.miss", row, by=by, at=at, household=row.household, tries=row.tries, why=why
    )
    if row.tries >= setting(row.community, "call_tries"):
        row.state, row.why, row.settled_at = "failed", why, at
        row.save(update_fields=["state", "why", "settled_at"])
        _close(row, at)
        with acting_as(clock(row.pk, row.community_id)):
            _tell_message(row, at)
            _lay(row, FAILED, at)
        return row
    with acting_as(clock(row.pk, row.community_id)):
        _lay(row, LINES[row.channel], at)
    return row


@transaction.atomic
def go_another_way(*, delivery: Delivery, by: Actor, at: datetime) -> Delivery:
    """This number or address is wrong, or never safe: what is left is chosen anew, without it. Where
    nothing is left, whoever follows the family has a task."""
    row = _taken(delivery, "go_another_way", by)
    with acting_as(clock(row.pk, row.community_id)):
        message = Message.objects.filter(pk=row.pk).first()
        avoid = wire.address_hash(row.channel, message.address) if message else ""
    row.state, row.next_at, row.why, row.tries, row.not_to = "waiting", None, "", 0, avoid
    row.rounds += 1
    row.save(update_fields=["state", "next_at", "why", "tries", "not_to", "rounds"])
    _done(row, "go_another_way", by=by, at=at)
    later("contact.send", row.pk)
    return row


def _taken(delivery: Delivery, verb: str, by: Actor) -> Delivery:
    """The line, locked, if this actor may do this to it now. WrongState: somebody was faster."""
    require(by)
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    check(by, f"contact.{verb}", row)
    rules.LIFE.find(verb, row.state)
    return row


def _done(row: Delivery, verb: str, *, by: Actor, at: datetime) -> None:
    audit.record(f"contact.{verb}", row, by=by, at=at, household=row.household)
    _close(row, at)
    with acting_as(clock(row.pk, row.community_id)):
        _tell_message(row, at)


def _close(row: Delivery, at: datetime) -> None:
    """Off every desk, as the line itself."""
    with acting_as(clock(row.pk, row.community_id)):
        close_work_items(target=row.pk, at=at)
