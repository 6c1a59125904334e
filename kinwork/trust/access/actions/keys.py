"""A family's way back: a code and its own word. Only hashes are stored."""

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import id_of, new_code, unspaced
from kinwork.common.models import Community
from kinwork.people.models import Household, Person
from kinwork.trust.access.models import FamilyKey

KEY_DAYS = 30


@dataclass(frozen=True)
class Turned:
    """What a family's key opened: an unfinished intake, or its own page."""

    draft: UUID | None
    household: UUID | None
    person: UUID | None
    community: UUID | None


def make_key(
    *,
    word: str,
    by: Actor,
    at: datetime,
    household: Household | UUID | None = None,
    person: Person | UUID | None = None,
    draft: UUID | None = None,
    community: Community | UUID | None = None,
) -> str:
    """A code for the family, shown this once; earlier keys to the same door end.

    Only hashes are stored. A key to a household lives as long as it is used; to a draft 30 days.
    """
    require(by)
    code = new_code()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_end_keys(%s, %s, %s)", [id_of(household), draft, at])
    key = FamilyKey.objects.create(
        code_hash=code_hash(code),
        word_hash=word_hash(code, word),
        household_id=id_of(household),
        person_id=id_of(person),
        draft_id=draft,
        community_id=id_of(community),
        expires_at=at + timedelta(days=KEY_DAYS if draft else 400),
    )
    audit.record("access.make_key", key, by=by, at=at)
    return code


def turn_key(*, code: str, word: str, by: Actor, at: datetime) -> Turned | None:
    """Open what the code and the word open, or None: same answer for every kind of wrong."""
    require(by)
    letters = unspaced(code)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT draft, household, person, community FROM kw_turn_key(%s, %s)",
            [code_hash(letters), word_hash(letters, word)],
        )
        found = cursor.fetchone()
    audit.record("access.turn_key", by=by, at=at, outcome="done" if found else "refused")
    return Turned(*found) if found else None


def code_hash(code: str) -> bytes:
    return hmac.digest(_pepper(), unspaced(code).encode(), "sha256")


def word_hash(code: str, word: str) -> bytes:
    plain = unicodedata.normalize("NFKC", word).strip().casefold()
    return hashlib.scrypt(plain.encode(), salt=code_hash(code), n=2**12, r=8, p=1, dklen=32)


def _pepper() -> bytes:
    return hashlib.sha256(b"family key" + settings.SECRET_KEY.encode()).digest()
