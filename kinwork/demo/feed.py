"""`directory.toml` as an HSDS 3 package of CSV tables, as a neighbouring directory would send it."""

import csv
import hashlib
import tomllib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from kinwork.directory.actions.places import middle
from kinwork.library.codes import vocabulary

SOURCE = "demo"
STATE = "AZ"
LANGUAGES = {"en": "English", "es": "Spanish"}
# Reached by walking in or by phone; nothing is sent there.
NO_REFERRALS = {
    "meals",
    "crisis-line",
    "domestic-violence-help",
    "library-storytime",
    "playgroup",
    "substance-use-help",
}


_middle = cache(middle)


@cache
def listed() -> dict[str, Any]:
    """The file as written."""
    path = Path(__file__).parent / "directory.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Offer:
    """A service in one town. `id` is its old id in the feed; `told` its lines in the file."""

    id: str
    organization: str
    town: str
    home: bool
    told: dict[str, Any]

    @property
    def name(self) -> str:
        return self.told["name"] if self.home else _elsewhere(self.told["name"], self.town)

    @property
    def spanish(self) -> str:
        return self.told["es"] if self.home else _elsewhere(self.told["es"], self.town)

    @property
    def takes_referrals(self) -> bool:
        return not NO_REFERRALS & set(self.told["terms"])


def _elsewhere(name: str, town: str) -> str:
    return f"{name.partition(', ')[0]}, {town}"


@cache
def offers() -> tuple[Offer, ...]:
    """Every service of the county; one that is given in several towns is several services."""
    return tuple(_offers())


def _offers() -> Iterator[Offer]:
    for organization in listed()["organization"]:
        for number, told in enumerate(organization["service"], 1):
            key = organization["key"]
            yield Offer(f"{key}-{number}", key, organization["town"], True, told)
            for town in told.get("also", ()):
                yield Offer(f"{key}-{number}-{_slug(town)}", key, town, False, told)


def package(folder: Path, *, today: date) -> Path:
    """Write the package into `folder`, with every entry confirmed as it was on `today`."""
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    _terms(tables)
    for number, organization in enumerate(listed()["organization"]):
        _organization(tables, number, organization)
    for offer in offers():
        _service(tables, offer, today)
    for name, rows in tables.items():
        _write(folder / f"{name}.csv", rows)
    return folder


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def _terms(tables: dict[str, list]) -> None:
    tables["taxonomies"].append({"id": "kinwork", "name": "Kinwork", "description": "Our words."})
    for code, term in vocabulary.terms().items():
        row = {"id": code, "code": code, "name": term.en, "description": term.es}
        tables["taxonomy_terms"].append(row | {"taxonomy_id": "kinwork"})


def _organization(tables: dict[str, list], number: int, told: dict[str, Any]) -> None:
    key = told["key"]
    row = {"id": key, "name": told["name"], "description": told["says"]}
    mail = {"email": f"hello@{key}.example.org", "website": f"https://{key}.example.org"}
    tables["organizations"].append(row | mail)
    phone = {"id": key, "organization_id": key, "number": f"520-555-{100 + number:04d}"}
    tables["phones"].append(phone | {"type": "voice"})
    towns = [told["town"]] + [town for one in told["service"] for town in one.get("also", ())]
    for town in dict.fromkeys(towns):
        _place(tables, told, town)


def _place(tables: dict[str, list], told: dict[str, Any], town: str) -> None:
    """The organization's own house, its room in another town, or none that may be told."""
    key = _at(told["key"], town)
    code = listed()["towns"][town]
    place = {"id": key, "organization_id": told["key"], "name": f"{told['name']}, {town}"}
    address = {"city": town, "state_province": STATE, "postal_code": code, "country": "US"}
    if told["address"]:
        street = told["address"] if town == told["town"] else listed()["sites"][town]
        place |= {"location_type": "physical", **_point(key, code)}
        address |= {"address_1": street, "address_type": "physical"}
        doors = {"id": f"{key}-ramp", "location_id": key, "description": "Wheelchair ramp"}
        tables["accessibility"].append(doors)
    else:
        place |= {"location_type": "virtual"}
        address |= {"address_1": "By phone", "address_type": "postal"}
    tables["locations"].append(place)
    tables["addresses"].append({"id": key, "location_id": key, **address})


