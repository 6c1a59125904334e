"""A browser in kiosk mode: nothing of one family is there for the next.

A signed cookie names the kiosk. While it stands, only pages for families open here; whoever does
nothing for a while is asked, then forgotten: session, draft, cookies, cache. The server counts by
itself, so a computer without JavaScript, or one that slept, forgets at its next page at the latest.
"""

import re
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from kinwork.accounts.current import DRAFT, actor_of
from kinwork.common.acting import acting_as
from kinwork.family.intake import actions, queries
from kinwork.family.intake.models import Kiosk
from kinwork.family.intake.rules import KIOSK_ASKS, KIOSK_FORGETS, KIOSK_HOURS
from kinwork.trust.access.actions import code_hash

SALT, SEEN, STAYED, SLACK = "kiosk", "kiosk_seen", "kiosk_stayed", 5
LONGEST = KIOSK_HOURS * 60 * 60
# All that a family needs, and nothing that stays: no accounts, no desks, no files to keep.
OPEN = re.compile(
    r"^/(?:start/(?!desk/)|ours/|word/|find/|right-now/|services/|language/$|away/$|static/)"
)
KEEPS = re.compile(r"^/ours/(?:copy/|card/|who/[^/]+/receipt/file/)")
_FORM = re.compile(rb"<form\b")
_FILLED = re.compile(rb'autocomplete="[^"]*"')


class KioskMiddleware:
    """Stands before the one that finds the actor: what is forgotten here, nobody acts as."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.kiosk, cookie = None, request.COOKIES.get(settings.KIOSK_COOKIE_NAME)
        if not cookie:
            if SEEN in request.session:  # the cookie ran out overnight, or was deleted by hand
                return clear(request, HttpResponseRedirect("/"))
            return self.get_response(request)
        kiosk, request.kiosk_number = _named(cookie)
        request.kiosk = kiosk
        if kiosk is None:  # ended, or its day is over: a computer like any other
            return given_back(clear(request, HttpResponseRedirect("/")))
        request.forgets_to = reverse("intake:kiosk")
        if request.user.is_authenticated:
            logout(request)
        if _was_left(request) or request.path == reverse("leave"):
            return clear(request, HttpResponseRedirect(request.forgets_to))
        if request.path == "/":
            return HttpResponseRedirect(request.forgets_to)
        if not OPEN.match(request.path) or KEEPS.match(request.path):
            return _sealed(render(request, "intake/kiosk_not_here.html", status=403))
        response = self.get_response(request)
        if not getattr(response, "is_not_a_touch", False) and not request.session.is_empty():
            request.session[SEEN] = int(time.time())
            _stays(request)
        return _sealed(response)


def clear(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Everything of this family is gone from here; what a code opens, it opens elsewhere."""
    _forget_draft(request)
    request.session.flush()
    for name in request.COOKIES:
        if name != settings.KIOSK_COOKIE_NAME:
            response.delete_cookie(name)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    patch_cache_control(response, private=True, no_store=True)
    return response


def set_up(response: HttpResponse, kiosk: Kiosk, number: str = "") -> HttpResponse:
    """This browser is `kiosk` from now on. number: what ends it right here; only a keyed mark of it
    goes along, which nobody reads back."""
    mark = code_hash(number).hex() if number else ""
    response.set_cookie(
        settings.KIOSK_COOKIE_NAME,
        signing.dumps([str(kiosk.pk), mark], salt=SALT),
        max_age=LONGEST,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def band(request: HttpRequest) -> dict[str, Any]:
    """For every page: how long it waits in kiosk mode."""
    if getattr(request, "kiosk", None) is None:
        return {}
    return {"kiosk": {"asks": KIOSK_ASKS, "forgets": KIOSK_FORGETS, "place": request.kiosk.place}}


def _named(cookie: str) -> tuple[Kiosk | None, bytes]:
    """Which kiosk this is, and the mark of the number that ends it here."""
    try:
        id, mark = signing.loads(cookie, salt=SALT, max_age=LONGEST)
        return queries.kiosk(UUID(id), timezone.now()), bytes.fromhex(mark)
    except (signing.BadSignature, ValueError, TypeError):
        return None, b""


def _was_left(request: HttpRequest) -> bool:
    seen = request.session.get(SEEN)
    return seen is not None and time.time() - seen > KIOSK_ASKS + KIOSK_FORGETS - SLACK


def _forget_draft(request: HttpRequest) -> None:
    if request.session.get(DRAFT):
        _with_draft(request, actions.forget)


def _stays(request: HttpRequest) -> None:
    """Somebody reads on and answers nothing: the clock leaves their story alone."""
    now = int(time.time())
    if request.session.get(DRAFT) and now - request.session.get(STAYED, 0) > KIOSK_ASKS // 2:
        request.session[STAYED] = now
        _with_draft(request, actions.stay)


def _with_draft(request: HttpRequest, deed: Callable[..., Any]) -> None:
    with acting_as(actor_of(request)) as actor:
        draft = queries.held(UUID(request.session[DRAFT]))
        if draft is not None:
            deed(draft, by=actor, at=timezone.now())


def given_back(response: HttpResponse) -> HttpResponse:
    response.delete_cookie(settings.KIOSK_COOKIE_NAME)
    return response


def _sealed(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, filled in by no browser, and never left open: also a page of an error."""
    patch_cache_control(response, private=True, no_store=True)
    if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
        return response
    words = _FILLED.sub(b'autocomplete="off"', response.content)
    response.content = _FORM.sub(b'<form autocomplete="off"', words)
    if b"data-kiosk" not in words:
        wait = KIOSK_ASKS + KIOSK_FORGETS
        response.headers["Refresh"] = f"{wait}; url={reverse('intake:kiosk')}"
    return response
