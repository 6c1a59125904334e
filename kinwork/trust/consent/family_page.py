"""Who may open the family's own page, said once."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kinwork.common.actor import Actor
from kinwork.trust.consent.queries import closing
from kinwork.web.pages import page as declared

CLASSES = ("identity", "contact", "household")
View = Callable[..., HttpResponse]
# What a family that left may still open.
LEFT = ("consent.leave", "consent.left", "consent.stay")


def FAMILY_ITSELF(actor: Actor) -> bool:
    """The family on its own page."""
    return actor.is_family


def family_page(action: str, classes: tuple[str, ...] = CLASSES):
    """A page of the family's own. Whoever is not signed in is asked for code and word; a family that
    had everything deleted finds the one page that is left."""

    def declare(view: View) -> View:
        @declared(action=action, classes=classes, who=FAMILY_ITSELF, enter="ours:enter")
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if action not in LEFT and closing(request.actor.household):
                return HttpResponseRedirect(reverse("ours:left"))
            return view(request, *args, **kwargs)

        return shown

    return declare