def _point(key: str, code: str) -> dict[str, str]:
    """The middle of the ZIP code, moved by at most a mile, always the same way."""
    latitude, longitude, _zone = _middle(code)
    move = hashlib.sha256(key.encode()).digest()
    return {
        "latitude": f"{latitude + (move[0] - 128) / 9000:.5f}",
        "longitude": f"{longitude + (move[1] - 128) / 9000:.5f}",
    }


def _service(tables: dict[str, list], offer: Offer, today: date) -> None:
    told, id = offer.told, offer.id
    months = told.get("months", ["", ""])
    tables["services"].append(
        {
            "id": id,
            "organization_id": offer.organization,
            "name": offer.name,
            "alternate_name": offer.spanish,
            "description": told["says"],
            "status": "active",
            "fees_description": told["cost"],
            "application_process": _way_in(offer),
            "assured_date": _months_before(today, told.get("stale", _fresh(id))),
            "accepts_referrals": str(offer.takes_referrals).lower(),
            "minimum_age_months": months[0],
            "maximum_age_months": months[1],
            "serves_pregnancy": str(told.get("pregnancy", False)).lower(),
            "remote": str(told.get("remote", False)).lower(),
            "is_victim_service": str(_organization_of(offer).get("victim_service", False)).lower(),
        }
    )
    place = _at(offer.organization, offer.town)
    at = {"id": id, "service_id": id, "location_id": place}
    tables["service_at_location"].append(at)
    tables["service_areas"].append({"id": id, "service_id": id, "name": "Saguaro Wash County"})
    _hours(tables, id, told["hours"])
    for code in _organization_of(offer)["languages"]:
        row = {"id": f"{id}-{code}", "service_id": id, "name": LANGUAGES[code], "code": code}
        tables["languages"].append(row)
    for number, paper in enumerate(told.get("documents", ())):
        row = {"id": f"{id}-{number}", "service_id": id, "document": paper}
        tables["required_documents"].append(row)
    cost = {"id": id, "service_id": id, "option": told["cost"]}
    tables["cost_options"].append(cost)
    for code in told["terms"]:
        row = {"id": f"{id}-{code}", "link_id": id, "link_entity": "service"}
        tables["attributes"].append(row | {"taxonomy_term_id": code})


def _way_in(offer: Offer) -> str:
    if not offer.takes_referrals:
        return "Come in or call."
    return "Call, or let somebody send a request for you."


def _hours(tables: dict[str, list], id: str, told: str) -> None:
    """`MO,WE 09:00-13:00; SA 08:00-11:00`."""
    for number, part in enumerate(told.split(";")):
        days, _space, times = part.strip().partition(" ")
        opens, _dash, closes = times.partition("-")
        row = {"id": f"{id}-{number}", "service_id": id, "freq": "WEEKLY", "byday": days}
        tables["schedules"].append(row | {"opens_at": opens, "closes_at": closes})


def _organization_of(offer: Offer) -> dict[str, Any]:
    return next(one for one in listed()["organization"] if one["key"] == offer.organization)


def _fresh(id: str) -> int:
    """Months since an entry was confirmed that is not stale: 0 to 4."""
    return hashlib.sha256(id.encode()).digest()[2] % 5


def _months_before(day: date, months: int) -> str:
    month = day.year * 12 + day.month - 1 - months
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1])).isoformat()


def _at(key: str, town: str) -> str:
    return f"{key}-{_slug(town)}"


def _slug(town: str) -> str:
    return town.lower().replace(" ", "-")
