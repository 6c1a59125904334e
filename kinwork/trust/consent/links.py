"""The address of a question that is sent to a family: a signed link in a mail, a code on a card."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kinwork.common.ids import unspaced
from kinwork.trust.access.actions import code_hashes, first
from kinwork.trust.consent.rules import ASK_HOURS, ASK_LETTERS

SALT = "kinwork.consent.link"


def token(ask: UUID) -> str:
    return signing.dumps(str(ask), salt=SALT, compress=False)


def address(ask: UUID) -> str:
    """The whole address of a mail's link, on our own host."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse("consent:link", args=[token(ask)])


def card_address(code: str) -> str:
    """The short address of a card."""
    return settings.SITE_ADDRESS.rstrip("/") + reverse("consent:link", args=[code])


def read(text: str) -> UUID | None:
    """The question that waits behind a token or a code; None where there is none, or none any more."""
    code = unspaced(text)
    if len(code) == ASK_LETTERS == len(text.replace("-", "")):
        return _find(*((None, one) for one in code_hashes(code)))
    try:
        return _find((UUID(signing.loads(text, salt=SALT, max_age=ASK_HOURS * 3600)), None))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _find(*tries: tuple[UUID | None, bytes | None]) -> UUID | None:
    found = first("SELECT ask FROM kw_find_ask(%s, %s) AS ask WHERE ask IS NOT NULL", tries)
    return found[0] if found else None
