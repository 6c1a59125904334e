"""Who signed: what goes to an agency's endpoint, and what comes from the gateway of texts.

The same scheme both ways: `t=<seconds>,v1=<hex>` where v1 is HMAC-SHA256 of "<seconds>.<body>".
"""

import hashlib
import hmac
import re
from urllib.parse import urlsplit

from django.conf import settings

HEADER = "Kinwork-Signature"
WINDOW = 300  # seconds that a signature may be old, or early where clocks differ
_SAID = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


def secret_of(salt: str, key: str | None = None) -> str:
    """The secret that belongs to `salt`, drawn from the site's own key: it is written down nowhere."""
    drawn = hmac.new((key or settings.SECRET_KEY).encode(), b"endpoint:" + salt.encode(), "sha256")
    return "kw_" + drawn.hexdigest()


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def known_secret(salt: str, secret_hash: str) -> str:
    """The secret that was shown, also after the site's key was changed; `` when that key is gone."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        secret = secret_of(salt, key)
        if hmac.compare_digest(hash_of(secret), secret_hash):
            return secret
    return ""


def sign(secret: str, body: bytes, at: int) -> str:
    return f"t={at},v1={_mac(secret, body, at)}"


def holds(said: str, secret: str, body: bytes, now: int) -> bool:
    """Is this signature by the holder of `secret`, over exactly this, and fresh? Constant time: both
    halves are always worked out, whatever was wrong."""
    told = _SAID.fullmatch(said or "")
    at, mac = (int(told[1]), told[2]) if told else (0, "0" * 64)
    good = hmac.compare_digest(_mac(secret, body, at), mac)
    fresh = abs(now - at) <= WINDOW
    return bool(told) and bool(secret) and good and fresh


def _mac(secret: str, body: bytes, at: int) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + body, "sha256").hexdigest()


def must_be_allowed(url: str) -> None:
    """ValueError, with a code, for an address that nothing may be sent to: the operator names the hosts
    (KINWORK_WEBHOOK_HOSTS), and it is HTTPS."""
    try:
        told = urlsplit(url)
        host, port = (told.hostname or "").lower(), told.port
    except ValueError:
        raise ValueError("no address") from None
    if told.scheme != "https" or not host or told.username or told.password or told.fragment:
        raise ValueError("no address")
    if port not in (None, 443, 8443) and not settings.WEBHOOK_INSIDE:
        raise ValueError("port")
    if host not in {one.lower() for one in settings.WEBHOOK_HOSTS}:
        raise ValueError("not listed")
