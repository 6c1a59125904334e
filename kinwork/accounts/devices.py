"""Devices that signed in before: a signed cookie, so that a guesser elsewhere locks nobody out."""

import hashlib
import hmac
import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from kinwork.accounts import rules

SALT, DAYS, MOST = "kinwork.device", 400, 10


def slot(request: HttpRequest, email: str | None) -> tuple[str, str]:
    """Whose tries are counted together: the account on this known device, or on all strange ones."""
    device, known = _read(request)
    account = _account(email)
    return account, device if account in known else ""


def remember(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """From now on this browser is known to this account; it keeps the last ten accounts."""
    device, known = _read(request)
    account = _account(email)
    told = [
        device or secrets.token_urlsafe(16),
        [account, *(one for one in known if one != account)],
    ]
    told[1] = told[1][:MOST]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps(told, salt=SALT),
        max_age=DAYS * 86400,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        told: Any = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=DAYS * 86400
        )
        return told[0], told[1]
    except signing.BadSignature:
        return "", []


def _account(email: str | None) -> str:
    plain = rules.tidy_email(email or "").encode()
    return hmac.new(settings.SECRET_KEY.encode(), b"device:" + plain, hashlib.sha256).hexdigest()[
        :24
    ]
