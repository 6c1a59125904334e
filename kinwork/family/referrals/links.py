"""A signed link to one referral, for an organization without an account: as many days as its community
says, renewable. How many stands in the link itself; it is made when its mail is sent, and kept nowhere."""

import json
import time
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from kinwork.common.community import setting
from kinwork.common.rules import DEFAULTS
from kinwork.family.referrals.models import Referral

SALT = "kinwork.referral.link"
DAYS = DEFAULTS["link_days"]  # of a link that does not say it
NEVER = float("inf")


class Expired(Exception):
    """Signed by us, but too old; it can be renewed. `referral` says which it was for."""

    def __init__(self, referral: UUID, days: float):
        super().__init__("this link is over")
        self.referral, self.days = referral, max(1, round(days))


def token(referral: UUID, days: float | None = None) -> str:
    said = [str(referral), DAYS if days is None else days]
    return signing.dumps(said, salt=SALT, compress=False)


def read(text: str) -> UUID:
    """The referral that this link opens. Raises Expired, or signing.BadSignature for any other.

    Signature and age are both worked out before either counts, and every key is compared in
    constant time: how long it takes tells nobody what is wrong, nor that an old one was ours.
    """
    signed, _colon, signature = text.rpartition(":")
    signer = signing.TimestampSigner(salt=SALT)
    ours = [
        constant_time_compare(signature, signer.signature(signed, key))
        for key in (signer.key, *signer.fallback_keys)
    ]
    too_old = seconds_left(text) < 0
    if not any(ours):
        raise signing.BadSignature("no link of ours")
    said = signing.loads(text, salt=SALT)
    referral = UUID(said if isinstance(said, str) else said[0])
    if too_old:
        raise Expired(referral, _days(text))
    return referral


def seconds_left(text: str) -> float:
    """How long a link still opens; before nobody has looked who signed it."""
    stamp = text.rpartition(":")[0].rpartition(":")[2]
    try:
        made = signing.b62_decode(stamp[:12])
    except (ValueError, IndexError):
        return -NEVER
    return made + _days(text) * 86400 - time.time()


def _days(text: str) -> float:
    """As it says of itself; the usual number where it says nothing that can be read."""
    try:
        said = json.loads(signing.b64_decode(text.partition(":")[0].encode()))
        return float(said[1]) if isinstance(said, list) else DAYS
    except (ValueError, TypeError, IndexError, OverflowError, RecursionError):
        return DAYS


def days_of(row: Referral) -> int:
    """How long a link to this referral opens."""
    return setting(row.community, "link_days")


def address(row: Referral) -> str:
    """The whole address, on our own host, made now."""
    made = token(row.pk, days_of(row))
    return settings.SITE_ADDRESS.rstrip("/") + reverse("referrals:link", args=[made])


def published_email(row: Referral) -> str:
    """Where this organization says that it can be written to."""
    return row.service.email or row.organization.email
