"""The one way a referral moves: lock, right, party, state, save, event, trail, what follows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, Func
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.moves import WrongState
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.family.referrals import clocks, rights
from kinwork.family.referrals.models import Referral, ReferralEvent
from kinwork.family.referrals.rules import LIFE

SHUT_FROM = Func("household_id", function="kw_shut_from", output_field=BooleanField())


class AlreadyMoved(WrongState):
    """Somebody was faster, or the page is old: who moved it last, when, and to which state."""

    def __init__(self, verb: str, state: str, by_name: str, at: datetime, last_verb: str):
        super().__init__(verb, state)
        self.by_name, self.at, self.last_verb = by_name, at, last_verb


class Said(TypedDict, total=False):
    """What may be said with every move. version: that of the page it was made on (None: any)."""

    form_id: UUID | None
    version: int | None
    reason: str
    occurred_at: datetime | None
    on_behalf_of: UUID | None


@dataclass(frozen=True)
class Moved:
    """The referral after the move. fresh: False when this very form had moved it before."""

    referral: Referral
    event: ReferralEvent
    fresh: bool
    came_from: str


def locked(referral: Referral, right: str, *, works_on_it: bool = True) -> Referral:
    """The row as it stands, held for this transaction. Refused when it was taken back meanwhile, and
    to a worker whom the family has shut out, who may only lay it on another desk (`works_on_it`)."""
    held = Referral.objects.select_for_update(of=("self",)).annotate(is_shut=SHUT_FROM)
    row = held.select_related("community", "location").filter(pk=referral.pk).first()
    if row is None:  # its page was open here a moment ago
        raise Refused(right, _("This was taken back. There is nothing to do any more."))
    if works_on_it and row.is_shut:  # nothing tells them why
        raise Refused(right, _("You cannot do this. A colleague or your supervisor can."))
    return row


@transaction.atomic
def move(
    referral: Referral,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    party: str = "",
    really: Actor | None = None,
    change: dict[str, Any] | None = None,
    form_id: UUID | None = None,
    version: int | None = None,
    reason: str = "",
    occurred_at: datetime | None = None,
    on_behalf_of: UUID | None = None,
) -> Moved:
    """Make one move. `change`: other columns that it sets. `really`: who stands behind a system's
    move. Raises Refused, or AlreadyMoved when the state (or the page's version) is another now."""
    require(by)
    one_family_at_a_time(referral.household_id)
    row = locked(referral, f"referrals.{verb}")
    if form_id and (before := row.events.filter(form_id=form_id).first()):
        return Moved(row, before, False, before.from_state)
    check(by, f"referrals.{verb}", row)
    step = _step(row, verb, version, (party,) if party else rights.parties(by, row))
    came_from = row.state
    _save(row, step.target, at, change or {})
    who = really or by
    event = ReferralEvent.objects.create(
        referral=row,
        verb=verb,
        from_state=came_from,
        to_state=row.state,
        party=step.party,
        at=at,
        occurred_at=occurred_at,
        user_id=who.id if who.is_staff else None,
        agency_id=who.agency,
        on_behalf_of=on_behalf_of,
        reason=reason,
        number=row.version,
        form_id=form_id,
    )
    said = {"from": came_from, "to": row.state, "reason": reason}
    audit.record(f"referrals.{verb}", row, by=who, at=at, on_behalf_of=on_behalf_of, **said)
    return Moved(row, event, True, came_from)


@dataclass(frozen=True)
class _Step:
    party: str
    target: str


def _step(row: Referral, verb: str, version: int | None, held: tuple[str, ...]) -> _Step:
    if version is not None and version != row.version:
        raise _too_late(row, verb)
    try:
        found = LIFE.find(verb, row.state)
    except WrongState:
        raise _too_late(row, verb) from None
    party = next((one for one in held if one in found.parties), "")
    if not party:
        raise Refused(f"referrals.{verb}", NOT_YOURS)
    return _Step(party, found.lands(row.state, _before(row) if found.back else ""))


def _before(row: Referral) -> str:
    """The state in which it was before it came to this one."""
    came = row.events.filter(to_state=row.state).exclude(from_state=row.state)
    return came.order_by("number").values_list("from_state", flat=True).last() or ""


def _too_late(row: Referral, verb: str) -> AlreadyMoved:
    last = row.events.select_related("user", "agency").last()
    who = str(last.user or last.agency or "") if last else ""
    return AlreadyMoved(
        verb, row.state, who, last.at if last else row.made_at, last.verb if last else ""
    )


def _save(row: Referral, state: str, at: datetime, change: dict[str, Any]) -> None:
    if state == row.state and row.ended_at:  # a word about what has ended; it ended when it did
        row.version += 1
        row.save()
        return
    due = clocks.due_at(row, state, at)
    row.state, row.state_since, row.version = state, at, row.version + 1
    row.due_at, row.due_zone, row.calendar_version = due.at, due.zone, due.calendar
    row.ended_at = at if state in LIFE.ends else None
    for name, value in change.items():
        setattr(row, name, value)
    row.save()


def one_family_at_a_time(household: UUID) -> None:
    """All moves of one family's referrals stand in one line: an acceptance also ends its siblings,
    and two acceptances must not wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20))", [str(household)])


@contextmanager
def as_itself(referral_id: UUID, community: UUID) -> Iterator[Actor]:
    """What follows from a move is done as the referral itself: whoever moved it may not see the
    other party's desk, the family's address or the other referrals."""
    with acting_as(clock(referral_id, community)) as actor:
        yield actor
