"""Second factors: the key inside a code app is stored encrypted, with the site's own secret."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.forms import AddWebAuthnForm
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


class AddPasskey(AddWebAuthnForm):
    """A passkey by default: it asks for finger, face or PIN and needs no password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for this device")
        box = self.fields["passwordless"]
        box.initial = True
        box.label = _("It asks for my finger, my face or a PIN (recommended)")
        box.help_text = ""
