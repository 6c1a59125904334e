"""How much room a service has, said by the people who give it; it lapses by itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import check
from kinwork.directory import rights  # noqa: F401  (declares the table)
from kinwork.directory.actions.documents import refresh_capacity
from kinwork.directory.models import Service, ServiceCapacity, Unit

OPENING = UUID("5f0c1c1e-9a58-5a0e-8d7c-6f1f2f0d9b01")  # the unit "opening", the same everywhere


@transaction.atomic
def set_capacity(
    *,
    service_id: UUID,
    available: int,
    valid_until: datetime,
    by: Actor,
    at: datetime,
    maximum: int | None = None,
    waitlist_length: int | None = None,
    wait_days: int | None = None,
    rebuild: bool = True,
) -> ServiceCapacity:
    """`available` openings until `valid_until`; replaces what was said here before.

    rebuild: False where the caller says the openings of many services, and then rebuilds all.
    Raises Service.DoesNotExist, and ValueError for a negative number or a time that is over.
    """
    require(by)
    check(by, "directory.set_capacity")
    if available < 0 or valid_until <= at:
        raise ValueError("openings are counted from 0, until a time to come")
    service = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    unit, _ = Unit.objects.get_or_create(pk=OPENING, defaults={"name": "opening"})
    capacity = ServiceCapacity.objects.filter(
        service=service, source=None
    ).first() or ServiceCapacity(pk=new_id(), service=service, unit=unit)
    capacity.available, capacity.maximum = available, maximum
    capacity.updated, capacity.valid_until = at, valid_until
    capacity.waitlist_length, capacity.wait_days = waitlist_length, wait_days
    capacity.save()
    audit.record("directory.set_capacity", service, by=by, at=at)
    if rebuild:
        refresh_capacity(service=service.pk, by=by, at=at)
    return capacity
