"""One unit of a service's openings, taken for a referral and given back when it ends."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.directory import rules
from kinwork.directory.actions.documents import refresh_capacity
from kinwork.directory.models import ServiceCapacity


@transaction.atomic
def take_unit(*, service_id: UUID, by: Actor, at: datetime) -> datetime | None:
    """Take one opening; when these openings were said, or None where nobody has said so lately or
    none is left."""
    require(by)
    capacity = _said(service_id)
    if capacity is None or rules.room(capacity.available, capacity.valid_until, at) != "room":
        return None
    _change(capacity, -1, by, at)
    return capacity.updated


@transaction.atomic
def give_unit_back(*, service_id: UUID, counted_at: datetime, by: Actor, at: datetime) -> bool:
    """Give one opening back, unless the openings were said anew since it was taken."""
    require(by)
    capacity = _said(service_id)
    if capacity is None or capacity.updated != counted_at:
        return False
    _change(capacity, +1, by, at)
    return True


def _said(service_id: UUID) -> ServiceCapacity | None:
    found = ServiceCapacity.objects.select_for_update(of=("self",)).filter(service=service_id)
    return found.order_by("-updated", "id").first()


def _change(capacity: ServiceCapacity, units: int, by: Actor, at: datetime) -> None:
    capacity.available = max(0, capacity.available + units)
    capacity.save(update_fields=["available", "changed_at"])
    refresh_capacity(service=capacity.service_id, by=by, at=at)
