"""Opening and closing the grounds of access: ties and blocks."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from kinwork.accounts.models import Agency, User
from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.consequences import follow
from kinwork.common.ids import id_of
from kinwork.common.models import Community
from kinwork.common.rights import check
from kinwork.people.models import Household
from kinwork.trust.access import rights  # noqa: F401  (declares the table)
from kinwork.trust.access.models import Block, Tie


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
        agency_id=id_of(agency),
        community_id=id_of(community),
        household_id=household,
        person_id=person,
        user_id=user,
        classes=list(classes),
        work=work,
        starts=starts or at,
    )
    audit.record("access.open_tie", tie, by=by, at=at, classes=classes, kind=kind)
    return tie


def close_ties(
    *,
    work: UUID,
    by: Actor,
    at: datetime,
    kinds: Iterable[str] = (),
    agency: UUID | None = None,
) -> int:
    """End every live tie that `work` opened, or those of one agency; how many. Running it again ends
    none."""
    require(by)
    live = Tie.objects.filter(work=work).filter(Q(ends=None) | Q(ends__gt=at))
    if kinds:
        live = live.filter(kind__in=list(kinds))
    if agency:
        live = live.filter(agency=agency)
    closed = live.update(
        ends=Greatest(F("starts"), at)
    )  # also where a clock that began it ran ahead
    if closed:
        audit.record("access.close_ties", by=by, at=at, work=str(work), closed=closed)
    return closed


def hold_grounds(household: UUID) -> None:
    """Wait for every disclosure about this family that is under way, and let none begin until this
    transaction ends. Whoever takes a ground away does this first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kw_hold_grounds(%s)", [household])


def no_later_than_now(at: datetime) -> datetime:
    """`at`, or the database's own clock where it is earlier: what ends now has ended for the rule
    too, however far ahead this machine's clock runs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT least(%s, kw_now())", [at])
        return cursor.fetchone()[0]


@transaction.atomic
def block(
    *,
    household: Household,
    agency: Agency | None = None,
    user: User | None = None,
    by: Actor,
    at: datetime,
) -> Block:
    """The family shuts somebody out, at the next statement: open referrals to an agency close, and
    what lay on one worker's desk goes back to their team."""
    require(by)
    check(by, "access.block")
    hold_grounds(household.pk)
    starts = no_later_than_now(at)
    made = Block.objects.create(household=household, agency=agency, user=user, starts=starts)
    audit.record("access.block", made, by=by, at=at)
    follow("access.block", made, by=by, at=at)
    return made


def unblock(*, block: Block, by: Actor, at: datetime) -> Block:
    """The family lets them in again: what else permits or forbids counts for them as before."""
    require(by)
    check(by, "access.unblock")
    if block.ends is None or block.ends > at:
        block.ends = max(no_later_than_now(at), block.starts)
        block.save(update_fields=["ends"])
        audit.record("access.unblock", block, by=by, at=at)
    return block
