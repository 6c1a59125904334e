"""A family's way back: a code and its own word. Only hashes are stored, and no worker hears both.

A desk makes a claim: a code on a card that the family turns, once, into a key with its own word.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from kinwork.common import audit, digests
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.ids import id_of, new_code, new_id, unspaced
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.people.models import Household, Person
from kinwork.trust.access import rights  # noqa: F401  (declares the table)
from kinwork.trust.access.models import FamilyClaim, FamilyKey
from kinwork.trust.access.rules import DRAFT_DAYS

PURPOSE = "family key"
KEY_DAYS = 400
CLAIM_HOURS, CLAIM_LETTERS = 72, 16  # of 30 letters: 78 bits
CLAIMS_A_HOUSEHOLD, CLAIMS_A_WORKER = 3, 30  # in 24 hours


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
    """A code for the family, shown this once; the maker's earlier keys to the same door end.

    Made by the family itself (or its draft) alone. A key to a household lives 400 days, to a
    draft 30.
    """
    require(by)
    code = new_code()
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_end_keys(%s, %s, %s)", [id_of(household), draft, at])
    key = FamilyKey.objects.create(
        code_hash=(made := code_hash(code)),
        word_hash=word_hash(made, word),
        household_id=id_of(household),
        person_id=id_of(person),
        draft_id=draft,
        community_id=id_of(community),
        expires_at=at + timedelta(days=DRAFT_DAYS if draft else KEY_DAYS),
    )
    audit.record("access.make_key", key, by=by, at=at)
    return code


class NoClaim(Exception):
    """No card is made. `why`: refused (nobody's here), household or worker (a limit is reached)."""

    def __init__(self, why: str):
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Card:
    """A claim as it is handed over: its code, shown this once, and until when it works."""

    code: str
    expires_at: datetime


def make_claim(*, household: Household, person: Person | UUID, by: Actor, at: datetime) -> Card:
    """A code on a card for one caregiver, for one use. Raises NoClaim.

    The family's own key goes on working until the card is used.
    """
    require(by)
    check(by, "access.make_claim", household)
    claim, code, lives = new_id(), new_code(CLAIM_LETTERS), timedelta(hours=CLAIM_HOURS)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_make_claim(%s, %s, %s, %s, %s, %s, %s)",
            [
                *(claim, code_hash(code), household.pk, id_of(person), lives),
                *(CLAIMS_A_HOUSEHOLD, CLAIMS_A_WORKER),
            ],
        )
        answer = cursor.fetchone()[0]
    if answer != "done":
        raise NoClaim(answer)
    made = FamilyClaim.objects.get(pk=claim)
    audit.record("access.make_claim", made, by=by, at=at)
    follow("access.make_claim", made, by=by, at=at)
    return Card(code, made.expires_at)


@dataclass(frozen=True)
class Claimed:
    """The key that a card became: its code, shown this once, and whose page it opens."""

    code: str
    household: UUID
    person: UUID
    community: UUID | None

    @property
    def family(self) -> Actor:
        return Actor("family", self.person, self.household, "family member", self.community)


def claim_key(*, claim: str, word: str, page: UUID, by: Actor, at: datetime) -> Claimed | None:
    """Turn a card into a key with the family's own word, once; None for every kind of wrong.

    `page` is the form that pressed: it alone may press again when the answer got lost. Right or
    wrong, the same work is done.
    """
    require(by)
    check(by, "access.claim_key")
    code, lives = new_code(), timedelta(days=KEY_DAYS)
    new = code_hash(code)
    values = [digests.digest(page.bytes, PURPOSE), new_id(), new, word_hash(new, word), lives]
    found = first(
        "SELECT id, household, person, community FROM kw_claim_key(%s, %s, %s, %s, %s, %s)",
        ((one, *values) for one in code_hashes(claim)),
    )
    if not found:
        audit.record("access.claim_key", by=by, at=at, outcome="refused")
        return None
    claimed = Claimed(code, *found[1:])
    with acting_as(claimed.family):
        used = FamilyClaim.objects.get(pk=found[0])
    audit.record("access.claim_key", used, by=by, at=at)
    follow("access.claim_key", used, by=by, at=at)
    return claimed


def end_keys(*, household: UUID, by: Actor, at: datetime) -> None:
    """The family shuts its page: no key, no card and no open browser gets in any more."""
    require(by)
    check(by, "access.end_keys")
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_shut_page(%s)", [household])
    audit.record("access.end_keys", by=by, at=at, household=household)


def turn_key(*, code: str, word: str, by: Actor, at: datetime) -> Turned | None:
    """Open what the code and the word open, or None: same answer for every kind of wrong."""
    require(by)
    found = first(
        "SELECT draft, household, person, community FROM kw_turn_key(%s, %s)",
        [(one, word_hash(one, word)) for one in code_hashes(code)],
    )
    audit.record("access.turn_key", by=by, at=at, outcome="done" if found else "refused")
    return Turned(*found) if found else None


def code_hash(code: str) -> bytes:
    """What is stored instead of a code, from now on."""
    return digests.digest(unspaced(code).encode(), PURPOSE)


def code_hashes(code: str) -> list[bytes]:
    """All that may be stored instead of a code, by every method and key that is still read."""
    return digests.digests(unspaced(code).encode(), PURPOSE)


def word_hash(code_hash: bytes, word: str) -> bytes:
    """What is stored instead of a family's own word, beside the digest of its code."""
    plain = unicodedata.normalize("NFKC", word).strip().casefold()
    return digests.slow(plain.encode(), code_hash)


def first(question: str, tries: Iterable[Sequence[Any]]) -> tuple[Any, ...] | None:
    """The first row that any of the tries finds. All digests are made before the first is tried."""
    with connection.cursor() as cursor:
        for values in list(tries):
            cursor.execute(question, values)
            if found := cursor.fetchone():
                return found
    return None
