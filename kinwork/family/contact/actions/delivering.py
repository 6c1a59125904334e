"""The outbox is worked off in two steps: claim (and look once more whether it may go), then, after it
was sent outside of any transaction, settle."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from kinwork.accounts.models import User
from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.community import due
from kinwork.common.jobs import later
from kinwork.common.models import Community
from kinwork.family.contact import hours, queries, rules, wire
from kinwork.family.contact.actions.endpoints import note_answer, where_to
from kinwork.family.contact.carrying import CARRIERS, Not
from kinwork.family.contact.models import Delivery, Message
from kinwork.family.contact.parcels import Answer, Parcel
from kinwork.trust.access.actions import close_work_items, open_work_item

FAILED, LETTER, CALL = "message failed", "letter to post", "call to make"
LINES = {"phone": CALL, "mail": LETTER}
CHANCE = secrets.SystemRandom()


@dataclass(frozen=True)
class Put:
    """What a look at one line led to, when it is not sent now."""

    verb: str
    state: str
    why: str = ""
    next_at: datetime | None = None


def claim(*, delivery: UUID, by: Actor, at: datetime) -> Parcel | None:
    """Take one line for sending, if it is nobody else's now and may still go; None: nothing to send.

    Everything is asked again at this moment: who may be written to where, whether that is safe, whether
    they want it, what time it is there. `by` is the line's own clock.
    """
    require(by)
    row = Delivery.objects.select_for_update().filter(pk=delivery).first()
    if row is None or not _is_free(row, at):
        return None
    if row.good_until and at > row.good_until:
        _put(row, Put("fail", "failed", "too late"), by=by, at=at)
        return None
    found = _where_to(row, at)
    if isinstance(found, Put):
        _put(row, found, by=by, at=at)
        return None
    row.channel, row.key = found.channel, found.key
    row.state, row.claimed_at, row.tries = "sending", at, row.tries + 1
    row.save(update_fields=["channel", "key", "state", "claimed_at", "tries"])
    return found


def _is_free(row: Delivery, at: datetime) -> bool:
    if row.state == "sending":
        return row.claimed_at < at - rules.CLAIM
    return row.state == "waiting" and (row.next_at is None or row.next_at <= at)


def _where_to(row: Delivery, at: datetime) -> Parcel | Put:
    if row.kind == "notice":
        return _to_family(row, at)
    if row.kind in CARRIERS:
        return _carried(row, at)
    if row.kind == "webhook":
        to = where_to(row.agency_id)
    else:
        user = User.objects.filter(pk=row.target, is_active=True).first()
        to = user.email if user else ""
    if not to:
        return Put("drop", "not safe", "nobody there")
    return _parcel(row, row.channel, to, row.said.get("language", "en"), row.said)


def _carried(row: Delivery, at: datetime) -> Parcel | Put:
    """Whoever this kind of line belongs to says where it goes now, and makes its link."""
    found = CARRIERS[row.kind].where(row, at)
    if isinstance(found, Not):
        return (
            Put("fail", "failed", found.why)
            if found.is_lost
            else Put("drop", "not safe", found.why)
        )
    if found.way and (when := not_before(found.way, found.zone, at)) > at:
        return Put("put_off", "waiting", "not now", when)
    channel = found.way.channel if found.way else "email"
    return _parcel(row, channel, found.value, found.language, {**row.said, **found.said})


def _to_family(row: Delivery, at: datetime) -> Parcel | Put:
    """The way that the family would choose now. Its page has the news in any case."""
    message = Message.objects.filter(pk=row.pk).first()
    if message is None:  # the family left
        return Put("drop", "not safe", "nobody there")
    found = queries.ways(message.household_id, row.not_to)
    worth = message.key in rules.WORTH_A_CALL
    instead = message.key in rules.CALL_INSTEAD
    way = rules.choose(found, texts=queries.has_gateway(), by_hand=worth, call_instead=instead)
    if way is None:
        if row.rounds:  # a person asked for another way, and hears that there is none
            return Put("fail", "failed", "no safe way")
        if any(one.stopped for one in found):
            return Put("keep_quiet", "stopped", "stopped")
        return Put("drop", "not safe", "no safe way")
    language, zone = queries.home_of(message.household_id)
    if way.channel in rules.BY_ITSELF and (when := not_before(way, zone, at)) > at:
        return Put("put_off", "waiting", "not now", when)
    message.channel, message.address, message.language = way.channel, way.value, language
    message.save(update_fields=["channel", "address", "language"])
    if way.channel in rules.BY_HAND:
        row.channel = way.channel
        return Put("lay", "on a desk")
    return _parcel(row, way.channel, way.value, language)


def not_before(way: rules.Way, zone: str, at: datetime) -> datetime:
    """The next moment that is right for the family, and by day for a text."""
    window = way.hours if isinstance(way.hours, hours.Window) else None
    if way.channel == "text":
        day = hours.Window(
            datetime.min.replace(hour=rules.TEXT_FROM).time(),
            datetime.min.replace(hour=rules.TEXT_UNTIL).time(),
        )
        # who is only to be reached at night chose that: its own hours stand
        window = (window.within(day) or window) if window else day
    return hours.next_safe(at, zone, window) if window else at


def _parcel(row: Delivery, channel: str, to: str, language: str = "en", said=None) -> Parcel:
    key = uuid5(row.pk, f"{channel} {to} {row.rounds}")
    tries = row.tries + 1
    return Parcel(row.pk, row.kind, channel, key, tries, row.agency_id, to, language, said or {})


def _put(row: Delivery, put: Put, *, by: Actor, at: datetime) -> None:
    """Move one line without sending it."""
    if put.state == "on a desk" and row.kind == "notice" and not _is_followed(row):
        put = Put("drop", "not safe", "nobody follows")  # nobody is left who may read the number
    rules.LIFE.find(put.verb, row.state)
    row.state, row.why, row.next_at = put.state, put.why, put.next_at
    row.settled_at = None if put.state in ("waiting", "on a desk") else at
    row.save(update_fields=["state", "why", "next_at", "settled_at", "channel"])
    audit.record(f"contact.{put.verb}", row, by=by, at=at, why=put.why)
    if put.state == "waiting":
        later("contact.send", row.pk, at=put.next_at)
    elif put.state == "on a desk":
        _lay(row, LINES[row.channel], at)
    else:
        _tell_message(row, at)
        if put.state == "failed":
            _lay(row, FAILED, at)


def settle_delivery(*, parcel: Parcel, answer: Answer, by: Actor, at: datetime) -> str:
    """How the try ended; the state afterwards.

    A yes counts whoever it was told to; a no counts only for the claim that is still standing.
    """
    require(by)
    row = Delivery.objects.select_for_update().get(pk=parcel.delivery)
    stands = row.state == "sending" and row.tries == parcel.tries
    if answer.kind == "accepted":
        if row.state in ("sending", "waiting"):
            _settle(row, "accept", "sent", by=by, at=at, ref=answer.ref)
            if row.kind in CARRIERS:
                CARRIERS[row.kind].left(row, at)
    elif stands:
        again = answer.kind == "temporary"
        wait = rules.wait(row.tries, CHANCE.random(), answer.wait) if again else None
        in_time = wait and not (row.good_until and at + wait > row.good_until)
        put = None if in_time else _another(row, at)
        if put is None and wait:
            put = Put("put_off", "waiting", answer.why, at + wait)
        _put(row, put or Put("fail", "failed", answer.why), by=by, at=at)
    if row.kind == "webhook" and (stands or answer.kind == "accepted"):
        note_answer(row, answer, by=by, at=at)
    return row.state


def _another(row: Delivery, at: datetime) -> Put | None:
    """What did not arrive and is worth a call goes the other way that needs nobody, once; then somebody
    calls. None where it is not, or there is no safe number."""
    if row.kind != "notice" or row.channel not in rules.BY_ITSELF:
        return None
    message = Message.objects.filter(pk=row.pk).first()
    if message is None or message.key not in rules.CALL_INSTEAD:
        return None
    ways = queries.ways(message.household_id)
    rest = [one for one in ways if one.channel != row.channel or one.value != message.address]
    other = rules.choose(rest, texts=queries.has_gateway(), by_hand=False)
    if other and not row.not_to:
        row.not_to = wire.address_hash(row.channel, message.address)
        row.tries = 0
        row.save(update_fields=["not_to", "tries"])
        return Put("put_off", "waiting", next_at=at)
    phone = next((one for one in ways if one.channel == "phone"), None)
    if phone is None:
        return None
    message.channel, message.address = phone.channel, phone.value
    message.save(update_fields=["channel", "address"])
    row.channel, row.not_to = phone.channel, ""  # a number that takes no texts may still ring
    row.save(update_fields=["not_to"])
    return Put("lay", "on a desk")


def _settle(row: Delivery, verb: str, state: str, *, by: Actor, at: datetime, ref: str) -> None:
    rules.LIFE.find(verb, row.state)
    row.state, row.settled_at, row.why, row.next_at = state, at, "", None
    row.ref = ref or row.ref
    row.save(update_fields=["state", "settled_at", "why", "next_at", "ref"])
    audit.record(f"contact.{verb}", row, by=by, at=at, channel=row.channel)
    _tell_message(row, at)


def mark_arrived(*, delivery: Delivery, by: Actor, at: datetime) -> bool:
    """The provider says that it is on the phone. Twice is once; later than anything but the end."""
    require(by)
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if not rules.LIFE.may("arrive", row.state, "clock"):
        return False
    _settle(row, "arrive", "delivered", by=by, at=at, ref="")
    close_work_items(target=row.pk, kind=FAILED, at=at)
    return True


def mark_failed(*, delivery: Delivery, why: str, by: Actor, at: datetime) -> bool:
    """The provider says that it never arrived: a person has to see to it."""
    require(by)
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if row.state not in ("sent", "sending", "waiting"):  # it may say so before we noted its yes
        return False
    _put(row, _another(row, at) or Put("fail", "failed", why), by=by, at=at)
    return True


MESSAGE_STATE = {
    "sent": "sent",
    "delivered": "sent",
    "told": "sent",
    "failed": "failed",
    "given up": "failed",
    "not safe": "not safe",
    "stopped": "not safe",
    "waiting": "waiting",
}


def _tell_message(row: Delivery, at: datetime) -> None:
    if row.kind != "notice":
        return
    with acting_as(clock(row.pk, row.community_id)) as itself:
        if message := Message.objects.filter(pk=row.pk).first():
            settle(message=message, state=MESSAGE_STATE[row.state], by=itself, at=at)


def settle(*, message: Message, state: str, by: Actor, at: datetime) -> Message:
    """How sending ended: sent, failed, or not safe any more."""
    require(by)
    message.state, message.sent_at = state, at if state == "sent" else None
    message.save(update_fields=["state", "sent_at"])
    audit.record("contact.settle", message, by=by, at=at, state=state)
    return message


def still_safe(message: Message) -> bool:
    """Is the address still one that the family called safe, and wants to be written to at?"""
    return any(
        one.value == message.address and not one.stopped
        for one in queries.ways(message.household_id)
    )


def _whose(row: Delivery) -> tuple[UUID | None, UUID | None]:
    if row.kind in CARRIERS:
        return CARRIERS[row.kind].whose(row)
    return queries.who_follows(row.household, row.community_id)


def _is_followed(row: Delivery) -> bool:
    with acting_as(clock(row.pk, row.community_id)):
        return queries.is_followed(row.household)


def hand_on(*, delivery: UUID, by: Actor, at: datetime) -> str:
    """What waits for a person whose agency works with the family no more goes to who does now. A call
    or letter that nobody can make is dropped: its news stands on the family's page. The state
    afterwards."""
    require(by)
    row = Delivery.objects.select_for_update().get(pk=delivery)
    if row.state not in ("on a desk", "failed") or row.kind != "notice":
        return row.state
    if row.state == "on a desk" and not _is_followed(row):
        close_work_items(target=row.pk, at=at)
        _put(row, Put("drop", "not safe", "nobody follows"), by=by, at=at)
    elif _whose(row)[0] != row.agency_id:
        close_work_items(target=row.pk, at=at)
        _lay(row, FAILED if row.state == "failed" else LINES[row.channel], at)
        audit.record("contact.hand_on", row, by=by, at=at, household=row.household)
    return row.state


def _lay(row: Delivery, kind: str, at: datetime) -> None:
    """A line on the desk of whoever follows the family now: it may be somebody else than when it was
    written. It says nothing of what the message was about."""
    agency, member = row.agency_id, row.follower_id
    if row.kind == "notice" or row.kind in CARRIERS:
        agency, member = _whose(row)
        if (agency, member) != (row.agency_id, row.follower_id):
            row.agency_id, row.follower_id = agency, member
            row.save(update_fields=["agency", "follower"])
    if agency is None:
        return
    tomorrow = due(Community.objects.get(pk=row.community_id), at, 1)
    with acting_as(clock(row.pk, row.community_id)):
        open_work_item(
            agency=agency,
            community=row.community_id,
            kind=kind,
            target=row.pk,
            due_at=min(tomorrow, row.good_until) if row.good_until else tomorrow,
            assignee=member,
            at=at,
        )
