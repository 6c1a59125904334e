"""Limits that slow a guesser down and lock no office out.

Each limit counts one kind of try by somebody (an account on a device, an address, a worker): the
first ones are free, then each has to wait twice as long as the one before. Counts stand in the
database's cache under a hash; nothing tells whether an account exists.
"""

import hashlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

MINUTE, HOUR = 60, 60 * 60


@dataclass(frozen=True)
class Limit:
    """`free` tries cost nothing; the next waits `first` seconds, then twice that, up to `longest`.

    All is forgotten after `memory` seconds without a try.
    """

    free: int
    first: int = 30
    longest: int = 15 * MINUTE
    memory: int = HOUR

    def wait(self, tries: int, since: float) -> int:
        """Seconds still to wait after `tries`, the last of them `since` seconds ago."""
        if tries < self.free or since >= self.memory:
            return 0
        due = min(self.first * 2 ** min(tries - self.free, 20), self.longest)
        return max(0, math.ceil(due - since))


LIMITS = {
    "sign in": Limit(5),  # one account from one device, or from all strange devices together
    "sign in from": Limit(200, memory=15 * MINUTE),  # one address: a whole office stands behind it
    "recover": Limit(5),
    "recover from": Limit(50, memory=15 * MINUTE),
    "ask recovery": Limit(10, first=5 * MINUTE, longest=HOUR),
    "invite": Limit(60, first=MINUTE, longest=HOUR, memory=24 * HOUR),
    "find people": Limit(120, first=MINUTE, longest=HOUR),
    "open a consent link": Limit(30, first=MINUTE, longest=HOUR),
    "ask for a way back": Limit(3, first=5 * MINUTE, longest=HOUR, memory=24 * HOUR),  # one contact
    "ask for a way back from": Limit(20, first=MINUTE, longest=HOUR),  # one address
    "keep out": Limit(10, first=MINUTE, longest=HOUR, memory=24 * HOUR),
    "renew link": Limit(30, first=MINUTE, longest=HOUR),
    "stop by a link": Limit(30, first=MINUTE, longest=HOUR),
    "text webhook": Limit(20, first=MINUTE, longest=HOUR),  # wrong signatures from one address
    "complain": Limit(60, first=MINUTE, longest=HOUR),
    "suggest a correction": Limit(20, first=MINUTE, longest=HOUR),
}


def rests(name: str, *who: Any) -> int:
    """Seconds that `who` has to wait before the next try; 0 when they may."""
    tries, last = cache.get(_key(name, who), (0, 0.0))
    return LIMITS[name].wait(tries, time.time() - last)


def count(name: str, *who: Any) -> None:
    """One more try. Whoever else tries the same at the same moment waits for our commit."""
    key = _key(name, who)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [key])
    tries, _last = cache.get(key, (0, 0.0))
    cache.set(key, (tries + 1, time.time()), LIMITS[name].memory)


def clear(name: str, *who: Any) -> None:
    cache.delete(_key(name, who))


def said(seconds: int) -> str:
    """How long to wait, in words that are the same for everybody."""
    minutes = max(1, math.ceil(seconds / MINUTE))
    return ngettext(
        "Too many tries. Please wait one minute, then try again.",
        "Too many tries. Please wait %(minutes)s minutes, then try again.",
        minutes,
    ) % {"minutes": minutes}


def address(request: HttpRequest) -> str:
    """Where a request comes from, as far as our own proxies tell."""
    return get_adapter().get_client_ip(request) or ""


def limited(name: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Count each sending of a form by this worker or this family, else by this address.

    The middleware writes the count after the answer, also where the answer undoes everything else.
    """

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            who = getattr(request.actor, "id", None) or address(request)
            if seconds := rests(name, who):
                return _too_many(request, seconds)
            request.tries = [*getattr(request, "tries", []), (name, who)]
            return view(request, *args, **kwargs)

        return shown

    return wrap


def write_tries(request: HttpRequest) -> None:
    for name, who in getattr(request, "tries", ()):
        count(name, who)


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    from kinwork.web import errors

    response = errors.too_many(request, said(seconds))
    response.headers["Retry-After"] = str(seconds)
    return response


def _key(name: str, who: tuple[Any, ...]) -> str:
    told = "\n".join(str(one) for one in who)
    return f"limit:{name.replace(' ', '-')}:{hashlib.sha256(told.encode()).hexdigest()}"
