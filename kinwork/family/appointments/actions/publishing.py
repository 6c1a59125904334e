"""An office says when it has time: once, or every week; and takes back what nobody has taken."""

from collections.abc import Collection
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common import clock as days
from kinwork.common.acting import acting_as, require
from kinwork.common.actor import Actor, clock
from kinwork.common.models import Holiday
from kinwork.common.rights import Refused, check
from kinwork.directory.models import Location, Service
from kinwork.family.appointments import queries
from kinwork.family.appointments.models import Pattern, Seat, Slot
from kinwork.family.appointments.rules import AHEAD, weekly_times


@transaction.atomic
def publish_slot(
    *,
    service: Service,
    location: Location | None = None,
    starts_at: datetime,
    zone: str,
    minutes: int,
    seats: int = 1,
    slot_id: UUID,
    by: Actor,
    at: datetime,
) -> Slot:
    """One time with its seats. The same `slot_id` twice makes one."""
    _ours(service, by)
    if known := Slot.objects.filter(pk=slot_id).first():
        return known
    if starts_at <= at:
        raise Refused("appointments.publish", _("This time is over. Choose one to come."))
    slot = Slot.objects.create(
        id=slot_id,
        agency_id=by.agency,
        service=service,
        location=location,
        starts_at=starts_at,
        zone=zone,
        minutes=minutes,
        size=seats,
    )
    Seat.objects.bulk_create(Seat(slot=slot, number=n + 1) for n in range(seats))
    audit.record("appointments.publish_slot", slot, by=by, at=at)
    return slot


@transaction.atomic
def publish_pattern(
    *,
    service: Service,
    location: Location | None = None,
    zone: str,
    weekdays: Collection[int],
    starts: time,
    minutes: int,
    seats: int = 1,
    first: date,
    until: date | None = None,
    pattern_id: UUID,
    by: Actor,
    at: datetime,
) -> Pattern:
    """The same times every week; the next eight weeks are drawn at once, the rest as time goes on."""
    _ours(service, by)
    if known := Pattern.objects.filter(pk=pattern_id).first():
        return known
    pattern = Pattern.objects.create(
        id=pattern_id,
        community_id=by.community,
        agency_id=by.agency,
        service=service,
        location=location,
        zone=zone,
        weekdays=sorted(set(weekdays)),
        starts=starts,
        minutes=minutes,
        seats=seats,
        first=first,
        until=until,
    )
    audit.record("appointments.publish_pattern", pattern, by=by, at=at)
    draw(pattern=pattern, by=by, at=at)
    return pattern


@transaction.atomic
def draw(*, pattern: Pattern, by: Actor, at: datetime) -> int:
    """The slots of a pattern from now on that are not there yet; how many were made."""
    require(by)
    pattern = Pattern.objects.select_for_update().get(pk=pattern.pk)
    if pattern.ended_at:
        return 0
    since = days.local_day(at, pattern.zone)
    wanted = weekly_times(pattern.week, since, since + AHEAD, _holidays(pattern, since))
    known = set(pattern.slots.filter(starts_at__gte=at).values_list("starts_at", flat=True))
    fresh = [
        Slot(
            agency_id=pattern.agency_id,
            service_id=pattern.service_id,
            location_id=pattern.location_id,
            pattern=pattern,
            starts_at=moment,
            zone=pattern.zone,
            minutes=pattern.minutes,
            size=pattern.seats,
        )
        for moment in wanted
        if moment > at and moment not in known
    ]
    Slot.objects.bulk_create(fresh)
    Seat.objects.bulk_create(
        Seat(slot=slot, number=n + 1) for slot in fresh for n in range(pattern.seats)
    )
    return len(fresh)


@transaction.atomic
def end_pattern(*, pattern: Pattern, by: Actor, at: datetime) -> int:
    """No more of these weeks. Times that a family already has stay; returns how many those are."""
    require(by)
    check(by, "appointments.publish")
    mine = Pattern.objects.select_for_update().get(pk=pattern.pk, agency=by.agency)
    mine.ended_at = mine.ended_at or at
    mine.save(update_fields=["ended_at"])
    free = queries.open_slots(at).filter(pattern=mine)
    taken = 0
    for slot in free:
        taken += not _withdraw(slot, at)
    audit.record("appointments.end_pattern", mine, by=by, at=at)
    return taken


@transaction.atomic
def withdraw_slot(*, slot: Slot, by: Actor, at: datetime) -> Slot:
    """Take a time back. Raises Refused while a family has a seat in it."""
    require(by)
    check(by, "appointments.publish")
    mine = Slot.objects.select_for_update().get(pk=slot.pk, agency=by.agency)
    if not _withdraw(mine, at):
        raise Refused(
            "appointments.publish",
            _("A family has this time. Set another date with them first."),
        )
    audit.record("appointments.withdraw_slot", mine, by=by, at=at)
    return Slot.objects.get(pk=mine.pk)


def _withdraw(slot: Slot, at: datetime) -> bool:
    """As the slot's own clock: a worker may not see every family that has a seat. Whoever takes one at
    this moment waits for the same lock."""
    with acting_as(clock(slot.pk)):
        locked = Slot.objects.select_for_update().get(pk=slot.pk)
        if locked.seats.exclude(held_by=None).exists():
            return False
        locked.withdrawn_at = locked.withdrawn_at or at
        locked.save(update_fields=["withdrawn_at"])
    return True


def _ours(service: Service, by: Actor) -> None:
    require(by)
    check(by, "appointments.publish")
    if by.agency is None or not queries.services_of(by.agency).filter(pk=service.pk).exists():
        raise Refused(
            "appointments.publish", _("Only the organization that runs a service gives its times.")
        )


def _holidays(pattern: Pattern, since: date) -> frozenset[date]:
    found = Holiday.objects.filter(community=pattern.community_id, day__gte=since)
    return frozenset(found.values_list("day", flat=True))
