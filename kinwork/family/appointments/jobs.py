"""What appointments do by the clock: remind, and draw the weeks to come."""

import logging
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job
from kinwork.family.appointments import actions
from kinwork.family.appointments.models import Pattern, Reminder

log = logging.getLogger(__name__)
AT_ONCE = 500


@job("appointments.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: the reminders that are due."""
    run_due()


def run_due(now=None) -> int:
    """Send what is due; how many. Each in its own transaction, as its own referral."""
    now = now or timezone.now()
    with acting_as(Actor("clock"), now=now):
        found = Reminder.objects.filter(done_at=None, at__lte=now).order_by("at", "id")
        waiting = list(found[:AT_ONCE])
    done = 0
    for one in waiting:
        try:
            with acting_as(clock(one.referral_id), now=now) as by:
                done += actions.remind(reminder=one, by=by, at=now)
        except Exception:  # one that fails must not stop everybody else's
            log.exception("the reminder of referral %s failed", one.referral_id)
    return done


@job("appointments.draw")
def draw(_nothing: UUID) -> None:
    """Every night: another day of each weekly pattern."""
    now = timezone.now()
    with acting_as(Actor("clock")):
        patterns = list(Pattern.objects.filter(ended_at=None).values_list("pk", flat=True))
    for pattern in patterns:
        with acting_as(clock(pattern)) as by:
            actions.draw(pattern=Pattern(pk=pattern), by=by, at=now)
