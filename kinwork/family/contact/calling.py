"""One HTTP request to somebody outside: no redirects, no cookies, a limit to what is read and waited.

`post` calls a name of the settings. `post_outside` calls an address that a partner typed: every number
behind its name must lie outside, and the one that was looked at is the one that is called, so that a
name that changes its mind in between (or leads to 169.254.169.254) is of no use to anybody.
"""

import http.client
import logging
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from kinwork.family.contact.rules import ANSWER_SECONDS

MOST = 64 * 1024
log = logging.getLogger(__name__)


class Inside(Exception):
    """The name leads to this machine or into a network of our own."""


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes
    wait: timedelta | None = None


def post(url: str, body: bytes, headers: dict[str, str]) -> Reply:
    """OSError, http.client.HTTPException: nobody answered as one should."""
    told = urlsplit(url)
    kind = http.client.HTTPSConnection if told.scheme == "https" else http.client.HTTPConnection
    return _ask(kind(told.hostname, told.port, timeout=ANSWER_SECONDS), told, body, headers)


def post_outside(url: str, body: bytes, headers: dict[str, str]) -> Reply:
    """Over TLS, its certificate checked, to a number that lies outside. Raises Inside as well."""
    told = urlsplit(url)
    place = outside(told.hostname, told.port or 443)
    return _ask(_Pinned(told.hostname, told.port, place), told, body, headers)


def outside(host: str, port: int) -> tuple:
    """Where `host` lies, looked up once; Inside where any of its numbers is not a public one."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_kind, place in found:
        if not settings.WEBHOOK_INSIDE and not is_outside(place[0]):
            log.warning("A call to %r is refused: it leads to %s.", host, place[0])
            raise Inside(host)
    return found[0][-1]


def is_outside(number: str) -> bool:
    """A public address of the internet, also behind the forms of IPv6 that wrap one of IPv4."""
    one = ip_address(number.partition("%")[0])
    for inner in (getattr(one, "ipv4_mapped", None), getattr(one, "sixtofour", None)):
        if inner is not None:
            return is_outside(str(inner))
    if getattr(one, "teredo", None) or one in _NAT64:
        return False
    return one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)


class _Nat64:
    def __contains__(self, one) -> bool:
        return one.version == 6 and one.packed[:12] == b"\x00\x64\xff\x9b" + bytes(8)


_NAT64 = _Nat64()


class _Pinned(http.client.HTTPSConnection):
    """Speaks TLS with `host`, at a number that was looked at before."""

    def __init__(self, host: str, port: int | None, place: tuple):
        super().__init__(host, port, timeout=ANSWER_SECONDS, context=ssl.create_default_context())
        self._place = place

    def connect(self) -> None:
        plain = socket.create_connection(self._place[:2], timeout=ANSWER_SECONDS)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def _ask(line, told, body: bytes, headers: dict[str, str]) -> Reply:
    path = (told.path or "/") + (f"?{told.query}" if told.query else "")
    clock = None
    try:
        line.connect()
        # whoever sends a letter a second would hold a worker for hours
        clock = threading.Timer(ANSWER_SECONDS, _hang_up, [line.sock])
        clock.daemon = True
        clock.start()
        line.request("POST", path, body, {"User-Agent": "Kinwork", **headers})
        answer = line.getresponse()
        return Reply(answer.status, answer.read(MOST), _wait(answer.headers.get("Retry-After")))
    finally:
        if clock:
            clock.cancel()
        line.close()


def _hang_up(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _wait(said: str | None) -> timedelta | None:
    return timedelta(seconds=int(said)) if said and said.isdigit() and len(said) < 7 else None
