"""A shared computer is set up and given back; what a family left on it is forgotten."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import NOT_YOURS, Refused, check
from kinwork.family.intake import rights  # noqa: F401  (declares the table)
from kinwork.family.intake.models import Draft, Kiosk, Seat
from kinwork.family.intake.rules import KIOSK_HOURS
from kinwork.trust.access.actions import code_hashes


def open_kiosk(*, place: str, by: Actor, at: datetime, id: UUID | None = None) -> Kiosk:
    """This computer belongs to every family that comes, for twelve hours. Pressed twice: one."""
    require(by)
    check(by, "intake.open_kiosk")
    said = {
        "agency_id": by.agency,
        "community_id": by.community,
        "place": place,
        "began_by_id": by.id,
        "began_at": at,
        "expires_at": at + timedelta(hours=KIOSK_HOURS),
    }
    kiosk, is_new = Kiosk.objects.get_or_create(pk=id or new_id(), defaults=said)
    if kiosk.agency_id != by.agency:
        raise Refused("intake.open_kiosk", NOT_YOURS)
    if is_new:
        audit.record("intake.open_kiosk", kiosk, by=by, at=at)
    return kiosk


def end_kiosk(kiosk: Kiosk, *, by: Actor, at: datetime) -> None:
    """The computer is a worker's again, from its next page on; ended twice, it is ended once."""
    require(by)
    check(by, "intake.end_kiosk", kiosk)
    ended = Kiosk.objects.filter(pk=kiosk.pk, ended_at=None)
    if ended.update(ended_at=at, ended_by=by.id):
        audit.record("intake.end_kiosk", kiosk, by=by, at=at)


def end_kiosk_here(kiosk: Kiosk, *, number: str, mark: bytes, by: Actor, at: datetime) -> bool:
    """A worker types the number it was set up with, at the computer itself; False: another number."""
    require(by)
    check(by, "intake.end_kiosk_here", kiosk)
    right = any(hmac.compare_digest(one, mark) for one in code_hashes(number))
    if right:
        Kiosk.objects.filter(pk=kiosk.pk, ended_at=None).update(ended_at=at)
    outcome = "done" if right else "refused"
    audit.record("intake.end_kiosk_here", kiosk, by=by, at=at, outcome=outcome)
    return right


def stay(draft: Draft, *, by: Actor, at: datetime) -> None:
    """Somebody still reads at a kiosk: what was typed waits from now on. No answer changes."""
    require(by)
    check(by, "intake.answer", draft)
    Draft.objects.filter(pk=draft.pk, door="kiosk", finished_at=None).update(changed_at=at)


def forget(draft: Draft, *, by: Actor, at: datetime) -> bool:
    """Destroy what was typed at a kiosk, unless a code opens it, somebody sits at it, or it is sent."""
    require(by)
    check(by, "intake.forget", draft)
    seats = Seat.objects.filter(
        draft=draft.pk, ended_at=None, joined_at__gt=at - timedelta(hours=12)
    )
    if draft.door != "kiosk" or draft.finished_at or draft.kept_at or seats.exists():
        return False
    audit.record("intake.forget", draft, by=by, at=at)
    gone, _each = Draft.objects.filter(pk=draft.pk).delete()
    return bool(gone)
