"""What happens to the trail by the clock: sealed each minute, anchored each hour, looked through
each week."""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.jobs import job
from kinwork.trust.disclosures import actions


@job("disclosures.seal")
def seal(_row: UUID) -> None:
    with acting_as(clock(_row)) as by:
        actions.seal(by=by, at=timezone.now())


@job("disclosures.anchor")
def anchor(_row: UUID) -> None:
    with acting_as(clock(_row)) as by:
        actions.seal(by=by, at=timezone.now())
        actions.anchor(by=by, at=timezone.now())


@job("disclosures.odd")
def odd(_row: UUID) -> None:
    """The week that is over, and the one before it: rows may have come late."""
    now = timezone.now()
    monday = now.date() - timedelta(days=now.weekday())
    with acting_as(clock(_row)) as by:
        for weeks in (2, 1):
            actions.list_odd_views(week=monday - timedelta(weeks=weeks), by=by, at=now)
