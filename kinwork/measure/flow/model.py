"""Discrete events: families with one need each, agencies with so many places, a year and what follows.

Each need draws from its own stream of chance, so that arms differ by what is switched on and not by
luck. A day is a number since the first Monday; business days are Monday to Friday.
"""

import heapq
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, log
from random import Random

YEAR = 365
AFTER = 180  # days more, so that the last needs have their time
OPENS, CLOSES = 9 / 24, 17 / 24
SPREAD = 0.9  # of the days until an answer: log-normal


@dataclass(frozen=True)
class Arm:
    """What is switched on."""

    clocks: bool = False
    capacity: bool = False
    follow_up: bool = False

    def __str__(self) -> str:
        names = [name for name in ("clocks", "capacity", "follow_up") if getattr(self, name)]
        return " + ".join(names).replace("_", "-") or "none"


@dataclass
class Agency:
    """room: places free now; more open each week. `weight`: how many think of it first."""

    number: int
    kinds: tuple[int, ...]
    weight: float
    weekly: float
    room: float = 0.0
    line: deque = field(default_factory=deque)


@dataclass
class Need:
    number: int
    kind: int
    told: float
    gives_up: float
    dice: Random
    tried: list[int] = field(default_factory=list)
    ended: str = ""
    served: float | None = None
    referrals: int = 0
    answered: int = 0


@dataclass
class Outcome:
    """What became of all needs, and of the referrals sent for them."""

    needs: int
    served: int
    ends: Counter
    referrals: int
    answered: int
    days: list[float]

    @property
    def connected(self) -> float:
        return self.served / self.needs if self.needs else 0.0


def business(day: float, days: int) -> float:
    """The end of business, `days` business days after `day`."""
    whole = int(day)
    while days > 0 or whole % 7 > 4:
        whole += 1
        if whole % 7 <= 4 and days > 0:
            days -= 1
    return whole + CLOSES


def at_work(day: float, dice: Random) -> float:
    """Some moment of the next business day at or after `day`, in office hours."""
    whole = int(day)
    if day - whole > CLOSES:
        whole += 1
    while whole % 7 > 4:
        whole += 1
    return max(day, whole + OPENS + dice.random() * (CLOSES - OPENS))


