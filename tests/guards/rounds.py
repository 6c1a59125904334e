"""What is asked in a crawl, and how much of it was: every route by everybody in every state first, then
the same once more as it is sent, in Spanish, by a script, and at its other addresses.

    rounds = Rounds(routes, seed)
    for where, path, way in rounds.whole("ana", proofs, most=600): ...
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import Any, NamedTuple

# How a page is asked for. Doors that stayed shut are pushed, too: what is sent is sent to all.
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "opened": ("get", {}),
    "sent": ("post", {}),
    "in Spanish": ("get", {"headers": {"Accept-Language": "es"}}),
    "by a script": ("get", {"headers": {"HX-Request": "true", "Accept": "application/json"}}),
}
AGAIN = tuple(way for way in WAYS if way != "opened")
ELSEWHERE = "opened at another address"


class Ask(NamedTuple):
    where: str
    path: str
    way: str


class Rounds:
    """One plan for one state; the same seed asks the same."""

    def __init__(self, routes: dict[str, list[str]], seed: str):
        self.routes, self.seed = routes, seed

    def proofs(self, names: Iterable[str]) -> list[Ask]:
        """Every address of the pages on which words must be met."""
        return [Ask(where, path, "opened") for where in names for path in self.routes[where]]

    def whole(self, who: str, proofs: list[Ask], most: int) -> Iterator[Ask]:
        """One address of each route, then as much of the rest as there is room for, evenly."""
        dice = Random(f"{self.seed} {who}")
        done, first = {ask.path for ask in proofs}, list(proofs)
        met = {ask.where for ask in proofs}
        for where, paths in self.routes.items():
            if where not in met:
                first.append(Ask(where, dice.choice(paths), "opened"))
                done.add(first[-1].path)
        yield from first
        yield from self._rest(dice, done, most - len(first))

    def _rest(self, dice: Random, done: set[str], room: int) -> Iterator[Ask]:
        """Every way gets its share of what is left."""
        piles = [
            [Ask(where, dice.choice(paths), way) for where, paths in self.routes.items()]
            for way in AGAIN
        ]
        others = {(where, path) for where, paths in self.routes.items() for path in paths}
        piles.append([Ask(*one, ELSEWHERE) for one in sorted(others) if one[1] not in done])
        for pile in piles:
            dice.shuffle(pile)
        while room > 0 and any(piles):
            for pile in piles:
                if pile and room > 0:
                    yield pile.pop()
                    room -= 1


def turn(cells: list, day: int, many: int) -> list:
    """Those of today: the next `many` of a list in an order of its own, from the first one again at
    its end; so each has its day."""
    if not cells:
        return []
    mixed = list(cells)
    Random(0).shuffle(mixed)
    start = day * many % len(mixed)
    return (mixed + mixed)[start : start + min(many, len(mixed))]


class Asked:
    """What was asked, for the figure."""

    def __init__(self) -> None:
        self.ways: Counter[str] = Counter()
        self.cells: set[tuple[str, str, str]] = set()

    def note(self, ask: Ask, who: str, state: str) -> None:
        self.ways[ask.way] += 1
        self.cells.add((ask.where, who, state))

    @property
    def requests(self) -> int:
        return sum(self.ways.values())
