"""What the gateway of texts calls: states of what we sent, and what families answer.

Signed, fresh, once, small, and not too often wrong. Whatever comes in, the answer is a plain status: a
gateway that reads 5xx would try nonsense again for days.
"""

import hashlib
import json
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.family.contact import actions, rules, signing, wire, words
from kinwork.family.contact.models import Delivery
from kinwork.web import limits
from kinwork.web.pages import page

MOST = 10 * 1024
REMEMBERED = 2 * signing.WINDOW + 60  # an event may come twice within the window of its signature
LOST = {"failed": "not delivered", "rejected": "refused", "undelivered": "not delivered"}


@page(action="contact.text_event")
@csrf_exempt
def gateway(request: HttpRequest) -> JsonResponse:
    """One event. 200: understood, or known already, or about nothing of ours. 4xx: not from the gateway,
    or no event at all."""
    where = limits.address(request)
    if limits.rests("text webhook", where):
        return _said(429, "later")
    if request.method != "POST":
        return _said(405, "post")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > MOST:
        return _said(413, "too much")
    body = request.body
    sign = request.headers.get(signing.HEADER, "")
    if not signing.holds(sign, settings.SMS_SIGNING_KEY, body, int(time.time())):
        request.tries = [("text webhook", where)]
        return _said(401, "signature")
    event = _event(body)
    if event is None:
        return _said(400, "no event")
    once = hashlib.sha256(event["id"].encode()).hexdigest()
    if not cache.add(f"text-event:{once}", 1, REMEMBERED):
        return _said(200, "known")
    return JsonResponse(DO[event["type"]](event))


def _said(status: int, why: str) -> JsonResponse:
    return JsonResponse({"said": why}, status=status)


def _event(body: bytes) -> dict[str, Any] | None:
    """The event in the body, every part a plain short text; None for anything else."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("type") not in tuple(DO):
        return None
    names = {"state": ("id", "key", "state"), "answer": ("id", "from", "text")}[told["type"]]
    parts = [told.get(name) for name in names]
    if not all(isinstance(one, str) and "\x00" not in one for one in parts):
        return None
    if not 8 <= len(told["id"]) <= 100 or not told["id"].isascii():
        return None
    return {"type": told["type"], **dict(zip(names, parts, strict=True))}


def _state(event: dict[str, Any]) -> dict[str, str]:
    """A text arrived, or never will: the latter comes as a task to whoever follows the family."""
    now = timezone.now()
    try:
        key = UUID(event["key"])
    except ValueError:
        return {"said": "unknown"}
    with acting_as(Actor("clock")):
        found = Delivery.objects.filter(key=key, channel="text").first()
    if found is None:
        return {"said": "unknown"}
    with acting_as(clock(found.pk, found.community_id)) as by:
        if event["state"] == "delivered":
            actions.mark_arrived(delivery=found, by=by, at=now)
        elif event["state"] in LOST:
            actions.mark_failed(delivery=found, why=LOST[event["state"]], by=by, at=now)
    return {"said": "noted"}


def _answer(event: dict[str, Any]) -> dict[str, str]:
    """STOP, START, HELP in either language; anything else is told that nobody reads it. The words
    themselves are not kept."""
    number, now = wire.number(event["from"]), timezone.now()
    kind = rules.heard(event["text"][:200])
    if not number:
        return {"said": "unknown"}
    deed = {"stop": actions.stop, "start": actions.start}.get(kind)
    if deed:
        hashed = wire.address_hash("text", number)
        with acting_as(Actor("visitor")) as by:
            deed(channel="text", address_hash=hashed, way="reply", by=by, at=now)
    return {"said": "noted", "reply": words.reply(kind, rules.spoken(event["text"][:200]))}


DO: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {"state": _state, "answer": _answer}
