"""Wrong cards from one address: after 20 in 15 minutes it rests. Only a hash of it is kept."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

WRONG, REST = 20, 15 * 60


def rests(request: HttpRequest) -> bool:
    return cache.get(_key(request), 0) >= WRONG


def wrong(request: HttpRequest) -> None:
    cache.set(_key(request), cache.get(_key(request), 0) + 1, REST)


def _key(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request) or ""
    return "card:" + hashlib.sha256(address.encode()).hexdigest()
