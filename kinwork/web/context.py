"""What every template may know about the page: who, where, in which language, whom to call."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kinwork.common.actor import VISITOR
from kinwork.web.menu import menu

NAME = "Kinwork"
OWN_NAMES = {"en": "English", "es": "Español"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Whatever the middleware did not set is absent, never an error."""
    community = getattr(request, "community", None)
    return {
        "site_name": NAME,
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", VISITOR),
        "hat": getattr(request, "hat", None),
        "hats": getattr(request, "hats", ()),
        "community": community,
        "help_phone": getattr(community, "help_phone", "") or "211",
        "other_languages": other_languages(),
        "menu": SimpleLazyObject(lambda: menu(request)),
    }


def other_languages() -> list[tuple[str, str]]:
    """(code, its own name) of every language but the page's."""
    here = get_language() or settings.LANGUAGE_CODE
    return [(code, OWN_NAMES.get(code, code)) for code, _name in settings.LANGUAGES if code != here]
