"""When a referral's next clock runs out: a community's setting, the place's zone, the calendar."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from kinwork.common import community as place
from kinwork.common.clock import add_business_days
from kinwork.common.models import Community, Holiday
from kinwork.directory.models import Location
from kinwork.family.referrals import next_door
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import CLOCKS, EXPIRES, WORK, clock_days


@dataclass(frozen=True)
class DueAt:
    """When, and by which clock face and calendar it was computed."""

    at: datetime | None
    zone: str
    calendar: str


def due_at(row: Referral, state: str, since: datetime) -> DueAt:
    """When the clock of `state` runs out that started at `since`; at None where none runs."""
    clock, zone = CLOCKS.get(state), zone_of(row, state)
    if clock is None:
        return DueAt(None, zone, "")
    days = clock_days(state, row.urgency, place.setting(row.community, clock.setting))
    closed = closed_days(row.community)
    if clock.business:
        at = add_business_days(since, days, zone=zone, holidays=set(closed))
    else:  # the same hour on the wall, also across a change of clocks
        at = (since.astimezone(ZoneInfo(zone)) + timedelta(days=days)).astimezone(since.tzinfo)
    return DueAt(at, zone, calendar_version(closed))


def asked_by(row: Referral, since: datetime) -> datetime:
    """Until when the family should be asked about a referral that went on: the time of an answer."""
    days = place.setting(row.community, CLOCKS["sent"].setting)
    return place.due(row.community, since, days)


def next_door_by(row: Referral, since: datetime) -> datetime:
    """Until when somebody finds the next place: as long as an answer may take; today what is urgent."""
    days = clock_days("sent", row.urgency, place.setting(row.community, next_door.DAYS))
    return place.due(row.community, since, days)


def zone_of(row: Referral, state: str) -> str:
    """The clock on the wall of whoever has to act: the receiver's place, else the community's.

    Arizona keeps one time all year; the Navajo Nation inside it changes its clocks.
    """
    if WORK.get(state, ("",))[0] != "receiver":
        return row.community.time_zone
    return _zone_of_receiver(row) or row.community.time_zone


def _zone_of_receiver(row: Referral) -> str:
    """Of the location that was chosen; else the one that all of the service's, or of its
    organization's locations have. Empty where they differ, or nobody knows."""
    if row.location_id and row.location.timezone:
        return row.location.timezone
    known = Location.objects.exclude(timezone="").values_list("timezone", flat=True).distinct()
    for found in (
        known.filter(service_at_locations__service=row.service_id),
        known.filter(organization=row.organization_id),
    ):
        zones = list(found[:2])
        if zones:
            return zones[0] if len(zones) == 1 else ""
    return ""


def reminder_at(row: Referral, due: datetime, since: datetime) -> datetime | None:
    """One reminder before an answer is due; none where there is no more time than that."""
    before = due - timedelta(hours=place.setting(row.community, "reminder_hours"))
    return before if before > since else None


def expires_at(row: Referral, due: datetime) -> datetime | None:
    """When what nobody answered ends by itself."""
    if row.state not in EXPIRES:
        return None
    days = place.setting(row.community, EXPIRES[row.state])
    return place.due(row.community, due, days, zone=row.due_zone)


def closed_days(community: Community) -> list[date]:
    """The days on which the community's offices are closed, in their order."""
    days = Holiday.objects.filter(community=community).order_by("day")
    return list(days.values_list("day", flat=True))


def calendar_version(closed: Iterable[date]) -> str:
    """Which list of holidays a clock was computed with."""
    listed = ",".join(day.isoformat() for day in closed)
    return hashlib.sha256(listed.encode()).hexdigest()[:12]
