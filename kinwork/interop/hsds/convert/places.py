"""Locations, addresses, phones and languages. Pure."""

import re

from kinwork.directory.shape import THINGS
from kinwork.interop.hsds.codes import CODES, COUNTRIES, LANGUAGES, STATES
from kinwork.interop.hsds.convert.rows import (
    Converted,
    Problem,
    blank_needed,
    id_of,
    lists,
    read,
    require,
    split,
)
from kinwork.interop.hsds.ids import made


def location(table, how, cells, context, out) -> None:
    thing = THINGS["location"]
    id, old = id_of("location", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    if extra.pop("virtual", "").lower() == "true":
        values["location_type"] = "virtual"
    kind = values.setdefault("location_type", "physical")
    if kind.lower() not in ("physical", "postal", "virtual"):
        raise Problem("bad_word", "location_type")
    values["location_type"] = kind.lower()
    _on_earth(values, extra, out)
    lists(table, cells, {"location_id": id}, context, out, extra)
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
    id, old = id_of("address", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
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
    blank_needed(thing, cells, values, out)
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
    id, old = id_of("phone", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    require(values, "number")
    _phone_number(values, out)
    if "extension" in extra:  # not a number: say it where people read it
        words = [values.get("description"), f"ext. {extra.pop('extension')}"]
        values["description"] = ", ".join(word for word in words if word)
    department = extra.pop("department", "")
    if department:
        words = [department, values.get("description")]
        values["description"] = ", ".join(word for word in words if word)
    for word in split(extra.pop("language", "")):
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
    id, old = id_of("language", how, table, cells, context, out)
    values, extra = read(thing, how, table, cells, context, out)
    if not values.get("name") and not values.get("code"):
        raise Problem("missing", "name")
    if len(values.get("code") or "") > 10:
        raise Problem("bad_word", "code")
    if context.legacy and not values.get("code"):
        values["code"] = LANGUAGES.get(values["name"].lower())
    out.add("language", id, old, values, extra)
