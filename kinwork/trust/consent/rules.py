"""What a consent must hold, and what narrower means. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

PAPER, PHONE, LINK, TEXT = "on paper", "by phone with a witness", "by link", "by text"
WAYS = ("on screen", PAPER, PHONE, TEXT, LINK)
ASKED = (LINK, TEXT)  # by a link in a mail or on a card; by one in a text message
# Who opens a link shows less of who one is: what needs a written consent is not asked that way.
WRITTEN = ("on screen", PAPER)
NEVER_BY_LINK = frozenset({"sud", "safety", "education", "notes"})
# What a written yes may be about, which names its records: classes that are closed without one, and
# those whose rows may carry a label that asks for one. Safety is for one person there alone.
BY_NAME = "safety"
IN_WRITING = ("education", "development", "health", "location", "sud", BY_NAME)
WRITERS = ("navigator", "caseworker", "supervisor")
# A question that is sent as a link: how it goes out, how long it waits, how it can end.
ASK_WAYS, ASK_HOURS, ASK_LETTERS = ("e-mail", "text", "card"), 72, 16
ANSWERS = ("yes", "no")
RECALLED, LAPSED, TRIED, NO_ADDRESS, CLOSED = (
    "recalled",
    "lapsed",
    "wrong tries",
    "no safe address",
    "family left",
)
ASK_ENDS = (RECALLED, LAPSED, TRIED, NO_ADDRESS, CLOSED)
TRIES_AT_ONCE, TRIES_IN_ALL, ASKS_A_DAY = 5, 15, 5
# A family that leaves: how long it can change its mind, and how long an agency's own records of the
# help that it gave are kept sealed (where the row itself names no other day).
UNDO_DAYS, RECORD_YEARS = 14, 7
# What a receiver needs to help at all: without it an open referral closes.
NEEDED = frozenset({"identity", "contact"})
# Clocks of one permit, and how long before its end the family hears of it.
ENDS, NOTICE = "consent ends", "consent ends soon"
ASK_LAPSES = "consent link lapses"
DESTROYS = "closed record is destroyed"
NOTICE_DAYS = 30

NO_WITNESS, WITNESS_OF_NOTHING, NO_PAPER = "no witness", "witness of nothing", "no paper"
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


def why_not_so(way: str, witness: str, signed_on: Any, paper_at: str) -> str:
    """What is missing, or too much, of how a yes or a no was said; "" when it is whole."""
    if way == PHONE and not witness.strip():
        return NO_WITNESS
    if way != PHONE and witness.strip():
        return WITNESS_OF_NOTHING
    if way != PAPER and (signed_on or paper_at.strip()):
        return NO_PAPER
    return ""
