"""Once a night: a half year that is ready to be counted, in each community."""

from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.jobs import job
from kinwork.common.models import Community


@job("loop.release")
def release(_nothing: UUID) -> None:
    """What is released already is not counted again."""
    from kinwork.system.loop import actions

    with acting_as(Actor("visitor")):
        places = list(Community.objects.order_by("pk"))
    for place in places:
        by = Actor("report", community=place.pk, purpose="statistics")
        with acting_as(by):
            actions.release(community=place, by=by, at=timezone.now())
