"""A passkey whose key is too short is refused when it is set up, and nothing of it is kept."""

import json

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.urls import reverse
from fido2.cose import ES256, RS256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from kinwork.accounts.tests.conftest import PASSWORD, sign_in

HOST = "testserver"
FLAGS = AuthenticatorData.FLAG


def rsa_key(bits: int):
    return RS256.from_cryptography_key(rsa.generate_private_key(65537, bits).public_key())


def curve_key():
    return ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())


def credential(client, key) -> dict:
    """What a browser sends after its device made `key` for the page that `client` just opened."""
    state = client.session["mfa.webauthn.state"]
    flags = FLAGS.UP | FLAGS.UV | FLAGS.AT
    kept = AttestedCredentialData.create(bytes(16), b"i" * 32, key)
    told = AuthenticatorData.create(sha256(HOST.encode()), flags, 1, kept)
    said = CollectedClientData.create(
        CollectedClientData.TYPE.CREATE, state["challenge"], f"http://{HOST}"
    )
    id = websafe_encode(b"i" * 32)
    return {
        "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
        "response": {
            "clientDataJSON": websafe_encode(said),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("make", "kept"), [(lambda: rsa_key(2048), 0), (lambda: rsa_key(3072), 1), (curve_key, 1)]
)
def test_a_short_key_is_refused_in_words(client, world, settings, make, kept):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    ana = world.worker("Ana", "navigator", password=PASSWORD)
    sign_in(client, ana.user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = reverse("mfa_add_webauthn")
    client.get(page)
    sent = {"name": "Phone", "credential": json.dumps(credential(client, make()))}
    answer = client.post(page, sent)
    found = Authenticator.objects.filter(user=ana.user, type="webauthn")
    assert found.count() == kept
    assert ("too short to be safe" in answer.content.decode()) is (not kept)
