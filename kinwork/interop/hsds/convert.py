"""One row of a feed -> records of HSDS 3, with what was mended on the way. Pure.

`convert(row, context)` gives a Converted; raises Problem when the row cannot be served.
"""

import hashlib
import json
import re
from dataclasses import dataclass, field
from uuid import UUID

from kinwork.directory.shape import LASTING, THINGS, Thing
from kinwork.interop.hsds import mapping, mend
from kinwork.interop.hsds.codes import (
    CODES,
    COUNTRIES,
    DAY_NAMES,
    LANGUAGES,
    STATES,
    STATUSES,
    WEEKDAYS,
)
from kinwork.interop.hsds.ids import ident, made
from kinwork.interop.hsds.near import MADE

NEEDS_ID = (*LASTING, "taxonomy", "taxonomy_term", "unit")


class Problem(Exception):
    """This row goes to quarantine: reason (a code of mapping.REASONS) and the column."""

    def __init__(self, reason: str, column: str = ""):
        super().__init__(reason, column)
        self.reason, self.column = reason, column


@dataclass
class Context:
    """What holds for a whole feed. source: its name, part of every id made here. legacy: HSDS
    before 3 or Ohana. order: how slashed dates are written (mdy, dmy), '' when nobody said."""

    source: str
    legacy: bool = False
    order: str = ""


@dataclass
class Converted:
    records: list[tuple] = field(default_factory=list)  # (object, id, old id, values, extra)
    patches: list[tuple] = field(default_factory=list)  # (object, id, column, words)
    notes: list[str] = field(default_factory=list)

    def add(self, thing: str, id: UUID, old: str, values: dict, extra: dict | None = None) -> UUID:
        kept = json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else None
        self.records.append((thing, id, old, values, kept))
        return id

    def note(self, code: str | None) -> None:
        if code:
            self.notes.append(code)


def convert(table: str, cells: dict[str, str], context: Context) -> Converted:
    """cells: column -> text as read (no blank ones)."""
    how = mapping.TABLES[table]
    out = Converted()
    if MADE in cells:
        cells = {name: text for name, text in cells.items() if name != MADE}
        out.note("made_id")
    CONVERTERS[how.by](table, how, cells, context, out)
    return out


def content_id(cells: dict) -> str:
    """A stand-in for a missing id: the row's own content."""
    text = json.dumps(cells, ensure_ascii=False, sort_keys=True)
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def _read(thing: Thing, how, table, cells, context: Context, out: Converted) -> tuple[dict, dict]:
    """Known columns as typed values, unknown ones as they are."""
    values: dict = {}
    extra: dict = {}
    fields = thing.fields
    for column, raw in cells.items():
        name = how.rename.get(column, column)
        if name != column and name in cells:
            name = column
        if name == "id" or column in mapping.LEFT_OUT:
            continue
        if name not in fields:
            extra[column] = raw
        elif name in thing.links:
            values[name] = ident(context.source, thing.links[name], raw)
        else:
            _read_cell(thing, name, raw, context, out, values, extra)
    return values, extra


def _read_cell(thing, name, raw, context, out, values, extra) -> None:
    kind = thing.kind(name)
    try:
        if kind in mend.DATED:
            value, note = mend.DATED[kind](raw, context.order)
        elif kind in mend.READERS:
            value, note = mend.READERS[kind](raw)
        else:
            value, note = mend.text(raw, legacy=context.legacy)
    except mend.Bad as bad:
        if kind in mend.DATED or kind == "time" or thing.is_needed(name):
            raise Problem(bad.reason, name) from None
        extra[name] = raw  # kept, not served: the rest of the row helps a family all the same
        out.note("left_out")
        return
    out.note(note)
    if value != "":
        values[name] = value


def _require(values: dict, *names: str) -> None:
    for name in names:
        if values.get(name) is None:
            raise Problem("missing", name)


def _blank_needed(thing: Thing, cells: dict, values: dict, out: Converted) -> None:
    """Required texts that the feed leaves blank are served as empty texts."""
    for name, kind in thing.columns.items():
        if kind.endswith("!") and values.get(name) is None:
            if thing.kind(name) not in ("text", "moment", "uri"):
                raise Problem("missing", name)
            values[name] = ""


def _id(thing: str, how, table: str, cells: dict, context: Context, out: Converted):
    old = cells.get("id", "")
    second = table if how.second else ""
    if old:
        return ident(context.source, thing, old, second), old
    if thing in NEEDS_ID:
        raise Problem("missing", "id")
    out.note("made_id")
    return made(context.source, thing, table, content_id(cells)), ""


