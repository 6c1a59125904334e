"""What other modules send through the outbox. For each kind of line they say here where it goes, asked
again in its claim; what it says; whose it is when it fails; and what follows when it has left.

A link or another secret is made in the claim and stands in the parcel alone: no row ever holds one.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kinwork.family.contact.models import Delivery
from kinwork.family.contact.parcels import Parcel
from kinwork.family.contact.rules import Way


@dataclass(frozen=True)
class To:
    """It may go now, to this e-mail, or by `way` at the hours of `zone`. said: for the words; it is
    written down nowhere."""

    value: str
    language: str
    said: dict[str, Any] = field(default_factory=dict)
    way: Way | None = None
    zone: str = ""


@dataclass(frozen=True)
class Not:
    """It may not go. is_lost: a person has to hear of that; else there is nothing to say any more."""

    why: str
    is_lost: bool = False


def nothing(row: Delivery, at: datetime) -> None:
    """Nothing follows."""


@dataclass(frozen=True)
class Carrier:
    where: Callable[[Delivery, datetime], To | Not]
    letter: Callable[[Parcel], tuple[str, str]]
    whose: Callable[[Delivery], tuple[UUID | None, UUID | None]]  # (agency, user) now
    left: Callable[[Delivery, datetime], None] = nothing


CARRIERS: dict[str, Carrier] = {}


def carry(kind: str, carrier: Carrier) -> None:
    """Register a kind of line."""
    CARRIERS[kind] = carrier
