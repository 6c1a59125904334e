"""What is promised, and how a partnership keeps its own charter. Pure."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from kinwork.common.moves import Life, move
from kinwork.system.meetings.rules.preparing import MONTHS

PROMISE = Life(
    states=("open", "done", "let go"),
    first="open",
    moves=(
        move("postpone", ["open"], None, ["lead", "member"], ["why"]),
        move("keep", ["open"], "done", ["lead", "member"], ["what shows it"]),
        move("let_go", ["open"], "let go", ["lead"], ["why"]),
    ),
    ends=frozenset(["done", "let go"]),
)


@dataclass(frozen=True)
class Held:
    """A meeting that was held: its day, the seats that were filled, those that were there, when its
    minutes were published (None: not yet), and whether its agenda was sent in time (None: no agenda
    was sent)."""

    on: date
    filled: Collection[Hashable]
    there: Collection[Hashable]
    told_on: date | None = None
    in_time: bool | None = None


@dataclass(frozen=True)
class Promised:
    """What a member promised: due, and when it was done (None: not yet)."""

    member: Hashable
    due_on: date
    state: str
    done_on: date | None = None


@dataclass(frozen=True)
class Kept:
    """What a member made of its promises. in_time, late: done by the day, or after it; overdue: open,
    and its day is over."""

    promised: int
    in_time: int
    late: int
    overdue: int
    open: int
    let_go: int


def meetings_due(adopted_on: date, frequency: str, day: date) -> int:
    """How many meetings the charter asked for since it was adopted, at most within a year before
    `day`: one for each whole step of its frequency."""
    since = max(adopted_on, year_before(day))
    months = (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)
    return max(0, months) // MONTHS[frequency]


def year_before(day: date) -> date:
    """The same day a year ago; of February 29 the last of that month."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def absences(held: Iterable[Held]) -> dict[Hashable, int]:
    """seat -> meetings that it missed while somebody sat on it; seats that missed none stand at 0."""
    missed: dict[Hashable, int] = {}
    for one in held:
        for seat in one.filled:
            missed[seat] = missed.get(seat, 0) + (seat not in one.there)
    return missed


def told_late(held: Iterable[Held], days: int, day: date) -> list[Held]:
    """Meetings whose minutes were published after the charter's days, or are overdue on `day`."""
    return [one for one in held if ((one.told_on or day) - one.on).days > days]


def kept(promises: Iterable[Promised], day: date) -> dict[Hashable, Kept]:
    """By member. A day that was postponed counts by its new date: the page says how often it was."""
    by_member: dict[Hashable, list[Promised]] = {}
    for one in promises:
        by_member.setdefault(one.member, []).append(one)
    return {member: _kept(rows, day) for member, rows in by_member.items()}


def _kept(rows: list[Promised], day: date) -> Kept:
    done = [one for one in rows if one.state == "done"]
    waits = [one for one in rows if one.state == "open"]
    late = sum(one.done_on is not None and one.done_on > one.due_on for one in done)
    return Kept(
        promised=len(rows),
        in_time=len(done) - late,
        late=late,
        overdue=sum(one.due_on < day for one in waits),
        open=sum(one.due_on >= day for one in waits),
        let_go=sum(one.state == "let go" for one in rows),
    )
