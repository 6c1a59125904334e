"""What referrals do by the clock: remind, tell who can help, let what nobody answered end."""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job, later
from kinwork.family.referrals import actions, clocks, links
from kinwork.family.referrals.actions.following import lay_work, release_unit
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import CLOCKS, OVERDUE, WORK
from kinwork.trust.access.actions import clear_due, set_due
from kinwork.trust.access.models import Due

log = logging.getLogger(__name__)
AT_ONCE = 500
OURS = ("remind", "overdue", "expire", "cancel", "ask_family")


def run_due(now: datetime | None = None, *, only: set[UUID] | None = None) -> int:
    """Do everything that is due; how many. Each in its own transaction, as its own referral."""
    now = now or timezone.now()
    with acting_as(Actor("clock")):
        found = Due.objects.filter(at__lte=now, clock__in=OURS).order_by("at", "id")
        waiting = list(found.values_list("id", "target")[:AT_ONCE])
    if only is not None:
        waiting = [pair for pair in waiting if pair[1] in only]
    done = 0
    for due, target in waiting:
        try:
            done += run_one(due, target, now)
        except Exception:  # one referral that fails must not stop everybody else's clocks
            log.exception("the clock of referral %s failed", target)
    return done


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
    """Once more on the desk where it lies."""
    if row.state in WORK:
        party, kind = WORK[row.state]
        lay_work(row, party, kind, row.due_at, now)
        if row.state == "awaiting consent":
            lay_work(row, party, "ask consent again", None, now)


def _overdue(row: Referral, by: Actor, now: datetime) -> None:
    """Somebody who can help is told; the unit that was kept is free again; the end is set."""
    if row.state in OVERDUE:
        party, kind = OVERDUE[row.state]
        lay_work(row, party, kind, row.due_at, now)
    if row.state == "sent":
        release_unit(row, by=by, at=now)
    if end := clocks.expires_at(row.community, row.state, row.due_at or now):
        set_due(target=row.pk, clock="expire", at=end)


def _expire(row: Referral, by: Actor, now: datetime) -> None:
    if row.state in ("sent", "waitlisted"):
        actions.expire(referral=row, by=by, at=now)


def _cancel(row: Referral, by: Actor, now: datetime) -> None:
    if row.state == "cancellation asked":
        actions.cancel(referral=row, by=by, at=now)


def _ask_family(row: Referral, by: Actor, now: datetime) -> None:
    """Asking belongs to follow-up, which stands above: it is asked for by name."""
    clear_due(target=row.pk, clock=CLOCKS["served"].then)
    later("followup.ask", row.pk)


DO: dict[str, Callable[[Referral, Actor, datetime], None]] = {
    "remind": _remind,
    "overdue": _overdue,
    "expire": _expire,
    "cancel": _cancel,
    "ask_family": _ask_family,
}


@job("referrals.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: all clocks that have run out."""
    run_due()


@job("referrals.send_link")
def send_link(referral_id: UUID) -> None:
    """The signed link, to the organization's own published address."""
    with acting_as(clock(referral_id)) as by:
        row = Referral.objects.select_related("service", "organization").get(pk=referral_id)
        links.mail(row, by=by)
