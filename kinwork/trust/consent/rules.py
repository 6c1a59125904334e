"""What a consent must hold, and what narrower means. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

WAYS = ("on screen", "on paper", "by phone with a witness", "by text")
WRITTEN = ("on screen", "on paper")
PHONE = "by phone with a witness"
# What a receiver needs to help at all: without it an open referral closes.
NEEDED = frozenset({"identity", "contact"})
# Clocks of one permit, and how long before its end the family hears of it.
ENDS, NOTICE = "consent ends", "consent ends soon"
NOTICE_DAYS = 30

NOT_NARROWER, SAME, NOTHING_LEFT, LATER, OVER, REFUSAL = (
    "not narrower",
    "same",
    "nothing left",
    "later",
    "over",
    "refusal",
)


def why_not_narrower(consent: Any, classes: Iterable[str], ends: datetime | None) -> str:
    """Why `classes` until `ends` are no narrower permit than `consent`; "" when they are."""
    classes = set(classes)
    if consent.deny:
        return REFUSAL
    if consent.ended_at is not None:
        return OVER
    if not classes:
        return NOTHING_LEFT
    if not classes <= set(consent.classes):
        return NOT_NARROWER
    if ends is not None and consent.ends is not None and ends > consent.ends:
        return LATER
    if classes == set(consent.classes) and (ends is None or ends == consent.ends):
        return SAME
    return ""
