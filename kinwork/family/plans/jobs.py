"""What plans do by the clock: remind of a review and of a step."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.family.plans import actions
from kinwork.family.plans.actions import reviews, steps
from kinwork.trust.access.actions import run_clocks
from kinwork.trust.access.models import Due


@job("plans.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: what is due."""
    run_due()


def run_due(now: datetime | None = None, *, only: set[UUID] | None = None) -> int:
    """Remind of what is due; how many. Each in its own transaction, as its own review or step."""
    now = now or timezone.now()
    done = run_clocks((reviews.CLOCK,), _review, now, only=only)
    return done + run_clocks((steps.CLOCK,), _step, now, only=only)


def _review(due: UUID, review: UUID, now: datetime) -> bool:
    with acting_as(clock(review), now=now) as by:
        return _taken(due, now) and actions.remind_of_review(review=review, by=by, at=now)


def _step(due: UUID, step: UUID, now: datetime) -> bool:
    with acting_as(clock(step), now=now) as by:
        return _taken(due, now) and actions.remind_of_step(step=step, by=by, at=now)


def _taken(due_id: UUID, now: datetime) -> bool:
    """The line is taken off with the deed: a second delivery finds none, and does nothing."""
    held = Due.objects.select_for_update(skip_locked=True)
    due = held.filter(pk=due_id, at__lte=now).first()
    if due is None:
        return False
    due.delete()
    return True
