"""Where people say they are: a ZIP code, a city or a county, looked up without any network."""

import re
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

import zipcodes
from django.db.models import Avg, Min

from kinwork.directory.search.geography import STATES
from kinwork.library.codes.vocabulary import plain

ZIP = re.compile(r"(?<!\d)([0-9]{5})(?:-[0-9]{4})?(?!\d)", re.ASCII)
COUNTY = re.compile(r"^(?:condado (?:de |del )?)?(?P<name>.+?)(?: (?:county|co|parish))?$")
NEAR = re.compile(
    r"^(?P<words>.*?)\s*\b(?:near|around|in|at|close to|cerca de|en|por)\s+(?P<place>.+)$"
)
LONGEST = 60


@dataclass(frozen=True)
class Place:
    """kind: zip, city, county, or home (the community's own). state and county: as written."""

    kind: str
    name: str
    latitude: float
    longitude: float
    state: str = ""
    county: str = ""

    @property
    def point(self) -> tuple[float, float]:
        return self.latitude, self.longitude

    @property
    def said(self) -> str:
        """What may be typed to mean this place again."""
        return self.name if self.kind in ("zip", "home") else f"{self.name}, {self.state}"

    @property
    def coarse(self) -> str:
        """For counting: never finer than a ZIP code or a town."""
        return self.said[:LONGEST]


def of_zip(code: str) -> Place | None:
    """The middle of a ZIP code."""
    found = zipcodes.matching(code) if ZIP.fullmatch(code) else []
    if not found:
        return None
    row = found[0]
    point = float(row["lat"]), float(row["long"])
    return Place("zip", code[:5], *point, row["state"], row["county"])


@cache
def _state(state: str) -> dict[str, Place]:
    """Cities and counties of a state by their plain names; the middle of their ZIP codes."""
    groups: dict[tuple[str, str], list[dict]] = {}
    for row in zipcodes.filter_by(state=state):
        for kind in ("city", "county"):
            if row[kind]:
                groups.setdefault((kind, row[kind]), []).append(row)
    found: dict[str, Place] = {}
    for (kind, name), rows in groups.items():
        where = _middle(rows)
        county = name if kind == "county" else rows[0]["county"]
        found.setdefault(plain(name), Place(kind, name, *where, state, county))
    return found


def _middle(rows: list[dict]) -> tuple[float, float]:
    """The mean of the usual ZIP codes; those of a single big mail customer count only alone."""
    usual = [row for row in rows if row["zip_code_type"] == "STANDARD"] or rows
    return (
        sum(float(row["lat"]) for row in usual) / len(usual),
        sum(float(row["long"]) for row in usual) / len(usual),
    )


def _split_state(text: str, state: str) -> tuple[str, str, bool]:
    """'mesa az' -> ('mesa', 'AZ', True): the name, its state, whether the state was said."""
    first, _, last = text.rpartition(" ")
    if first and last.upper() in STATES:
        return first, last.upper(), True
    for name in ("arizona", "florida", "california", "texas", "new mexico", "nevada", "utah"):
        if text.endswith(" " + name):
            return text[: -len(name) - 1], _ABBREVIATED[name], True
    return text, state, False


_ABBREVIATED = {
    "arizona": "AZ",
    "florida": "FL",
    "california": "CA",
    "texas": "TX",
    "new mexico": "NM",
    "nevada": "NV",
    "utah": "UT",
}


def find(text: str, state: str = "AZ") -> Place | None:
    """The place that `text` names; cities of `state` first. None when there is none."""
    code = ZIP.search(text[:LONGEST])
    if code:
        return of_zip(code.group(1))
    name, where, was_said = _split_state(plain(text[:LONGEST]), state)
    name = re.sub(r"^(st|ste) ", "saint ", name)
    if not name or name.isdigit():
        return None
    found = _in_state(name, where)
    if found or was_said:
        return found
    elsewhere = [row for row in zipcodes.filter_by(city=name.title()) if row["state"] in STATES]
    if not elsewhere:
        return None
    counts: dict[str, int] = {}
    for row in elsewhere:
        counts[row["state"]] = counts.get(row["state"], 0) + 1
    return _in_state(name, max(counts, key=counts.__getitem__))


def own(text: str, community: Any) -> Place | None:
    """The community by its own name or county, or a town that only its directory knows."""
    if community is None:
        return None
    name = plain(text[:LONGEST])
    county = plain(community.county)
    if name and name in (plain(community.name), county, county.removesuffix(" county")):
        return of_community(community)
    from kinwork.directory.models import SearchEntry  # the rest of this file needs no tables

    middle = SearchEntry.objects.filter(
        town_plain=name, latitude__isnull=False, state__in=("", community.state)
    ).aggregate(latitude=Avg("latitude"), longitude=Avg("longitude"), town=Min("town"))
    if not name or middle["latitude"] is None:
        return None
    return Place("city", middle["town"], middle["latitude"], middle["longitude"], community.state)


def of_community(community: Any) -> Place | None:
    """The middle of the community's own ZIP code, under the community's name."""
    place = of_zip(community.postal_code) if community and community.postal_code else None
    return replace(place, kind="home", name=community.county or community.name) if place else None


def _in_state(name: str, state: str) -> Place | None:
    known = _state(state)
    if name in known:
        return known[name]
    bare = COUNTY.match(name)
    return known.get(f"{bare['name']} county") if bare else None


def suggest(text: str, state: str = "AZ") -> list[Place]:
    """Up to three places of the state that are spelled nearly so."""
    name, where, _said = _split_state(plain(text[:LONGEST]), state)
    known = _state(where)
    close = get_close_matches(name, known, n=3, cutoff=0.72)
    return [known[other] for other in close]


def taken_out(text: str, state: str = "AZ") -> tuple[str, Place | None]:
    """'diapers near Mesa' -> ('diapers', Mesa): a place said among the words."""
    code = ZIP.search(text)
    if code and (place := of_zip(code.group(1))):
        rest = text[: code.start()] + text[code.end() :]
        return re.sub(r"\s+(near|in|around|en|cerca de|por)\s*$", "", rest.strip()), place
    near = NEAR.match(text)
    if near and near["words"] and (place := find(near["place"], state)):
        return near["words"], place
    return text, None
