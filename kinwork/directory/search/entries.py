"""Services flattened for the index: one line per service and place, read in a few statements."""

# ruff: noqa: S608  (SQL is put together from constants of this module; values are bound)

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import zipcodes
from django.db import connection

from kinwork.common.ids import new_id
from kinwork.directory.search import geography, hours
from kinwork.directory.search.words import lexeme_of, searchable
from kinwork.library.codes import vocabulary

SAFETY = "domestic-violence-help"
FOR_PREGNANCY = {"prenatal-care", "wic"}
ZONE = "America/Phoenix"  # for places whose zone nobody knows
COLUMNS = tuple(
    str.split(
        "id service_id location_id name_words term_words organization_words other_words codes cells"
        " latitude longitude is_exact terms languages minimum_age_months maximum_age_months"
        " serves_pregnancy remote is_victim_service assured_on openings room_until open_minutes"
        " timezone name organization_name phone phone_extension line town town_plain county state"
        " postal_code"
    )
)

_SERVICES = """
    SELECT s.id, s.name, s.alternate_name, s.description, s.eligibility_description,
      s.minimum_age, s.maximum_age, s.minimum_age_months, s.maximum_age_months,
      s.serves_pregnancy, s.remote, s.is_victim_service, s.assured_date, s.organization_id,
      coalesce(o.name, '') AS organization_name, coalesce(o.alternate_name, '') AS other_name,
      coalesce(o.placeholder, false) AS placeholder,
      at.id AS at_id, l.id AS location_id, l.location_type,
      l.latitude, l.longitude, l.near_latitude, l.near_longitude, coalesce(l.timezone, '') AS zone,
      coalesce(l.name, '') AS location_name
    FROM directory_service s
    LEFT JOIN directory_organization o ON o.id = s.organization_id
    LEFT JOIN directory_serviceatlocation at
      ON at.service_id = s.id AND at.left_source_at IS NULL
    LEFT JOIN directory_location l ON l.id = at.location_id AND l.left_source_at IS NULL
    WHERE s.id = ANY(%(services)s) AND s.status = 'active' AND s.left_source_at IS NULL
    ORDER BY s.id, l.id
"""
_OF_ANY = "WHERE service_id = ANY(%(services)s) OR location_id = ANY(%(locations)s)"
_DETAILS = {
    "addresses": "SELECT location_id, address_1, city, state_province, postal_code, address_type"
    " FROM directory_address WHERE location_id = ANY(%(locations)s) ORDER BY id",
    "phones": "SELECT service_at_location_id, location_id, service_id, organization_id, number,"
    f" extension, type FROM directory_phone {_OF_ANY} OR service_at_location_id = ANY(%(ats)s)"
    " OR organization_id = ANY(%(organizations)s) ORDER BY id",
    "languages": f"SELECT location_id, service_id, code, name FROM directory_language {_OF_ANY}",
    "schedules": "SELECT service_at_location_id, location_id, service_id, byday, opens_at,"
    f" closes_at, freq, interval, valid_from, valid_to FROM directory_schedule {_OF_ANY}"
    " OR service_at_location_id = ANY(%(ats)s)",
    "terms": "SELECT a.link_id AS service_id, t.code, t.name FROM directory_attribute a"
    " JOIN directory_taxonomyterm t ON t.id = a.taxonomy_term_id"
    " WHERE a.link_id = ANY(%(services)s)",
    "capacities": "SELECT service_id, available, valid_until FROM directory_servicecapacity"
    " WHERE service_id = ANY(%(services)s) AND left_source_at IS NULL ORDER BY updated",
}
LINKS = ("service_at_location_id", "location_id", "service_id", "organization_id")
LANGUAGES = {"english": "en", "spanish": "es", "creole": "ht", "french": "fr", "navajo": "nv",
             "portuguese": "pt", "vietnamese": "vi", "chinese": "zh", "mandarin": "zh",
             "arabic": "ar", "somali": "so", "american sign language": "ase"}  # fmt: skip


