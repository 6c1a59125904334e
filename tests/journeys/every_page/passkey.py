"""A passkey as it is stored: well formed, and of no device."""

from typing import Any

from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ID = b"sixteen letters!"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def passkey() -> dict[str, Any]:
    """What the table of authenticators holds in `data`."""
    held = AttestedCredentialData.create(
        Aaguid.NONE, ID, ES256({1: 2, 3: -7, -1: 1, -2: ID * 2, -3: ID * 2})
    )
    told = AuthenticatorData.create(sha256(b"localhost"), FLAGS, 0, held)
    asked = CollectedClientData.create("webauthn.create", ID, "http://localhost")
    return {
        "name": "My phone",
        "passwordless": True,
        "credential": {
            "id": websafe_encode(ID),
            "rawId": websafe_encode(ID),
            "type": "public-key",
            "response": {
                "clientDataJSON": websafe_encode(asked),
                "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
            },
            "clientExtensionResults": {"credProps": {"rk": True}},
        },
    }
