"""One entry of the directory by hand; and corrections that anybody may suggest."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kinwork.common import audit
from kinwork.common.acting import require
from kinwork.common.actor import Actor
from kinwork.common.rights import check
from kinwork.directory import rights  # noqa: F401  (declares the table)
from kinwork.directory.actions.documents import rebuild_documents
from kinwork.directory.models import TABLES, Correction, Service, Source
from kinwork.directory.models.sources import Record
from kinwork.directory.rules import CORRECTABLE
from kinwork.directory.shape import THINGS


def save_record(
    *, thing: str, values: dict, by: Actor, at: datetime, source: Source | None = None
) -> Record:
    """Make or replace one HSDS row; `values` carries HSDS names (and `id` to replace).

    Raises KeyError for an unknown object or column. Documents of the services that show it are
    built anew.
    """
    return save_records(records=[(thing, values)], by=by, at=at, source=source)[0]


@transaction.atomic
def save_records(
    *, records: list[tuple[str, dict]], by: Actor, at: datetime, source: Source | None = None
) -> list[Record]:
    """Make or replace HSDS rows in this order, as `save_record` does each (thing, values); the
    documents are built once, after the last."""
    require(by)
    check(by, "directory.save_record")
    saved = []
    for thing, values in records:
        record = _saved(thing, values, source)
        audit.record("directory.save", record, by=by, at=at)
        saved.append((thing, record))
    shown = {service for thing, record in saved for service in shown_by(thing, record)}
    rebuild_documents(services=sorted(shown), by=by, at=at)
    return [record for _thing, record in saved]


def _saved(thing: str, values: dict, source: Source | None) -> Record:
    unknown = set(values) - {"id", "source_text", "taxonomy_detail_id", *THINGS[thing].fields}
    if unknown:
        raise KeyError(f"{thing} has no {sorted(unknown)}")
    table = TABLES[thing]
    record = table.objects.filter(pk=values["id"]).first() if values.get("id") else None
    record = record or table(source=source)
    for name, value in values.items():
        setattr(record, "pk" if name == "id" else name, value)
    record.save()
    return record


def shown_by(thing: str, record: Record) -> list[UUID]:
    """The services whose document holds this row."""
    found = Service.objects.none()
    if thing == "service":
        found = Service.objects.filter(pk=record.pk)
    elif thing == "organization":
        found = Service.objects.filter(organization=record)
    elif thing == "location":
        found = Service.objects.filter(service_at_locations__location=record)
    elif thing == "program":
        found = Service.objects.filter(program=record)
    else:
        found = Service.objects.filter(pk__in=_owners(record))
    return list(found.distinct().values_list("pk", flat=True))


def _owners(record: Record) -> list[UUID]:
    services = [getattr(record, "service_id", None), getattr(record, "link_id", None)]
    place = getattr(record, "service_at_location", None)
    location = getattr(record, "location", None)
    organization = getattr(record, "organization", None)
    for parent in (getattr(record, "contact", None), getattr(record, "phone", None)):
        if parent is not None:
            services += _owners(parent)
    if place is not None:
        services.append(place.service_id)
    if location is not None:
        services += location.service_at_locations.values_list("service_id", flat=True)
    if organization is not None:
        services += organization.services.values_list("pk", flat=True)
    return [id for id in services if id]


@transaction.atomic
def suggest_correction(
    *, service_id: UUID, field: str, suggestion: str, by: Actor, at: datetime
) -> Correction:
    """Somebody says what is wrong with an entry. Anybody may; nothing of the sayer is kept."""
    require(by)
    if field not in CORRECTABLE or not suggestion.strip():
        raise ValueError("say which part is wrong, and what is right")
    service = Service.objects.get(pk=service_id)
    correction = Correction.objects.create(
        service=service,
        field=field,
        suggestion=suggestion.replace("\0", "")[:4000],
        suggested_at=at,
        suggested_by_kind=by.kind,
    )
    audit.record("directory.suggest_correction", service, by=by, at=at)
    return correction


@transaction.atomic
def settle_correction(*, correction_id: UUID, accept: bool, by: Actor, at: datetime) -> Correction:
    """Accept (texts of the service are changed) or decline a suggestion that is still open."""
    require(by)
    check(by, "directory.settle_correction")
    correction = Correction.objects.select_for_update(of=("self",)).get(
        pk=correction_id, state=Correction.State.OPEN
    )
    accepted, declined = Correction.State.ACCEPTED, Correction.State.DECLINED
    correction.state = accepted if accept else declined
    correction.settled_at, correction.settled_by = at, by.id
    correction.save()
    if accept and correction.field in THINGS["service"].fields:
        save_record(
            thing="service",
            values={"id": correction.service_id, correction.field: correction.suggestion},
            by=by,
            at=at,
        )
    audit.record("directory.settle_correction", correction, by=by, at=at, state=correction.state)
    return correction
