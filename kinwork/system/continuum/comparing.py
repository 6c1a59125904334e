"""What pairs say beside what the records show: verdicts, and where one step up would help most."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kinwork.library.evidence import NO_DATA, Shown, compare
from kinwork.system.continuum import queries
from kinwork.system.continuum.results import MAIN, Pair, Results
from kinwork.system.evidence import queries as evidence
from kinwork.system.evidence.queries import Counted as Evidence
from kinwork.system.partnerships import queries as partnerships
from kinwork.system.partnerships.models import Member, Partnership

MOST_NEXT = 12
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
    """A pair, and why a step up would help: how many referrals passed between the two, how many of them
    were answered late or declined, families of both as a band. helps: what it is ranked by."""

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
    """The pairs that have a step to go and something to gain, most families first: every referral
    between the two counts once, every late or declined one three times more."""
    steps = [_step(one) for one in found.pairs if one.shown and one.shown.level < HIGHEST]
    useful = [one for one in steps if one.helps]
    return sorted(useful, key=lambda one: (-one.helps, one.one.first.name, one.one.second.name))[
        :MOST_NEXT
    ]


def _step(one: Compared) -> Step:
    acts = {verdict.rule.act: verdict for verdict in one.shown.by_rule} if one.shown else {}
    referrals = int(acts["referrals"].value or 0) if "referrals" in acts else 0
    answered = acts.get("answered_in_time")
    late = round(answered.n * (1 - (answered.value or 0))) if answered and answered.n else 0
    if answered and answered.value is None:
        late = 0
    declined = 0
    return Step(
        one, referrals, late, declined, one.shown.shared if one.shown else "", referrals + 3 * late
    )


def members_of(pairs: Sequence[Compared]) -> dict[UUID, str]:
    return {who.pk: who.name for one in pairs for who in (one.first, one.second)}
