"""The bar of links on desk and table pages, read from one table in `settings.MENU`."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string

from kinwork.common.actor import VISITOR
from kinwork.web.pages import STAFF, Who


@dataclass(frozen=True)
class Item:
    """One link of the bar: its words, the name of its URL, and who sees it."""

    label: Any
    url_name: str
    who: Who = STAFF


def menu(request: HttpRequest) -> list[dict[str, Any]]:
    """The links this actor sees: label, href, and whether it is where we are."""
    where = getattr(settings, "MENU", None)
    items = import_string(where) if isinstance(where, str) else where or ()
    actor = getattr(request, "actor", VISITOR)
    return [link for item in items if item.who(actor) and (link := _link(item, request.path))]


def _link(item: Item, path: str) -> dict[str, Any] | None:
    try:
        href = reverse(item.url_name)
    except NoReverseMatch:
        return None
    return {"label": item.label, "href": href, "here": path == href}
