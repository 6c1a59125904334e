"""What is handed to a provider, and what it answers. Nothing here knows the database."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Parcel:
    """One message, ready to leave. key: the same for every try of the same message to one address, so
    that a provider that knows it already sends nothing twice. tries: which claim this is."""

    delivery: UUID
    kind: str
    channel: str
    key: UUID
    tries: int
    agency: UUID | None = None
    to: str = ""
    language: str = "en"
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """accepted, temporary (try again) or permanent (no use). why: a short code, shown in words.
    wait: what the other side asked for. ref: its own number of the message."""

    kind: str
    why: str = ""
    ref: str = ""
    wait: timedelta | None = None


def accepted(ref: str = "") -> Answer:
    return Answer("accepted", ref=ref[:100])


def temporary(why: str, wait: timedelta | None = None) -> Answer:
    return Answer("temporary", why=why, wait=wait)


def permanent(why: str) -> Answer:
    return Answer("permanent", why=why)
