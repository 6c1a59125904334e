"""How a family is reached safely, and what waits to leave."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.contact import hours, rules, wire
from kinwork.family.contact.models import ContactPoint, Delivery, Message, Stop
from kinwork.people.models import Household, HouseholdMember

_LIVE_STOP = Stop.objects.filter(
    address_hash=OuterRef("address_hash"), channel=OuterRef("channel"), started_at=None
)
_BY_ITS_HOLDER = Q(household=None)


def points(household: UUID) -> list[ContactPoint]:
    """Every way to reach this household or its members that the actor may see, best first.

    Each has `stopped`: nothing may be sent there, whoever reads it asked for that, or this household
    did on its page; and `turned_off`: the latter alone, which is all that its page may say.
    """
    members = HouseholdMember.objects.filter(household=household, ends=None)
    found = ContactPoint.objects.filter(ended_at=None).filter(
        # its clock does not see who belongs to the home, but where something was said
        Q(household=household) | Q(person__in=members.values("person")) | Q(said_in=household)
    )
    own = Q(household=household)
    found = found.annotate(
        stopped=Exists(_LIVE_STOP.filter(_BY_ITS_HOLDER | own)),
        turned_off=Exists(_LIVE_STOP.filter(own)),
    )
    return list(found.order_by("-is_safe", "-is_preferred", "channel", "recorded_at"))


def safe_points(household: UUID, but: str = "") -> list[ContactPoint]:
    """Those that a message may go to; never `but` (the hash of an address).

    Where something of the home is kept from one caregiver, only what is somebody else's own: what was
    written down for the whole home may be read by both.
    """
    kept = kept_from(household)
    safe = (one for one in points(household) if one.is_safe)
    safe = (one for one in safe if not but or _hash(one) != but)
    if kept:
        safe = (one for one in safe if one.person_id and one.person_id not in kept)
    return list(safe)


def ways(household: UUID, but: str = "") -> list[rules.Way]:
    """The safe ways of a home, asked as its own clock."""
    with acting_as(clock(household)):
        return [as_way(one) for one in safe_points(household, but)]


def reached(household: UUID, but: str = "") -> tuple[list[rules.Way], str]:
    """(its safe ways, its language), asked as its own clock in one go: most messages need both."""
    with acting_as(clock(household)):
        return [as_way(one) for one in safe_points(household, but)], _home(household)[0]


def only_reachable(
    household: UUID, found: Iterable[ContactPoint], but: str = ""
) -> list[ContactPoint]:
    """Of what somebody sees of a home's ways, those that a message may go to: whoever calls or writes
    by hand is led nowhere that the outbox itself would not go."""
    with acting_as(clock(household)):
        safe = {one.pk for one in safe_points(household, but)}
    return [one for one in found if one.pk in safe]


def as_way(one: ContactPoint) -> rules.Way:
    """What the rules of sending know of it."""
    stopped = bool(getattr(one, "stopped", False))
    return rules.Way(one.channel, one.value, one.is_preferred, hours.read(one.safe_hours), stopped)


def _hash(one: ContactPoint) -> str:
    return one.address_hash or wire.address_hash(one.channel, one.value)


def safe_email(household: UUID, but: str = "") -> ContactPoint | None:
    """The e-mail that a message may go to, or None; never `but`, however it is written."""
    avoid = wire.address_hash("email", but) if but else ""
    safe = (one for one in safe_points(household, avoid) if one.channel == "email")
    return next((one for one in safe if not one.stopped), None)


def safe_email_of(household: UUID, person: UUID) -> ContactPoint | None:
    """The e-mail that a question to this one caregiver may go to: their own, or the home's where
    nothing is kept from anybody in it; never somebody else's, nor one that wants no e-mail."""
    return _safe_of("email", household, person)


def safe_text_of(household: UUID, person: UUID) -> ContactPoint | None:
    """The number for texts that it may go to, likewise; None where this site sends none."""
    return _safe_of("text", household, person) if has_gateway() else None


def _safe_of(channel: str, household: UUID, person: UUID) -> ContactPoint | None:
    kept = kept_from(household)
    safe = (one for one in points(household) if one.channel == channel and one.is_safe)
    safe = (one for one in safe if not one.stopped)
    own = (one for one in safe if one.person_id == person or (not one.person_id and not kept))
    return next(own, None)


