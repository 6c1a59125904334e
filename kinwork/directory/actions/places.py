"""What a ZIP code tells for certain about a place: its time zone, and its middle."""

import re
from functools import lru_cache

import zipcodes

from kinwork.directory.actions.stage import execute, rows

ZIP = re.compile(r"^\d{5}(-\d{4})?$")


@lru_cache(maxsize=50_000)  # a look-up reads the gazetteer from its beginning: 3 ms
def middle(code: str) -> tuple[float, float, str] | None:
    """Latitude, longitude and IANA time zone of a US ZIP code, or None."""
    if not ZIP.match(code) or not code.isascii():
        return None
    found = zipcodes.matching(code[:5])
    if not found:
        return None
    return float(found[0]["lat"]), float(found[0]["long"]), found[0]["timezone"]


def locate() -> None:
    """Give every location that changed, or whose address did, what its ZIP code tells."""
    execute(
        "CREATE TEMP TABLE stage_place ON COMMIT DROP AS"
        " SELECT DISTINCT ON (a.location_id) a.location_id AS id, left(a.postal_code, 10) AS zip"
        " FROM directory_address a WHERE a.country IN ('', 'US', 'USA') AND a.location_id IN ("
        "  SELECT id FROM stage_changed WHERE object = 'location' UNION"
        "  SELECT location_id FROM directory_address WHERE id IN"
        "   (SELECT id FROM stage_changed WHERE object = 'address'))"
        " ORDER BY a.location_id, a.address_type = 'physical' DESC, a.id"
    )
    execute(
        "CREATE TEMP TABLE stage_zip (zip text, lat float8, lon float8, zone text) ON COMMIT DROP"
    )
    for (code,) in rows("SELECT DISTINCT zip FROM stage_place"):
        found = middle(code)
        if found:
            execute("INSERT INTO stage_zip VALUES (%s, %s, %s, %s)", [code, *found])
    execute(
        "UPDATE directory_location l SET timezone = z.zone, near_latitude = z.lat,"
        " near_longitude = z.lon FROM stage_place p JOIN stage_zip z USING (zip)"
        " WHERE l.id = p.id"
    )
