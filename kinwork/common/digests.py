"""One-way digests of codes and texts, each with its method in front: methods and keys can be exchanged.

The first method of KINWORK_DIGESTS and the newest key make what is stored from now on; every method
listed there, with every former key, is still read. So a key or a method is left out once the last
code that it made has ended. (Source: OWASP ASVS 5.0, 11.2.2.)
"""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

LENGTHS = (32, 64)  # bytes of a bare digest, by any of the methods


@dataclass(frozen=True)
class Method:
    """mark: the first byte of what is stored; work: scrypt's n for what a person could guess."""

    mark: int
    name: str
    work: int


METHODS = {one.name: one for one in (Method(1, "sha256", 2**12), Method(2, "sha512", 2**14))}


def methods() -> list[Method]:
    """Those of this installation, the one that makes new digests first."""
    return [METHODS[name] for name in settings.DIGESTS]


def keys() -> list[str]:
    """The installation's secret, and those before it."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def digest(what: bytes, purpose: str) -> bytes:
    """What is stored instead of `what`: the mark, then 32 or 64 bytes keyed for `purpose`."""
    return _keyed(what, purpose, methods()[0], keys()[0])


def digests(what: bytes, purpose: str) -> list[bytes]:
    """Everything that may be stored instead of `what`, the newest first."""
    return [_keyed(what, purpose, method, key) for key in keys() for method in methods()]


def slow(what: bytes, salt: bytes) -> bytes:
    """For what a person could guess. salt: a digest, whose method says how much work it is."""
    method = next(one for one in METHODS.values() if one.mark == salt[0])
    work = {"n": method.work, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}
    return salt[:1] + hashlib.scrypt(what, salt=salt, **work)


def mac(text: str, purpose: str) -> str:
    """For a line of a file that lives long: its method's name, a colon, hexadecimal."""
    return _mac(text, purpose, methods()[0].name, keys()[0])


def is_ours(text: str, purpose: str, said: str) -> bool:
    """Did this installation make `said` of `text`, by a method it knows, with a key it holds?"""
    name = said.partition(":")[0]
    if name not in METHODS:
        return False
    return any(hmac.compare_digest(_mac(text, purpose, name, key), said) for key in keys())


def _mac(text: str, purpose: str, name: str, key: str) -> str:
    return f"{name}:{salted_hmac(purpose, text, secret=key, algorithm=name).hexdigest()}"


def _keyed(what: bytes, purpose: str, method: Method, key: str) -> bytes:
    pepper = hashlib.new(method.name, f"{purpose}:{key}".encode()).digest()
    return bytes([method.mark]) + hmac.digest(pepper, what, method.name)
