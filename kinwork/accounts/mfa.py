"""Second factors: the key inside a code app is stored encrypted, with the site's own secret."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kinwork.accounts.adapter import Adapter
from kinwork.accounts.sessions import box


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": Adapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        return box("mfa").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box("mfa").decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The host as it is; the name that people know, instead of the host again."""
        return super().get_public_key_credential_rp_entity() | {"name": settings.MFA_TOTP_ISSUER}


RSA, RSA_LEAST = 3, 3072  # COSE's number of this kind of key; bits that are as strong as 128
KIND, MODULUS = 1, -1  # where a COSE key says them


def is_strong(key: Mapping[int, Any]) -> bool:
    """Has this public key (COSE) 128 bits of strength? Curves that are allowed have; RSA from 3072.

    Source: NIST SP 800-57 Part 1 Rev. 5, table 2; OWASP ASVS 5.0, 11.2.3.
    """
    return key[KIND] != RSA or int.from_bytes(key[MODULUS], "big").bit_length() >= RSA_LEAST


class AddPasskey(AddWebAuthnForm):
    """A passkey by default: it asks for finger, face or PIN and needs no password."""

    def clean(self) -> dict[str, Any]:
        """Some older Windows machines make a key that is too short: said at once, nothing is kept.

        Looked at first: the device's answer to the page's challenge counts once, the form is read twice.
        """
        if credential := self.cleaned_data.get("credential"):
            response = auth.parse_registration_response(credential).response
            made = response.attestation_object.auth_data.credential_data
            if made is None or not is_strong(made.public_key):
                raise forms.ValidationError(
                    _(
                        "This device makes a key that is too short to be safe. Use another device,"
                        " a security key, or an app for codes."
                    )
                )
        return super().clean()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for this device")
        box = self.fields["passwordless"]
        box.initial = True
        box.label = _("It asks for my finger, my face or a PIN (recommended)")
        box.help_text = ""
