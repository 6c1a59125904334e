"""Tiny feeds, written to a folder: tables of HSDS 3 as lists of dicts."""

import csv
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

NAMES = ("food", "diapers", "shelter", "visits", "reading", "music")


def uid(*parts: object) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join(map(str, parts))))


def tables() -> dict[str, list[dict]]:
    """One organization with six services at one place, a phone and hours each."""
    org, place = uid("org"), uid("place")
    services = [
        {"id": uid("s", name), "organization_id": org, "name": name.title(), "status": "active"}
        for name in NAMES
    ]
    return {
        "organizations": [{"id": org, "name": "Mesquite Flats Library", "description": "Books"}],
        "locations": [{"id": place, "location_type": "physical", "name": "Main", "url": ""}],
        "addresses": [
            {
                "id": uid("a"),
                "location_id": place,
                "address_1": "1 Wash Street",
                "city": "Mesa",
                "state_province": "AZ",
                "postal_code": "85201",
                "country": "US",
                "address_type": "physical",
            }
        ],
        "services": services,
        "service_at_location": [
            {"id": uid("at", s["id"]), "service_id": s["id"], "location_id": place}
            for s in services
        ],
        "phones": [
            {"id": uid("p", s["id"]), "service_id": s["id"], "number": f"480-555-01{i:02}"}
            for i, s in enumerate(services)
        ],
        "schedules": [
            {
                "id": uid("h", s["id"]),
                "service_id": s["id"],
                "freq": "WEEKLY",
                "byday": "MO,TU",
                "opens_at": "08:00",
                "closes_at": "17:00",
                "valid_from": "",
            }
            for s in services
        ],
    }


def write(folder: Path, content: dict[str, list[dict]]) -> Path:
    """Write each table as a CSV file; every key of any row is a column."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in content.items():
        names = list(dict.fromkeys(key for row in rows for key in row))
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as handle:
            writer = csv.DictWriter(handle, names)
            writer.writeheader()
            writer.writerows(rows)
    return folder
