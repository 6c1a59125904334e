"""What access does by the clock: who hears of a broken glass, and a review that nobody made in time."""

from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.trust.access import actions
from kinwork.trust.access.models import Glass


@job("access.glass_overdue")
def glass_overdue(glass_id: UUID) -> None:
    with acting_as(clock(glass_id)) as by:
        if glass := Glass.objects.filter(pk=glass_id).first():
            actions.glass_overdue(glass=glass, by=by, at=timezone.now())


@job("access.tell_glass")
def tell_glass(glass_id: UUID) -> None:
    """Of a try that opened nothing there is nothing to tell."""
    with acting_as(clock(glass_id)) as by:
        if glass := Glass.objects.filter(pk=glass_id).first():
            actions.tell_glass(glass=glass, by=by, at=timezone.now())