@dataclass
class Details:
    """What hangs on services and places, by kind and by the id it hangs on."""

    of: dict[str, dict[UUID, list[dict]]] = field(default_factory=dict)

    def first(self, kind: str, *ids: UUID | None) -> list[dict]:
        """The rows of the first id that has any: the nearer the better."""
        found = self.of[kind]
        return next((found[id] for id in ids if id in found), [])

    def all(self, kind: str, *ids: UUID | None) -> list[dict]:
        return [row for id in ids if id is not None for row in self.of[kind].get(id, ())]


def _rows(sql: str, values: dict) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _details(bases: list[dict], services: list[UUID]) -> Details:
    values = {
        "services": services,
        "locations": [base["location_id"] for base in bases if base["location_id"]],
        "ats": [base["at_id"] for base in bases if base["at_id"]],
        "organizations": list({b["organization_id"] for b in bases if b["organization_id"]}),
    }
    details = Details()
    for kind, sql in _DETAILS.items():
        groups = details.of[kind] = defaultdict(list)
        for row in _rows(sql, values):
            owner = next((row[link] for link in LINKS if row.get(link)), None)
            groups[owner].append(row)
        details.of[kind] = dict(groups)
    return details


def entries(services: list[UUID], at: datetime) -> Iterator[tuple]:
    """The lines of these services, in the order of COLUMNS. Services that are not active have none."""
    bases = _rows(_SERVICES, {"services": services})
    details = _details(bases, services)
    with_place = {base["id"] for base in bases if base["location_id"]}
    seen: set[tuple] = set()
    for base in bases:
        key = base["id"], base["location_id"]
        if key in seen or (base["location_id"] is None and base["id"] in with_place):
            continue
        seen.add(key)
        line = _entry(base, details, at)
        yield tuple(line[column] for column in COLUMNS)


def _entry(base: dict, details: Details, at: datetime) -> dict[str, Any]:
    ids = base["at_id"], base["location_id"], base["id"]
    names = details.all("terms", base["id"])
    terms = codes_of(base, names)
    line: dict[str, Any] = {
        "id": new_id(),
        "service_id": base["id"],
        "location_id": base["location_id"],
        "name": base["name"],
        "organization_name": "" if base["placeholder"] else base["organization_name"],
        "terms": terms,
        "codes": [lexeme_of(code) for code in terms],
        "remote": bool(base["remote"]) or base["location_type"] == "virtual",
        "is_victim_service": is_victim_service(base["is_victim_service"], terms),
        "assured_on": base["assured_date"],
        **_words(base, terms, names),
        **_where(base, details.first("addresses", base["location_id"])),
        **_who(base, terms),
        **_phone(details, base, ids),
        **_room(details.first("capacities", base["id"])),
    }
    line["languages"] = _languages(details.all("languages", base["id"], base["location_id"]))
    line["timezone"] = hours.zone_of(base["zone"], ZONE)
    line["open_minutes"] = _open(details.first("schedules", *ids), at)
    return line


@lru_cache(20_000)
def _matching(name: str) -> tuple[str, ...]:
    """Names of terms come again and again."""
    return vocabulary.matching(name)


def codes_of(base: dict, names: Iterable[dict]) -> list[str]:
    """Our codes for a service: of its taxonomy terms (by code or name), and of its own name."""
    known, found = vocabulary.terms(), {}
    for term in names:
        for code in [term["code"]] if term["code"] in known else _matching(term["name"]):
            found[code] = True
    for code in vocabulary.matching(f"{base['name']} {base['alternate_name']}"):
        found[code] = True
    return list(found)


def is_victim_service(said: bool | None, terms: Iterable[str]) -> bool:
    """As its directory says; where it says nothing, whoever offers safety counts as one."""
    return SAFETY in terms if said is None else said


