"""Which door first: every doubt about a service costs miles, and the cheapest door comes first. Pure.

One unit for everything, so that a family, a worker and an agency can check the order by hand: what is
not known costs a little, what is known to be in the way costs more, and nothing that nobody has said
ever counts as a no. Sources: docs/explanation/doors.md.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kinwork.directory.rules import capacity_holds

WISHES = ("near", "soon", "language", "evening", "weekend", "not")
ANSWERS = ("yes", "maybe", "ask", "no")  # best first; `ask` is "no, but the office may say yes"
ROOMS = ("room", "list", "full", "lapsed", "unknown")


@dataclass(frozen=True)
class Weight:
    """What one doubt costs, in miles by road, and why it costs that."""

    miles: float
    why: str


# Declared here and nowhere else; docs/explanation/doors.md draws this table.
WEIGHTS: Mapping[str, Weight] = {
    "answer yes": Weight(0, "our check, or the office itself, says yes"),
    "answer maybe": Weight(2, "something is still missing: nearly as good as a yes"),
    "answer unknown": Weight(2, "no rule of ours speaks of it: that is no reason against it"),
    "answer ask": Weight(10, "by the letter a no; the office may still say yes"),
    "room": Weight(0, "openings that were said and still count"),
    "room unknown": Weight(3, "nobody has said so: most listed services never do"),
    "room lapsed": Weight(3, "was said, and counts no more: as good as not said"),
    "room list": Weight(6, "full, with a waiting list"),
    "room full": Weight(25, "full, and takes nobody on a list: the last resort"),
    "a week of waiting": Weight(1, "for each week that they say one waits, up to twelve"),
    "language spoken": Weight(0, "somebody speaks the family's language"),
    "language unknown": Weight(1, "no language is listed at all"),
    "language other": Weight(4, "languages are listed, and theirs is not among them"),
    "hours fit": Weight(0, "open when the family can come"),
    "hours unknown": Weight(1.5, "nobody has told their hours"),
    "hours other": Weight(6, "closed when the family can come"),
    "fresh": Weight(0, "somebody checked the entry lately"),
    "fresh unknown": Weight(1, "nobody knows when it was last checked"),
    "fresh advised": Weight(1.5, "not checked for 180 days"),
    "fresh required": Weight(3, "not checked for 240 days"),
    "by phone": Weight(8, "help by phone or online: no bus, and no face"),
    "place unknown": Weight(40, "nobody has told where it is"),
}
MOST_WEEKS = 12
# What the family asked for counts this many times.
ASKED_FOR = {"near": 2.0, "soon": 2.0, "language": 3.0}
EVENING = 17 * 60 + 30  # after work, on a weekday
LATE = 21 * 60


@dataclass(frozen=True)
class Door:
    """What is known of one service for one family; None and "unknown": nobody has said so.

    miles: straight line. answer: of ANSWERS. spans: minutes of the week in which it is open.
    """

    id: UUID
    miles: float | None = None
    remote: bool = False
    organization: UUID | None = None
    answer: str | None = None
    room: str = "unknown"
    wait_days: int | None = None
    languages: frozenset[str] = frozenset()
    spans: str = ""
    freshness: str = "unknown"


@dataclass(frozen=True)
class Part:
    """One part of a door's cost: its name in WEIGHTS, the miles it came to."""

    name: str
    miles: float


@dataclass(frozen=True)
class Ranked:
    """A door with its place in the order: `miles` it feels away, and how that came about."""

    door: Door
    miles: float
    parts: tuple[Part, ...] = field(default=())

    @property
    def key(self) -> tuple[bool, float, str]:
        """A clear no comes last, whatever else; then the fewest miles; then always the same order."""
        return self.door.answer == "no", round(self.miles, 6), str(self.door.id)


@dataclass(frozen=True)
class Family:
    """What the order needs to know of a family: its language, and what it wishes."""

    language: str = "en"
    wishes: frozenset[str] = frozenset()
    not_these: frozenset[UUID] = frozenset()


def rank(doors: Iterable[Door], family: Family, road: float) -> list[Ranked]:
    """Cheapest first; organizations that the family does not want are left out.

    road: miles by road for each mile of a straight line, as the community declares it.
    """
    asked = (one for one in doors if one.organization not in family.not_these)
    return sorted((weigh(one, family, road) for one in asked), key=lambda one: one.key)


