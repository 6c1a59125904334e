"""The lock of a caregiver's own phone opens the page: added on the open page, ended with one tap."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.rights import check
from kinwork.trust.access.actions.keys import Turned
from kinwork.trust.access.models import FamilyPasskey

MOST = 5  # that work at one time, for one caregiver


class TooManyPasskeys(Exception):
    """This caregiver has as many as there may be; one has to be ended first."""


def add_passkey(
    *, credential: bytes, public_key: bytes, sign_count: int, by: Actor, at: datetime
) -> FamilyPasskey:
    """Of whoever is on the open page, for that page. Raises TooManyPasskeys."""
    require(by)
    check(by, "access.add_passkey")
    mine = FamilyPasskey.objects.filter(household=by.household, person=by.id, ended_at=None)
    if mine.count() >= MOST:
        raise TooManyPasskeys
    made = FamilyPasskey.objects.create(
        credential=credential,
        public_key=public_key,
        sign_count=sign_count,
        household_id=by.household,
        person_id=by.id,
        community_id=by.community,
        made_at=at,
    )
    audit.record("access.add_passkey", made, by=by, at=at)
    follow("access.add_passkey", made, by=by, at=at)
    return made


def end_passkey(*, passkey: UUID, by: Actor, at: datetime) -> None:
    """It opens nothing any more; ending it twice changes nothing."""
    require(by)
    check(by, "access.end_passkey")
    found = FamilyPasskey.objects.filter(pk=passkey, household=by.household, ended_at=None).first()
    if found is None:
        return
    found.ended_at = at
    found.save(update_fields=["ended_at"])
    audit.record("access.end_passkey", found, by=by, at=at)


def public_key_of(credential: bytes) -> bytes | None:
    """What a signature by this phone is checked with; None where none is known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_passkey(%s)", [credential])
        found = cursor.fetchone()[0]
    return bytes(found) if found else None


def open_passkey(*, credential: bytes, sign_count: int, by: Actor, at: datetime) -> Turned | None:
    """The page that it opens, once its signature was found right; a copy of it ends it."""
    require(by)
    check(by, "access.open_passkey")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, household, person, community FROM kw_use_passkey(%s, %s)",
            [credential, sign_count],
        )
        found = cursor.fetchone()
    if not found:
        audit.record("access.open_passkey", by=by, at=at, outcome="refused")
        return None
    opened = Turned(None, *found[1:])
    family = Actor("family", opened.person, opened.household, "family member", opened.community)
    with acting_as(family):
        used = FamilyPasskey.objects.get(pk=found[0])
    audit.record("access.open_passkey", used, by=by, at=at)
    return opened