class Community:
    """One year of one arm under one set of assumptions."""

    def __init__(
        self, arm: Arm, told: dict[str, float], *, families: int, agencies: int, seed: int
    ):
        self.arm, self.told, self.seed = arm, told, seed
        self.events: list[tuple[float, int, Callable, tuple]] = []
        self.count = 0
        self.agencies = self._agencies(families, agencies)
        self.needs = [self._need(number) for number in range(families)]

    def play(self) -> Outcome:
        for need in self.needs:
            self._at(need.told, self.send, need)
        for week in range((YEAR + AFTER) // 7):
            self._at(week * 7.0, self.open_places)
        while self.events:
            self.now, _order, deed, whom = heapq.heappop(self.events)
            if self.now > YEAR + AFTER:
                break
            deed(*whom)
        ends = Counter(need.ended or "still open" for need in self.needs)
        return Outcome(
            needs=len(self.needs),
            served=ends["served"],
            ends=ends,
            referrals=sum(need.referrals for need in self.needs),
            answered=sum(need.answered for need in self.needs),
            days=sorted(need.served - need.told for need in self.needs if need.served),
        )

    # The stage ---------------------------------------------------------------------------------

    def _agencies(self, families: int, count: int) -> list[Agency]:
        dice, kinds = Random(f"agencies {self.seed}"), int(self.told["kinds"])  # noqa: S311
        each = families * self.told["needs_a_family"] * self.told["room"] / count
        made = []
        for number in range(count):
            own = (number % kinds, (number + 1 + number // kinds) % kinds)
            weight = exp(dice.gauss(0.0, self.told["uneven"]))
            made.append(Agency(number, own, weight, each / (YEAR / 7)))
        return made

    def _need(self, number: int) -> Need:
        dice = Random(f"{self.seed} {number}")  # noqa: S311
        kind = dice.randrange(int(self.told["kinds"]))
        told = at_work(dice.random() * YEAR, dice)
        helped = self.arm.follow_up
        half = self.told["patience_days_helped" if helped else "patience_days"]
        return Need(number, kind, told, told - half * log(1 - dice.random()) / log(2), dice)

    def _at(self, day: float, deed: Callable, *whom) -> None:
        self.count += 1
        heapq.heappush(self.events, (day, self.count, deed, whom))

    # What happens ------------------------------------------------------------------------------

    def open_places(self) -> None:
        for agency in self.agencies:
            agency.room = min(agency.room + agency.weekly, 4 * agency.weekly + 1)
            while agency.room >= 1 and agency.line:
                need = agency.line.popleft()
                if need.ended or self._gave_up(need):
                    continue
                agency.room -= 1
                self._at(self.now + need.dice.random(), self.accepted, need, agency)

    def send(self, need: Need) -> None:
        if need.ended or self._gave_up(need):
            return
        agency = self._door(need)
        if agency is None:
            need.ended = "no door left"
            return
        need.tried.append(agency.number)
        need.referrals += 1
        self._wait_for_answer(need, agency)

    def _door(self, need: Need) -> Agency | None:
        if len(need.tried) >= self.told["doors"]:
            return None
        found = [
            one for one in self.agencies if need.kind in one.kinds and one.number not in need.tried
        ]
        if self.arm.capacity:
            found = [one for one in found if one.room >= 1] or found
        if not found:
            return None
        return need.dice.choices(found, [one.weight for one in found])[0]

    def _wait_for_answer(self, need: Need, agency: Agency) -> None:
        dice, told, sent = need.dice, self.told, self.now
        alone = dice.random() < told["answers"]
        days = max(0.05, told["answer_days"] * exp(dice.gauss(0.0, SPREAD)))
        comes = business(sent, int(days)) - dice.random() * (CLOSES - OPENS)
        reminded, acts, late = dice.random(), dice.random(), dice.random()
        due = business(sent, int(told["answer_clock"]))
        if self.arm.clocks and (not alone or comes > due):
            if reminded < told["reminder_works"]:
                answer = business(due, 1 + int(late * 2)) - late / 24
                self._at(min(answer, comes) if alone else answer, self.answer, need, agency)
            elif acts < told["coordinator_acts"]:
                self._at(business(due, 1 + int(late * 3)), self.send, need)
            elif alone:
                self._at(max(comes, sent + 0.01), self.answer, need, agency)
            else:
                self._at(business(due, int(told["expires"])), self.next_door, need, "no answer")
        elif alone:
            self._at(max(comes, sent + 0.01), self.answer, need, agency)
        else:  # nobody is told; somebody notices, or nobody does
            self._at(sent + 21 + 21 * late, self.next_door, need, "no answer")

    def answer(self, need: Need, agency: Agency) -> None:
        if need.ended or need.tried[-1] != agency.number or self._gave_up(need):
            return
        need.answered += 1
        dice = need.dice
        fits, waits = dice.random() < self.told["fits"], dice.random() < self.told["waits"]
        if not fits:
            self.next_door(need, "declined")
        elif agency.room >= 1:
            agency.room -= 1
            self.accepted(need, agency)
        elif waits:
            agency.line.append(need)
        else:
            self.next_door(need, "declined")

    def next_door(self, need: Need, why: str) -> None:
        if need.ended or self._gave_up(need):
            return
        name = "goes_on"
        if self.arm.capacity:
            name = "goes_on_shown"
        if self.arm.follow_up:
            name = "goes_on_helped"
        if need.dice.random() < self.told[name]:
            self._at(business(self.now, 1), self.send, need)
        else:
            need.ended = why

    def accepted(self, need: Need, agency: Agency) -> None:
        if need.ended or self._gave_up(need):
            agency.room += 1
            return
        dice, told = need.dice, self.told
        tries = int(told["tries_clock"]) if self.arm.clocks else _some(told["tries"], dice)
        missed = (1 - told["reached_a_try"]) ** tries
        reached, again = dice.random() >= missed, dice.random() < told["found_again"]
        when = business(self.now, 1 + tries)
        if not reached and not (self.arm.follow_up and again):
            agency.room += 1
            need.ended = "could not be reached"
            return
        wait = told["date_days"] * (0.5 + dice.random())
        self._at(at_work(when + wait, dice), self.date, need, agency, 1)

    def date(self, need: Need, agency: Agency, times: int) -> None:
        if need.ended or self._gave_up(need):
            agency.room += 1
            return
        dice, told = need.dice, self.told
        asked = self.arm.clocks or self.arm.follow_up
        again = dice.random() < told["new_date_asked" if asked else "new_date"]
        if dice.random() < told["comes"]:
            need.ended, need.served = "served", self.now
        elif times < 3 and again:
            self._at(at_work(self.now + 7, dice), self.date, need, agency, times + 1)
        else:
            agency.room += 1
            need.ended = "did not come"

    def _gave_up(self, need: Need) -> bool:
        if self.now > need.gives_up:
            need.ended = need.ended or "stopped waiting"
        return bool(need.ended)


def _some(mean: float, dice: Random) -> int:
    """At least one; on average `mean`."""
    count = 1
    while dice.random() < 1 - 1 / mean:
        count += 1
    return count
