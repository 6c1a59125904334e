"""What pairs say beside what the records show: verdicts, and where one step up would help most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kinwork.library.evidence import NO_DATA, Act, Shown, compare
from kinwork.system.continuum import queries
from kinwork.system.continuum.results import MAIN, Pair, Results
from kinwork.system.evidence import queries as evidence
from kinwork.system.evidence.queries import Counted as Evidence
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Member, Partnership

MOST_NEXT = 12
WEIGHT = 3  # what a referral that was answered late, or declined, counts beside one that was not
HIGHEST = 5


@dataclass(frozen=True)
class Compared:
    """One pair of members. claim: None where nobody said anything of it; shown: None where nothing was
    counted."""

    first: Member
    second: Member
    claim: Pair | None
    shown: Shown | None
    verdict: str

    @property
    def claimed(self) -> int | None:
        return self.claim.level if self.claim else None

    @property
    def step(self) -> int | None:
        """How many steps the claim lies above what is shown; below: negative."""
        if self.verdict == NO_DATA or self.claimed is None or self.shown is None:
            return None
        return self.claimed - self.shown.level

    @property
    def says(self) -> bool:
        """Does this pair say anything: a claim or a level?"""
        return bool(self.claimed) or bool(self.shown and self.shown.level)


@dataclass(frozen=True)
class Board:
    """Every pair of the members of a day. said: the wave that claims are from; shown: the count."""

    said: Results | None
    shown: Evidence | None
    pairs: list[Compared]

    def counts(self) -> dict[str, int]:
        every = [one.verdict for one in self.pairs]
        return {name: every.count(name) for name in dict.fromkeys(every)}


def board(partnership: Partnership, day: Any) -> Board:
    """A constant number of questions, however many members."""
    members = partnerships.members(partnership, day)
    said, shown = said_last(partnership), evidence.latest(partnership)
    claims = (
        {frozenset((p.first.member_id, p.second.member_id)): p for p in said.pairs} if said else {}
    )
    records = shown.pairs if shown else {}
    pairs = []
    for number, one in enumerate(members):
        for other in members[number + 1 :]:
            key = frozenset((one.pk, other.pk))
            pairs.append(_compared(one, other, claims.get(key), records.get(key)))
    return Board(said, shown, pairs)


def pair(partnership: Partnership, one: Member, other: Member) -> Compared:
    said, shown = said_last(partnership), evidence.latest(partnership)
    claim = said.pair(one.pk, other.pk) if said else None
    if claim and claim.first.member_id != one.pk:
        claim = Pair(claim.second, claim.first, claim.back, claim.there)
    return _compared(one, other, claim, shown.of(one.pk, other.pk) if shown else None)


def said_last(partnership: Partnership) -> Results | None:
    """The newest closed wave that shows whose word is whose."""
    wave = queries.latest(partnership)
    counted = queries.counted(wave) if wave else None
    if wave is None or counted is None or not counted.named or MAIN not in (counted.matrices or {}):
        return None
    return Results(wave, queries.partners(wave), counted)


def _compared(one: Member, other: Member, claim: Pair | None, shown: Shown | None) -> Compared:
    level = claim.level if claim else None
    verdict = compare(level, shown) if shown is not None else NO_DATA
    return Compared(one, other, claim, shown, verdict)


@dataclass(frozen=True)
class Step:
    """A pair, and why a step up would help: referrals between the two in a year, how many of them were
    answered late, how many declined, families of both as a band. helps: what it is ranked by."""

    one: Compared
    referrals: int
    late: int
    declined: int
    shared: str
    helps: int

    @property
    def to(self) -> int:
        return min((self.one.shown.level if self.one.shown else 0) + 1, HIGHEST)


def next_steps(found: Board) -> list[Step]:
    """The pairs that have a step to go and something to gain, what helps most families first: every
    referral between the two counts once, every late or declined one three times more, every family of
    both (by the lower end of its band) once."""
    if found.shown is None:
        return []
    steps = [
        _step(one, found.shown.acts.get(frozenset((one.first.pk, one.second.pk)), {}))
        for one in found.pairs
        if one.shown and one.shown.level < HIGHEST
    ]
    useful = [one for one in steps if one.helps]
    useful.sort(key=lambda one: (-one.helps, one.one.first.name, one.one.second.name))
    return useful[:MOST_NEXT]


def _step(one: Compared, acts: Mapping[str, Act]) -> Step:
    answered, shared = acts.get("answered_in_time", Act(0)), one.shown.shared if one.shown else ""
    referrals, declined = (acts.get(name, Act(0)).count for name in ("referrals", "declined"))
    late = max(0, answered.of - answered.count)
    helps = referrals + WEIGHT * (late + declined) + _least(shared)
    return Step(one, referrals, late, declined, shared, helps)


def _least(band: str) -> int:
    """The lower end of a band ("11-20" or "500-")."""
    low = band.partition("-")[0]
    return int(low) if low.isdigit() else 0


def members_of(pairs: Sequence[Compared]) -> dict[UUID, str]:
    return {who.pk: who.name for one in pairs for who in (one.first, one.second)}
