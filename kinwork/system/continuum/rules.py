"""The life of a wave, who is asked, and what stands at its end. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from kinwork.common.moves import Life, move
from kinwork.library import continuum
from kinwork.library.continuum import Instrument, Scale

WAVE = Life(
    states=("prepared", "open", "closed", "called off"),
    first="prepared",
    moves=(
        move("ask_also", ["prepared", "open"], None, ["lead"]),
        move("leave_out", ["prepared", "open"], None, ["lead"]),
        move("open", ["prepared"], "open", ["lead"], ["somebody is asked"]),
        move("extend", ["open"], None, ["lead"]),
        move("remind", ["open"], None, ["lead"]),
        move("close", ["open"], "closed", ["lead", "clock"]),
        move("call_off", ["prepared", "open"], "called off", ["lead"], ["why"]),
    ),
    ends=frozenset(["closed", "called off"]),
)
SECTORS = (
    *("early care and education", "health", "economic security", "food"),
    *("housing", "child welfare", "schools", "families and residents", "other"),
)
LEAST_PARTNERS = 2
MOST_PARTNERS = 200
# A wave without names is told only where as many have answered: with fewer, words give people away.
LEAST_ANSWERS = 5
REMIND_AFTER = timedelta(hours=20)
LEAST_OPEN = timedelta(hours=1)
SLOW = 0.7  # below this share of answers every figure says so


@dataclass(frozen=True)
class Said:
    """One organization's word about another: scale of an instrument -> value."""

    rater: UUID
    about: UUID
    scale: str  # "service_coordination/1:overall"
    value: int


@dataclass(frozen=True)
class Counted:
    """What a wave says, in the order of `partners`.

    matrices: scale -> rows of who says it, columns of whom; None: not said. None as a whole where
    the wave is without names. counts: scale -> value -> how often. system: question -> answer -> how
    often. levels: how many respondents reach each system level.
    """

    named: bool
    partners: tuple[UUID, ...]
    answered: tuple[UUID, ...]
    asked: int
    done: int
    matrices: Mapping[str, list[list[int | None]]] | None
    counts: Mapping[str, list[int]]
    system: Mapping[int, Mapping[str, int]]
    levels: Sequence[int]
    figures: Mapping[str, Any] = field(default_factory=dict)


def scale_key(instrument: str, scale: str) -> str:
    return f"{instrument}:{scale}"


def scales(keys: Iterable[str], dimensions: bool) -> list[tuple[Instrument, Scale]]:
    """What is asked about each partner: every scale of these instruments, without the optional ones
    where they are not wanted."""
    known = continuum.instruments()
    return [
        (known[key], scale)
        for key in keys
        for scale in known[key].scales
        if dimensions or not scale.optional
    ]


def lacks(
    asked: Iterable[tuple[Instrument, Scale]], said: Mapping[str, int]
) -> list[tuple[Instrument, Scale]]:
    """Scales that one partner still waits for. Whoever does not know it owes nothing more."""
    pairs = list(asked)
    if knows_not(said):
        return []
    return [
        (one, scale)
        for one, scale in pairs
        if not scale.optional and scale_key(one.key, scale.key) not in said
    ]


def knows_not(said: Mapping[str, int]) -> bool:
    return said.get(scale_key(continuum.CONTINUUM, continuum.OVERALL)) == 0


def matrix(
    said: Iterable[Said], scale: str, partners: Sequence[UUID], answered: Collection[UUID]
) -> list[list[int | None]]:
    """Rows say, columns are spoken of. What the row of somebody who sent nothing says is not there."""
    at = {one: number for number, one in enumerate(partners)}
    rows: list[list[int | None]] = [[None] * len(partners) for _ in partners]
    for one in said:
        if one.scale == scale and one.rater in answered:
            rows[at[one.rater]][at[one.about]] = one.value
    return rows


def system_levels(answers: Iterable[Mapping[int, str]]) -> list[int]:
    """How many respondents reach each of the levels 0 to 5."""
    found = [0] * 6
    for one in answers:
        found[continuum.system_level(one).level] += 1
    return found


def share(done: int, asked: int) -> float:
    return done / asked if asked else 0.0


__all__ = ["WAVE", "Counted", "Said"]
