"""A map of points without tiles or a server: a Mercator box, numbered pins, a scale in miles.

It shows how places lie to each other; streets are one tap away, in the phone's own map.
"""

from collections.abc import Sequence
from math import asinh, cos, hypot, pi, radians, tan
from typing import Any

WIDTH, HEIGHT, MARGIN = 400, 300, 28
PIN = 24  # pins closer than this are moved apart
MILES_A_DEGREE = 69.09
SMALLEST_SPAN = 0.01  # degrees: one point alone is shown with about half a mile around it

Point = tuple[float, float, Any, str]


def layout(points: Sequence[Sequence[Any]], here: Sequence[float] | None = None) -> dict[str, Any]:
    """Points (latitude, longitude, label[, href]) as pins; `here` (latitude, longitude) as a ring."""
    places = [(float(point[0]), float(point[1])) for point in points]
    everything = places + ([(float(here[0]), float(here[1]))] if here else [])
    if not everything:
        return {"pins": [], "width": WIDTH, "height": HEIGHT}
    to_map, a_mile = _projection(everything)
    spots = _apart([to_map(*place) for place in places])
    pins = [
        {
            "number": number,
            "x": round(x, 1),
            "y": round(y, 1),
            "label": point[2],
            "href": point[3] if len(point) > 3 else "",
        }
        for number, ((x, y), point) in enumerate(zip(spots, points, strict=True), 1)
    ]
    ring = to_map(float(here[0]), float(here[1])) if here else None
    return {
        "pins": pins,
        "here": {"x": round(ring[0], 1), "y": round(ring[1], 1)} if ring else None,
        "scale": _scale(a_mile),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _projection(places: Sequence[tuple[float, float]]) -> tuple[Any, float]:
    """A function from degrees to the picture, and how many units a mile is in its middle."""
    xs = [radians(longitude) for _latitude, longitude in places]
    ys = [_mercator(latitude) for latitude, _longitude in places]
    least = radians(SMALLEST_SPAN)
    wide, high = max(max(xs) - min(xs), least), max(max(ys) - min(ys), least)
    units = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def to_map(latitude: float, longitude: float) -> tuple[float, float]:
        return (
            WIDTH / 2 + (radians(longitude) - middle_x) * units,
            HEIGHT / 2 - (_mercator(latitude) - middle_y) * units,
        )

    latitude = sum(place[0] for place in places) / len(places)
    return to_map, units * pi / 180 / (MILES_A_DEGREE * cos(radians(latitude)))


def _mercator(latitude: float) -> float:
    return asinh(tan(radians(max(-85.0, min(85.0, latitude)))))


def _apart(spots: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same spots, those that would cover each other pushed apart and kept inside the frame."""
    moved = [list(spot) for spot in spots]
    for _round in range(40):
        for one in range(len(moved)):
            for two in range(one + 1, len(moved)):
                _push(moved[one], moved[two], one + two)
    return [_framed(x, y) for x, y in moved]


def _push(one: list[float], two: list[float], turn: int) -> None:
    across, down = two[0] - one[0], two[1] - one[1]
    gap = hypot(across, down)
    if gap >= PIN:
        return
    if gap < 0.01:
        across, down, gap = cos(turn), cos(turn + 1.6), 1.0
    push = (PIN - min(gap, PIN)) / 2 + 0.1
    for spot, sign in ((one, -1), (two, 1)):
        spot[0] += sign * push * across / gap
        spot[1] += sign * push * down / gap


def _framed(x: float, y: float) -> tuple[float, float]:
    return min(max(x, PIN / 2), WIDTH - PIN / 2), min(max(y, PIN / 2), HEIGHT - PIN / 2)


def _scale(a_mile: float) -> dict[str, Any]:
    """The longest round number of miles that fits a quarter of the width."""
    lengths = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
    fitting = [length for length in lengths if length * a_mile <= WIDTH / 3]
    miles = fitting[-1] if fitting else lengths[0]
    return {"miles": miles, "length": round(min(miles * a_mile, WIDTH - 40), 1)}
