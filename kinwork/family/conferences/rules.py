"""The life of a joint case conference, and what could stand on its agenda. Plain values in and out.

Source: docs/guides/care-team.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kinwork.common.moves import Life, move

STATES = ("planned", "held", "called off")
CALLER = ("caller",)
LIFE = Life(
    states=STATES,
    first="planned",
    ends=frozenset({"held", "called off"}),
    moves=(
        move("move_date", ["planned"], "planned", CALLER),
        move("hold", ["planned"], "held", CALLER),
        move("call_off", ["planned"], "called off", CALLER),
    ),
)
ANSWERS = ("yes", "no")
WAYS = ("in person", "phone", "video")
# What an item of the agenda is about, in the order in which it is talked over.
ITEMS = ("overdue", "waiting", "open request", "plan review", "own words")
NOTES = ("note", "agreed")
# Whom a note is for: the team, or the author's own office. The family reads both.
NOTE_CLASSES = ("plan", "notes")
OWNERS = ("family", "agency")
IN_PLAN = "in the plan"
FOLLOW_UPS = ("open", "done", "dropped", IN_PLAN)
MINUTES = (30, 45, 60, 90)
MOST_AHEAD = timedelta(days=366)
MOST_BEFORE_WRITTEN_DOWN = timedelta(days=60)
MOST_LETTERS, MOST_WORDS = 4000, 500


@dataclass(frozen=True)
class OpenItem:
    """Something of the family that is open now, as far as whoever plans may see it."""

    referral: UUID
    state: str
    due_at: datetime | None


def kind_of(item: OpenItem, now: datetime) -> str:
    """Why it could be talked about: it is late, it waits, or it is simply open."""
    if item.due_at is not None and item.due_at < now:
        return "overdue"
    return "waiting" if item.state == "waitlisted" else "open request"


def suggested(items: Iterable[OpenItem], now: datetime) -> list[tuple[str, OpenItem]]:
    """What is late first, then what waits, then the rest; each in the order in which it is due."""
    told = [(kind_of(one, now), one) for one in items]

    def key(pair: tuple[str, OpenItem]):
        kind, one = pair
        return ITEMS.index(kind), one.due_at is None, one.due_at or now, str(one.referral)

    return sorted(told, key=key)


def is_possible(starts_at: datetime, now: datetime) -> bool:
    """A date to come, within a year."""
    return now < starts_at <= now + MOST_AHEAD


def may_be_held(starts_at: datetime, now: datetime) -> bool:
    """It has begun; nobody writes down what has not been."""
    return starts_at <= now
