"""An HSDS package of invented services, as large as one likes: same number, same package."""

import csv
import json
from pathlib import Path
from random import Random
from uuid import UUID

WORDS = [
    "family",
    "home",
    "visit",
    "parent",
    "child",
    "food",
    "diaper",
    "bank",
    "class",
    "group",
    "help",
    "rent",
    "legal",
    "clinic",
    "dental",
    "vision",
    "early",
    "learning",
    "school",
    "meal",
    "ride",
    "coat",
    "crib",
    "car",
    "seat",
    "safe",
    "sleep",
    "play",
    "reading",
    "support",
]
DAYS = "MO,TU,WE,TH,FR"


def write(folder: Path, services: int) -> Path:
    """Organizations, locations, services with phones, schedules and languages, as CSV."""
    rng = Random(services)

    def id() -> str:
        return str(UUID(int=rng.getrandbits(128), version=4))

    def text(words: int) -> str:
        return " ".join(rng.choices(WORDS, k=words)).capitalize()

    tables: dict[str, list[dict]] = {
        name: []
        for name in (
            *("organizations", "locations", "addresses", "services", "services_at_location"),
            *("phones", "schedules", "languages"),
        )
    }
    home = ""
    for number in range(services):
        if number % 4 == 0:
            home = id()
            said = {"id": home, "name": text(3), "description": text(30)}
            tables["organizations"].append(said)
        service, place, link = id(), id(), id()
        tables["services"].append(
            {
                "id": service,
                "organization_id": home,
                "name": text(4),
                "description": text(60),
                "status": "active",
                "url": f"https://service{number}.example.org",
                "application_process": text(12),
                "fees_description": text(6),
            }
        )
        point = {"latitude": 33 + rng.random(), "longitude": -112 + rng.random()}
        tables["locations"].append(
            {"id": place, "name": text(2), "location_type": "physical", **point}
        )
        tables["addresses"].append(
            {
                "id": id(),
                "location_id": place,
                "address_1": f"{number} Main St",
                "city": "Mesquite Flats",
                "state_province": "AZ",
                "postal_code": "85128",
                "country": "US",
                "address_type": "physical",
            }
        )
        tables["services_at_location"].append(
            {"id": link, "service_id": service, "location_id": place}
        )
        tables["phones"].append({"id": id(), "service_id": service, "number": "520-555-0100"})
        tables["schedules"].append(
            {
                "id": id(),
                "service_id": service,
                "freq": "WEEKLY",
                "byday": DAYS,
                "opens_at": "08:00",
                "closes_at": "17:00",
            }
        )
        tables["languages"] += [
            {"id": id(), "service_id": service, "name": name, "code": code}
            for name, code in (("English", "en"), ("Spanish", "es"))
        ]
    return _package(folder, tables)


def _package(folder: Path, tables: dict[str, list[dict]]) -> Path:
    names = {"services_at_location": "service_at_locations"}
    resources = []
    for table, rows in tables.items():
        name = names.get(table, table)
        with (folder / f"{name}.csv").open("w", newline="") as file:
            sheet = csv.DictWriter(file, list(rows[0]))
            sheet.writeheader()
            sheet.writerows(rows)
        resources.append({"name": name, "path": f"{name}.csv"})
    about = {"name": "bench", "profile": "tabular-data-package", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(about))
    return folder
