"""The transaction, the actor and the declared page: what surrounds every request.

Outer: one transaction, as the visitor, so that sessions and users can be read. Inner: the actor.
Django turns exceptions into responses inside the chain, hence the explicit rollback on 5xx.
"""

from collections.abc import Callable
from contextlib import ExitStack

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, ProgrammingError, transaction
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
    JsonResponse,
)
from django.utils import timezone
from psycopg.errors import InsufficientPrivilege

from kinwork.accounts import part_2, sessions
from kinwork.accounts.current import actor_of, came_in, sign_page, way_on
from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.rights import Refused
from kinwork.config.pages import declared_page
from kinwork.trust.access.keyring import is_shut_out
from kinwork.web import errors, limits

Response = Callable[[HttpRequest], HttpResponse]


class MachinesMiddleware:
    """With HTTPS on, a program that asks without it is refused and not led on: a redirect would hide
    that all it sends goes out in the clear."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        plain = settings.SECURE_SSL_REDIRECT and not request.is_secure()
        if plain and request.path.startswith("/hsds/"):
            return JsonResponse({"status": 403, "error": "Ask with https."}, status=403)
        return self.get_response(request)


class TransactionMiddleware:
    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "TRACE":  # it would give a request's own cookies back as text
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        try:
            with acting_as(VISITOR):
                response = self.get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        except OperationalError:  # the database is away: say so, keep what was typed
            return errors.unavailable(request)
        return response


class ActorMiddleware:
    """Sets the actor, refuses undeclared pages, rolls back refused deeds and writes them down."""

    def __init__(self, get_response: Response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.expired = sessions.expire(request)
        request.actor = actor_of(request)
        if request.actor.is_family and is_shut_out(request.actor.household, came_in(request)):
            request.session.flush()  # the family shut its page everywhere
            request.actor = VISITOR
        request.refusal = None
        with ExitStack() as stack:
            if request.actor != VISITOR:  # as whom the outer transaction acts already
                stack.enter_context(acting_as(request.actor))
            point = request.before = transaction.savepoint()
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif request.refusal or response.status_code in (403, 404, 409):
                transaction.savepoint_rollback(point)
                self._write_down(request, response)
            if not response.status_code >= 500:
                limits.write_tries(request)
                sign_page(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        page = declared_page(view, request)
        request.page = page
        if page is None:
            raise PermissionDenied("This page has not said who may see it.")
        if not page.who(request.actor):
            return self._turn_away(request, page)
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, Refused):
            request.refusal = exception
            return errors.refused(request, exception)
        if isinstance(exception, ProgrammingError) and self._lacks_part_2(request, exception):
            return errors.refused(request, request.refusal)
        return None

    def _lacks_part_2(self, request, exception) -> bool:
        """Did the database refuse a record that only Part 2 staff may write? Then says so, in words."""
        if not isinstance(exception.__cause__, InsufficientPrivilege):
            return False
        transaction.savepoint_rollback(request.before)  # before, nothing can be asked
        transaction.set_rollback(False)
        sentence = part_2.missing(request.actor)
        if sentence:
            request.refusal = Refused(request.page.action, sentence)
        return bool(sentence)

    def _turn_away(self, request, page):
        if way := way_on(request):
            return HttpResponseRedirect(way)
        request.refusal = Refused(page.action, "")
        if request.expired and sessions.keep_typed(request, request.expired):
            return errors.sign_in_again(request)
        return errors.turned_away(request, page)

    def _write_down(self, request, response) -> None:
        page = getattr(request, "page", None)
        # a record that is not there for this reader: whoever guesses at families leaves a trace
        guessed = response.status_code == 404 and bool(getattr(page, "classes", ()))
        if request.refusal is None and response.status_code != 403 and not guessed:
            return
        verb = request.refusal.verb if request.refusal else getattr(page, "action", "page")
        audit.record(verb, by=request.actor, at=timezone.now(), outcome="refused")
