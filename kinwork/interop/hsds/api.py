"""The HSDS read API, version 3.2.3: every endpoint and parameter of its table, open to everybody.

Lists of services come from stored documents: their JSON texts are put side by side, never parsed.
Everything that goes wrong has one shape: {"status": 400, "error": "...", "field": "..."}.
"""

import json
import re
from functools import cache, wraps
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import NinjaAPI

from kinwork.directory import queries
from kinwork.directory.models import TABLES
from kinwork.interop.hsds import parameters
from kinwork.interop.hsds.describe import described, one_of
from kinwork.interop.hsds.lists import NAMES, Listing
from kinwork.interop.hsds.parameters import ACCEPTED, BadParameter

VERSION = "3.2.3"
PROFILE = Path(__file__).parent / "profile"
JSON = "application/json"

api = NinjaAPI(
    title="Kinwork human services directory",
    version=VERSION,
    description="Open Referral HSDS 3.2.3, read only, without a key.",
    openapi_url="/openapi.json",
    docs_url=None,
    urls_namespace="hsds",
)


def problem(status: int, sentence: str, field: str = "") -> HttpResponse:
    """The one shape of everything that goes wrong."""
    body = {"status": status, "error": sentence}
    if field:
        body["field"] = field
    answer = HttpResponse(json.dumps(body), content_type=JSON, status=status)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _text(body: str) -> HttpResponse:
    answer = HttpResponse(body, content_type=JSON)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def careful(view):
    """A bad parameter is an answer, not an accident."""

    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadParameter as bad:
            return problem(400, f"{bad.field}: {bad.sentence}.", bad.field)

    return answer


@api.exception_handler(Exception)
def _unexpected(request: HttpRequest, why: Exception) -> HttpResponse:
    if isinstance(why, OperationalError | InterfaceError):
        answer = problem(503, "This site is starting again. Ask once more in a minute.")
        answer["Retry-After"] = "15"
        return answer
    if settings.DEBUG:
        raise why
    import logging

    logging.getLogger(__name__).exception("the read API failed")
    return problem(500, "Something went wrong here.")


@cache
def _about() -> str:
    base = settings.SITE_ADDRESS.rstrip("/") + "/hsds/"
    return json.dumps(
        {
            "version": VERSION,
            "profile": f"{base}profile/",
            "openapi_url": f"{base}openapi.json",
            "description": "Services for families with young children: who, where, when, and how"
            " to get in.",
            "publisher": {"name": "Kinwork", "website": settings.SITE_ADDRESS},
        }
    )


@api.get("/", openapi_extra=described("about"), tags=["required"], summary="About this API")
@careful
def about(request: HttpRequest):
    parameters.read(request, ())
    return _text(_about())


def listing(request: HttpRequest, path: str) -> HttpResponse:
    """One page of a list, or all of it as lines of JSON."""
    asked = parameters.read(request, ACCEPTED[path])
    found = Listing(path, asked)
    if asked["format"] == "ndjson":
        lines = StreamingHttpResponse(found.every(), content_type="application/x-ndjson")
        lines["Access-Control-Allow-Origin"] = "*"
        return lines
    number, size = asked["page"], asked["per_page"]
    total = found.total()
    if asked.get("minimal"):
        number, size = 1, max(total, 1)
    pages = -(-total // size)
    if number > max(pages, 1):
        return problem(404, f"page: the last page is {max(pages, 1)}.", "page")
    texts = found.texts(size, (number - 1) * size)
    head = {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(texts),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not texts,
    }
    return _text(f'{json.dumps(head)[:-1]}, "contents": [{",".join(texts)}]}}')


def one(request: HttpRequest, path: str, id: str) -> HttpResponse:
    """One whole object, or a 404 in the same shape as every other error."""
    asked = parameters.read(request, ACCEPTED["organization" if path == "organizations" else "one"])
    key = _uuid(id)
    if key is None:
        return problem(404, "There is nothing with this id.", "id")
    text = _one(path, key, asked)
    return _text(text) if text else problem(404, "There is nothing with this id.", "id")


def _uuid(text: str) -> UUID | None:
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text):
        return None
    return UUID(text)


def _one(path: str, key: UUID, asked: dict) -> str | None:
    if path == "services":
        return queries.service_document([key]).get(key)
    name = NAMES[path]
    if not TABLES[name].objects.filter(pk=key, left_source_at=None).exists():
        return None
    services = ""
    if path == "organizations":
        services = "whole" if asked.get("full_service") else "brief"
    return next(iter(queries.documents(name, [key], whole=True, services=services)), None)


def _routes(path: str) -> None:
    tag = "required" if path == "services" else "optional"
    noun = path.replace("_", " ")

    @careful
    def many(request: HttpRequest):
        return listing(request, path)

    @careful
    def single(request: HttpRequest, id: str):
        return one(request, path, id)

    for method in ("get", "post"):
        getattr(api, method)(
            f"/{path}",
            operation_id=f"{method}_{path}",
            summary=f"A page of {noun}",
            tags=[tag],
            openapi_extra=described(path),
        )(many)
    api.get(
        f"/{path}/{{id}}",
        operation_id=f"get_one_of_{path}",
        summary=f"One of the {noun}",
        tags=[tag],
        openapi_extra=one_of(path),
    )(single)


for _path in NAMES:
    _routes(_path)
