"""One unit of a service's openings, taken for a referral and given back when it ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.jobs import later
from kinwork.directory import rules
from kinwork.directory.actions.search import refresh_openings
from kinwork.directory.models import ServiceCapacity


@transaction.atomic
def take_unit(*, service_id: UUID, by: Actor, at: datetime) -> datetime | None:
    """Take one opening; when these openings were said, or None where nobody has said so lately or
    none is left."""
    require(by)
    capacity = _said(service_id)
    if capacity is None or rules.room(capacity.available, capacity.valid_until, at) != "room":
        return None
    _change(capacity, -1)
    return capacity.updated


@transaction.atomic
def give_unit_back(*, service_id: UUID, counted_at: datetime, by: Actor, at: datetime) -> bool:
    """Give one opening back, unless the openings were said anew since it was taken."""
    require(by)
    capacity = _said(service_id)
    if capacity is None or capacity.updated != counted_at:
        return False
    _change(capacity, +1)
    return True


def is_full(service_id: UUID, at: datetime) -> bool:
    """Has whoever gives it said that nothing is free, and does that still count?"""
    said = _newest(service_id).first()
    return said is not None and rules.room(said.available, said.valid_until, at) == "full"


def has_room(service_id: UUID, at: datetime) -> bool:
    """Has whoever gives it said that something is free, and does that still count?"""
    said = _newest(service_id).first()
    return said is not None and rules.room(said.available, said.valid_until, at) == "room"


def turns_away(service_id: UUID, at: datetime) -> bool:
    """Has whoever gives it said that it is full and keeps no list, and does that still count?"""
    said = _newest(service_id).first()
    return said is not None and rules.turns_away(
        said.available, said.valid_until, said.takes_waitlist, at
    )


def _said(service_id: UUID) -> ServiceCapacity | None:
    return _newest(service_id).select_for_update(of=("self",)).first()


def _newest(service_id: UUID) -> QuerySet[ServiceCapacity]:
    return ServiceCapacity.objects.filter(service=service_id).order_by("-updated", "id")


def _change(capacity: ServiceCapacity, units: int) -> None:
    """What families find is true at once; what machines read follows within moments."""
    capacity.available = max(0, capacity.available + units)
    capacity.save(update_fields=["available", "changed_at"])
    refresh_openings(capacity.service_id)
    later("directory.document", capacity.service_id, lock=f"document {capacity.service_id}")
