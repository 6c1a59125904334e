"""Codes that a person writes, and the day on which a training is due; plain values in and out."""

import hmac
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from kinwork.common.digests import digest, digests, slow
from kinwork.common.ids import unspaced

INVITATION, RECOVERY = "invitation", "recovery"


def key_hash(key: str) -> bytes:
    """What is stored instead of the key of an invitation's link."""
    return digest(key.encode(), INVITATION)


def key_hashes(key: str) -> list[bytes]:
    """All that may be stored instead of it."""
    return digests(key.encode(), INVITATION)


def code_hash(code: str, user: UUID) -> bytes:
    """What is stored instead of a code that a person writes: strokes, spaces, small letters do not
    count."""
    return slow(unspaced(code).encode(), digest(user.bytes, RECOVERY))


def fits(code: str, user: UUID, stored: bytes) -> bool:
    """In the same time whether it differs early or late."""
    made = [slow(unspaced(code).encode(), salt) for salt in digests(user.bytes, RECOVERY)]
    return True in [hmac.compare_digest(one, stored) for one in made]


def training_due(done: date) -> datetime:
    """When the next yearly training is due: a year later, when that day is over everywhere."""
    return datetime(done.year, done.month, done.day, tzinfo=UTC) + timedelta(days=366, hours=12)
