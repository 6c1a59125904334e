"""What every template may know about the page: who, where, in which language, whom to call."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from kinwork.common.actor import VISITOR
from kinwork.common.community import home
from kinwork.common.models import Community
from kinwork.web.menu import menu

NAME = "Kinwork"
EVERYWHERE = "211"
LETTERS = "big_letters"  # in the session: this visit reads bigger letters
OWN_NAMES = {"en": "English", "es": "Español"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Context of every page. Whatever the middleware did not set is absent, never an error."""
    place = SimpleLazyObject(lambda: community_of(request))
    return {
        "site_name": NAME,
        "demo": settings.DEMO,
        "actor": getattr(request, "actor", VISITOR),
        "hat": getattr(request, "hat", None),
        "hats": getattr(request, "hats", ()),
        "community": place,
        "help_phone": SimpleLazyObject(lambda: getattr(place, "help_phone", "") or EVERYWHERE),
        "other_languages": other_languages(),
        "big_letters": bool(getattr(request, "session", {}).get(LETTERS)),
        "idle_seconds": getattr(request, "idle_seconds", None),
        "menu": SimpleLazyObject(lambda: menu(request)),
    }


def community_of(request: HttpRequest) -> Any:
    """The community this page speaks for: the request's, the actor's, else the public one; or None."""
    if not hasattr(request, "community"):
        where = getattr(getattr(request, "actor", VISITOR), "community", None)
        found = Community.objects.filter(id=where).first() if where else None
        request.community = found or home()  # type: ignore[attr-defined]
    return request.community  # type: ignore[attr-defined]


def other_languages() -> list[tuple[str, str]]:
    """(code, its own name) of every language but the page's."""
    here = get_language() or settings.LANGUAGE_CODE
    return [(code, OWN_NAMES.get(code, code)) for code, _name in settings.LANGUAGES if code != here]
