"""What consents do by the clock: run out at their date, and ask the family before."""

import logging
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.jobs import job
from kinwork.trust.access.models import Due
from kinwork.trust.consent import actions
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.rules import ENDS, NOTICE

log = logging.getLogger(__name__)
AT_ONCE = 500
DO = {ENDS: actions.expire, NOTICE: actions.ask_renewal}


def run_due(now: datetime | None = None) -> int:
    """Do everything that is due; how many. Each in its own transaction, as its own consent."""
    now = now or timezone.now()
    with acting_as(Actor("clock"), now=now):
        found = Due.objects.filter(at__lte=now, clock__in=DO).order_by("at", "id")
        waiting = list(found.values_list("id", "target")[:AT_ONCE])
    done = 0
    for due, target in waiting:
        try:
            done += _one(due, target, now)
        except Exception:  # one that fails must not stop everybody else's clocks
            log.exception("the clock of consent %s failed", target)
    return done


def _one(due_id: UUID, target: UUID, now: datetime) -> bool:
    """One clock of one consent. A second delivery finds no line any more, and does nothing."""
    with acting_as(clock(target), now=now) as by:
        due = Due.objects.select_for_update(skip_locked=True).filter(pk=due_id, at__lte=now).first()
        if due is None:
            return False
        verb = due.clock
        due.delete()
        consent = Consent.objects.filter(pk=target, ended_at=None).first()
        if consent is not None:
            DO[verb](consent=consent, by=by, at=now)
    return True


@job("consent.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: all permits whose day has come, or is near."""
    run_due()
