"""Two programs side by side: what is the same, what differs, and what one of them leaves open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from kinwork.library.alignment.papers import papers
from kinwork.library.alignment.profile import profile
from kinwork.library.alignment.said import Statement, Words, dimensions, texts
from kinwork.library.programs.model import Program


@dataclass(frozen=True)
class Difference:
    """One dimension of two programs. `same` = both say the same; `near` = papers of the same kind."""

    dimension: str
    left: tuple[Statement, ...]
    right: tuple[Statement, ...]
    near: tuple[Words, ...] = ()

    @property
    def same(self) -> bool:
        return {one.key for one in self.left} == {one.key for one in self.right}

    @property
    def silent(self) -> bool:
        """Does neither say anything?"""
        return not self.left and not self.right

    @property
    def name(self) -> Words:
        return texts()["dimension"][self.dimension]


@dataclass(frozen=True)
class Pair:
    """Two programs, and every dimension of which at least one speaks."""

    left: Program
    right: Program
    dimensions: tuple[Difference, ...]

    @property
    def differing(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.dimensions if not one.same)


def compare(left: Program, right: Program, on: date, state: str = "") -> Pair:
    """What two programs say, dimension by dimension, on a day in a state ("" = federal alone)."""
    ours, theirs = profile(left, on, state), profile(right, on, state)
    found = (
        Difference(name, ours[name], theirs[name], _near(name, left, right))
        for name in dimensions()
    )
    return Pair(left, right, tuple(one for one in found if not one.silent))


def _near(dimension: str, left: Program, right: Program) -> tuple[Words, ...]:
    """Papers that show the same in another form: the two could agree on one."""
    if dimension != "papers":
        return ()
    ours, theirs = papers(left), papers(right)
    same = {one.code for one in ours} & {one.code for one in theirs}
    kins = {one.kin for one in ours} & {one.kin for one in theirs}
    found = {
        one.code: one.name for one in (*ours, *theirs) if one.kin in kins and one.code not in same
    }
    return tuple(found.values())


def pairs(programs: Iterable[Program], on: date, state: str = "") -> list[Pair]:
    """Every pair once, in the order given."""
    return [compare(left, right, on, state) for left, right in combinations(programs, 2)]
