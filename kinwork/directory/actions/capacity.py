"""How much room a service has, said by the people who give it; it lapses by itself."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.common import audit, consequences
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import check
from kinwork.directory import rights  # noqa: F401  (declares the table)
from kinwork.directory.actions.documents import refresh_capacity
from kinwork.directory.models import Service, ServiceCapacity, Unit
from kinwork.directory.rules import capacity_holds

KEEP = -1  # of what is not said anew: as it was said before
OPENING = UUID("5f0c1c1e-9a58-5a0e-8d7c-6f1f2f0d9b01")  # the unit "opening", the same everywhere


@transaction.atomic
def set_capacity(
    *,
    service_id: UUID,
    available: int,
    valid_until: datetime,
    by: Actor,
    at: datetime,
    maximum: int | None = KEEP,
    waitlist_length: int | None = KEEP,
    wait_days: int | None = KEEP,
    takes_waitlist: bool | None | int = KEEP,
    rebuild: bool = True,
) -> ServiceCapacity:
    """`available` openings until `valid_until`; replaces what was said here before.

    What is not said (KEEP) stays as it was; None: nobody knows. takes_waitlist False with no openings:
    what is sent later is answered at once. rebuild: False where the caller says the openings of many
    services, and then rebuilds all.
    Raises Service.DoesNotExist, and ValueError for a negative number or a time that is over.
    """
    require(by)
    check(by, "directory.set_capacity")
    said = {"maximum": maximum, "waitlist_length": waitlist_length, "wait_days": wait_days}
    said = {name: number for name, number in said.items() if number != KEEP}
    if takes_waitlist != KEEP:
        said["takes_waitlist"] = takes_waitlist
    if min([available, *(number or 0 for number in said.values())]) < 0 or valid_until <= at:
        raise ValueError("openings are counted from 0, until a time to come")
    service = Service.objects.select_for_update(of=("self",)).get(pk=service_id)
    unit, _ = Unit.objects.get_or_create(pk=OPENING, defaults={"name": "opening"})
    capacity = _ours(service_id) or ServiceCapacity(pk=new_id(), service=service, unit=unit)
    capacity.available, capacity.updated, capacity.valid_until = available, at, valid_until
    for name, value in said.items():
        setattr(capacity, name, value)
    capacity.save()
    audit.record("directory.set_capacity", service, by=by, at=at)
    if rebuild:
        refresh_capacity(service=service.pk, by=by, at=at)
    consequences.follow("directory.set_capacity", capacity, by=by, at=at)
    return capacity


@transaction.atomic
def renew_capacity(
    *, service_id: UUID, valid_until: datetime, by: Actor, at: datetime
) -> ServiceCapacity | None:
    """Still so: what was said counts until `valid_until`. None where nothing was ever said.

    The units that open referrals hold stay counted out, so each still comes back when one ends.
    """
    require(by)
    check(by, "directory.renew_capacity")
    if valid_until <= at:
        raise ValueError("a time to come")
    capacity = _ours(service_id, lock=True)
    if capacity is None:
        return None
    capacity.valid_until = valid_until
    capacity.save(update_fields=["valid_until", "changed_at"])
    audit.record("directory.renew_capacity", capacity.service, by=by, at=at)
    refresh_capacity(service=service_id, by=by, at=at)
    consequences.follow("directory.renew_capacity", capacity, by=by, at=at)
    return capacity


@transaction.atomic
def lapse_capacity(*, service_id: UUID, by: Actor, at: datetime) -> ServiceCapacity | None:
    """What was said counts no more from now on, and nobody knows how much room there is. None where
    nothing was said that still counts."""
    require(by)
    check(by, "directory.lapse_capacity")
    capacity = _ours(service_id, lock=True)
    if capacity is None or not capacity_holds(capacity.valid_until, at):
        return None
    capacity.valid_until = at
    capacity.save(update_fields=["valid_until", "changed_at"])
    audit.record("directory.lapse_capacity", capacity.service, by=by, at=at)
    refresh_capacity(service=service_id, by=by, at=at)
    return capacity


def _ours(service_id: UUID, *, lock: bool = False) -> ServiceCapacity | None:
    """What was said here, and came with no feed."""
    found = ServiceCapacity.objects.filter(service=service_id, source=None)
    return (found.select_for_update(of=("self",)) if lock else found).first()
