"""Somebody sits down at an intake that another began: asked in by a code, out again at any time."""

from datetime import datetime, timedelta

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_code
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.family.intake import rights  # noqa: F401  (declares the table)
from kinwork.family.intake.models import Draft, Seat
from kinwork.family.intake.rules import SEAT_LETTERS, SEAT_MINUTES
from kinwork.trust.access.actions import code_hash, code_hashes, first


def make_seat(draft: Draft, *, by: Actor, at: datetime) -> str:
    """A code to sit down at this intake, shown this once, good for half an hour and one use.

    The one before it that nobody used is worthless from now on. Nobody is let in where a desk types
    for a known family: whoever comes may be the one from whom some of it is kept.
    """
    require(by)
    check(by, "intake.make_seat", draft)
    if draft.is_of_a_known_family:
        raise Refused("intake.make_seat", NOT_YOURS)
    unused = Seat.objects.filter(draft=draft.pk, joined_at=None, ended_at=None)
    unused.update(ended_at=at)
    code = new_code(SEAT_LETTERS)
    seat = Seat.objects.create(
        draft=draft.pk,
        household=draft.household,
        side="family",
        agency_id=draft.agency_id,
        code_hash=code_hash(code),
        made_at=at,
        expires_at=at + timedelta(minutes=SEAT_MINUTES),
    )
    audit.record("intake.make_seat", seat, by=by, at=at, draft=str(draft.pk))
    return code


def take_seat(*, code: str, by: Actor, at: datetime) -> Seat | None:
    """Sit down by a code, or None: one answer for every kind of wrong.

    A worker helps the family that gave the code; anybody else is that family on another phone, or
    the family of a desk's intake.
    """
    require(by)
    check(by, "intake.take_seat")
    tries = [(one,) for one in code_hashes(code)]
    found = first("SELECT id, draft, side, agency FROM kw_take_seat(%s)", tries)
    if not found:
        audit.record("intake.take_seat", by=by, at=at, outcome="refused")
        return None
    id, draft, side, agency = found
    seat = Seat(id=id, draft=draft, side=side, agency_id=agency)
    audit.record("intake.take_seat", seat, by=by, at=at, draft=str(draft))
    return seat


def end_seat(seat: Seat, *, by: Actor, at: datetime) -> None:
    """Whoever was let in sees this intake no more; ended twice, it is ended once."""
    require(by)
    check(by, "intake.end_seat", seat)
    Seat.objects.filter(pk=seat.pk, ended_at=None).update(ended_at=at)
    audit.record("intake.end_seat", seat, by=by, at=at, draft=str(seat.draft))
