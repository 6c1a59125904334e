"""The letter to an approach's contact, with a link of its own."""

from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext, override

from kinwork.accounts.mails import address_of, signed
from kinwork.common import clock
from kinwork.system.approaches import words
from kinwork.system.approaches.models import Approach, Verification

SALT = "kinwork.approaches.verification"


def verification(row: Approach, sent: Verification, language: str) -> tuple[str, str]:
    """Subject and body, in the contact's language."""
    with override(language):
        day = words.day(clock.local_day(sent.expires_at, row.community.time_zone))
        lines = [
            gettext("We describe approaches to coordinating services. One of them is: %(name)s.")
            % {"name": row.name},
            "",
            gettext("Please tell us whether what we found in public sources is right."),
            gettext("It takes about ten minutes, and needs no account. Until %(day)s:")
            % {"day": day},
            address_of(reverse("open_approaches:confirm", args=[token(sent.pk)])),
        ]
        subject = gettext("Is this right? %(name)s") % {"name": row.name}
        return " ".join(subject.split())[:255], signed("\n".join(lines))


def token(verification: UUID) -> str:
    return signing.dumps(str(verification), salt=SALT, compress=False)


def verification_of(text: str) -> UUID:
    """The sending of a link. Raises signing.BadSignature for anything else; the row says until when."""
    try:
        return UUID(signing.loads(text, salt=SALT))
    except (ValueError, TypeError, AttributeError) as why:
        raise signing.BadSignature("no link of ours") from why
