"""When a partnership meets, and what comes on an agenda. Pure."""

from calendar import monthrange
from datetime import date, timedelta

from kinwork.common.moves import Life, move
from kinwork.system.partnerships.rules import FREQUENCIES

REGULAR, SPECIAL = KINDS = ("regular", "special")
INFORM, DISCUSS, DECIDE = ITEM_KINDS = ("inform", "discuss", "decide")
# What an item of an agenda can come from.
SOURCES = (
    *("minutes", "promise", "charter", "barrier", "agreement", "measure", "gap", "work"),
    *("proposal", "seat"),
)
PROPOSED = "proposal"
SHORTEST, LONGEST = 5, 720  # minutes of a meeting
MEETING = Life(
    states=("planned", "open", "over", "called off"),
    first="planned",
    moves=(
        move("change", ["planned"], None, ["lead"]),
        move("invite", ["planned"], None, ["lead"], ["an agenda"]),
        move("open", ["planned"], "open", ["lead"]),
        move("close", ["open"], "over", ["lead"]),
        move("call_off", ["planned"], "called off", ["lead"], ["why"]),
    ),
    ends=frozenset(["over", "called off"]),
)
MONTHS = {name: 12 // a_year for name, a_year in FREQUENCIES.items()}


def series(first: date, frequency: str, count: int) -> list[date]:
    """`count` days from `first` on: the same weekday of its week of the month (the second Tuesday),
    as often as the charter says. A fifth one, where a month has none, is its last."""
    week, step = (first.day - 1) // 7, MONTHS[frequency]
    found = [first]
    for number in range(1, count):
        month = first.year * 12 + first.month - 1 + number * step
        found.append(_weekday_of(month // 12, month % 12 + 1, first.weekday(), week))
    return found


def _weekday_of(year: int, month: int, weekday: int, week: int) -> date:
    start = date(year, month, 1)
    day = 1 + (weekday - start.weekday()) % 7 + 7 * week
    return start.replace(day=day if day <= monthrange(year, month)[1] else day - 7)


def agenda_due(day: date, agenda_days: int) -> date:
    """The last day on which the agenda is sent in time."""
    return day - timedelta(days=agenda_days)
