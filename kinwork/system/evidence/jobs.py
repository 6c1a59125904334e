"""Once a night: how the members of each partnership work together, by the records. And when asked."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.jobs import job
from kinwork.system.evidence import actions, queries
from kinwork.system.evidence.counting import kept
from kinwork.system.evidence.models import Count
from kinwork.system.evidence.rules import STALE_HOURS
from kinwork.system.partnerships.queries import listed


def run(now: datetime | None = None) -> int:
    """Count each partnership whose newest count is a day old; how many."""
    now = now or timezone.now()
    with acting_as(OPERATOR, now=now):
        due = [row.pk for row in listed() if _is_due(row, now)]
    return sum(run_one(pk, now) is not None for pk in due)


def run_one(partnership: UUID, now: datetime | None = None) -> Count | None:
    """Whoever sets up reads the partnership; the report counts referrals, and sees no row of it."""
    now = now or timezone.now()
    with acting_as(OPERATOR, now=now):
        row = listed().filter(pk=partnership).first()
        if row is None:
            return None
        told = kept(row, now)
    report = Actor("report", community=row.community_id, purpose="statistics")
    with acting_as(report, now=now):
        return actions.count(partnership=row, kept=told, by=report, at=now)


def _is_due(row, now: datetime) -> bool:
    newest = queries.counts(row).first()
    return newest is None or newest.made_at <= now - timedelta(hours=STALE_HOURS)


@job("evidence.count")
def count(_nothing: UUID) -> None:
    run()


@job("evidence.count_one")
def count_one(partnership: UUID) -> None:
    """Somebody who leads asked for it."""
    run_one(partnership)
