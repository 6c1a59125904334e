"""Parameters of the read API: each read strictly, none ignored. Pure but for the request.

A parameter that is unknown, given twice, or not of its kind is a BadParameter: a filter that was
silently dropped would hand out the wrong families' services.
"""

import json
import re
from datetime import UTC, datetime
from uuid import UUID

LONGEST = 200
MOST_PER_PAGE = 500
FARTHEST = 500_000.0  # metres


class BadParameter(Exception):
    """field, and one sentence."""

    def __init__(self, field: str, sentence: str):
        super().__init__(sentence)
        self.field, self.sentence = field, sentence


def _integer(name: str, text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise BadParameter(name, "write a whole number from 1")
    found = int(text)
    if not 1 <= found <= most:
        raise BadParameter(name, f"write a whole number from 1 to {most}")
    return found


def page(name: str, text: str) -> int:
    return _integer(name, text, 10_000_000)


def per_page(name: str, text: str) -> int:
    return _integer(name, text, MOST_PER_PAGE)


def uuid(name: str, text: str) -> UUID:
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        raise BadParameter(name, "write a UUID")
    return UUID(text)


def boolean(name: str, text: str) -> bool:
    if text in ("true", "1"):
        return True
    if text in ("false", "0"):
        return False
    raise BadParameter(name, "write true or false")


def moment(name: str, text: str) -> datetime:
    """A date or date-time; a space where `+` was not escaped is taken for it."""
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text).replace("Z", "+00:00")
    if not re.match(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise BadParameter(name, "write a date-time such as 2026-01-31T08:00:00Z")
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadParameter(name, "write a date-time such as 2026-01-31T08:00:00Z") from None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if not 1 < found.year < 9998:
        raise BadParameter(name, "write a year of our time")
    return found


def words(name: str, text: str) -> str:
    if len(text) > LONGEST:
        raise BadParameter(name, f"write at most {LONGEST} letters")
    if "\0" in text:
        raise BadParameter(name, "leave out the NUL character")
    return text


def form(name: str, text: str) -> str:
    if text not in ("json", "ndjson"):
        raise BadParameter(name, "write json or ndjson")
    return text


def postcode(name: str, text: str) -> str:
    if not re.fullmatch(r"[0-9]{5}(-[0-9]{4})?", text):
        raise BadParameter(name, "write a ZIP code of five digits")
    return text[:5]


def metres(name: str, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", text):
        raise BadParameter(name, "write a distance in metres")
    found = float(text)
    if not 0 < found <= FARTHEST:
        raise BadParameter(name, f"write a distance from 1 to {FARTHEST:.0f} metres")
    return found


READERS = {
    "search": words,
    "page": page,
    "per_page": per_page,
    "format": form,
    "taxonomy_term_id": uuid,
    "taxonomy_id": uuid,
    "organization_id": uuid,
    "parent_id": uuid,
    "modified_after": moment,
    "minimal": boolean,
    "full": boolean,
    "full_service": boolean,
    "top_only": boolean,
    "postcode": postcode,
    "proximity": metres,
}
DEFAULTS = {"page": 1, "per_page": 50, "format": "json"}
ALWAYS = ("search", "page", "per_page", "format")
# path -> its parameters (HSDS 3.2.3)
ACCEPTED = {
    "services": (
        *ALWAYS,
        *("taxonomy_term_id", "taxonomy_id", "organization_id"),
        *("modified_after", "minimal", "full"),
    ),
    "organizations": (*ALWAYS, "full_service", "full", "taxonomy_term_id", "taxonomy_id"),
    "service_at_locations": (
        *ALWAYS,
        *("taxonomy_term_id", "taxonomy_id", "organization_id"),
        *("modified_after", "full", "postcode", "proximity"),
    ),
    "taxonomies": ALWAYS,
    "taxonomy_terms": (*ALWAYS, "taxonomy_id", "top_only", "parent_id"),
    "organization": ("full_service",),
    "one": (),
}


def read(request, accepted: tuple[str, ...]) -> dict:
    """The request's parameters, of its query and (POST) of its body, as typed values."""
    given = [(key, text) for key in request.GET for text in request.GET.getlist(key)]
    if request.method == "POST":
        given += _body(request)
    found = {key: value for key, value in DEFAULTS.items() if key in accepted}
    seen = set()
    for key, text in given:
        if key not in accepted:
            raise BadParameter(key[:40], "this parameter is not known here")
        if key in seen:
            raise BadParameter(key, "give this parameter once")
        seen.add(key)
        if text != "":
            found[key] = READERS[key](key, text)
    if found.get("proximity") and not found.get("postcode"):
        raise BadParameter("postcode", "proximity needs a postcode to measure from")
    return found


def _body(request) -> list[tuple[str, str]]:
    if request.content_type != "application/json":
        return [(key, text) for key in request.POST for text in request.POST.getlist(key)]
    try:
        body = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise BadParameter("body", "this is no JSON") from None
    if not isinstance(body, dict) or any(isinstance(v, (dict, list)) for v in body.values()):
        raise BadParameter("body", "write one JSON object of parameters")
    return [
        (str(key), str(value).lower() if isinstance(value, bool) else str(value))
        for key, value in body.items()
        if value is not None
    ]
