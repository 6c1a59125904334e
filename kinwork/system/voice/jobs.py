"""Once a night: a half year that is ready to be counted, in each community."""

from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.jobs import job
from kinwork.common.models import Community
from kinwork.system.voice import actions


@job("voice.release")
def release(_nothing: UUID) -> None:
    """What is released already is not counted again."""
    with acting_as(VISITOR):
        places = list(Community.objects.order_by("pk"))
    for place in places:
        by = Actor("report", community=place.pk, purpose="statistics")
        with acting_as(by):
            actions.release(community=place, by=by, at=timezone.now())
