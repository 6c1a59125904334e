"""What referrals do by the clock: remind, tell who can help, let what nobody answered end."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job, later
from kinwork.family.referrals import actions, clocks, letters, next_door
from kinwork.family.referrals.actions import agreeing
from kinwork.family.referrals.actions.following import lay_overdue, lay_work, release_unit
from kinwork.family.referrals.actions.searching import ring
from kinwork.family.referrals.actions.writing import write_to_receiver
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import CLOCKS, IN_REVIEW, OVERDUE, WORK
from kinwork.trust.access.actions import clear_due, renew_work_items, run_clocks, set_due
from kinwork.trust.access.models import Due

OURS = ("remind", "overdue", "expire", "cancel", "uphold", "ask_family", next_door.CLOCK)


def run_due(now: datetime | None = None, *, only: set[UUID] | None = None) -> int:
    """Do everything that is due; how many. Each in its own transaction, as its own referral."""
    return run_clocks(OURS, run_one, now or timezone.now(), only=only)


def run_one(due_id: UUID, target: UUID, now: datetime) -> bool:
    """One clock of one referral. A second delivery finds no line any more, and does nothing."""
    with acting_as(clock(target), now=now) as by:
        due = Due.objects.select_for_update(skip_locked=True).filter(pk=due_id, at__lte=now).first()
        row = due and Referral.objects.filter(pk=target).first()
        if due is None:
            return False
        due.delete()
        if row is not None:
            DO[due.clock](row, by, now)
    return True


def _remind(row: Referral, by: Actor, now: datetime) -> None:
    """Once more on the desk where it lies: new again, there and in the mail about it."""
    if row.state in WORK:
        party, kind = WORK[row.state]
        if row.state == agreeing.WAITS:
            kind = agreeing.remind(row, now)
        else:
            lay_work(row, party, kind, row.due_at, now)
        renew_work_items(target=row.pk, kind=kind, at=now)
    if row.state == "sent":
        write_to_receiver(row, letters.REMINDER, deed="referrals.remind", at=now)


def _overdue(row: Referral, by: Actor, now: datetime) -> None:
    """Somebody who can help is told; the unit that was kept is free again; the end is set."""
    if row.state in OVERDUE:
        lay_overdue(row, now)
    if row.state == "waitlisted":
        write_to_receiver(row, letters.CONFIRM, deed="referrals.remind", at=now)
    if row.state == "sent":
        release_unit(row, by=by, at=now)
    if end := clocks.expires_at(row, row.due_at or now):
        set_due(target=row.pk, clock="expire", at=end)


def _expire(row: Referral, by: Actor, now: datetime) -> None:
    if row.state in ("sent", "waitlisted") and not _wants_its_place(row):
        actions.expire(referral=row, by=by, at=now)


def _wants_its_place(row: Referral) -> bool:
    """The family said yes to a free place, and nobody has taken it on since: it waits for them."""
    taken = row.waiting_offers.filter(state="taken").order_by("closed_at").last()
    accepted = row.events.filter(verb="accept")
    return taken is not None and not accepted.filter(at__gte=taken.closed_at).exists()


def _cancel(row: Referral, by: Actor, now: datetime) -> None:
    if row.state == "cancellation asked":
        actions.cancel(referral=row, by=by, at=now)


def _uphold(row: Referral, by: Actor, now: datetime) -> None:
    if row.state == IN_REVIEW:
        actions.uphold_decline(referral=row, by=by, at=now)


def _next_door(row: Referral, by: Actor, now: datetime) -> None:
    """Nobody has found the next place in time."""
    ring(row, now)


def _ask_family(row: Referral, by: Actor, now: datetime) -> None:
    """Asking belongs to follow-up, which stands above: it is asked for by name."""
    clear_due(target=row.pk, clock=CLOCKS["served"].then)
    later("followup.ask", row.pk)


DO: dict[str, Callable[[Referral, Actor, datetime], None]] = {
    "remind": _remind,
    "overdue": _overdue,
    "expire": _expire,
    "cancel": _cancel,
    "uphold": _uphold,
    "ask_family": _ask_family,
    next_door.CLOCK: _next_door,
}


@job("referrals.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: all clocks that have run out."""
    run_due()
