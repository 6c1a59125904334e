"""From what was said to the plain household that programs are checked against. No Django.

Facts and the answers of an unfinished intake go through the same door, so that what a family sees
before it is finished is what the record will say afterwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kinwork.library.codes.income import IncomeLine
from kinwork.library.programs.household import Household, Member

ROLES = {"caregiver": "caregiver", "child": "child", "expected child": "child"}
MEMBER_KEYS = (
    "pregnant",
    "recent_birth",
    "breastfeeding",
    "concern",
    "disability",
    "foster_care",
    "working_or_training",
    "insured",
    "student",
    "former_foster_care",
    "relation",
)
COSTS = ("assets", "rent_annual", "childcare_annual")


@dataclass(frozen=True)
class Told:
    """One person of a household as told: `key` is their id as text."""

    key: str
    relation: str
    birth_date: date | None = None
    due_date: date | None = None


Said = Mapping[tuple[str, str | None], Any]  # (question, person or None for the household) -> value


def household(people: Iterable[Told], said: Said, complete: bool = True) -> Household:
    """The household as far as it is known; what was not said is None, never no."""
    place = said.get(("place", None)) or {}
    return Household(
        members=tuple(_member(person, said) for person in people),
        members_complete=complete,
        income=income(said.get(("income", None))),
        receives=_codes(said.get(("receives", None))),
        homeless=said.get(("homeless", None)),
        pays_utilities=said.get(("pays_utilities", None)),
        **{key: _money(said.get((key, None))) for key in COSTS},
        state=place.get("state") or None,
        county=place.get("county") or None,
        zip=place.get("zip") or None,
    )


def income(value: Iterable[Mapping[str, Any]] | None) -> tuple[IncomeLine, ...] | None:
    """Lines of money as kept in JSON; None when nobody has said anything."""
    return None if value is None else tuple(_line(line) for line in value)


def _line(line: Mapping[str, Any]) -> IncomeLine:
    return IncomeLine(
        amount=_money(line.get("amount")),
        period=line.get("period", "monthly"),
        kind=line.get("kind", "wages"),
        high=_money(line.get("high")),
        member=line.get("member"),
    )


def _money(text: str | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(text)


def _codes(value: Iterable[str] | None) -> frozenset[str] | None:
    return None if value is None else frozenset(value)


def _member(person: Told, said: Said) -> Member:
    facts = {key: said.get((key, person.key)) for key in MEMBER_KEYS}
    ended = said.get(("pregnancy_ended", person.key))
    return Member(
        key=person.key,
        role=ROLES.get(person.relation, "other"),
        birth_date=person.birth_date,
        due_date=person.due_date,
        babies=int(said.get(("babies", person.key)) or 1),
        pregnancy_ended=date.fromisoformat(ended) if ended else None,
        receives=_codes(said.get(("receives", person.key))),
        weekly_hours=_money(said.get(("weekly_hours", person.key))),
        **facts,
    )
