"""Somebody wants no texts, or no e-mail, at one address; or wants them again."""

from datetime import datetime
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.family.contact.models import Stop


def stop(*, channel: str, address_hash: str, way: str, by: Actor, at: datetime) -> bool:
    """From now on nothing is sent there. False: nothing was before. Letters and the page stay.

    Whoever holds the address decides, by answering or by the link in a letter: that holds everywhere.
    A family on its page (way "page") decides for the messages to itself alone.
    """
    require(by)
    check(by, "contact.stop")
    _row, fresh = Stop.objects.get_or_create(
        channel=channel,
        address_hash=address_hash,
        household=_whose(way, by, "contact.stop"),
        started_at=None,
        defaults={"way": way, "stopped_at": at},
    )
    if fresh:
        audit.record("contact.stop", by=by, at=at, channel=channel, way=way)
    return fresh


def start(*, channel: str, address_hash: str, way: str, by: Actor, at: datetime) -> bool:
    """Messages come again. False: nothing was stopped.

    Whoever holds the address ends every stop of it; a family on its page only its own.
    """
    require(by)
    check(by, "contact.start")
    live = Stop.objects.filter(channel=channel, address_hash=address_hash, started_at=None)
    if household := _whose(way, by, "contact.start"):
        live = live.filter(household=household)
    changed = live.update(started_at=at)
    if changed:
        audit.record("contact.start", by=by, at=at, channel=channel, way=way)
    return bool(changed)


def _whose(way: str, by: Actor, verb: str) -> UUID | None:
    """The household whose page it was said on; None: the holder of the address."""
    if way != "page":
        return None
    if by.household is None:
        raise Refused(verb, NOT_YOURS)
    return by.household
