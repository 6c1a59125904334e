"""JSON that says it is HSDS and nearly is: bundles of organizations and services with other names
for known fields. Brought to HSDS names; what is not known stays as it is. Pure.
"""

from collections.abc import Iterator

MADE = "(made id)"  # the importer notes it
TOPS = {
    "organizations": "organization",
    "organization": "organization",
    "services": "service",
    "service": "service",
    "locations": "location",
    "location": "location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "units": "unit",
    "meta_table_descriptions": "meta_table_description",
}
ADDRESS = {
    "street_address": "address_1",
    "street": "address_1",
    "address1": "address_1",
    "address2": "address_2",
    "state": "state_province",
    "zip": "postal_code",
    "zip_code": "postal_code",
    "postcode": "postal_code",
}
ADDRESS_KEYS = (
    *("address_1", "address_2", "city", "region", "state_province"),
    *("postal_code", "country", "attention"),
)
SINGLE = {"locations": "location", "addresses": "address"}
SCHEDULE = {
    "start_time": "opens_at",
    "end_time": "closes_at",
    "start_date": "valid_from",
    "end_date": "valid_to",
    "day": "byday",
    "days": "byday",
}


def is_bundle(value: dict) -> bool:
    """Several kinds at the top, none of them the item itself."""
    kinds = [key for key in TOPS if isinstance(value.get(key), (list, dict))]
    return "id" not in value and "name" not in value and bool(kinds)


def normal(value: dict, scope: str) -> Iterator[tuple[str, dict]]:
    """(object, HSDS JSON) for each entry. scope: put before ids that hold in this bundle alone."""
    ids = _Ids(scope)
    for key, name in TOPS.items():
        content = value.get(key)
        for i, part in enumerate(content if isinstance(content, list) else [content]):
            if isinstance(part, dict) and part:
                part = _named(part, f"#{name}{i}", scope)
                yield name, BY_NAME.get(name, _any)(part, ids)


def _named(part: dict, id: str, scope: str) -> dict:
    """An entry without an id gets one from its place in its record; without a record to hold on
    to it stays as it is, and is set aside."""
    if part.get("id") or not scope:
        return part
    return {**part, "id": id, MADE: "true"}


class _Ids:
    def __init__(self, scope: str):
        self.scope = scope

    def __call__(self, id: object) -> str:
        return f"{self.scope}/{id}" if self.scope else str(id)


def _scoped(part: dict, ids: _Ids) -> dict:
    """A copy with its ids, and those of what it points at, in the bundle's own space."""
    return {
        key: ids(value)
        if (key == "id" or key.endswith("_id")) and isinstance(value, (str, int)) and value != ""
        else value
        for key, value in part.items()
    }


def _any(part: dict, ids: _Ids) -> dict:
    part = _scoped(part, ids)
    for key, value in part.items():
        if isinstance(value, list):
            part[key] = [_any(v, ids) if isinstance(v, dict) else v for v in value]
    _loose_metadata(part)
    return part


def _loose_metadata(part: dict) -> None:
    """HSDS metadata is a list of changes; a bare object of dates is kept as an unknown field."""
    if isinstance(part.get("metadata"), dict):
        part["metadata_as_read"] = part.pop("metadata")


def _list(part: dict, *names: str) -> list[dict]:
    found = []
    for name in names:
        content = part.pop(name, None)
        for entry in content if isinstance(content, list) else [content]:
            if isinstance(entry, dict) and entry:
                found.append(entry)
    return found


def _names(part: dict) -> None:
    others = part.pop("alternate_names", None)
    if isinstance(others, list) and not part.get("alternate_name"):
        words = [str(other) for other in others if other and other != part.get("name")]
        if words:
            part["alternate_name"] = "; ".join(words)


def organization(part: dict, ids: _Ids) -> dict:
    part = dict(part)
    places = _places(part, ids)
    services = [service(entry, ids) for entry in _list(part, "services")]
    schedules = _list(part, "schedules", "schedule")
    part = _any(part, ids)
    _names(part)
    if "url" in part and "website" not in part:
        part["website"] = part.pop("url")
    if schedules:
        part["schedules_as_read"] = schedules
    return {**part, "locations": places, "services": services}


def _places(part: dict, ids: _Ids) -> list[dict]:
    """Locations, and addresses that stand where HSDS has locations."""
    me = str(part.get("id", ""))
    found = []
    for key, make in (("locations", location), ("addresses", _place_of_address)):
        for i, entry in enumerate(_list(part, key, SINGLE[key])):
            found.append(make(_named(entry, f"{me}#{key}{i}", me and ids.scope), ids))
    return found


