"""Every page says who may open it and what for. A page that says nothing is refused.

    @page(action="referrals.inbox", classes=("contact",), who=STAFF)
    def inbox(request): ...

The middleware in `kinwork.config` reads the declaration; a guard test finds views without one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from kinwork.common import rights
from kinwork.common.actor import Actor

Who = Callable[[Actor], bool]


def ANYONE(actor: Actor) -> bool:
    """Everybody, signed in or not."""
    return True


def SIGNED_IN(actor: Actor) -> bool:
    """Whoever we know: staff, or a family on its own pages."""
    return actor.kind in ("staff", "family", "draft", "link")


def STAFF(actor: Actor) -> bool:
    """People who work for an agency, wearing its hat."""
    return actor.kind == "staff"


def FAMILY(actor: Actor) -> bool:
    """A family on its own page, or one that has begun and not yet saved its place."""
    return actor.kind in ("family", "draft", "link")


def roles(*names: str) -> Who:
    """Staff in one of these roles."""

    def who(actor: Actor) -> bool:
        return actor.kind == "staff" and actor.role in names

    who.__doc__ = "Staff: " + ", ".join(names) + "."
    return who


def right(verb: str) -> Who:
    """Whoever the rights table lets try `verb`, before any record is known."""

    def who(actor: Actor) -> bool:
        line = rights.TABLE.get(verb)
        return line is not None and (
            actor.kind in line.kinds or (actor.kind == "staff" and actor.role in line.roles)
        )

    who.__doc__ = f"Whoever may {verb}."
    return who


@dataclass(frozen=True)
class Page:
    """What a page does (module.verb), the classes of facts it shows, its purpose, and for whom.

    enter: the name of the page where a stranger shows who they are.
    """

    action: str
    classes: tuple[str, ...] = ()
    purpose: str = "care"
    who: Who = ANYONE
    keep: bool = False
    enter: str = "account_login"

    @property
    def is_private(self) -> bool:
        """True where neither the browser nor a proxy may keep a copy."""
        return not self.keep


def page(
    *,
    action: str,
    classes: tuple[str, ...] = (),
    purpose: str = "care",
    who: Who = ANYONE,
    keep: bool = False,
    enter: str = "account_login",
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Declare a view. `keep=True` only where the page says nothing about anybody.

    Everything else is sent with `no-store`: on a shared phone the back button shows nothing.
    """
    if keep and (classes or who is not ANYONE):
        raise ValueError(f"{action}: a page about somebody may not be kept")
    said = Page(action, classes, purpose, who, keep, enter)

    def declare(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if said.is_private:
                patch_cache_control(response, private=True, no_store=True)
            return response

        shown.page = said  # type: ignore[attr-defined]
        return shown

    return declare


def declared(view: Any) -> Page | None:
    """What `view` (a function or a class's view) declared about itself, or None."""
    return getattr(view, "page", None) or getattr(getattr(view, "view_class", None), "page", None)
