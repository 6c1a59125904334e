"""Every address of the site, opened by everybody: what the guard tests of pages share.

    with Crawler(client, actor) as crawler: crawler.send("/find/?page=-1")

Each request happens in a savepoint that is rolled back, cookies too: one page's deed is not the
next page's surprise.
"""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from kinwork.accounts import actions as accounts
from kinwork.accounts.current import DRAFT, FAMILY, HAT, LINK
from kinwork.accounts.models import Membership, User
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.config.pages import declared_page
from tests.guards.test_pages import patterns
from tests.signing import enter

ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\^?\(\?P<(\w+)>[^)]*\)")
# Pages that answer with a fault on purpose.
SHOWS_FAULTS = {"gallery/fault/<int:status>/": "the gallery shows the pages for faults"}
PAGES = [(where, view) for where, view in patterns() if where not in SHOWS_FAULTS]
TRACES = ("Traceback (most recent call last)", "django.core.exceptions", "psycopg.errors")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PLAIN_TYPES = ("text/html", "text/plain", "text/csv", "application/json", "image/svg+xml")


def arguments(where: str) -> list[str]:
    """The names in an address, in order."""
    return [one[1] or one[2] for one in ARGUMENT.findall(where)]


def address(where: str, values: dict[str, str]) -> str:
    """The pattern `where` as a path, its names replaced by `values`."""
    path = ARGUMENT.sub(lambda found: values[found[2] or found[3]], where)
    return "/" + path.replace("^", "").replace("$", "").replace("\\", "")


def addresses(where: str, choices: dict[str, list[str]], otherwise: list[str]) -> Iterator[str]:
    """The pattern filled with every choice for each of its names."""
    names = arguments(where)
    for picked in product(*(choices.get(name, otherwise) for name in names)):
        yield address(where, dict(zip(names, picked, strict=True)))


class Crawler:
    """One person's browser, and what is wrong with what it was answered."""

    def __init__(self, actor: Actor = VISITOR):
        self.client, self.actor = Client(raise_request_exception=False), actor
        if actor.kind == "staff":
            _be_staff(self.client, actor)
        elif actor.kind != "visitor":
            _be_family(self.client, actor)

    def send(
        self, path: str, method: str = "get", *, undo: bool = True, **body: Any
    ) -> HttpResponse:
        """Ask once, and undo whatever it did (its cookies always)."""
        cookies = deepcopy(self.client.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(path, **body)
            if undo:
                transaction.set_rollback(True)
        self.client.cookies = cookies
        return response

    def faults(self, where: str, path: str, response: HttpResponse) -> str:
        """What is wrong with this answer, in words; empty when nothing is."""
        said = f"{self.actor.role or self.actor.kind} {path[:200]}"
        if response.status_code >= 500:
            return f"{said}: {response.status_code} {_why(response)}"
        body = text_of(response)
        if any(trace in body for trace in TRACES):
            return f"{said}: shows a trace"
        kind = response.headers.get("Content-Type", "")
        if where.startswith("hsds/") and response.status_code >= 400 and "json" not in kind:
            return f"{said}: {response.status_code} is {kind}, not JSON"
        if not where.startswith("hsds/") and body and not kind.startswith(PLAIN_TYPES):
            return f"{said}: is {kind}"
        for name, value in HEADERS.items():
            if value not in response.headers.get(name, ""):
                return f"{said}: {name} is {response.headers.get(name)!r}"
        return self._kept(where, said, response)

    def _kept(self, where: str, said: str, response: HttpResponse) -> str:
        page = declared_page(VIEWS[where], None) if where in VIEWS else None
        private = self.actor.kind != "visitor" or bool(page and page.classes)
        if private and "no-store" not in response.headers.get("Cache-Control", ""):
            return f"{said}: {response.status_code} may be kept by the browser"
        return ""


VIEWS = dict(PAGES)


def text_of(response: HttpResponse) -> str:
    """Body and headers, cookies too, as one text."""
    raw = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return f"{head}\n{response.cookies.output()}\n{raw.decode(errors='replace')}"


def _why(response: HttpResponse) -> str:
    found = getattr(response, "exc_info", None)
    if not found:
        return ""
    trail, last = found[2], None
    while trail:
        code = trail.tb_frame.f_code
        if "/kinwork/" in code.co_filename:
            last = f"{code.co_filename.split('/kinwork/')[-1]}:{trail.tb_lineno}"
        trail = trail.tb_next
    return f"{found[0].__name__}: {str(found[1])[:150]} at {last}"


def _be_staff(client: Client, actor: Actor) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    with acting_as(Actor("staff", role="operator")):
        user = User.objects.get(pk=actor.id)
        TOTP.activate(user, generate_totp_secret())
    with acting_as(VISITOR):
        hat = Membership.objects.get(user=user, role=actor.role, agency_id=actor.agency)
        enter(client, user)
        _put(client, {HAT: str(hat.id)})


def _be_family(client: Client, actor: Actor) -> None:
    held = {
        "family": (FAMILY, [str(actor.id), str(actor.hat), str(actor.community)]),
        "draft": (DRAFT, str(actor.id)),
        "link": (LINK, str(actor.id)),
    }[actor.kind]
    with acting_as(VISITOR):
        _put(client, dict([held]))


def _put(client: Client, values: dict[str, Any]) -> None:
    session = client.session
    session.update(values)
    session.save()


def worker(cast, role: str, agency: str = "library") -> Actor:
    """Somebody new in `role`."""
    operator, name = Actor("staff", role="operator"), role.replace(" ", ".")
    with acting_as(operator):
        user = accounts.create_user(
            email=f"{name}.{cast.community.slug}@example.org", name=role, by=operator, at=cast.at
        )
        hat = accounts.add_membership(
            user=user,
            agency=cast.agencies[agency],
            community=cast.community,
            role=role,
            by=operator,
            at=cast.at,
        )
    return Actor("staff", user.id, hat.agency_id, role, cast.community.id)


def with_query(path: str, query: str | list[tuple[str, str]]) -> str:
    return f"{path}?{query if isinstance(query, str) else urlencode(query)}"
