"""Whom the web server and the worker may call: names from the settings, and nobody else.

`install` puts a hook below every library of the process (PEP 578): a name that is not in the list
is neither looked up nor connected to, whatever code asks. The driver of the database connects
below Python, to the address of the settings alone. Sockets of this machine in folders are free.
"""

import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from psycopg import Error, pq

AFTER = 60  # seconds for which a thread that looked up a listed name may connect to a number
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
DRIVERS = ("PGHOST", "PGHOSTADDR")  # where an address of the database says no host
log = logging.getLogger(__name__)
_looked_up = threading.local()


class NotListed(ConnectionRefusedError):
    """Nobody of the settings has this name."""


def listed() -> frozenset[str]:
    """The names that the settings lead to, in small letters."""
    from django.conf import settings

    return frozenset(name.lower() for name in _names(settings) if name)


def _names(settings) -> Iterator[str | None]:
    yield settings.EMAIL_HOST
    if settings.SCANNER.startswith("tcp:"):
        yield settings.SCANNER.removeprefix("tcp:").rpartition(":")[0].strip("[]")
    yield urlsplit(settings.SMS_URL).hostname
    yield from settings.WEBHOOK_HOSTS
    for agency in settings.SIGN_ON:
        yield urlsplit(agency.issuer).hostname
        yield from agency.calls
    for url in settings.DATABASE_URLS.values():
        yield from _database_hosts(url)
    yield from (name for word in DRIVERS for name in os.environ.get(word, "").split(","))
    for name in PROXIES:
        yield urlsplit(os.environ.get(name, "")).hostname


def _database_hosts(url: str) -> Iterator[str]:
    try:
        told = pq.Conninfo.parse(url.encode())
    except Error:
        return
    for option in told:
        if option.keyword in (b"host", b"hostaddr") and option.val:
            yield from option.val.decode().split(",")


def install(names: frozenset[str]) -> None:
    """From here on this process calls `names` alone. It cannot be taken back."""

    def hook(event: str, told: tuple) -> None:
        if event == "socket.getaddrinfo":
            _look_up(told[0], names)
        elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            _connect(told[1], names)

    sys.addaudithook(hook)


def _look_up(host: object, names: frozenset[str]) -> None:
    name = _plain(host)
    if name not in names:
        raise _refused(name)
    _looked_up.at = time.monotonic()


def _connect(address: object, names: frozenset[str]) -> None:
    if not isinstance(address, tuple):  # a socket in a folder; or none, where one is connected
        return
    name = _plain(address[0])
    since = time.monotonic() - getattr(_looked_up, "at", -AFTER)
    if name not in names and not (since < AFTER and _is_number(name)):
        raise _refused(name)


def _plain(host: object) -> str:
    return (host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)).lower()


def _is_number(name: str) -> bool:
    from ipaddress import ip_address

    try:
        return bool(ip_address(name.partition("%")[0]))
    except ValueError:
        return False


def _refused(name: str) -> NotListed:
    log.warning("A call to %r is refused: no setting leads there.", name[:200])
    return NotListed(f"no setting leads to {name[:200]!r}")
