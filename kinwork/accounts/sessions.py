"""Sessions of people who work here: the second step, how long they last, and what was typed when
one ended. A family's page has its own rule (trust.access)."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass
from uuid import UUID

from allauth.account.internal.flows.login import get_authentication_records
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

SINCE, SEEN = "since", "seen"  # when this session began, and was last used: seconds
AWAY = "away"  # an hour's notice for the sign-in page: you were signed out because you were away
KEPT = "kept"  # what was typed into a form that came too late, locked with the site's own secret
STEP = 30  # a page more or less within this many seconds is not worth a row
KEPT_FOR, KEPT_LETTERS = 60 * 60, 200_000
SECRET_NAMES = ("csrfmiddlewaretoken", "password", "code", "token", "otp", "credential", "secret")


def box(purpose: str) -> MultiFernet:
    """Encrypts with SECRET_KEY; also opens what the keys before it (SECRET_KEY_FALLBACKS) locked."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = (hashlib.sha256(f"kinwork.{purpose}:{one}".encode()).digest() for one in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def took_second_step(request: HttpRequest) -> bool:
    """Was a passkey, a code or a spare code shown in this very session?

    That the account has one is not enough: whoever holds the password alone may have come in
    before its owner set one up.
    """
    records = get_authentication_records(request, request.user)
    return any(one.get("method") == "mfa" for one in records)


# --- how long -------------------------------------------------------------------------------


def expire(request: HttpRequest, now: float | None = None) -> UUID | None:
    """End the session of a worker who was away too long, or came in too long ago.

    Returns whose it was. Otherwise the session was used now: `request.idle_seconds` says for how
    long it will last from here.
    """
    if not request.user.is_authenticated:
        return None
    now, session = now or time.time(), request.session
    since, seen = session.get(SINCE, now), session.get(SEEN, now)
    left = min(seen + settings.IDLE_MINUTES * 60, since + settings.SESSION_HOURS * 3600) - now
    if left <= 0 or since > now + STEP:
        whose = request.user.pk
        session.flush()
        request.user = AnonymousUser()
        session[AWAY] = True
        return whose
    if SINCE not in session or now - seen >= STEP:
        session[SINCE], session[SEEN] = since, now
    request.idle_seconds = int(
        min(settings.IDLE_MINUTES * 60, since + settings.SESSION_HOURS * 3600 - now)
    )
    return None


# --- what was typed -------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A form that came too late: where it was going, and its fields in order."""

    path: str
    fields: list[tuple[str, str]]


def keep_typed(request: HttpRequest, whose: UUID) -> bool:
    """Keep what `whose` form said until they are back, for an hour; files and secrets are not kept."""
    if request.method != "POST" or request.FILES:
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in SECRET_NAMES)
    ]
    if not fields or sum(len(value) for _name, value in fields) > KEPT_LETTERS:
        return False
    told = {"whose": str(whose), "path": request.get_full_path(), "fields": fields}
    request.session[KEPT] = box("kept").encrypt(json.dumps(told).encode()).decode()
    return True


def kept(request: HttpRequest) -> Typed | None:
    """What this worker had typed when their session ended; never what somebody else had."""
    try:
        text = box("kept").decrypt(request.session.get(KEPT, "").encode(), ttl=KEPT_FOR)
    except InvalidToken:
        return None
    told = json.loads(text)
    if told["whose"] != str(request.user.pk):
        return None
    return Typed(told["path"], [(name, value) for name, value in told["fields"]])


def forget_typed(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
