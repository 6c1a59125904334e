"""The link in each letter that ends the letters: signed, for one address, without an end of its own."""

from django.core import signing
from django.urls import reverse

from kinwork.accounts.mails import address_of
from kinwork.family.contact import rules, wire

SALT = "kinwork.contact.stop"


def address(channel: str, value: str) -> str:
    """The link for whoever reads what is sent to `value`."""
    return address_of(reverse("contact:stop", args=[token(channel, value)]))


def token(channel: str, value: str) -> str:
    return signing.dumps([channel, wire.address_hash(channel, value)], salt=SALT)


def read(said: str) -> tuple[str, str] | None:
    """(channel, hash of the address); None where nobody of ours signed it."""
    try:
        channel, address_hash = signing.loads(said, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (channel, address_hash) if channel in rules.BY_ITSELF else None
