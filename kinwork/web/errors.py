"""Pages for when something does not go: what happened, what to do, and what was typed.

They ask the database nothing, for it may be what failed.
"""

import logging
import sys
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import resolve_url
from django.template import loader
from django.urls import NoReverseMatch, reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from kinwork.common.actor import VISITOR
from kinwork.common.rights import Refused
from kinwork.web.context import NAME, other_languages
from kinwork.web.once import FIELD

log = logging.getLogger(__name__)
NEVER_SHOWN = (
    "csrfmiddlewaretoken",
    FIELD,
    "password",
    "code",
    "token",
    "otp",
    "next",
    "credential",
)
KEPT_LETTERS = 200_000
MACHINES = "/hsds/"  # where only machines ask


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    # It went while the session was saved, which Django takes for an odd request.
    if _database_away():
        return unavailable(request)
    if isinstance(exception, RequestDataTooBig):
        return answer(
            request,
            413,
            _("That was too much at once"),
            _("Nothing was saved. Go back, make it shorter, and send it again."),
        )
    return answer(
        request,
        400,
        _("We could not read that"),
        _("Something in the address or the form was not right. Go back and try it again."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(
        request,
        404,
        _("We cannot find that page"),
        _(
            "It may have moved, or the address may have a typing mistake. Start again from the first page."
        ),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence = exception.sentence if isinstance(exception, Refused) else ""
    return answer(
        request,
        403,
        _("You cannot open this"),
        _(sentence)
        if sentence
        else _("This page is for somebody else. If you need it, ask your supervisor."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls this while it handles the fault; a database that went away is not one of ours."""
    if _database_away():
        return unavailable(request)
    return answer(
        request,
        500,
        _("That did not work, and it is our fault"),
        _("Nothing was changed. Please try it again in a minute. If it happens again, call us."),
        typed=True,
    )


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away or busy: nothing was saved, and here is what was typed."""
    response = answer(
        request,
        503,
        _("Please wait a minute"),
        _(
            "This site is starting again. Nothing was saved yet, and nothing is lost. Wait a minute, then send it again."
        ),
        typed=True,
    )
    response.headers["Retry-After"] = "15"
    return response


def refused(request: HttpRequest, why: Refused) -> HttpResponse:
    """A deed that the rights table or the record's state does not allow; `why` says who could."""
    return answer(
        request,
        403,
        _("This cannot be done now"),
        _(why.sentence)
        if why.sentence
        else _("This page is for somebody else. If you need it, ask your supervisor."),
        typed=True,
    )


def turned_away(request: HttpRequest, page: Any) -> HttpResponse:
    """A page that is not for this actor: strangers are sent to sign in, others are told."""
    actor = getattr(request, "actor", VISITOR)
    if actor.kind == "visitor" and request.method == "GET" and not _wants_json(request):
        enter = getattr(page, "enter", "account_login")
        came = (
            f"?{urlencode({'next': request.get_full_path()})}" if enter == "account_login" else ""
        )
        return HttpResponseRedirect(resolve_url(enter) + came)
    if actor.kind == "visitor":
        return answer(
            request,
            403,
            _("You are signed out"),
            _("You were away for a while, so we signed you out. Sign in, then send it again."),
            typed=True,
        )
    return permission_denied(request)


def too_many(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """Somebody tried too often; the same page whatever they tried."""
    said = sentence or _("Too many tries. Please wait a little, then try again.")
    return answer(request, 429, _("Please wait a little"), said, typed=True)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """The session ended while somebody typed: what they typed comes back after they sign in."""
    to = f"{reverse('account_login')}?{urlencode({'next': reverse('accounts:kept')})}"
    return HttpResponseClientRedirect(to) if request.htmx else HttpResponseRedirect(to)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from another site; only our own form's text is shown again."""
    if start := getattr(request, "forgets_to", ""):  # a shared computer: it may be another's form
        return HttpResponseRedirect(start)
    title = _("This form waited too long")
    if _from_here(request) and typed_text(request):
        sentence = _(
            "Copy what you typed from below. Then open the page again and send it once more."
        )
        return answer(request, 403, title, sentence, typed=True)
    return answer(request, 403, title, _("Open the page again and send it once more."))


def conflict(
    request: HttpRequest,
    texts: Sequence[tuple[Any, Any, Any]],
    *,
    by: str = "",
    at: Any = None,
    again: str = "",
) -> HttpResponse:
    """Somebody saved meanwhile. `texts`: (label, what is saved now, what you typed)."""
    return answer(
        request,
        409,
        _("Somebody else changed this at the same time"),
        _(
            "Your text was not saved yet. Compare the two, then open the page again and write what should stand."
        ),
        texts=texts,
        by=by,
        at=at,
        again=again or request.path,
        template="web/errors/conflict.html",
    )


def answer(
    request: HttpRequest,
    status: int,
    title: str,
    sentence: str,
    *,
    typed: bool = False,
    template: str = "web/errors/error.html",
    **extra: Any,
) -> HttpResponse:
    """One error page; JSON for whoever asked for JSON."""
    if _wants_json(request):
        said = {"status": status, "title": title, "detail": sentence}
        if request.path.startswith(MACHINES):  # the shape of the read API's own errors
            said = {"status": status, "error": sentence}
        return JsonResponse(said, status=status)
    context = {
        "site_name": NAME,
        "title": title,
        "sentence": sentence,
        "status": status,
        "home": _home(),
        "here": request.get_full_path(),
        "typed": typed_text(request) if typed else [],
        "community": getattr(request, "community", None),
        "help_phone": getattr(getattr(request, "community", None), "help_phone", "") or "211",
        "other_languages": other_languages(),
        **extra,
    }
    response = HttpResponse(loader.render_to_string(template, context), status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def typed_text(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, text) of what was sent, without secrets; the last 200,000 letters at most."""
    if request.method != "POST":
        return []
    try:
        fields = list(request.POST.lists())
    except Exception:  # the body itself was what could not be read
        log.info("what was typed could not be read again")
        return []
    kept = [
        (name.replace("_", " ").replace("-", " "), ", ".join(values)[:KEPT_LETTERS])
        for name, values in fields
        if not any(word in name.lower() for word in NEVER_SHOWN)
    ]
    return [(name, text) for name, text in kept if text.strip()]


def _database_away() -> bool:
    """Is the fault that is being handled, or one that it came of, the database's?"""
    why = sys.exc_info()[1]
    seen: set[int] = set()
    while why is not None and id(why) not in seen:
        if isinstance(why, OperationalError | InterfaceError):
            return True
        seen.add(id(why))
        why = why.__cause__ or why.__context__
    return False


def _from_here(request: HttpRequest) -> bool:
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return bool(sender) and urlsplit(sender).netloc == request.get_host()
    except Exception:
        return False


def _wants_json(request: HttpRequest) -> bool:
    accept = request.headers.get("Accept", "")
    return request.path.startswith(MACHINES) or "json" in accept and "text/html" not in accept


def _home() -> str:
    try:
        return reverse("home")
    except NoReverseMatch:
        return "/"
