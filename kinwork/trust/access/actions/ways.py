"""A link or a short code to come back, sent to a safe address of the family's own.

Asking is the same work for every address. The secret alone opens nothing: the family's own word is
needed as well, and looking at a link uses nothing up.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from kinwork.common import audit, digests
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.ids import new_code, new_id
from kinwork.common.jobs import later
from kinwork.common.rights import check
from kinwork.trust.access.actions.keys import Turned, code_hash, word_hash
from kinwork.trust.access.models import FamilyWay

SEND = "contact.send_way"
LIVES = timedelta(minutes=15)
LETTERS = 27  # of a link, of 30: 132 bits, for nobody types it
DIGITS = 8  # of a code in a text, good in the browser that asked for it


@dataclass(frozen=True)
class WayHome:
    """Where a way may be sent: a home, and which of its addresses."""

    household: UUID
    community: UUID
    channel: str
    address_hash: str


def ask_way(*, channel: str, address_hash: str, community: UUID, by: Actor, at: datetime) -> UUID:
    """Whoever typed an address wants to come back by it. Says nothing about whether anybody is there:
    that is found out later, by a job."""
    require(by)
    check(by, "access.ask_way")
    way = new_id()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_ask_way(%s, %s, %s, %s)", [way, channel, address_hash, community])
    audit.record("access.ask_way", by=by, at=at)
    later(SEND, way)
    return way


def home_of_way(way: UUID) -> WayHome | None:
    """The home that it may be sent to now; asked as its own clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT household, community, channel, address FROM kw_way_home(%s)", [way])
        found = cursor.fetchone()
    return WayHome(*found) if found else None


def give_way(*, way: UUID, channel: str, by: Actor, at: datetime) -> str | None:
    """Its secret, made for this sending and written down nowhere; None when it is over."""
    require(by)
    check(by, "access.give_way")
    if channel == "text":
        secret = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
    else:
        secret = new_code(LETTERS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_give_way(%s, %s, %s)", [way, _digest(secret, way, channel), LIVES]
        )
        given = cursor.fetchone()[0]
    audit.record("access.give_way", by=by, at=at, outcome="done" if given else "refused")
    return secret if given else None


def open_way(*, secret: str, word: str, way: UUID | None, by: Actor, at: datetime) -> Turned | None:
    """Open the family's page with a link's secret (`way` None) or a text's code, and its own word.

    None for every kind of wrong: the same work is done for each.
    """
    require(by)
    check(by, "access.open_way")
    made = _digest(secret, way, "text" if way else "email")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, salt FROM kw_way_salts(%s, %s)", [way, made])
        salts = [(key, bytes(salt)) for key, salt in cursor.fetchall()] or [(new_id(), made)]
        said = [(key, word_hash(salt, word)) for key, salt in salts]
        cursor.execute(
            "SELECT id, household, person, community FROM kw_open_way(%s, %s, %s, %s)",
            [way, made, [key for key, _word in said], [word for _key, word in said]],
        )
        found = cursor.fetchone()
    if not found:
        audit.record("access.open_way", by=by, at=at, outcome="refused")
        return None
    opened = Turned(None, *found[1:])
    _tell(found[0], opened, by=by, at=at)
    return opened


def _tell(way: UUID, opened: Turned, *, by: Actor, at: datetime) -> None:
    family = Actor("family", opened.person, opened.household, "family member", opened.community)
    with acting_as(family):
        used = FamilyWay.objects.get(pk=way)
    audit.record("access.open_way", used, by=by, at=at)
    follow("access.open_way", used, by=by, at=at)


def _digest(secret: str, way: UUID | None, channel: str) -> bytes:
    """A code of a few digits is one of its own asking alone; a link's letters stand for themselves."""
    if channel == "text":
        plain = "".join(filter(str.isdigit, secret))
        return digests.digest(f"{way}:{plain}".encode(), "way back")
    return code_hash(secret)
