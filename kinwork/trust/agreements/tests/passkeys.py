"""A passkey without a device: it holds a key of its own and answers what a page asks."""

import json
import re

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from kinwork.common.acting import acting_as
from tests.cast import OPERATOR

HOST = "testserver"
FLAGS = AuthenticatorData.FLAG


class Passkey:
    """Of one person, kept beside their other second factors."""

    def __init__(self, user):
        self.id = sha256(str(user.pk).encode())
        self.key = ec.generate_private_key(ec.SECP256R1())
        public = ES256.from_cryptography_key(self.key.public_key())
        kept = AttestedCredentialData.create(bytes(16), self.id, public)
        flags = FLAGS.UP | FLAGS.UV | FLAGS.AT
        device = AuthenticatorData.create(sha256(HOST.encode()), flags, 1, kept)
        made = CollectedClientData.create(
            CollectedClientData.TYPE.CREATE, websafe_encode(b"c" * 32), f"https://{HOST}"
        )
        response = {
            "clientDataJSON": websafe_encode(made),
            "attestationObject": websafe_encode(AttestationObject.create("none", device, {})),
        }
        with acting_as(OPERATOR):
            Authenticator.objects.create(
                user=user,
                type=Authenticator.Type.WEBAUTHN,
                data={"name": "Phone", "credential": self._said(response)},
            )

    def answer(self, page: str, *, verified=True, host=HOST) -> str:
        """What the browser sends for the question that stands on this page."""
        asked = re.search(r'<script id="js_data"[^>]*>(.*?)</script>', page, re.S)
        challenge = json.loads(asked[1])["request_options"]["publicKey"]["challenge"]
        return self.sign(challenge, verified=verified, host=host)

    def sign(self, challenge: str, *, verified=True, host=HOST) -> str:
        flags = FLAGS.UP | (FLAGS.UV if verified else 0)
        device = AuthenticatorData.create(sha256(host.encode()), flags, 2)
        said = CollectedClientData.create(
            CollectedClientData.TYPE.GET, challenge, f"https://{host}"
        )
        signature = self.key.sign(bytes(device) + said.hash, ec.ECDSA(hashes.SHA256()))
        return json.dumps(
            self._said(
                {
                    "clientDataJSON": websafe_encode(said),
                    "authenticatorData": websafe_encode(device),
                    "signature": websafe_encode(signature),
                    "userHandle": "",
                }
            )
        )

    def _said(self, response: dict[str, str]) -> dict:
        id = websafe_encode(self.id)
        more = {"type": "public-key", "clientExtensionResults": {}}
        return {"id": id, "rawId": id, "response": response, **more}
