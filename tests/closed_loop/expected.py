"""What the rules of a referral promise, in a few plain words: no database, no framework.

It takes the table of the life, its clocks and its notices as data; everything else is said here a
second time, on purpose: who holds which end, what a unit does, when a clock runs out, what follows.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kinwork.family.referrals import rules as table
from kinwork.family.referrals import wire

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
WEST = timedelta(hours=7)  # Arizona, the whole year
DONE, REFUSED, LATE = "done", "refused", "too late"
MAY_SEND_UNASKED = "diapers"  # it has signed nothing: the family's own request carries it
# In the words of SDOH Clinical Care; the last is allowed from everywhere.
WIRE = {
    "draft": {"requested"},
    "requested": {"accepted", "rejected", "cancelled"},
    "accepted": {"in-progress", "on-hold", "cancelled", "completed", "failed"},
    "in-progress": {"on-hold", "cancelled", "completed", "failed"},
    "on-hold": {"in-progress", "cancelled", "completed", "failed"},
}
ANYWHERE = "entered-in-error"


@dataclass(frozen=True)
class Mover:
    """Somebody who may try something. home: a family's; agency: a worker's; link: of one referral."""

    name: str
    agency: str = ""
    home: str = ""
    coordinates: bool = False
    link: str = ""


@dataclass
class Room:
    """What a service has said of its openings, and whether it keeps a waiting list."""

    left: int
    said: datetime
    until: datetime
    keeps_list: bool | None = None


@dataclass
class Expected:
    """One referral as it should stand. unit: none, held, taken or released."""

    name: str
    home: str
    sender: str
    service: str
    need: str
    made: datetime
    urgent: bool = False
    state: str = "draft"
    moves: int = 0
    states: list[str] = field(default_factory=lambda: ["draft"])
    told: list[tuple[str, datetime]] = field(default_factory=list)
    by: list[str] = field(default_factory=list)
    sent: datetime | None = None
    opened: datetime | None = None
    first_clock: datetime | None = None
    previous: str = ""
    unit: str = "none"
    counted: datetime | None = None
    due: datetime | None = None
    dues: dict[str, datetime] = field(default_factory=dict)
    tries: list[str] = field(default_factory=list)
    date: datetime | None = None
    why_stopped: str = ""
    met: str = ""
    search: datetime | None = None  # until when somebody finds the next place

    @property
    def ended(self) -> bool:
        return self.state in table.ENDS

    @property
    def open_with_somebody(self) -> bool:
        return self.sent is not None and not self.ended


def ends_of(mover: Mover, one: Expected, receivers: dict[str, str]) -> set[str]:
    """Which ends of this referral a mover holds: sender, receiver, family, coordinator.

    What was taken back is gone for its receiver; a draft is its maker's own business.
    """
    if mover.home:
        return {"family"} if mover.home == one.home else set()
    receiver = receivers[one.service]
    arrived = one.sent and one.state != "recalled"
    if mover.link:
        return {"receiver"} if mover.link == one.name and not receiver and arrived else set()
    held = set()
    if mover.agency and mover.agency == one.sender:
        held.add("sender")
    if mover.agency and mover.agency == receiver and arrived:
        held.add("receiver")
    return held | ({"coordinator"} if mover.coordinates and one.state != "draft" else set())


def step(verb: str, state: str):
    """The line of the table for `verb` from `state`, or None."""
    return next((m for m in table.LIFE.moves if m.verb == verb and state in m.sources), None)


def ever(verb: str) -> set[str]:
    """Who may ever do `verb`."""
    return {party for m in table.LIFE.moves if m.verb == verb for party in m.parties}


def verdict(verb: str, held: set[str], one: Expected) -> str:
    """What the table says to somebody who holds these ends, before what has to be said with it."""
    if not held & ever(verb):
        return REFUSED
    found = step(verb, one.state)
    if found is None:
        return LATE
    return DONE if held & found.parties else REFUSED


def business_days(start: datetime, days: int, closed: set[date]) -> datetime:
    """Five in the afternoon in Arizona, `days` open days later."""
    there = start - WEST
    day, left = there.date(), days
    if left == 0 and (there.hour >= 17 or not _open(day, closed)):
        left = 1
    while left:
        day += DAY
        left -= _open(day, closed)
    return datetime(day.year, day.month, day.day, 17, tzinfo=start.tzinfo) + WEST


def _open(day: date, closed: set[date]) -> bool:
    return day.weekday() < 5 and day not in closed


def on_the_wire(states: list[str]) -> list[str]:
    """What is wrong with what the wire was told on the way through these states; [] when nothing."""
    now, wrong = "draft", []
    for before, after in zip(states, states[1:], strict=False):
        for told in wire.wire_steps(before, after, now):
            if told != ANYWHERE and told not in WIRE.get(now, ()):
                wrong.append(f"{now} -> {told} ({before} -> {after})")
            now = told
    return wrong
