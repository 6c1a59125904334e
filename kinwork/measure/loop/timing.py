"""How long something took, when some of it is not over yet.

The time by which a share was there: Kaplan and Meier's estimate (J. Am. Stat. Assoc. 53, 1958,
457-481). With nothing open it is the plain one: the smallest time that at least this share needed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

NEARLY = 1e-9


@dataclass(frozen=True)
class Span:
    """So many hours until it was there; `reached` False: not there after so many hours."""

    hours: float
    reached: bool = True


@dataclass(frozen=True)
class Timing:
    """n = reached + open. None: that share was not there while anybody was still looked at."""

    reached: int
    open: int
    median: float | None
    p90: float | None

    @property
    def n(self) -> int:
        return self.reached + self.open


def timing(found: Iterable[Span]) -> Timing:
    """The median and the 90th percentile in hours; what is open counts as not there yet."""
    known = list(found)
    there = sum(1 for one in known if one.reached)
    return Timing(there, len(known) - there, quantile(known, 0.5), quantile(known, 0.9))


def quantile(found: Sequence[Span], share: float) -> float | None:
    """The first moment by which at least `share` (0 to 1) was there. None: there is none."""
    waiting, left = 1.0, len(found)
    # What was open for just as long was still waiting when the others were there.
    for one in sorted(found, key=lambda span: (span.hours, not span.reached)):
        if one.reached:
            waiting *= (left - 1) / left
            if 1.0 - waiting >= share - NEARLY:
                return one.hours
        left -= 1
    return None
