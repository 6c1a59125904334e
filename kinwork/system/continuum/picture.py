"""The network as a picture: circles for organizations, lines for ties, in an own SVG."""

from collections.abc import Sequence
from typing import Any

from kinwork.system.continuum.results import Pair, Results
from kinwork.system.continuum.rules import SECTORS

WIDTH, HEIGHT, EDGE = 720, 520, 70
LEAST, MOST = 9, 20  # radius
LETTERS = 22


def drawn(
    found: Results, threshold: int, names: dict[Any, str], only: set[Any] | None = None
) -> dict[str, Any]:
    """only: members that are shown; None: all. A line is as strong as its confirmed level."""
    places = {one.pk: _place(one.x, one.y) for one in found.partners}
    shown = [one for one in found.partners if only is None or one.member_id in only]
    ids = {one.pk for one in shown}
    pairs = [
        one
        for one in found.pairs
        if {one.first.pk, one.second.pk} <= ids and (one.level or 0) >= threshold
    ]
    ties = {one.pk: 0 for one in shown}
    for pair in pairs:
        ties[pair.first.pk] += 1
        ties[pair.second.pk] += 1
    top = max(ties.values(), default=0) or 1
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "lines": [_line(pair, places) for pair in sorted(pairs, key=lambda one: one.level or 0)],
        "dots": [
            {
                "x": places[one.pk][0],
                "y": places[one.pk][1],
                "words_y": places[one.pk][1] + _radius(ties[one.pk], top) + 15,
                "r": _radius(ties[one.pk], top),
                "name": names[one.pk],
                "short": _short(names[one.pk]),
                "sector": SECTORS.index(one.sector),
                "ties": ties[one.pk],
                "silent": one.member_id not in found.counted.answered,
            }
            for one in shown
        ],
    }


def _place(x: float | None, y: float | None) -> tuple[int, int]:
    wide, high = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    bound = [max(-1.0, min(1.0, one or 0.0)) for one in (x, y)]
    return round(EDGE + (bound[0] + 1) / 2 * wide), round(EDGE + (bound[1] + 1) / 2 * high)


def _line(pair: Pair, places: dict[Any, tuple[int, int]]) -> dict[str, Any]:
    (x1, y1), (x2, y2) = places[pair.first.pk], places[pair.second.pk]
    return {
        "x1": x1,
        "y1": y1,
        "x2": x2,
        "y2": y2,
        "level": pair.level,
        "one_sided": not pair.is_confirmed,
    }


def _radius(ties: int, top: int) -> int:
    return round(LEAST + (MOST - LEAST) * ties / top)


def _short(name: str) -> str:
    return name if len(name) <= LETTERS else name[: LETTERS - 1].rstrip() + "…"


def names_of(partners: Sequence[Any]) -> dict[Any, str]:
    return {one.pk: one.name for one in partners}