def plain(table, how, cells, context, out) -> None:
    thing = THINGS[how.thing]
    id, old = _id(thing.name, how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    if "name" in thing.columns and thing.is_needed("name"):
        _require(values, "name")
    for name in ("url", "identifier", "available"):
        if thing.is_needed(name):
            _require(values, name)
    _blank_needed(thing, cells, values, out)
    out.add(thing.name, id, old, values, extra)


def organization(table, how, cells, context, out) -> None:
    thing = THINGS["organization"]
    id, old = _id("organization", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    if not values.get("name") and values.get("alternate_name"):
        values["name"] = values["alternate_name"]
        out.note("name_from_other")
    _require(values, "name")
    year = re.match(r"^\d{4}(?=-|$)", extra.get("date_incorporated", ""))
    if year and not values.get("year_incorporated"):
        values["year_incorporated"] = float(year[0])
    if not values.get("description") and "description" not in extra:
        values["description"] = ""
    _lists(table, cells, {"organization_id": id}, context, out, extra)
    out.add("organization", id, old, values, extra)


def service(table, how, cells, context, out) -> None:
    thing = THINGS["service"]
    id, old = _id("service", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    if not values.get("name") and values.get("alternate_name"):
        values["name"] = values["alternate_name"]
        out.note("name_from_other")
    _require(values, "name")
    values["status"] = _status(values.get("status"), out)
    if context.legacy and values.get("fees") and not values.get("fees_description"):
        values["fees_description"] = values["fees"]
    _lists(table, cells, {"service_id": id}, context, out, extra)
    place = extra.pop("location_id", "")
    if place:
        _at(id, old, place, values, context, out)
    for term in _split(extra.pop("taxonomy_ids", "")):
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


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _lists(table, cells, owner: dict, context: Context, out: Converted, extra: dict) -> None:
    if not context.legacy:
        return
    for column, (thing, name) in mapping.LISTS.get(table, {}).items():
        for part in dict.fromkeys(_split(cells.get(column, ""))):
            values = {**owner, name: part}
            if thing == "language":
                values["code"] = LANGUAGES.get(part.lower())
            (link,) = owner.values()
            out.add(thing, made(context.source, thing, column, str(link), part), "", values)
        extra.pop(column, None)


def location(table, how, cells, context, out) -> None:
    thing = THINGS["location"]
    id, old = _id("location", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    if extra.pop("virtual", "").lower() == "true":
        values["location_type"] = "virtual"
    kind = values.setdefault("location_type", "physical")
    if kind.lower() not in ("physical", "postal", "virtual"):
        raise Problem("bad_word", "location_type")
    values["location_type"] = kind.lower()
    _on_earth(values, extra, out)
    _lists(table, cells, {"location_id": id}, context, out, extra)
    if context.legacy and "@" in extra.get("email", ""):
        mail = extra.pop("email")
        contact = made(context.source, "contact", "locations", old)
        out.add("contact", contact, "", {"location_id": id, "email": mail})
    out.add("location", id, old, values, extra)


def _on_earth(values: dict, extra: dict, out: Converted) -> None:
    lat, lon = values.get("latitude"), values.get("longitude")
    fine = lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180
    if (lat is None and lon is None) or (fine and (lat, lon) != (0, 0)):
        return
    for name in ("latitude", "longitude"):
        if values.get(name) is not None:
            extra[name] = str(values.pop(name))
    out.note("coordinates")


def address(table, how, cells, context, out) -> None:
    thing = THINGS["address"]
    id, old = _id("address", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    more = [extra.pop(name) for name in ("address_3", "address_4") if name in extra]
    if more:
        values["address_2"] = ", ".join(
            [values["address_2"], *more] if "address_2" in values else more
        )
    kind = "postal" if how.second else values.get("address_type", "physical").lower()
    if kind not in ("physical", "postal", "virtual"):
        raise Problem("bad_word", "address_type")
    values["address_type"] = kind
    if not (values.get("address_1") or values.get("city") or values.get("postal_code")):
        raise Problem("missing", "address_1")
    if not values.get("address_1"):
        out.note("no_street")
    _country(values, out)
    _blank_needed(thing, cells, values, out)
    out.add("address", id, old, values, extra)


def _country(values: dict, out: Converted) -> None:
    given = values.get("country", "")
    zip_us = re.fullmatch(r"\d{5}(-\d{4})?", values.get("postal_code", ""))
    if not given and values.get("state_province", "").upper() in STATES and zip_us:
        values["country"] = "US"
        out.note("country")
    elif COUNTRIES.get(given.lower(), given) != given:
        values["country"] = COUNTRIES[given.lower()]
        out.note("country")


def phone(table, how, cells, context, out) -> None:
    thing = THINGS["phone"]
    id, old = _id("phone", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    _require(values, "number")
    _phone_number(values, out)
    if "extension" in extra:  # not a number: say it where people read it
        words = [values.get("description"), f"ext. {extra.pop('extension')}"]
        values["description"] = ", ".join(word for word in words if word)
    department = extra.pop("department", "")
    if department:
        words = [department, values.get("description")]
        values["description"] = ", ".join(word for word in words if word)
    for word in _split(extra.pop("language", "")):
        spoken = {"phone_id": id, **_language(word)}
        out.add("language", made(context.source, "language", "phones", str(id), word), "", spoken)
    out.add("phone", id, old, values, extra)


def _phone_number(values: dict, out: Converted) -> None:
    number = values["number"].strip('" ')
    parts = re.fullmatch(r"(.*\d)\s*(?:x|ext\.?|extension)\s*(\d{1,9})", number, re.I)
    if parts and values.get("extension") is None:
        number, values["extension"] = parts[1].strip(), float(parts[2])
    if sum(letter.isdigit() for letter in number) < 3:
        raise Problem("bad_phone", "number")
    if number != values["number"]:
        out.note("phone")
    values["number"] = number


def _language(word: str) -> dict:
    code = CODES.get(word.lower()) or LANGUAGES.get(word.lower())
    return {"name": word, "code": code}


def language(table, how, cells, context, out) -> None:
    thing = THINGS["language"]
    id, old = _id("language", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    if not values.get("name") and not values.get("code"):
        raise Problem("missing", "name")
    if len(values.get("code") or "") > 10:
        raise Problem("bad_word", "code")
    if context.legacy and not values.get("code"):
        values["code"] = LANGUAGES.get(values["name"].lower())
    out.add("language", id, old, values, extra)


def schedule(table, how, cells, context, out) -> None:
    thing = THINGS["schedule"]
    id, old = _id("schedule", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    _often(values, out)
    for name, allowed in (("freq", ("WEEKLY", "MONTHLY")), ("wkst", WEEKDAYS)):
        if values.get(name) and values[name] not in allowed:
            if values[name].upper() not in allowed:
                raise Problem("bad_word", name)
            values[name] = values[name].upper()
            out.note(name)
    if values.get("byday"):
        values["byday"] = _byday(values["byday"], out)
    out.add("schedule", id, old, values, extra)


def _often(values: dict, out: Converted) -> None:
    """Words for how often that WEEKLY can say as well."""
    word = (values.get("freq") or "").upper().replace("_", "").replace("-", "")
    if word == "DAILY" and not values.get("byday"):
        values |= {"freq": "WEEKLY", "byday": ",".join(WEEKDAYS)}
        out.note("freq")
    elif word == "BIWEEKLY" and not values.get("interval"):
        values |= {"freq": "WEEKLY", "interval": 2.0}
        out.note("freq")


def _byday(text: str, out: Converted) -> str:
    days = []
    for part in re.split(r"[,;]\s*", text):
        if re.fullmatch(r"[+-]?\d{0,2}(MO|TU|WE|TH|FR|SA|SU)", part):
            days.append(part)
        elif part.lower() in DAY_NAMES:
            days.append(DAY_NAMES[part.lower()])
            out.note("weekday")
        else:
            raise Problem("bad_weekday", "byday")
    return ",".join(days)


def regular_schedule(table, how, cells, context, out) -> None:
    """A row per weekday; equal hours of one owner share an id, and become one schedule."""
    thing = THINGS["schedule"]
    values, extra = _read(thing, how, table, cells, context, out)
    word = extra.pop("weekday", "")
    day = DAY_NAMES.get(word.lower().strip(". "))
    if not day:
        raise Problem("bad_weekday" if word else "missing", "weekday")
    if not word.isdigit():
        out.note("weekday")
    rest = [str(values.get(name) or "") for name in (*thing.links, "opens_at", "closes_at")]
    rest += [values.get("description") or "", json.dumps(extra, sort_keys=True)]
    values |= {"freq": "WEEKLY", "byday": f"~{day}"}  # ~: rows of one id are put together
    id = made(context.source, "schedule", table, *rest)
    out.add("schedule", id, cells.get("id", ""), values, extra)


def holiday_schedule(table, how, cells, context, out) -> None:
    thing = THINGS["schedule"]
    id, old = _id("schedule", how, table, cells, context, out)
    values, extra = _read(thing, how, table, cells, context, out)
    for old_name, name in (("start_date", "valid_from"), ("end_date", "valid_to")):
        raw = extra.pop(old_name, "")
        if not raw:
            raise Problem("missing", old_name)
        try:
            values[name], note = mend.day(raw, context.order)
        except mend.Bad as bad:
            raise Problem(bad.reason, old_name) from None
        out.note(note)
    closed = extra.pop("closed", "")
    try:
        if closed and mend.boolean(closed)[0]:
            values["description"] = "Closed"
            values.pop("opens_at", None), values.pop("closes_at", None)
    except mend.Bad as bad:
        raise Problem(bad.reason, "closed") from None
    out.add("schedule", id, old, values, extra)


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
    _require(values, "option")
    values["amount_description"] = "payment accepted"


def old_term(table, how, cells, context, out) -> None:
    """HSDS 1.x and Ohana: vocabulary is the taxonomy, and Ohana's taxonomy_id is the term's code."""
    cells = dict(cells)
    code = cells.pop("taxonomy_id", "")
    if code:
        cells["id"] = code
    if not cells.get("id"):
        raise Problem("missing", "id")
    if not cells.get("name"):
        raise Problem("missing", "name")
    thing = THINGS["taxonomy_term"]
    values, extra = _read(thing, how, table, cells, context, out)
    vocabulary = extra.pop("vocabulary", "")
    extra.pop("parent_name", None)
    if vocabulary:
        taxonomy = made(context.source, "taxonomy", vocabulary)
        out.add("taxonomy", taxonomy, vocabulary, {"name": vocabulary, "description": ""})
        values |= {"taxonomy": vocabulary, "taxonomy_id": taxonomy}
    id = ident(context.source, "taxonomy_term", cells["id"])
    values["code"] = cells["id"] if str(id) != cells["id"].lower() else None
    out.add("taxonomy_term", id, cells["id"], values, extra)


def service_term(table, how, cells, context, out) -> None:
    term = cells.get("taxonomy_id") or cells.get("taxonomy_term_id")
    if not cells.get("service_id"):
        raise Problem("missing", "service_id")
    if not term:
        raise Problem("missing", "taxonomy_id")
    id, old = _id("attribute", how, table, cells, context, out)
    values = {
        "link_id": ident(context.source, "service", cells["service_id"]),
        "link_entity": "service",
        "taxonomy_term_id": ident(context.source, "taxonomy_term", term),
        "value": cells.get("taxonomy_detail"),
    }
    out.add("attribute", id, old, values)


def attribute(table, how, cells, context, out) -> None:
    cells = dict(cells)
    target = cells.pop("link_id", "")
    entity = cells.get("link_entity") or cells.get("link_type", "")
    known = _entity(entity)
    if not target:
        raise Problem("missing", "link_id")
    plain(table, how, cells, context, out)
    values = out.records[-1][3]
    values["link_id"] = _loose(target, known, context, "link_id")
    if known and not cells.get("link_entity"):
        values["link_entity"], values["link_type"] = known, None
    elif known:
        values["link_entity"] = known


def metadata(table, how, cells, context, out) -> None:
    cells = dict(cells)
    target = cells.pop("resource_id", "")
    if not target:
        raise Problem("missing", "resource_id")
    plain(table, how, cells, context, out)
    values = out.records[-1][3]
    known = _entity(cells.get("resource_type", ""))
    values["resource_id"] = _loose(target, known, context, "resource_id")
    if known:
        values["resource_type"] = known


def _entity(word: str) -> str:
    """`services`, `service`, `Service` as the object's name; '' when it is none."""
    word = word.lower()
    if word in THINGS:
        return word
    table = mapping.table_of(word)
    return mapping.TABLES[table].thing if table else ""


def _loose(target: str, entity: str, context: Context, column: str) -> UUID:
    if entity:
        return ident(context.source, entity, target)
    try:
        return UUID(target)
    except ValueError:
        raise Problem("bad_id", column) from None


CONVERTERS = {
    name: globals()[name] for name in dict.fromkeys(table.by for table in mapping.TABLES.values())
}
