"""A community's settings with their defaults, and its business days."""

from datetime import date, datetime
from typing import Any

from django.conf import settings

from kinwork.common import clock
from kinwork.common.models import Community, Holiday
from kinwork.common.rules import DEFAULTS


def setting(community: Community | None, name: str) -> Any:
    """The community's own value of `name`, else the default. KeyError for an unknown name."""
    return (community.settings if community else {}).get(name, DEFAULTS[name])


def home() -> Community | None:
    """The community that the public pages speak for."""
    communities = Community.objects.order_by("slug")
    if settings.COMMUNITY:
        communities = communities.filter(slug=settings.COMMUNITY)
    return communities.first()


def due(community: Community, start: datetime, days: int, *, zone: str = "") -> datetime:
    """`days` business days after `start` by the community's calendar, in `zone` or its own."""
    zone = zone or community.time_zone
    holidays = _holidays(community, clock.local_day(start, zone))
    return clock.add_business_days(start, days, zone=zone, holidays=holidays)


def days_left(community: Community, now: datetime, end: datetime) -> int:
    holidays = _holidays(community, clock.local_day(min(now, end), community.time_zone))
    return clock.business_days_between(now, end, zone=community.time_zone, holidays=holidays)


def today(community: Community, now: datetime) -> date:
    return clock.local_day(now, community.time_zone)


def _holidays(community: Community, since: date) -> frozenset[date]:
    return frozenset(
        Holiday.objects.filter(community=community, day__gte=since).values_list("day", flat=True)
    )
