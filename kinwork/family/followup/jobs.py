"""What follow-up does later: ask."""

from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.family.followup import actions
from kinwork.family.referrals.models import Referral


@job("followup.ask")
def ask(referral_id: UUID) -> None:
    with acting_as(clock(referral_id)) as by:
        referral = Referral.objects.filter(pk=referral_id, state="served").first()
        if referral is not None:
            actions.ask(referral=referral, by=by, at=timezone.now())
