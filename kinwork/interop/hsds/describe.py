"""What the OpenAPI document says of each endpoint. Pure."""

from kinwork.interop.hsds.parameters import ACCEPTED, FARTHEST, LONGEST, MOST_PER_PAGE

SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.2/schema/"
_UUID = {"type": "string", "format": "uuid"}
_YES = {"type": "boolean"}
KINDS = {
    "search": {"type": "string", "maxLength": LONGEST, "pattern": "^[^\\x00]*$"},
    "page": {"type": "integer", "minimum": 1, "maximum": 10_000_000, "default": 1},
    "per_page": {"type": "integer", "minimum": 1, "maximum": MOST_PER_PAGE, "default": 50},
    "format": {"type": "string", "enum": ["json", "ndjson"]},
    "taxonomy_term_id": _UUID,
    "taxonomy_id": _UUID,
    "organization_id": _UUID,
    "parent_id": _UUID,
    "modified_after": {"type": "string", "format": "date-time"},
    "minimal": _YES,
    "full": _YES,
    "full_service": _YES,
    "top_only": _YES,
    "postcode": {"type": "string", "pattern": "^[0-9]{5}(-[0-9]{4})?$"},
    "proximity": {"type": "number", "exclusiveMinimum": 0, "maximum": FARTHEST},
}
SAYS = {
    "search": "Words to look for.",
    "page": "Which page.",
    "per_page": "How many items a page.",
    "format": "json, or ndjson: everything at once, a line each.",
    "taxonomy_term_id": "Only what carries this taxonomy term.",
    "taxonomy_id": "Only what carries a term of this taxonomy.",
    "organization_id": "Only services of this organization.",
    "parent_id": "Only terms beneath this term.",
    "modified_after": "Only what changed here at this moment or later.",
    "minimal": "Ids and modification dates alone, all in one page.",
    "full": "Whole, nested objects.",
    "full_service": "Organizations with their whole services.",
    "top_only": "Only terms that stand at the top.",
    "postcode": "A ZIP code: places in it, services whose area names it.",
    "proximity": "Metres around the middle of the postcode.",
}
ERROR = {
    "type": "object",
    "properties": {
        "status": {"type": "integer"},
        "error": {"type": "string"},
        "field": {"type": "string"},
    },
    "required": ["status", "error"],
}
COMPILED = {
    "services": ("compiled/service_list.json", "compiled/service.json"),
    "organizations": ("compiled/organization_list.json", "compiled/organization.json"),
    "service_at_locations": (
        "compiled/service_at_location_list.json",
        "compiled/service_at_location.json",
    ),
    "taxonomies": ("taxonomy.json", "taxonomy.json"),
    "taxonomy_terms": ("taxonomy_term.json", "taxonomy_term.json"),
}
PAGE = {
    "total_items": {"type": "integer"},
    "total_pages": {"type": "integer"},
    "page_number": {"type": "integer"},
    "size": {"type": "integer"},
    "first_page": {"type": "boolean"},
    "last_page": {"type": "boolean"},
    "empty": {"type": "boolean"},
}


def _errors(*codes: int) -> dict:
    words = {400: "A parameter cannot be read.", 404: "There is no such page or id."}
    body = {"application/json": {"schema": ERROR}}
    return {code: {"description": words[code], "content": body} for code in codes}


def _answer(schema: dict, words: str) -> dict:
    return {200: {"description": words, "content": {"application/json": {"schema": schema}}}}


def _parameters(names: tuple[str, ...]) -> list[dict]:
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": SAYS[name],
            "schema": KINDS[name],
        }
        for name in names
    ]


def described(path: str) -> dict:
    """The description of a list, or of the answer about the API itself."""
    if path == "about":
        texts = dict.fromkeys(("version", "profile", "openapi_url", "description"), "string")
        schema = {
            "type": "object",
            "properties": {
                **{name: {"type": kind} for name, kind in texts.items()},
                "publisher": {"type": "object"},
            },
            "required": ["version", "profile", "openapi_url"],
        }
        return {"responses": {**_answer(schema, "About this API."), **_errors(400)}}
    schema = {
        "type": "object",
        "properties": {
            **PAGE,
            "contents": {
                "type": "array",
                "items": {"type": "object", "externalDocs": {"url": SCHEMAS + COMPILED[path][0]}},
            },
        },
        "required": ["empty", "contents"],
    }
    answers = {**_answer(schema, "One page."), **_errors(400, 404)}
    answers[200]["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
    return {"parameters": _parameters(ACCEPTED[path]), "responses": answers}


def one_of(path: str) -> dict:
    """The description of one object by its id."""
    names = ACCEPTED["organization"] if path == "organizations" else ()
    schema = {"type": "object", "externalDocs": {"url": SCHEMAS + COMPILED[path][1]}}
    id_ = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    return {
        "parameters": [id_, *_parameters(names)],
        "responses": {**_answer(schema, "The whole object."), **_errors(400, 404)},
    }
