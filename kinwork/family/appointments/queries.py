"""Reads of times: what is free, what is offered, what is planned, how it went."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kinwork.accounts.models import Agency
from kinwork.common import community as place_of_settings
from kinwork.directory.models import Service
from kinwork.family.appointments.models import ChangeAsk, Offer, Pattern, Slot
from kinwork.family.appointments.rules import may_change
from kinwork.family.referrals.models import Appointment, Referral
from kinwork.family.referrals.rules import LIFE

SHOWN = 30  # times on one page


@dataclass(frozen=True)
class Choice:
    """A time that a family can take with one tap."""

    offer: UUID
    slot: UUID | None
    starts_at: datetime
    zone: str
    minutes: int | None
    place: str
    mine: bool = False

    @property
    def value(self) -> str:
        return f"{self.offer}:{self.slot or ''}"


def services_of(agency: UUID) -> QuerySet[Service]:
    """What this agency's organization offers."""
    run_by = Agency.objects.filter(pk=agency).values("organization")
    return Service.objects.filter(organization__in=run_by, status="active").order_by("name")


def open_slots(now: datetime) -> QuerySet[Slot]:
    """Times to come with the number of their free seats."""
    found = Slot.objects.filter(withdrawn_at=None, starts_at__gt=now).order_by("starts_at", "id")
    free = Count("seats", filter=Q(seats__held_by=None))
    return found.select_related("location", "service").annotate(free=free)


def free_of(row: Referral, now: datetime) -> QuerySet[Slot]:
    """Open times of the referral's own service that its receiver published, with a free seat."""
    found = open_slots(now).filter(service=row.service_id, agency=row.receiver_id, free__gt=0)
    return (
        found.filter(Q(location=row.location_id) | Q(location=None)) if row.location_id else found
    )


def of_agency(agency: UUID, now: datetime) -> QuerySet[Slot]:
    return open_slots(now).filter(agency=agency)


def patterns_of(agency: UUID) -> QuerySet[Pattern]:
    found = Pattern.objects.filter(agency=agency, ended_at=None)
    return found.select_related("service", "location").order_by("service__name", "starts")


def planned(row: Referral) -> Appointment | None:
    """The date to come of a referral."""
    return row.appointments.filter(state="planned").order_by("starts_at").first()


def open_ask(row: Referral) -> ChangeAsk | None:
    return row.change_asks.filter(settled_at=None).first()


def offers(row: Referral) -> list[Offer]:
    found = Offer.objects.filter(referral=row, closed_at=None).select_related("slot__location")
    return list(found.order_by("offered_at", "starts_at"))


def choices(row: Referral, now: datetime) -> list[Choice]:
    """The times that the family can take now, soonest first; the one it has says so."""
    told = offers(row)
    if not told:
        return []
    found = _of_slots(row, told, now)
    found += [
        Choice(one.pk, None, one.starts_at, one.zone, one.minutes, one.place)
        for one in told
        if one.starts_at and one.starts_at > now
    ]
    has = planned(row)
    taken = has.starts_at if has else None
    unique = {one.starts_at: one for one in reversed(found) if one.starts_at != taken}
    return sorted(unique.values(), key=lambda one: one.starts_at)[:SHOWN]


def _of_slots(row: Referral, told: Iterable[Offer], now: datetime) -> list[Choice]:
    named = {one.slot_id: one.pk for one in told if one.slot_id}
    any_open = next((one.pk for one in told if not one.slot_id and not one.starts_at), None)
    free = free_of(row, now)
    found = free[:SHOWN] if any_open else free.filter(pk__in=named)
    return [
        Choice(
            named.get(slot.pk, any_open),
            slot.pk,
            slot.starts_at,
            slot.zone,
            slot.minutes,
            place_of(slot.location),
        )
        for slot in found
    ]


def place_of(location: Any) -> str:
    """A place as the directory writes it: its name and street."""
    if location is None:
        return ""
    street = location.addresses.first()
    parts = (location.name, street and street.address_1, street and street.city)
    return ", ".join(part for part in parts if part)[:300]


def went(agency: UUID, since: datetime, until: datetime) -> Counter[str]:
    """How an office's dates between the two went: kept, missed, moved, cancelled, planned."""
    found = Appointment.objects.filter(
        referral__receiver=agency, starts_at__gte=since, starts_at__lt=until
    )
    return Counter(dict(found.values_list("state").annotate(n=Count("id")).order_by()))


def may_choose(row: Referral, now: datetime) -> bool:
    """Is there a time that the family can take now?"""
    if not LIFE.may("schedule", row.state, "family"):
        return False
    has = planned(row)
    hours = place_of_settings.setting(row.community, "change_hours")
    if has and not may_change(has.starts_at, now, hours):
        return False
    return bool(choices(row, now))


def without_date(found: Iterable[Referral]) -> list[Referral]:
    """Those for which times are offered, and none is taken yet."""
    waiting = {
        one.pk: one
        for one in found
        if one.state != "scheduled" and LIFE.may("schedule", one.state, "family")
    }
    if not waiting:
        return []
    told = Offer.objects.filter(referral__in=waiting, closed_at=None)
    return [waiting[pk] for pk in dict.fromkeys(told.values_list("referral_id", flat=True))]
