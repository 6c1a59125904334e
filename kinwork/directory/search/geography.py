"""Squares of the map and great-circle miles. Pure.

A place lies in one square of each size. A circle around a point that is no larger than a square
lies wholly within that square and its eight neighbours: this is how search widens, ring by ring,
and still knows that nothing nearer was left out.
"""

from math import asin, cos, floor, radians, sin, sqrt

SIZES = (0.1, 0.25, 0.6, 1.5, 4.0)  # degrees: about 7, 17, 41, 103, 276 miles north to south
MILES_A_DEGREE = 69.0
EARTH_MILES = 3958.8
NOWHERE = -1  # a service without a place, whose state nobody told
STATES = tuple(
    str.split(
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ"
        " NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP"
    )
)


def cell(latitude: float, longitude: float, size: float) -> int:
    """The number of the square of this size."""
    return _number(floor((latitude + 90) / size), floor((longitude + 180) / size), size)


def _number(row: int, column: int, size: float) -> int:
    across = round(360 / size)
    return SIZES.index(size) * 100_000_000 + row * across + column % across


def cells(latitude: float | None, longitude: float | None) -> list[int]:
    """The squares that a place lies in, one of each size."""
    if latitude is None or longitude is None:
        return []
    return [cell(latitude, longitude, size) for size in SIZES]


def around(latitude: float, longitude: float, size: float) -> tuple[list[int], float]:
    """The square of a point with its neighbours, and the miles within which they hold all."""
    row, column = floor((latitude + 90) / size), floor((longitude + 180) / size)
    squares = [_number(row + up, column + right, size) for up in (-1, 0, 1) for right in (-1, 0, 1)]
    narrowest = max(0.05, cos(radians(min(89.0, abs(latitude) + size))))
    return squares, size * MILES_A_DEGREE * narrowest * 0.99


def wider(size: float, held: int, wanted: int) -> float | None:
    """The next size to look at, when nine squares of `size` held `held` of what is looked for.

    The smallest that should hold `wanted` within its sure circle (a third of the nine squares),
    if the land goes on as it began; None when even the largest was too small.
    """
    larger = [other for other in SIZES if other > size]
    if not larger:
        return None
    sure = (other for other in larger if held * (other / size) ** 2 / 3 >= wanted)
    return larger[0] if held == 0 else next(sure, larger[-1])


def without_place(state: str) -> list[int]:
    """The cell of services that have no place of their own (by phone, online) in a state."""
    known = state.strip().upper()
    return [-2 - STATES.index(known)] if known in STATES else [NOWHERE]


def miles(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Straight-line miles between two points (latitude, longitude)."""
    up, right = radians(two[0] - one[0]), radians(two[1] - one[1])
    chord = sin(up / 2) ** 2 + cos(radians(one[0])) * cos(radians(two[0])) * sin(right / 2) ** 2
    return 2 * EARTH_MILES * asin(min(1.0, sqrt(chord)))
