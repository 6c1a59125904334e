"""Are enough seats there? A charter says how many, and which ways of being there count."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

WAYS = ("in person", "phone", "online", "proxy")
HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)


@dataclass(frozen=True)
class QuorumRule:
    """`more_than` a share of the seats, or `at_least` a share, or a plain `number` of seats: one of
    the three. `counts`: the ways of being there that count. Seats that stand empty are no seats.

    ValueError where none or several of the three are said, or a share is not between 0 and 1.
    """

    more_than: Fraction | None = None
    at_least: Fraction | None = None
    number: int | None = None
    counts: frozenset[str] = frozenset(WAYS)

    def __post_init__(self):
        said = [one for one in (self.more_than, self.at_least, self.number) if one is not None]
        if len(said) != 1:
            raise ValueError("A quorum is a share or a number, and one of them.")
        if self.number is None and not 0 <= said[0] <= 1 or said[0] < 0:
            raise ValueError("A quorum is a share between none and all, or a number of seats.")
        if self.counts - set(WAYS):
            raise ValueError(f"Unknown ways of being there: {sorted(self.counts - set(WAYS))}")

    def needed(self, seats: int) -> int:
        """How many of `seats` have to be there: majority of 10 is 6, two thirds of 10 is 7."""
        if self.number is not None:
            return self.number
        if self.more_than is not None:
            return int(self.more_than * seats) + 1
        return -int(-self.at_least * seats // 1)


MAJORITY = QuorumRule(more_than=HALF)


@dataclass(frozen=True)
class Quorum:
    """`counted` of `seats` are there in a way that counts; `needed` have to be."""

    needed: int
    counted: int
    seats: int

    @property
    def met(self) -> bool:
        return self.counted >= self.needed


def quorum(rule: QuorumRule, seats: int, present: Mapping[Hashable, str]) -> Quorum:
    """present: seat -> way of being there. A seat counts once, whoever sits on it."""
    unknown = set(present.values()) - set(WAYS)
    if unknown:
        raise ValueError(f"Unknown ways of being there: {sorted(unknown)}")
    if len(present) > seats:
        raise ValueError(f"{len(present)} seats are there, of {seats}.")
    counted = sum(way in rule.counts for way in present.values())
    return Quorum(rule.needed(seats), counted, seats)
