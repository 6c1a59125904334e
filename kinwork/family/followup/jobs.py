"""What follow-up does later: ask, and remind once."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.family.followup import actions
from kinwork.family.followup.models import Asked
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.actions import run_clocks
from kinwork.trust.access.models import Due


@job("followup.ask")
def ask(referral_id: UUID) -> None:
    with acting_as(clock(referral_id)) as by:
        referral = Referral.objects.filter(pk=referral_id, state="served").first()
        if referral is not None:
            actions.ask(referral=referral, by=by, at=timezone.now())


@job("followup.clock")
def tick(_nothing: UUID) -> None:
    """Every few minutes: families that were asked and have not said anything."""
    run_due()


def run_due(now: datetime | None = None) -> int:
    return run_clocks((actions.CLOCK,), remind, now or timezone.now())


def remind(due_id: UUID, referral: UUID, now: datetime) -> bool:
    """One family about one referral. A second delivery finds no line any more, and does nothing."""
    with acting_as(clock(referral), now=now) as by:
        held = Due.objects.select_for_update(skip_locked=True)
        due = held.filter(pk=due_id, at__lte=now).first()
        if due is None:
            return False
        due.delete()
        asked = Asked.objects.filter(referral=referral).first()
        return asked is not None and actions.remind(asked=asked, by=by, at=now)
