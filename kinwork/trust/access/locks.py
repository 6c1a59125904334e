"""What a browser and a phone's lock say to each other (WebAuthn): questions made here, answers checked.

The name in the phone's list says nothing of families or help. Whoever unlocks the phone is believed:
the phone has to say that it was unlocked for this.
"""

import json
import struct
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from django.http import HttpRequest
from django.utils.translation import gettext as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
)

from kinwork.common import digests
from kinwork.common.actor import Actor
from kinwork.trust.access.actions import public_key_of
from kinwork.trust.access.models import FamilyPasskey

# 128 bits of strength, as for staff: on a curve.
CURVES = (-7, -8, -35, -36)
STATE = "lock"  # in the session: what was asked, until it is answered once
NAME = "Kinwork"
NONSENSE = (ValueError, TypeError, KeyError, AttributeError, IndexError, struct.error)


@dataclass(frozen=True)
class Signed:
    """A phone's answer that was found right."""

    credential: bytes
    counter: int


@dataclass(frozen=True)
class Added:
    """A phone's new key that was found right."""

    credential: bytes
    public_key: bytes
    counter: int


def ask(request: HttpRequest) -> dict[str, Any]:
    """What the browser asks any phone or computer that knows this site to sign."""
    options, state = _server(request).authenticate_begin(user_verification="required")
    request.session[STATE] = state
    return _plain(options)


def ask_new(request: HttpRequest, mine: list[FamilyPasskey]) -> dict[str, Any]:
    """What the browser asks a phone for a key of its own for this page. mine: those that it has."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=_handle(request.actor), name=_("My page"), display_name=_("My page")
        ),
        credentials=[
            PublicKeyCredentialDescriptor(type="public-key", id=bytes(one.credential))
            for one in mine
        ],
        resident_key_requirement="required",
        user_verification="required",
    )
    request.session[STATE] = state
    return _plain(options)


def check(request: HttpRequest, said: str) -> Signed | None:
    """The answer to what this browser was asked last; None for every kind of wrong."""
    state = request.session.pop(STATE, None)
    try:
        answer = AuthenticationResponse.from_dict(json.loads(said))
        known = public_key_of(answer.raw_id)
        if state is None or known is None:
            return None
        _server(request).authenticate_complete(state, [AttestedCredentialData(known)], answer)
    except (*NONSENSE, InvalidSignature, RecursionError):
        return None
    return Signed(answer.raw_id, answer.response.authenticator_data.counter)


def check_new(request: HttpRequest, said: str) -> Added | None:
    """Likewise, of a new key."""
    state = request.session.pop(STATE, None)
    if state is None:
        return None
    try:
        made = _server(request).register_complete(state, json.loads(said))
    except (*NONSENSE, InvalidSignature, RecursionError):
        return None
    data = made.credential_data
    if data is None or data.public_key.get(3) not in CURVES:
        return None
    return Added(data.credential_id, bytes(data), made.counter)


def _server(request: HttpRequest) -> Fido2Server:
    """For this very origin: what another site, port or scheme had signed is not believed."""
    origin, host = f"{request.scheme}://{request.get_host()}", request.get_host().split(":")[0]
    rp = PublicKeyCredentialRpEntity(id=host, name=NAME)
    server = Fido2Server(rp, verify_origin=lambda said: said == origin)
    server.allowed_algorithms = [one for one in server.allowed_algorithms if one.alg in CURVES]
    return server


def _plain(options: Any) -> dict[str, Any]:
    return dict(options)


def _handle(actor: Actor) -> bytes:
    """The same for one caregiver's page each time, and nothing to read it back from."""
    return digests.digest(actor.id.bytes + actor.household.bytes, "phone lock")
