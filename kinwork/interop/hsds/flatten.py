"""HSDS JSON -> rows: each object, at whatever depth, becomes a row of its table with its links."""

import json
from collections.abc import Iterator
from uuid import UUID

from kinwork.directory.shape import ATTRIBUTE, METADATA, THINGS, Thing
from kinwork.interop.hsds import near
from kinwork.interop.hsds.convert import content_id
from kinwork.interop.hsds.ids import made
from kinwork.interop.hsds.read import Feed, Row, clean
from kinwork.interop.hsds.stream import BrokenJson, items

ABOUT = {"version", "profile", "openapi_url", "label", "description"}  # answer of GET /
DEEPEST = 12


def feed(name: str, licence: str, files: list, ignored: list[str]) -> Feed:
    """Services alone (a page, one service) say nothing of what else the source has."""
    found = Feed(name, "json", False, False, licence, iter(()), ignored)
    found.rows = _rows(files, found)
    return found


def _rows(files: list, found: Feed) -> Iterator[Row]:
    whole = True
    for file in files:
        with file.open() as handle:
            number, paged = 0, False
            try:
                for kind, value in items(handle):
                    if kind == "about":
                        paged = True
                        whole = whole and value.get("total_pages") in (None, 0, 1)
                        continue
                    number += 1
                    yield from _item(file, number, value)
            except BrokenJson:
                whole = False
                cut = {"(text)": "the text breaks off here, or is no JSON"}
                yield Row("records", file.name, number + 1, cut, ("not_json", ""))
            whole = whole and (paged or number != 1)
    found.complete = whole


def _item(file, number: int, value) -> Iterator[Row]:
    if not isinstance(value, dict):
        text = {"(text)": clean(json.dumps(value, ensure_ascii=False)[:4000])}
        yield Row("records", file.name, number, text, ("not_an_object", ""))
        return
    if set(value) <= ABOUT and "version" in value:
        return
    if "near_hsds" in value or near.is_bundle(value):
        yield from _bundle(file, number, value)
        return
    name = _kind(file.stem, value)
    if name is None:
        text = {"(text)": clean(json.dumps(value, ensure_ascii=False)[:4000])}
        yield Row("records", file.name, number, text, ("nothing_known", ""))
        return
    yield from flatten(THINGS[name], value, file.name, number)


def _bundle(file, number: int, value: dict) -> Iterator[Row]:
    scope = str(value.get("id", number)) if "near_hsds" in value else ""
    inner = value.get("near_hsds", value)
    if isinstance(inner, str):
        try:
            inner = json.loads(inner)
        except ValueError:
            cells = {"id": scope, "(text)": clean(inner[:4000])}
            yield Row("records", file.name, number, cells, ("not_json", "near_hsds"))
            return
    if not isinstance(inner, dict):
        cells = {"id": scope, "(text)": clean(json.dumps(inner)[:4000])}
        yield Row("records", file.name, number, cells, ("not_an_object", "near_hsds"))
        return
    known = False
    for name, thing in near.normal(inner, scope):
        known = True
        yield from flatten(THINGS[name], thing, file.name, number)
    if not known:
        cells = {"id": scope, "(text)": clean(json.dumps(inner)[:4000])}
        yield Row("records", file.name, number, cells, ("nothing_known", "near_hsds"))


def _kind(stem: str, value: dict) -> str | None:
    """What an item is: by what it holds, else by its file's name."""
    stem = stem.lower().replace("-", "_")
    by_file = {thing.file: thing.name for thing in THINGS.values()}
    if stem in by_file:
        return by_file[stem]
    keys = set(value)
    if keys & {"service_at_locations", "organization", "program"} or "status" in keys:
        return "service"
    if "location" in keys or {"service_id", "location_id"} <= keys:
        return "service_at_location"
    if keys & {"location_type", "addresses", "latitude"}:
        return "location"
    if keys & {"organization_identifiers", "locations", "programs", "website", "legal_status"}:
        return "organization"
    if keys & {"taxonomy_detail", "parent_id", "term_uri", "taxonomy"}:
        return "taxonomy_term"
    names = sorted(THINGS, key=len, reverse=True)
    return next((name for name in names if stem.startswith(name)), None)


def flatten(
    thing: Thing,
    value: dict,
    file: str,
    number: int,
    links: dict | None = None,
    at: str = "",
    depth: int = 0,
) -> Iterator[Row]:
    """The row of `value`, and before it the rows of what it embeds."""
    cells: dict[str, str] = dict(links or {})
    nested: list[tuple] = []
    known = thing.fields
    for key, content in value.items():
        if key in thing.one or (key == "service" and thing.name == "service_at_location"):
            nested.append((key, content, True))
        elif (
            key in thing.many
            or key in ("attributes", "metadata")
            or (key == "services" and thing.name == "organization")
        ):
            nested.append((key, content, False))
        elif content is not None and content != "":
            cells[_key(key)] = _text(content, key in known)
    id = cells.get("id") or _made_id(thing, cells)
    for key, content, single in nested:
        yield from _embedded(thing, key, content, single, id, cells, (file, number, at, depth))
    yield Row(thing.file, file, number, cells, None if cells else ("blank_row", ""), at)


def _made_id(thing: Thing, cells: dict) -> str:
    """What has no id, but has children, gets one from its content, so that they can point at it."""
    return str(made("", thing.name, thing.file, content_id(cells)))


def _embedded(thing, key, content, single, id, cells, where) -> Iterator[Row]:
    file, number, at, depth = where
    parts = content if isinstance(content, list) else [content]
    if depth >= DEEPEST:
        return
    for part in parts:
        if part is None or part == {}:
            continue
        if not isinstance(part, dict):
            cells[f"({key})"] = _text(part, False)
            continue
        if single:
            child = THINGS["service" if key == "service" else _target(thing, key)]
            link = "service_id" if key == "service" else thing.one[key]
            part = part if part.get("id") else {**part, "id": _made_id(child, _flat(part))}
            cells[link] = _text(part["id"], True)
            back = {}
        else:
            child, back = _child(thing, key, id)
        path = f"{at}{key}."
        yield from flatten(child, part, file, number, back, path, depth + 1)


def _flat(part: dict) -> dict:
    return {k: str(v) for k, v in part.items() if not isinstance(v, (dict, list))}


def _target(thing: Thing, key: str) -> str:
    return thing.links[thing.one[key]]


def _child(thing: Thing, key: str, id: str) -> tuple[Thing, dict]:
    if key == "attributes":
        return ATTRIBUTE, {"link_id": id, "link_entity": thing.name}
    if key == "metadata":
        return METADATA, {"resource_id": id, "resource_type": thing.name}
    if key == "services":
        return THINGS["service"], {"organization_id": id}
    name, column = thing.many[key]
    return THINGS[name], {column: id}


def _key(key: object) -> str:
    return clean(str(key))[:100]


def _text(content: object, known: bool) -> str:
    if isinstance(content, str):
        return clean(content)
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, float) and content.is_integer() and abs(content) < 1e15:
        return str(int(content))
    if isinstance(content, (int, float, UUID)):
        return str(content)
    return clean(json.dumps(content, ensure_ascii=False, sort_keys=True))
