"""What meetings do by the clock: count a written vote at its deadline."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.system.meetings import actions
from kinwork.system.meetings.models import Decision
from kinwork.trust.access.actions import run_clocks
from kinwork.trust.access.models import Due


def run_due(now: datetime | None = None) -> int:
    """Count what is due; how many. Each in its own transaction, as its own decision."""
    return run_clocks((actions.CLOSES,), _one, now or timezone.now())


def _one(due_id: UUID, target: UUID, now: datetime) -> bool:
    with acting_as(clock(target), now=now) as by:
        due = Due.objects.select_for_update(skip_locked=True).filter(pk=due_id, at__lte=now).first()
        if due is None:
            return False
        due.delete()
        row = Decision.objects.filter(pk=target).first()
        if row is not None:
            actions.count(decision=row, by=by, at=now)
    return True


@job("meetings.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: written votes whose deadline has come."""
    run_due()
