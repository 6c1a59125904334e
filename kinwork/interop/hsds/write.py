"""Write the directory as an HSDS 3.1.1 package: CSV tables, or JSON lists; a folder or a zip.

What was imported comes out as it was loaded, and `read` brings it back unchanged. Rows are
streamed. Not written: Kinwork's sources, old ids and unknown columns (`extra`).
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kinwork.directory import queries
from kinwork.directory.models import TABLES
from kinwork.directory.shape import THINGS, Thing
from kinwork.interop.hsds.read import guarded

VERSION = "3.1.1"
TEXTS = ("text", "uri", "email", "time", "moment")
LISTS = ("organization", "service", "location", "taxonomy", "taxonomy_term", "unit")
BATCH = 500


def export(path: Path, *, form: str = "csv") -> dict[str, int]:
    """Write to `path` (a new or empty folder, or a name ending in .zip); rows written per file."""
    with _folder(Path(path)) as place:
        if form == "json":
            return _json(place)
        return _csv(place)


class _Place:
    """Opens text files in a folder or a zip."""

    def __init__(self, folder: Path | None, archive: zipfile.ZipFile | None):
        self.folder, self.archive = folder, archive

    @contextmanager
    def file(self, name: str):
        if self.archive is None:
            with (self.folder / name).open("w", encoding="utf-8", newline="") as handle:
                yield handle
            return
        with self.archive.open(name, "w", force_zip64=True) as raw:
            handle = io.TextIOWrapper(raw, encoding="utf-8", newline="")
            yield handle
            handle.flush()
            handle.detach()


@contextmanager
def _folder(path: Path):
    """A file that breaks off half-way never has the final name."""
    if path.suffix.lower() == ".zip":
        part = path.with_suffix(".part")
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                yield _Place(None, archive)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return
    path.mkdir(parents=True, exist_ok=True)
    yield _Place(path, None)


def column_of(thing: Thing, column: str) -> str:
    """The model's name for an HSDS column."""
    odd = {
        ("funding", "source"): "source_text",
        ("taxonomy_term", "taxonomy_id"): "taxonomy_detail_id",
    }
    return odd.get((thing.name, column), column)


def rows_of(thing: Thing) -> Iterator[tuple]:
    """Every living row of one table, id first, in the order of ids."""
    names = ["id", *(column_of(thing, column) for column in thing.fields)]
    living = TABLES[thing.name].objects.filter(left_source_at=None).order_by("id")
    return living.values_list(*names).iterator(chunk_size=2000)


def _cell(kind: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return guarded(value) if kind in TEXTS else str(value)


def _csv(place: _Place) -> dict[str, int]:
    counts = {}
    for thing in THINGS.values():
        kinds = ["uuid", *(thing.kind(column) for column in thing.fields)]
        number = 0
        with place.file(f"{thing.file}.csv") as handle:
            writer = csv.writer(handle, lineterminator="\r\n")
            writer.writerow(["id", *thing.fields])
            for row in rows_of(thing):
                writer.writerow(map(_cell, kinds, row))
                number += 1
        counts[thing.file] = number
    with place.file("datapackage.json") as handle:
        json.dump(_descriptor(), handle, indent=2)
    return counts


def _descriptor() -> dict:
    return {
        "name": "kinwork-directory",
        "profile": "tabular-data-package",
        "title": "Human services directory",
        "homepage": "https://docs.openreferral.org",
        "version": VERSION,
        "resources": [
            {
                "name": thing.file,
                "path": f"{thing.file}.csv",
                "profile": "tabular-data-resource",
                "schema": {"fields": [{"name": name} for name in ("id", *thing.fields)]},
            }
            for thing in THINGS.values()
        ],
    }


def _json(place: _Place) -> dict[str, int]:
    counts = {}
    for name in LISTS:
        counts[THINGS[name].file] = _list(place, THINGS[name].file, _texts(name))
    for name in ("program", "attribute", "metadata", "meta_table_description"):
        counts[THINGS[name].file] = _list(place, THINGS[name].file, _loose(name))
    return counts


def _list(place: _Place, stem: str, texts: Iterator[str]) -> int:
    number = 0
    with place.file(f"{stem}.json") as handle:
        handle.write("[")
        for text in texts:
            handle.write(",\n" if number else "\n")
            handle.write(text)
            number += 1
        handle.write("\n]\n")
    return number


def _texts(name: str) -> Iterator[str]:
    """Whole objects; an organization's places stand in their own list."""
    without = ("locations",) if name == "organization" else ()
    ids = TABLES[name].objects.filter(left_source_at=None).order_by("id")
    batch = []
    for id in ids.values_list("id", flat=True).iterator(chunk_size=2000):
        batch.append(id)
        if len(batch) == BATCH:
            yield from queries.documents(name, batch, whole=True, without=without)
            batch.clear()
    yield from queries.documents(name, batch, whole=True, without=without)


def _loose(name: str) -> Iterator[str]:
    """Rows that no other list embeds."""
    thing = THINGS[name]
    for row in rows_of(thing):
        cells = dict(zip(("id", *thing.fields), row, strict=True))
        embedded = {
            "attribute": cells.get("link_entity") in THINGS,
            "metadata": cells.get("resource_type") in THINGS,
            "program": cells.get("organization_id") is not None,
        }
        if not embedded.get(name):
            yield json.dumps(
                {key: value for key, value in cells.items() if value not in (None, "")},
                default=str,
                ensure_ascii=False,
            )
