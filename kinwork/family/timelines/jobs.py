"""What a child's clocks do by themselves: a line on the desk when a date comes near."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.family.timelines import actions
from kinwork.family.timelines.models import Watch
from kinwork.trust.access.actions import run_clocks
from kinwork.trust.access.models import Due


@job("timelines.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: every child's date whose reminder is due."""
    run_due()


def run_due(now: datetime | None = None, *, only: set[UUID] | None = None) -> int:
    """Do what is due; how many. Each in its own transaction."""
    return run_clocks((actions.LINE,), run_one, now or timezone.now(), only=only)


def run_one(due_id: UUID, target: UUID, now: datetime) -> bool:
    """One watch. A second delivery finds no line any more, and does nothing."""
    with acting_as(clock(target), now=now) as by:
        held = Due.objects.select_for_update(skip_locked=True)
        due = held.filter(pk=due_id, at__lte=now).first()
        row = Watch.objects.filter(pk=target).first() if due else None
        if due is None:
            return False
        due.delete()
        return row is not None and actions.remind(row=row, by=by, at=now)