def weigh(door: Door, family: Family, road: float) -> Ranked:
    """One door with all parts of its cost."""
    parts = (_way(door, family, road), *_room(door, family), _answer(door))
    parts += (*_language(door, family), *_hours(door, family), _freshness(door))
    return Ranked(door, sum(one.miles for one in parts), parts)


def room_of(available: float | None, valid_until: datetime | None, takes_list: bool | None, now):
    """One of ROOMS. takes_list None: nobody has said whether there is a waiting list."""
    if available is None:
        return "unknown"
    if not capacity_holds(valid_until, now):
        return "lapsed"
    if available > 0:
        return "room"
    return "list" if takes_list else "full"


def best_answer(answers: Iterable[str]) -> str | None:
    """Of several programs behind one door the best counts; of none, nothing is known."""
    known = [one for one in answers if one in ANSWERS]
    return min(known, key=ANSWERS.index, default=None)


def age_fits(ages: Iterable[int | None], least: int | None, most: int | None) -> bool | None:
    """Is anybody of the family between these ages (months)? None: a birth date is missing."""
    ages = list(ages)
    if least is None and most is None:
        return None
    if any(age is not None and (least or 0) <= age <= (most or 1500) for age in ages):
        return True
    return None if None in ages or not ages else False


def opens(spans: str, wish: str) -> bool | None:
    """Is it open in the evening of a weekday, or at the weekend? None: nobody has told its hours."""
    told = [(int(start), int(end)) for start, end in re.findall(r"\[(\d+),(\d+)\)", spans)]
    if not told:
        return None
    days = range(5) if wish == "evening" else (5, 6)
    since, until = (EVENING, LATE) if wish == "evening" else (0, 1440)
    wanted = [(day * 1440 + since, day * 1440 + until) for day in days]
    return any(start < end2 and start2 < end for start, end in told for start2, end2 in wanted)


def _way(door: Door, family: Family, road: float) -> Part:
    times = ASKED_FOR["near"] if "near" in family.wishes else 1.0
    by_phone = WEIGHTS["by phone"].miles
    if door.miles is None and not door.remote:
        return Part("place unknown", WEIGHTS["place unknown"].miles)
    way = door.miles * road * times if door.miles is not None else None
    if door.remote and (way is None or way > by_phone):
        return Part("by phone", by_phone)
    return Part("way", way)


def _room(door: Door, family: Family) -> Iterable[Part]:
    times = ASKED_FOR["soon"] if "soon" in family.wishes else 1.0
    name = "room" if door.room == "room" else f"room {door.room}"
    yield Part(name, WEIGHTS[name].miles * times)
    if door.room != "room" and door.wait_days:
        weeks = min(MOST_WEEKS, -(-door.wait_days // 7))
        yield Part("a week of waiting", weeks * WEIGHTS["a week of waiting"].miles * times)


def _answer(door: Door) -> Part:
    if door.answer == "no":
        return Part("answer no", 0)
    name = f"answer {door.answer or 'unknown'}"
    return Part(name, WEIGHTS[name].miles)


def _language(door: Door, family: Family) -> Iterable[Part]:
    if family.language == "en" and "language" not in family.wishes:
        return
    times = ASKED_FOR["language"] if "language" in family.wishes else 1.0
    name = "language unknown"
    if door.languages:
        name = "language spoken" if family.language in door.languages else "language other"
    yield Part(name, WEIGHTS[name].miles * times)


def _hours(door: Door, family: Family) -> Iterable[Part]:
    for wish in ("evening", "weekend"):
        if wish in family.wishes:
            name = {True: "hours fit", False: "hours other", None: "hours unknown"}
            found = name[opens(door.spans, wish)]
            yield Part(f"{found} {wish}", WEIGHTS[found].miles)


def _freshness(door: Door) -> Part:
    name = {"fresh": "fresh", "update advised": "fresh advised"}.get(door.freshness)
    name = name or {"update required": "fresh required"}.get(door.freshness, "fresh unknown")
    return Part(name, WEIGHTS[name].miles)
