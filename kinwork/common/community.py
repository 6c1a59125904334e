"""A community's settings with their defaults, and its business days."""

from datetime import date, datetime
from typing import Any

from django.conf import settings

from kinwork.common import clock
from kinwork.common.models import Community, Holiday

DEFAULTS: dict[str, Any] = {
    "answer_days": 2,  # the usual norm for a first answer, at most 14
    "first_contact_days": 2,
    "contact_tries": 3,
    "contact_days": 10,
    "waitlist_confirm_days": 30,
    "cancel_days": 2,
    "consent_days": 14,
    "follow_up_days": 14,
    "recall_minutes": 15,
    "consent_months": 12,
    "review_declines": False,
}


def setting(community: Community, name: str) -> Any:
    """The community's own value of `name`, else the default. KeyError for an unknown name."""
    return community.settings.get(name, DEFAULTS[name])


def home() -> Community | None:
    """The community that the public pages speak for."""
    communities = Community.objects.order_by("slug")
    if settings.COMMUNITY:
        communities = communities.filter(slug=settings.COMMUNITY)
    return communities.first()


def due(community: Community, start: datetime, days: int) -> datetime:
    """`days` business days after `start` in the community's zone and calendar."""
    holidays = _holidays(community, clock.local_day(start, community.time_zone))
    return clock.add_business_days(start, days, zone=community.time_zone, holidays=holidays)


def days_left(community: Community, now: datetime, end: datetime) -> int:
    holidays = _holidays(community, clock.local_day(min(now, end), community.time_zone))
    return clock.business_days_between(now, end, zone=community.time_zone, holidays=holidays)


def today(community: Community, now: datetime) -> date:
    return clock.local_day(now, community.time_zone)


def _holidays(community: Community, since: date) -> frozenset[date]:
    return frozenset(
        Holiday.objects.filter(community=community, day__gte=since).values_list("day", flat=True)
    )
