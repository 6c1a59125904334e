"""Wrong codes from one address: after 20 in 15 minutes it rests. Only a hash of it is kept.

A worker is counted alone, and trying while it rests makes it no longer: nobody who stands in the
same building keeps an office from its work.
"""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WRONG, REST = 20, 15 * 60


def rests(request: HttpRequest) -> bool:
    return cache.get(_key(request), 0) >= WRONG


def wrong(request: HttpRequest) -> None:
    if not rests(request):
        cache.set(_key(request), cache.get(_key(request), 0) + 1, REST)


def _key(request: HttpRequest) -> str:
    if request.actor.is_staff:
        who = str(request.actor.id)
    else:
        who = get_adapter().get_client_ip(request) or ""
    return "card:" + hashlib.sha256(who.encode()).hexdigest()
