"""What a closed wave says, made ready for pages and files: pairs, organizations, the whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import mean
from typing import Any
from uuid import UUID

from kinwork.library import continuum
from kinwork.library.continuum import CONTINUUM, OVERALL, Scale
from kinwork.measure.network import Network, Ratings, Without, describe, pivotal, without
from kinwork.system.continuum import networks, rules
from kinwork.system.continuum.models import Partner, Wave
from kinwork.system.continuum.rules import Counted

MAIN = rules.scale_key(CONTINUUM, OVERALL)


@dataclass(frozen=True)
class Pair:
    """Two members and what each says of the other; None: did not answer, or left it out. first stands
    before second on the roster."""

    first: Partner
    second: Partner
    there: int | None
    back: int | None

    @property
    def level(self) -> int | None:
        """Confirmed: the lower of the two; where one said nothing, the other's word."""
        said = [one for one in (self.there, self.back) if one is not None]
        return min(said) if said else None

    @property
    def is_confirmed(self) -> bool:
        return self.there is not None and self.back is not None

    @property
    def apart(self) -> int:
        """Steps between the two sides."""
        if self.there is None or self.back is None:
            return 0
        return abs(self.there - self.back)

    @property
    def one_word_away(self) -> int | None:
        """The next level, where one side says it already and the other is one step below."""
        return (self.level or 0) + 1 if self.is_confirmed and self.apart == 1 else None


@dataclass(frozen=True)
class Results:
    """A named wave and one of its scales. partners: in the order of the roster."""

    wave: Wave
    partners: Sequence[Partner]
    counted: Counted
    scale: str = MAIN

    @cached_property
    def rows(self) -> list[list[int | None]]:
        found = (self.counted.matrices or {}).get(self.scale)
        return found or [[None] * len(self.partners) for _one in self.partners]

    @cached_property
    def ratings(self) -> Ratings:
        return networks.ratings([str(one.member_id) for one in self.partners], self.rows)

    @property
    def response_rate(self) -> float:
        return rules.share(len(self.counted.answered), len(self.partners))

    def network(self, threshold: int) -> Network:
        sectors = {str(one.member_id): one.sector for one in self.partners}
        return describe(self.ratings, threshold=threshold, sectors=sectors)

    def without(self, member: UUID, threshold: int) -> Without:
        return without(self.ratings, str(member), threshold=threshold)

    def pivotal(self, threshold: int) -> list[Without]:
        return pivotal(self.ratings, threshold=threshold)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every pair once."""
        return [
            Pair(first, self.partners[j], self.rows[i][j], self.rows[j][i])
            for i, first in enumerate(self.partners)
            for j in range(i + 1, len(self.partners))
        ]

    def pair(self, first: UUID, second: UUID) -> Pair | None:
        wanted = {first, second}
        for one in self.pairs:
            if {one.first.member_id, one.second.member_id} == wanted:
                return one
        return None

    @cached_property
    def _by_member(self) -> dict[UUID, list[Pair]]:
        found: dict[UUID, list[Pair]] = {one.member_id: [] for one in self.partners}
        for one in self.pairs:
            found[one.first.member_id].append(one)
            turned = Pair(one.second, one.first, one.back, one.there)
            found[one.second.member_id].append(turned)
        return found

    def of(self, member: UUID) -> list[Pair]:
        """Every pair of this one, itself first."""
        return self._by_member.get(member, [])

    def organizations(self) -> list[dict[str, Any]]:
        """Means over ratings above 0, each with how many they rest on; partners known: above 0."""
        return [self._organization(number, one) for number, one in enumerate(self.partners)]

    def _organization(self, number: int, one: Partner) -> dict[str, Any]:
        given = [value for value in self.rows[number] if value]
        got = [row[number] for row in self.rows if row[number]]
        levels = [pair.level for pair in self.of(one.member_id) if pair.level]
        return {
            "partner": one,
            "given": mean(given) if given else None,
            "given_n": len(given),
            "got": mean(got) if got else None,  # type: ignore[type-var]
            "got_n": len(got),
            "level": mean(levels) if levels else None,
            "pairs": len(levels),
            "answered": one.member_id in self.counted.answered,
        }


@dataclass(frozen=True)
class Moved:
    """One pair in two waves of one scale of one version: levels, None where nothing was said."""

    now: Pair
    before: int | None

    @property
    def by(self) -> int | None:
        if self.now.level is None or self.before is None:
            return None
        return self.now.level - self.before


def moved(now: Results, before: Results | None) -> list[Moved]:
    """Since the wave before, member by member; [] where there is none, or where it asked by another
    version."""
    if before is None or now.scale not in (before.counted.matrices or {}):
        return []
    levels = {
        frozenset((one.first.member_id, one.second.member_id)): one.level for one in before.pairs
    }
    return [
        Moved(one, levels.get(frozenset((one.first.member_id, one.second.member_id))))
        for one in now.pairs
    ]


@dataclass(frozen=True)
class Whole:
    """What respondents say of the whole. majority: question -> is it a yes for more than half of those
    who answered it? level: as if they were one respondent. away: questions of the next level that are
    not a yes yet."""

    lines: list[dict[str, Any]]
    levels: Sequence[int]
    level: int
    away: tuple[int, ...]


def whole(counted: Counted) -> Whole | None:
    """None where the continuum was not asked, or too few answered."""
    if not counted.system:
        return None
    lines, answers = [], {}
    for one in continuum.questions():
        said = counted.system.get(one.number, {})
        n = sum(said.values())
        yes = said.get(continuum.YES, 0)
        answers[one.number] = continuum.YES if n and yes * 2 > n else continuum.NO
        lines.append(
            {"question": one, "said": said, "n": n, "share": rules.share(yes, n), "yes": yes}
        )
    found = continuum.system_level(answers)
    return Whole(lines, counted.levels, found.level, found.lacks)


def scale_of(key: str) -> Scale:
    instrument, _sign, scale = key.partition(":")
    return continuum.instruments()[instrument].scale(scale)


def ties(found: Results, names: Mapping[UUID, str]) -> Iterator[list[Any]]:
    """A line a rating, for a file."""
    instrument, _sign, scale = found.scale.partition(":")
    for i, one in enumerate(found.partners):
        for j, other in enumerate(found.partners):
            if (value := found.rows[i][j]) is not None:
                yield [names[one.pk], names[other.pk], value, instrument, scale]


def means(values: Iterable[int | None]) -> float | None:
    known = [one for one in values if one]
    return mean(known) if known else None
