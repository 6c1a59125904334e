"""When a referral's next clock runs out: a community's setting, its zone, its calendar."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from kinwork.common import community as place
from kinwork.common.models import Community, Holiday
from kinwork.family.referrals.rules import CLOCKS, EXPIRES, clock_days


@dataclass(frozen=True)
class DueAt:
    """When, and by which clock face and calendar it was computed."""

    at: datetime | None
    zone: str
    calendar: str


def due_at(community: Community, state: str, urgency: str, since: datetime) -> DueAt:
    """When the clock of `state` runs out that started at `since`; at None where none runs."""
    clock = CLOCKS.get(state)
    if clock is None:
        return DueAt(None, community.time_zone, "")
    days = clock_days(state, urgency, place.setting(community, clock.setting))
    at = place.due(community, since, days) if clock.business else since + timedelta(days=days)
    return DueAt(at, community.time_zone, calendar_version(community))


def reminder_at(community: Community, due: datetime, since: datetime) -> datetime | None:
    """One reminder, a day before an answer is due; none where a day is all there is."""
    before = due - timedelta(days=1)
    return before if before > since else None


def expires_at(community: Community, state: str, due: datetime) -> datetime | None:
    """When what nobody answered ends by itself."""
    return place.due(community, due, EXPIRES[state]) if state in EXPIRES else None


def calendar_version(community: Community) -> str:
    """Which list of holidays a clock was computed with."""
    days = Holiday.objects.filter(community=community).order_by("day").values_list("day", flat=True)
    listed = ",".join(day.isoformat() for day in days)
    return hashlib.sha256(listed.encode()).hexdigest()[:12]
