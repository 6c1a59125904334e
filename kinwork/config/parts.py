"""Which parts of others run here, which known faults they have, and whether one is older than allowed.

Faults come as files of the Open Source Vulnerability format (https://ossf.github.io/osv-schema/), which
whoever runs the site fetches and names. How soon each must be gone is SECURITY.md, "How soon".
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from kinwork.common.trouble import Trouble

# When every part was last brought up to date, and the locks of that day: a test holds them together.
UPDATED, LOCKS = date(2026, 11, 23), "ada4106563b2"
ALL_WITHIN = timedelta(days=183)
# By the rating that the list gives; what has none, or another, is taken for the gravest.
WITHIN = {"CRITICAL": 7, "HIGH": 30, "MODERATE": 90, "MEDIUM": 90, "LOW": 90}
GRAVEST = min(WITHIN.values())


@dataclass(frozen=True)
class Part:
    """Something of others that runs here: its name in one spelling, and its version."""

    name: str
    version: str


@dataclass(frozen=True)
class Fault:
    """A known fault of a part: since when it is known, and until when it must be gone."""

    id: str
    part: Part
    known: date
    due: date

    def is_overdue(self, today: date) -> bool:
        return today > self.due


def installed() -> list[Part]:
    """Every Python package of this program's own environment, by name."""
    found = {(canonicalize_name(one.name), one.version) for one in metadata.distributions()}
    return [Part(*one) for one in sorted(found)]


def is_current(today: date) -> bool:
    """Was everything brought up to date within the last half year?"""
    return today - UPDATED <= ALL_WITHIN


def faults(parts: Iterable[Part], told: Iterable[dict[str, Any]]) -> list[Fault]:
    """The faults of these parts among what the list tells, the soonest due first."""
    by_name = {part.name: part for part in parts}
    found = {
        Fault(str(entry["id"]), part, *_times(entry))
        for entry in told
        if not entry.get("withdrawn")
        for affected in entry.get("affected", ())
        if (part := by_name.get(_name(affected))) and touches(part.version, affected)
    }
    return sorted(found, key=lambda fault: (fault.due, fault.part.name, fault.id))


def touches(version: str, affected: dict[str, Any]) -> bool:
    """Is this version among those that have the fault? One that cannot be read is."""
    if version in affected.get("versions", ()):
        return True
    try:
        this = Version(version)
        return any(
            _in_range(this, one.get("events", ()))
            for one in affected.get("ranges", ())
            if one.get("type") in ("ECOSYSTEM", "SEMVER")
        )
    except InvalidVersion:
        return True


def _in_range(this: Version, events: Iterable[dict[str, str]]) -> bool:
    inside = False
    for event in sorted(events, key=_place):
        (kind, said), *_rest = event.items()
        at = Version(said)
        if kind == "introduced" and this >= at:
            inside = True
        elif (kind == "fixed" and this >= at) or (kind == "last_affected" and this > at):
            inside = False
    return inside


def _place(event: dict[str, str]) -> Version:
    return Version(next(iter(event.values())))


def _name(affected: dict[str, Any]) -> str:
    return canonicalize_name(str(affected.get("package", {}).get("name", "")))


def _times(entry: dict[str, Any]) -> tuple[date, date]:
    known = datetime.fromisoformat(str(entry.get("published") or entry["modified"])).date()
    rated = str(entry.get("database_specific", {}).get("severity", "")).upper()
    return known, known + timedelta(days=WITHIN.get(rated, GRAVEST))


def read(place: Path) -> Iterator[dict[str, Any]]:
    """Every entry of a folder of JSON files, or of one file. Trouble where nothing can be read."""
    files = sorted(place.rglob("*.json")) if place.is_dir() else [place]
    if not files:
        raise Trouble(f"No list of faults (files *.json) is in {place}.")
    for file in files:
        try:
            said = json.loads(file.read_bytes())
        except (OSError, ValueError) as why:
            raise Trouble(f"{file} is no list of faults: {why}.") from why
        for entry in said if isinstance(said, list) else [said]:
            if not isinstance(entry, dict) or "id" not in entry or "affected" not in entry:
                raise Trouble(f"{file} is no list of faults: an entry has no id or says no parts.")
            yield entry