def read_address(said: str) -> tuple[str, str] | None:
    """(channel, digest) of a phone for texts or an e-mail as somebody typed it; None for what is
    neither."""
    said = said.strip()
    if "@" in said:
        name, _at, host = said.partition("@")
        is_one = bool(name and "." in host and not any(sign.isspace() for sign in said))
        return ("email", wire.address_hash("email", said)) if is_one else None
    found = wire.number(said)
    return ("text", wire.address_hash("text", found)) if found else None


def kept_from(household: UUID) -> set[UUID]:
    """Members from whom something of this home is kept; known to the clock that writes to it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_kept_members(%s)", [household])
        return {one for (one,) in cursor.fetchall()}


def is_private(about: UUID) -> bool:
    """Is this piece of work kept from caregivers? Asked by its clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_is_private(%s)", [about])
        return cursor.fetchone()[0]


def messages(household: UUID) -> QuerySet[Message]:
    return Message.objects.filter(household=household).order_by("-made_at")


def has_gateway() -> bool:
    """Can this site send texts?"""
    return bool(settings.SMS_URL) or settings.SMS_BACKEND != settings.SMS_GATEWAY


def home_of(household: UUID) -> tuple[str, str]:
    """(language, time zone) of a home, asked as its own clock."""
    with acting_as(clock(household)):
        return _home(household)


def _home(household: UUID) -> tuple[str, str]:
    found = Household.objects.filter(pk=household).values_list("language", "time_zone").first()
    return found or ("en", "America/Phoenix")


def who_follows(household: UUID, community: UUID) -> tuple[UUID | None, UUID | None]:
    """(agency, user) who hears that a message to this home failed: who works with it now; else, with
    nobody in particular, the agency that convenes the community, unless the family has shut it out.
    Asked by a clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, member FROM kw_who_follows(%s)", [household])
        found = cursor.fetchone()
        if found and found[0]:
            return found
        cursor.execute("SELECT kw_who_convenes(%s, %s)", [household, community])
        return cursor.fetchone()[0], None


def is_let_in(household: UUID) -> bool:
    """The family has not shut whoever acts out."""
    return _asked("SELECT NOT kw_shut_from(%s)", household)


def works_with(household: UUID) -> bool:
    """Whoever acts works with this family now, and is not shut out."""
    ask = "SELECT coalesce(kw_sees_household(%s), false) AND NOT kw_shut_from(%s)"
    return _asked(ask, household, household)


def _asked(question: str, *about: UUID) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, about)
        return cursor.fetchone()[0]


def is_followed(household: UUID) -> bool:
    """Does somebody work with this home now? Asked by a clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency FROM kw_who_follows(%s)", [household])
        return cursor.fetchone()[0] is not None


def is_stopped(channel: str, address_hash: str) -> bool:
    """Did whoever holds this address say so?"""
    found = Stop.objects.filter(_BY_ITS_HOLDER, channel=channel, address_hash=address_hash)
    return found.filter(started_at=None).exists()


def forgotten(now: datetime, most: int = 500) -> list[UUID]:
    """Lines that no job looks after any more: a worker was killed, or the queue was put back."""
    late, claim_over = now - timedelta(minutes=5), now - rules.CLAIM
    waits = Q(state="waiting") & (
        Q(next_at=None, made_at__lt=late) | Q(next_at__lt=now - timedelta(minutes=2))
    )
    found = Delivery.objects.filter(waits | Q(state="sending", claimed_at__lt=claim_over))
    return list(found.order_by("made_at").values_list("pk", flat=True)[:most])


def for_people() -> list[UUID]:
    """What about families waits for a person: calls, letters, what did not arrive."""
    found = Delivery.objects.filter(state__in=("failed", "on a desk"), kind="notice")
    return list(found.order_by("made_at").values_list("pk", flat=True))


def failed(agencies: Iterable[UUID] | None) -> QuerySet[Delivery]:
    """Dead letters of these agencies, oldest first; None: all that the actor may see."""
    found = Delivery.objects.filter(state="failed")
    if agencies is not None:
        found = found.filter(agency__in=agencies)
    return found.select_related("agency", "follower").order_by("settled_at", "id")


def by_hand(agency: UUID) -> QuerySet[Delivery]:
    """Letters to post and calls to make, oldest first."""
    found = Delivery.objects.filter(agency=agency, state="on a desk")
    return found.select_related("follower").order_by("made_at", "id")
