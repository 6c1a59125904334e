"""Opening and closing the grounds of access: ties, authority, blocks, keys; clocks and desks."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from kinwork.accounts.models import Agency, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_code, unspaced
from kinwork.common.models import Community
from kinwork.people.models import Household, Person
from kinwork.trust.access.models import Authority, Block, Due, FamilyKey, Tie, WorkItem

KEY_DAYS = 30


def open_tie(
    *,
    kind: str,
    agency: Agency | UUID | None,
    community: Community | UUID,
    household: UUID | None = None,
    person: UUID | None = None,
    user: UUID | None = None,
    classes: Iterable[str] = (),
    work: UUID | None = None,
    starts: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Tie:
    """Let somebody near a subject. Ids are enough: a tie may stand before what it opens."""
    require(by)
    tie = Tie.objects.create(
        kind=kind,
        agency_id=_id(agency),
        community_id=_id(community),
        household_id=household,
        person_id=person,
        user_id=user,
        classes=list(classes),
        work=work,
        starts=starts or at,
    )
    audit.record("access.open_tie", tie, by=by, at=at, classes=classes, kind=kind)
    return tie


def close_ties(*, work: UUID, by: Actor, at: datetime, kinds: Iterable[str] = ()) -> int:
    """End every live tie that `work` opened; how many. Running it again ends none."""
    require(by)
    live = Tie.objects.filter(work=work).filter(Q(ends=None) | Q(ends__gt=at))
    if kinds:
        live = live.filter(kind__in=list(kinds))
    closed = live.update(ends=at)
    if closed:
        audit.record("access.close_ties", by=by, at=at, work=str(work), closed=closed)
    return closed


def give_authority(
    *,
    person: Person,
    holder: Person,
    kind: str = "parent",
    evidence: str = "told",
    by: Actor,
    at: datetime,
) -> Authority:
    """Say who may consent for `person`."""
    require(by)
    authority = Authority.objects.create(
        person=person, holder_person=holder, kind=kind, evidence=evidence, starts=at
    )
    audit.record("access.give_authority", authority, by=by, at=at, person=person.pk, kind=kind)
    return authority


def block(
    *,
    household: Household,
    agency: Agency | None = None,
    user: User | None = None,
    by: Actor,
    at: datetime,
) -> Block:
    """The family shuts somebody out, at the next statement."""
    require(by)
    made = Block.objects.create(household=household, agency=agency, user=user, starts=at)
    audit.record("access.block", made, by=by, at=at)
    return made


# Keys ----------------------------------------------------------------------------------------


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
        cursor.execute("SELECT kw_end_keys(%s, %s, %s)", [_id(household), draft, at])
    key = FamilyKey.objects.create(
        code_hash=code_hash(code),
        word_hash=word_hash(code, word),
        household_id=_id(household),
        person_id=_id(person),
        draft_id=draft,
        community_id=_id(community),
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


# Clocks and desks ----------------------------------------------------------------------------


def set_due(*, target: UUID, clock: str, at: datetime) -> None:
    """Set or move one clock of one record."""
    Due.objects.update_or_create(target=target, clock=clock, defaults={"at": at})


def clear_due(*, target: UUID, clock: str | None = None) -> None:
    found = Due.objects.filter(target=target)
    (found.filter(clock=clock) if clock else found).delete()


def open_work_item(
    *,
    agency: Agency | UUID,
    community: Community | UUID,
    kind: str,
    target: UUID,
    due_at: datetime | None,
    at: datetime,
    assignee: UUID | None = None,
) -> UUID:
    """Put a line on an agency's desk, or move its date. Returns the id of the open line.

    Written without reading back: the sender may lay work on a desk that it cannot see.
    """
    item = WorkItem(
        agency_id=_id(agency),
        community_id=_id(community),
        kind=kind,
        target=target,
        due_at=due_at,
        opened_at=at,
        assignee_id=assignee,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_lay_work(%s, %s, %s, %s, %s, %s, %s, %s)",
            [item.pk, item.agency_id, item.community_id, kind, target, due_at, at, assignee],
        )
        return cursor.fetchone()[0]


def close_work_items(*, target: UUID, at: datetime, kind: str | None = None) -> None:
    """Take the lines about `target` off every desk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_clear_work(%s, %s, %s)", [target, kind, at])


def _id(thing):
    return getattr(thing, "pk", thing)
