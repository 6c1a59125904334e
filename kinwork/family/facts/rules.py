"""Which of several answers counts: certified before document seen before told, then the newest
that is still good. Over the facts that the viewer may see, never more."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

HOWS = ("told", "document seen", "certified")  # weakest first


class Answered(Protocol):
    key: str
    how: str
    said_at: object
    good_until: date | None


A = TypeVar("A", bound=Answered)


def still_good(fact: Answered, on: date) -> bool:
    return fact.good_until is None or fact.good_until >= on


def in_force(facts: Iterable[A], on: date) -> A | None:
    """The one answer that counts on day `on`, or None when all went stale."""
    good = [fact for fact in facts if still_good(fact, on)]
    return max(good, key=lambda fact: (HOWS.index(fact.how), fact.said_at), default=None)
