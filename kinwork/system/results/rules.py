"""What a measure is of, and how far its newest value is from where it began. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

INDICATOR, REACH, QUALITY, DIFFERENCE = KINDS = ("indicator", "reach", "quality", "difference")
UP, DOWN = BETTER = ("up", "down")
MOST = Decimal(10) ** 9


@dataclass(frozen=True)
class Point:
    """One number, of one day, from one source."""

    on: date
    value: Decimal
    source: str


def newest(points: Iterable[Point]) -> Point | None:
    """Of the latest day; of two sources of that day the first by name."""
    return min(points, key=lambda one: (-one.on.toordinal(), one.source), default=None)


def course(better: str, baseline: Decimal | None, points: Iterable[Point]) -> str:
    """Where the newest value stands: "better", "worse" or "same" than the baseline; "" where one of
    the two is missing."""
    last = newest(points)
    if baseline is None or last is None:
        return ""
    if last.value == baseline:
        return "same"
    return "better" if (last.value > baseline) == (better == UP) else "worse"


def wrong(kind: str, better: str, value: Decimal | None) -> str:
    """The field that is wrong; "" when it is whole."""
    if kind not in KINDS:
        return "kind"
    if better not in BETTER:
        return "better"
    return "value" if value is not None and not (-MOST < value < MOST) else ""
