"""The link with which whoever has no page here reads the answer: signed, for two years, for one complaint."""

from datetime import timedelta
from uuid import UUID

from django.core import signing

SALT = "kinwork.complaints.link"
LASTS = timedelta(days=730)


def token(complaint: UUID) -> str:
    return signing.dumps(str(complaint), salt=SALT, compress=False)


def complaint_of(text: str) -> UUID:
    """Raises signing.BadSignature for anything that is no link of ours, or is over."""
    try:
        return UUID(signing.loads(text, salt=SALT, max_age=LASTS))
    except (ValueError, TypeError, AttributeError) as why:
        raise signing.BadSignature("no link of ours") from why