def service(part: dict, ids: _Ids) -> dict:
    part = dict(part)
    places = _places(part, ids)
    pointed = part.pop("location_ids", None) or []
    pointed = [*pointed] if isinstance(pointed, list) else [pointed]
    pointed += [part.pop("location_id")] if part.get("location_id") else []
    at = list(_list(part, "service_at_locations"))
    runs = _list(part, "schedules", "schedule", "regular_schedule", "regular_schedules")
    areas = [_area(entry) for entry in _list(part, "service_areas", "service_area")]
    part = _any(part, ids)
    _names(part)
    me = part.get("id", "")
    given = [_at(entry, ids) for entry in at]
    given += [
        {"id": f"{me}@{place.get('id', i)}", "location": place} for i, place in enumerate(places)
    ]
    held = {place.get("id") for place in places}
    given += [
        {"id": f"{me}@{ids(id)}", "location_id": ids(id)} for id in pointed if ids(id) not in held
    ]
    schedules = [piece for entry in runs for piece in _schedules(entry, ids)]
    return {**part, "service_at_locations": given, "schedules": schedules, "service_areas": areas}


def _at(part: dict, ids: _Ids) -> dict:
    part = dict(part)
    place = part.pop("location", None)
    runs = _list(part, "schedules", "schedule")
    part = _any(part, ids)
    if isinstance(place, dict):
        part["location"] = location(place, ids)
    if runs:
        part["schedules"] = [piece for entry in runs for piece in _schedules(entry, ids)]
    return part


def location(part: dict, ids: _Ids) -> dict:
    part = dict(part)
    addresses = _list(part, "addresses", "address")
    if not addresses and any(part.get(key) for key in (*ADDRESS, "address_1")):
        return _place_of_address(part, ids)
    runs = _list(part, "schedules", "schedule")
    part = _any(part, ids)
    _coordinates(part)
    part.setdefault("location_type", "physical")
    part["addresses"] = [address(entry, ids, part.get("id", "")) for entry in addresses]
    part["schedules"] = [piece for entry in runs for piece in _schedules(entry, ids)]
    return part


def _place_of_address(part: dict, ids: _Ids) -> dict:
    """An address that stands where HSDS has a location: both are made of it."""
    part = _any(part, ids)
    _coordinates(part)
    written = address(part, _Ids(""), part.get("id", ""))
    for key in (*ADDRESS, *ADDRESS_KEYS, "address_type", "address"):
        part.pop(key, None)
    if part.get("id"):
        written["id"] = f"{part['id']}#address"
    kept = {key: written[key] for key in (*ADDRESS_KEYS, "address_type", "id") if key in written}
    part.setdefault("location_type", "physical")
    return {**part, "addresses": [kept]}


def address(part: dict, ids: _Ids, place: str) -> dict:
    part = _any(part, ids)
    for old, new in ADDRESS.items():
        if old in part:
            part.setdefault(new, part.pop(old))
    if "id" not in part and place:
        part["id"] = f"{place}#address"
    part.setdefault("address_type", "physical")
    return part


def _coordinates(part: dict) -> None:
    pair = part.pop("coordinates", None)
    if isinstance(pair, dict):
        for key in ("latitude", "longitude"):
            part.setdefault(key, pair.get(key))
    elif pair:
        part["coordinates_as_read"] = pair


def _area(part: dict) -> dict:
    if part.get("name"):
        return part
    words = [part.get(key) for key in ("city", "county", "state_province", "postal_code")]
    return {**part, "name": ", ".join(str(word) for word in words if word)}


def _schedules(part: dict, ids: _Ids) -> list[dict]:
    """One schedule per span of hours; the days of a list become byday."""
    part = _any(part, ids)
    spans = part.pop("times", None)
    spans = [span for span in spans if isinstance(span, dict)] if isinstance(spans, list) else []
    found = []
    for i, span in enumerate(spans or [{}]):
        one = {**part, **{k: v for k, v in span.items() if k != "id"}}
        for old, new in SCHEDULE.items():
            if old in one:
                value = one.pop(old)
                one.setdefault(new, ",".join(map(str, value)) if isinstance(value, list) else value)
        if isinstance(one.get("byday"), list):
            one["byday"] = ",".join(map(str, one["byday"]))
        if i and one.get("id"):
            one["id"] = f"{one['id']}#{i}"
        found.append(one)
    return found


BY_NAME = {"organization": organization, "service": service, "location": location}
