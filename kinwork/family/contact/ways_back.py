"""A family asks for a way back onto its page: whether anybody is there, and where it may go, is found out
here, long after whoever asked has their answer. It names nobody, and without the family's own word it
opens nothing."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.contact import hours, queries, words
from kinwork.family.contact.actions import put_line
from kinwork.family.contact.actions.delivering import not_before
from kinwork.family.contact.carrying import Carrier, Not, To, carry
from kinwork.family.contact.models import ContactPoint, Delivery
from kinwork.family.contact.parcels import Parcel
from kinwork.trust.access.actions import WayHome, give_way, home_of_way


def send(way: UUID, at: datetime) -> None:
    """Put it into the outbox, if a page is behind the address that was typed."""
    with acting_as(clock(way)) as by:
        found = home_of_way(way)
        if found is None:
            return
        put_line(
            kind="way",
            target=way,
            said={},
            deed="access.ask_way",
            household=found.household,
            agency=None,
            follower=None,
            community=found.community,
            by=by,
            at=at,
        )


def where(row: Delivery, at: datetime) -> To | Not:
    """Asked again when it leaves: still the family's, safe, wanted, and at an hour that is safe. What
    cannot go now does not go later: it is good for minutes."""
    with acting_as(clock(row.target, row.community_id)) as by:
        found = home_of_way(row.target)
        if found is None:
            return Not("over")
        with acting_as(clock(found.household, found.community)):
            point = _point(found)
            language, zone = queries.home_of(found.household)
        if point is None:
            return Not("no safe way")
        way = queries.as_way(point)
        if way.hours == hours.UNREADABLE or not_before(way, zone, at) > at:
            return Not("not now")
        secret = give_way(way=row.target, channel=found.channel, by=by, at=at)
    if secret is None:
        return Not("over")
    said = {"code": secret} if found.channel == "text" else {"link": address(secret)}
    return To(point.value, language, said, way, zone)


def _point(found: WayHome) -> ContactPoint | None:
    if found.channel == "text" and not queries.has_gateway():
        return None
    safe = (one for one in queries.safe_points(found.household) if not one.stopped)
    return next(
        (
            one
            for one in safe
            if one.channel == found.channel and one.address_hash == found.address_hash
        ),
        None,
    )


def address(secret: str) -> str:
    """The whole address of a link, on our own host."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse("intake:way-open", args=[secret])


def letter(parcel: Parcel) -> tuple[str, str]:
    return words.way_back(parcel.language, parcel.said["link"])


def whose(row: Delivery) -> tuple[UUID | None, UUID | None]:
    """Nobody's: whoever asked sees that nothing came, and asks again or calls."""
    return None, None


carry("way", Carrier(where, letter, whose))
