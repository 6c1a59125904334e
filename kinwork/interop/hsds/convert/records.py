"""Organizations and services, and rows that need nothing of their own. Pure."""

import re
from uuid import UUID

from kinwork.directory.shape import THINGS
from kinwork.interop.hsds import mend
from kinwork.interop.hsds.codes import STATUSES
from kinwork.interop.hsds.convert.rows import (
    Context,
    Converted,
    Problem,
    blank_needed,
    id_of,
    lists,
    read,
    require,
    split,
)
from kinwork.interop.hsds.ids import ident, made


def plain(table, how, cells, context, out) -> None:
    thing = THINGS[how.thing]
    id, old = id_of(thing.name, how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    if "name" in thing.columns and thing.is_needed("name"):
        require(values, "name")
    for name in ("url", "identifier", "available"):
        if thing.is_needed(name):
            require(values, name)
    blank_needed(thing, cells, values, out)
    out.add(thing.name, id, old, values, extra)


def organization(table, how, cells, context, out) -> None:
    thing = THINGS["organization"]
    id, old = id_of("organization", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    if not values.get("name") and values.get("alternate_name"):
        values["name"] = values["alternate_name"]
        out.note("name_from_other")
    require(values, "name")
    year = re.match(r"^\d{4}(?=-|$)", extra.get("date_incorporated", ""))
    if year and not values.get("year_incorporated"):
        values["year_incorporated"] = float(year[0])
    if not values.get("description") and "description" not in extra:
        values["description"] = ""
    lists(table, cells, {"organization_id": id}, context, out, extra)
    out.add("organization", id, old, values, extra)


def service(table, how, cells, context, out) -> None:
    thing = THINGS["service"]
    id, old = id_of("service", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    if not values.get("name") and values.get("alternate_name"):
        values["name"] = values["alternate_name"]
        out.note("name_from_other")
    require(values, "name")
    values["status"] = _status(values.get("status"), out)
    if context.legacy and values.get("fees") and not values.get("fees_description"):
        values["fees_description"] = values["fees"]
    lists(table, cells, {"service_id": id}, context, out, extra)
    place = extra.pop("location_id", "")
    if place:
        _at(id, old, place, values, context, out)
    for term in split(extra.pop("taxonomy_ids", "")):
        _attach(id, old, term, context, out)
    out.add("service", id, old, values, extra)


def _at(service: UUID, old: str, place: str, values: dict, context: Context, out) -> None:
    """Ohana hangs a service on a place, and leaves its organization to the place."""
    at = made(context.source, "service_at_location", "services", old, place)
    location = ident(context.source, "location", place)
    out.add("service_at_location", at, "", {"service_id": service, "location_id": location})
    if not values.get("organization_id"):
        out.patches.append(("service", service, "organization_of_location", str(location)))


def _attach(service: UUID, old: str, term: str, context: Context, out: Converted) -> None:
    values = {
        "link_id": service,
        "link_entity": "service",
        "taxonomy_term_id": ident(context.source, "taxonomy_term", term),
    }
    out.add("attribute", made(context.source, "attribute", old, term), "", values)


def _status(given: str | None, out: Converted) -> str:
    if given is None:
        out.note("status")
        return "active"
    known = STATUSES.get(given.lower())
    if known is None:
        raise Problem("bad_status", "status")
    if known != given:
        out.note("status")
    return known


def eligibility(table, how, cells, context, out) -> None:
    service_id = cells.get("service_id")
    if not service_id:
        raise Problem("nobody", "service_id")
    words, note = mend.text(cells.get("eligibility", ""), legacy=True)
    if not words:
        raise Problem("missing", "eligibility")
    out.note(note)
    id = ident(context.source, "service", service_id)
    out.patches.append(("service", id, "eligibility_description", words))


def payment(table, how, cells, context, out) -> None:
    plain(table, how, cells, context, out)
    thing, id, old, values, extra = out.records[-1]
    require(values, "option")
    values["amount_description"] = "payment accepted"
