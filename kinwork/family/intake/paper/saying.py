"""What an answer on paper is worth today. Pure.

An older day never beats a newer one: what was said after the paper was filled in stays, and both are
shown. What is too old by its question's own time is kept as said then, and asked again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kinwork.family.facts.rules import good_days

OLD = 90  # days after which a worker is warned
TYPED = "paper"


@dataclass(frozen=True)
class Said:
    """What is known already: of which day, and whether a paper or an office stands for it."""

    value: Any
    on: date
    is_sure: bool = False


@dataclass
class Settled:
    """`changes`: what counts from now on. `newer`: key -> what stays. `stale`: asked again."""

    changes: dict[str, Any] = field(default_factory=dict)
    newer: dict[str, Said] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)


def settle(
    typed: Mapping[str, Any],
    before: Mapping[str, Any],
    answers: Mapping[str, Any],
    known: Mapping[str, Said],
    day: date,
    today: date,
) -> Settled:
    """typed: what stands on the paper, by answer key; before: what was typed of it earlier.

    answers: the draft as it is. known: what was told without this paper.
    """
    found = Settled()
    for key in before.keys() - typed.keys():
        if answers.get(key) == before[key]:
            found.changes[key] = known[key].value if key in known else None
    for key, value in typed.items():
        other = known.get(key)
        if other and other.value != value and (other.on > day or other.is_sure):
            found.newer[key] = other
            if answers.get(key) != other.value:
                found.changes[key] = other.value
        elif is_stale(key, day, today):
            found.stale.append(key)
            if key in before and answers.get(key) == before[key]:
                found.changes[key] = None
        else:
            found.changes[key] = value
    return found


def is_stale(key: str, day: date, today: date) -> bool:
    """Is an answer of that day too old to go by?"""
    days = good_days(question_of(key))
    return bool(days) and day + timedelta(days=days) < today


def question_of(key: str) -> str:
    """fact:income -> income; fact:disability:<id> -> disability; place -> place."""
    return key.removeprefix("fact:").partition(":")[0]


def told(answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was typed in from paper, by answer key."""
    return (answers.get(TYPED) or {}).get("told", {})


def day_of(answers: Mapping[str, Any]) -> date | None:
    """The day on which the paper was filled in."""
    day = (answers.get(TYPED) or {}).get("day")
    return date.fromisoformat(day) if day else None


def kept(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What stays of it with the finished draft: the day, who filled it in, where it lies."""
    about = answers.get(TYPED) or {}
    return (
        {TYPED: {name: value for name, value in about.items() if name != "told"}} if about else {}
    )


def noon(day: date, zone: str) -> datetime:
    """A moment of that day where the family is."""
    return datetime.combine(day, time(12), ZoneInfo(zone))
