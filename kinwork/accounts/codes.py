"""Codes that a person writes, and the day on which a training is due; plain values in and out."""

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta

from kinwork.common.ids import unspaced


def code_hash(code: str, salt: object) -> bytes:
    """What is stored instead of a code: strokes, spaces and small letters do not count."""
    typed = unspaced(code).encode()
    return hashlib.scrypt(typed, salt=str(salt).encode(), n=2**12, r=8, p=1, dklen=32)


def same_hash(one: bytes, other: bytes) -> bool:
    """In the same time whether they differ early or late."""
    return hmac.compare_digest(one, other)


def training_due(done: date) -> datetime:
    """When the next yearly training is due: a year later, when that day is over everywhere."""
    return datetime(done.year, done.month, done.day, tzinfo=UTC) + timedelta(days=366, hours=12)
