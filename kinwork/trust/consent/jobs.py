"""What consents do by the clock: run out at their date, and ask the family before; a link that nobody
answered lapses; what a family that left wanted gone is destroyed."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.trust.access.actions import run_clocks
from kinwork.trust.access.models import Due
from kinwork.trust.consent import actions
from kinwork.trust.consent.models import Closing, Consent, ConsentAsk
from kinwork.trust.consent.rules import ASK_LAPSES, DESTROYS, ENDS, NOTICE

# clock -> what it is about, which of them it still concerns, and the deed
DO = {
    ENDS: (Consent, {"ended_at": None}, "consent", actions.expire),
    NOTICE: (Consent, {"ended_at": None}, "consent", actions.ask_renewal),
    ASK_LAPSES: (ConsentAsk, {"ended_at": None, "answered_at": None}, "ask", actions.lapse_ask),
    DESTROYS: (Closing, {"undone_at": None, "finished_at": None}, "closing", actions.destroy),
}


def run_due(now: datetime | None = None) -> int:
    """Do everything that is due; how many. Each in its own transaction, as its own consent."""
    return run_clocks(DO, _one, now or timezone.now())


def _one(due_id: UUID, target: UUID, now: datetime) -> bool:
    """One clock of one row. A second delivery finds no line any more, and does nothing."""
    with acting_as(clock(target), now=now) as by:
        due = Due.objects.select_for_update(skip_locked=True).filter(pk=due_id, at__lte=now).first()
        if due is None:
            return False
        verb = due.clock
        due.delete()
        model, live, name, deed = DO[verb]
        row = model.objects.filter(pk=target, **live).first()
        if row is not None:
            deed(**{name: row}, by=by, at=now)
    return True


@job("consent.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: all permits whose day has come, or is near."""
    run_due()
