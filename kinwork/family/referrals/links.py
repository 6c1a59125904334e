"""A signed link to one referral, for an organization without an account: 14 days, renewable."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from kinwork.common import audit
from kinwork.common.actor import Actor
from kinwork.family.referrals.models import Referral

SALT = "kinwork.referral.link"
DAYS = 14


class Expired(Exception):
    """Signed by us, but too old; it can be renewed. `referral` says which it was for."""

    def __init__(self, referral: UUID):
        super().__init__("this link is over")
        self.referral = referral


def token(referral: UUID) -> str:
    return signing.dumps(str(referral), salt=SALT, compress=False)


def read(text: str) -> UUID:
    """The referral that this link opens. Raises Expired, or signing.BadSignature for any other."""
    try:
        return UUID(signing.loads(text, salt=SALT, max_age=DAYS * 86400))
    except signing.SignatureExpired:
        raise Expired(UUID(signing.loads(text, salt=SALT))) from None


def address(referral: UUID) -> str:
    """The whole address, on our own host."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse("referrals:link", args=[token(referral)])


def published_email(row: Referral) -> str:
    """Where this organization says that it can be written to."""
    return row.service.email or row.organization.email


def mail(row: Referral, *, by: Actor) -> bool:
    """Send the link to the published address; False where there is none. Nothing of the family in it."""
    to = published_email(row)
    if not to or row.ended_at:
        return False
    subject = _("A family asks for your service")
    body = _(
        "A family asks for your service. Open this page to see how to reach it, and to answer."
        " You need no account. The page opens for 14 days."
    )
    text = f"{body}\n\n{address(row.pk)}\n"
    EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to]).send()
    audit.record("referrals.send_link", row, by=by)
    return True
