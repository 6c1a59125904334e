"""What waves do by the clock: close at their time."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.system.continuum import actions
from kinwork.system.continuum.models import Wave
from kinwork.trust.access.actions import run_clocks
from kinwork.trust.access.models import Due


def run_due(now: datetime | None = None) -> int:
    """Close what is due; how many. Each in its own transaction, as its own wave."""
    return run_clocks((actions.CLOSES,), _one, now or timezone.now())


def _one(due_id: UUID, target: UUID, now: datetime) -> bool:
    with acting_as(clock(target), now=now) as by:
        due = Due.objects.select_for_update(skip_locked=True).filter(pk=due_id, at__lte=now).first()
        if due is None:
            return False
        due.delete()
        row = Wave.objects.filter(pk=target).first()
        if row is not None and row.state == "open":
            actions.close(wave=row, by=by, at=now)
    return True


@job("continuum.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: waves whose time is over."""
    run_due()
