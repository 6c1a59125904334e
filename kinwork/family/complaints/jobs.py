"""What complaints do by the clock: tell that one is late, and close what nobody said more about."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.family.complaints import actions, queries
from kinwork.family.complaints.models import Complaint
from kinwork.trust.access.actions import close_work_items, run_clocks
from kinwork.trust.access.models import Due

CLOSE = "complaint.close"
OURS = ("complaint.take", "complaint.answer", CLOSE)


@job("complaints.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: all clocks that have run out."""
    run_due()


def run_due(now: datetime | None = None) -> int:
    return run_clocks(OURS, run_one, now or timezone.now())


def run_one(due_id: UUID, target: UUID, now: datetime) -> bool:
    """One clock of one complaint. A second delivery finds no line any more, and does nothing."""
    with acting_as(clock(target), now=now) as by:
        held = Due.objects.select_for_update(skip_locked=True)
        due = held.filter(pk=due_id, at__lte=now).first()
        row = due and Complaint.objects.filter(pk=target).first()
        if due is None:
            return False
        due.delete()
        if row is not None and queries.has_left(row):
            close_work_items(target=row.pk, at=now)
        elif row is not None and due.clock == CLOSE:
            actions.close(complaint=row, by=by, at=now)
        elif row is not None:
            actions.find_late(complaint=row, by=by, at=now)
    return True