def _words(base: dict, terms: list[str], names: list[dict]) -> dict[str, str]:
    known = vocabulary.terms()
    said = [f"{known[code].en} {known[code].es}" for code in terms if code in known]
    return {
        "name_words": searchable(base["name"], base["alternate_name"]),
        "term_words": searchable(*said, *(term["name"] for term in names)),
        "organization_words": searchable(
            base["organization_name"], base["other_name"], base["location_name"]
        ),
        "other_words": searchable(base["description"], base["eligibility_description"]),
    }


def _where(base: dict, addresses: list[dict]) -> dict[str, Any]:
    street = next((row for row in addresses if row["address_type"] == "physical"), None)
    street = street or (addresses[0] if addresses else {})
    exact = base["latitude"] is not None
    latitude = base["latitude"] if exact else base["near_latitude"]
    longitude = base["longitude"] if exact else base["near_longitude"]
    state, code = street.get("state_province", ""), street.get("postal_code", "")[:10]
    squares = geography.cells(latitude, longitude)
    if not squares or base["remote"] or base["location_type"] == "virtual":
        squares = squares + geography.without_place(state)
    town = street.get("city", "")
    return {
        "latitude": latitude,
        "longitude": longitude,
        "is_exact": exact,
        "cells": squares,
        "line": street.get("address_1", ""),
        "town": town,
        "town_plain": vocabulary.plain(town),
        "state": state[:30],
        "postal_code": code,
        "county": _county(code[:5]),
    }


@lru_cache(50_000)
def _county(code: str) -> str:
    code = code[:5]
    found = zipcodes.matching(code) if len(code) == 5 and code.isascii() and code.isdigit() else []
    return found[0]["county"] if found else ""


def _who(base: dict, terms: list[str]) -> dict[str, Any]:
    return {
        "minimum_age_months": _months(base["minimum_age_months"], base["minimum_age"], 0),
        "maximum_age_months": _months(base["maximum_age_months"], base["maximum_age"], 11),
        "serves_pregnancy": bool(FOR_PREGNANCY.intersection(terms))
        if base["serves_pregnancy"] is None
        else base["serves_pregnancy"],
    }


def _months(months: int | None, years: float | None, rest: int) -> int | None:
    """HSDS counts years: 'up to 5' holds until the day before the sixth birthday."""
    if months is not None:
        return months
    if years is None or not 0 <= years <= 130:
        return None
    return round(years * 12) + (rest if float(years).is_integer() else 0)


def _phone(details: Details, base: dict, ids: tuple) -> dict[str, str]:
    phones = details.first("phones", *ids, base["organization_id"])
    voice = [row for row in phones if row["type"].lower() not in ("fax", "tty")]
    first = voice[0] if voice else {"number": "", "extension": None}
    extension = "" if first["extension"] is None else f"{first['extension']:g}"
    return {"phone": first["number"], "phone_extension": extension}


def _room(capacities: list[dict]) -> dict[str, Any]:
    said = [row for row in capacities if row["valid_until"] is not None]
    if not said:
        return {"openings": None, "room_until": None}
    return {
        "openings": int(sum(row["available"] for row in said)),
        "room_until": min(row["valid_until"] for row in said),
    }


def _languages(rows: list[dict]) -> list[str]:
    found = {}
    for row in rows:
        code = row["code"].strip().lower() or LANGUAGES.get(row["name"].strip().lower(), "")
        code = {"eng": "en", "spa": "es"}.get(code, code.split("-")[0][:10])
        if code:
            found[code] = True
    return list(found)


def _open(schedules: list[dict], at: datetime) -> str | None:
    told = [
        hours.Hours(
            row["byday"],
            row["opens_at"],
            row["closes_at"],
            row["freq"],
            row["interval"],
            row["valid_from"],
            row["valid_to"],
        )  # fmt: skip
        for row in schedules
    ]
    spans = hours.spans(told, at.date())
    return "{" + ",".join(f"[{start},{end})" for start, end in spans) + "}" if spans else None
