"""Which of several answers counts: certified before document seen before told, then the newest
that is still good. Over the facts that the viewer may see, never more."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from kinwork.library.questions import bank

TOLD, ON_PAPER = "told", "told on paper"
HOWS = (TOLD, ON_PAPER, "document seen", "certified")
# How sure: what was told is as sure on paper as aloud.
SURE = {TOLD: 0, ON_PAPER: 0, "document seen": 1, "certified": 2}

# The bank's finer words, as classes of access.md. A ZIP code or town is no address: it says where to
# look for help, and we ask for nothing finer.
CLASSES = {"housing": "household", "protected": "household", "location": "household"}


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
    return max(good, key=lambda fact: (SURE[fact.how], fact.said_at), default=None)


def standing(facts: Iterable[A], on: date) -> list[A]:
    """What is still good and was not put right by an answer at least as certain, newest first."""
    good = [fact for fact in facts if still_good(fact, on)]
    replaced = {(fact.replaces_id, SURE[fact.how]) for fact in good if fact.replaces_id is not None}
    left = [
        fact
        for fact in good
        if not any(one == fact.pk and how >= SURE[fact.how] for one, how in replaced)
    ]
    return sorted(left, key=lambda fact: (SURE[fact.how], fact.said_at), reverse=True)


def differing(facts: Iterable[A], on: date) -> list[A]:
    """What stands beside the answer that counts and says something else; one of each value."""
    first, *others = standing(facts, on) or [None]
    said, found = [first.value if first else None], []
    for fact in others:
        if fact.value not in said:
            said.append(fact.value)
            found.append(fact)
    return found


def class_of(key: str) -> str:
    """The class of an answer; household for what the bank does not know."""
    question = bank().get(key)
    said = question.sensitivity if question else "household"
    return CLASSES.get(said, said)


def good_days(key: str) -> int | None:
    """How long an answer stays good; None: until it is corrected."""
    question = bank().get(key)
    return (question.good_for_days or None) if question else None
