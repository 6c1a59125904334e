"""A person says yes to one thing with a passkey: a fresh answer of the device, bound to that thing.

The device signs a challenge that is made of chance and of what is said yes to, so that the answer
proves nothing else, and can be proved again later from what is kept here (`proves`).
"""

import hashlib
import secrets
import struct
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AuthenticatorData,
    CollectedClientData,
    UserVerificationRequirement,
)

from kinwork.accounts.models import User

ASKED = "confirming"  # what was asked in this session: one question, answered once
MINUTES = 10
# What a stranger's answer breaks while it is read.
UNREADABLE = (ValidationError, TypeError, ValueError, KeyError, AttributeError, IndexError)


class NotConfirmed(Exception):
    """The device did not say yes to this: wrong, late, used before, or to something else."""


@dataclass(frozen=True)
class Yes:
    """Who said yes, and everything that proves it without this site's word for it."""

    user: UUID
    challenge: str
    nonce: bytes
    credential: bytes
    public_key: bytes
    client_data: bytes
    device_data: bytes
    signature: bytes


def has_passkey(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


def ask(request: HttpRequest, about: bytes) -> dict[str, Any]:
    """What the page hands to the browser. A question that was asked before is dropped."""
    nonce = secrets.token_bytes(32)
    options, _state = auth.get_server().authenticate_begin(
        credentials=auth.get_credentials(request.user),
        user_verification=UserVerificationRequirement.REQUIRED,
        challenge=_challenge(nonce, about),
    )
    request.session[ASKED] = {"nonce": b64encode(nonce).decode(), "at": time.time()}
    return {"request_options": dict(options)}


def answered(request: HttpRequest, about: bytes, answer: Any) -> Yes:
    """The yes of whoever is signed in, to `about` as it reads now. Raises NotConfirmed; right or
    wrong, the question that was asked is used up."""
    asked = request.session.pop(ASKED, None)
    if asked is None or not 0 <= time.time() - asked["at"] <= MINUTES * 60:
        raise NotConfirmed
    nonce = b64decode(asked["nonce"])
    challenge = _challenge(nonce, about)
    state = {
        "challenge": websafe_encode(challenge),
        "user_verification": UserVerificationRequirement.REQUIRED,
    }
    try:
        said = auth.parse_authentication_response(answer)
        keys = auth.get_credentials(request.user)
        key = auth.get_server().authenticate_complete(state, keys, answer)
    except (*UNREADABLE, struct.error) as error:
        raise NotConfirmed from error
    used = auth.get_authenticator_by_credential_id(request.user, key.credential_id)
    if used is None:
        raise NotConfirmed
    used.record_usage()
    return Yes(
        user=request.user.pk,
        challenge=challenge.hex(),
        nonce=nonce,
        credential=bytes(key.credential_id),
        public_key=cbor.encode(dict(key.public_key)),
        client_data=bytes(said.response.client_data),
        device_data=bytes(said.response.authenticator_data),
        signature=bytes(said.response.signature),
    )


def proves(yes: Yes, about: bytes) -> bool:
    """Did this key, with finger, face or PIN, sign exactly this? Asks nobody and nothing else."""
    try:
        told = CollectedClientData(yes.client_data)
        device = AuthenticatorData(yes.device_data)
        key = CoseKey.parse(cbor.decode(yes.public_key))
        key.verify(yes.device_data + told.hash, yes.signature)
    except (*UNREADABLE, struct.error, InvalidSignature):
        return False
    return told.challenge == _challenge(yes.nonce, about) and device.is_user_verified()


def _challenge(nonce: bytes, about: bytes) -> bytes:
    return hashlib.sha256(nonce + about).digest()
