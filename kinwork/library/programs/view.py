"""A household on a day as one program sees it: income, size and aid, worked out once."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from kinwork.common.answers import Answer, FactRef, Reason, said
from kinwork.library.programs.amounts import TOP
from kinwork.library.programs.household import FOR_ALL, Household, Line, Member, sizes
from kinwork.library.programs.model import Criterion, Determination, Program

NOTHING: frozenset[str] = frozenset()
RECEIVES = "receives"


class Span(NamedTuple):
    """Least and most cents a year (`TOP` = no known top), and what would tell more."""

    low: int
    high: int
    missing: tuple[FactRef, ...]


@cache
def sentences() -> dict:
    """The sentences of every kind, by answer and language."""
    return tomllib.loads((Path(__file__).parent / "sentences.toml").read_text(encoding="utf-8"))


def words(group: str, name: str) -> Mapping[str, str]:
    """A word in each language; the bare code where we have none."""
    return sentences()[group].get(name) or {"en": name, "es": name}


def verdict(got: Determination, language: str = "en") -> str:
    """A determination in one plain sentence, the same on every page."""
    key = "already" if got.already else "ask" if got.discretion else got.answer.value
    return said(words("verdict", key), language)


class View:
    """Household and day for one program. Household-wide reasons are kept, not worked out again."""

    def __init__(self, program: Program, household: Household, on: date):
        self.program, self.household, self.on = program, household, on
        self.kept: dict[str, Reason] = {}

    @cached_property
    def sizes(self) -> tuple[int, int | None, tuple[FactRef, ...]]:
        return sizes(self.household, self.on, self.program.counts_unborn)

    @property
    def lines(self) -> tuple[Line, ...] | None:
        """Money that comes in, as spans of whole cents a year; None when nothing is known."""
        return self.household.lines

    def income(self, of: Callable[[Line], bool] = lambda line: True) -> Span:
        """What the chosen lines bring in a year, and the fact that would tell more."""
        if self.lines is None:
            return Span(0, TOP, (FactRef("income"),))
        chosen = [line for line in self.lines if of(line)]
        low, high = sum(line.low for line in chosen), min(TOP, sum(line.high for line in chosen))
        if any(line.high >= TOP for line in chosen):
            return Span(low, TOP, (FactRef("income"),))
        return Span(low, high, (FactRef("income_average"),) if low != high else ())

    def receives(
        self, member: Member | None, of: Iterable[str] = ()
    ) -> tuple[frozenset[str], tuple[FactRef, ...]]:
        """What a member gets (None = anybody at home), and what would tell of the rest of `of`.

        Help for the whole home counts for each member; money from SSI or TANF tells of itself. The
        home's list speaks for everybody; where somebody has a list of their own, the personal help
        of who has none is not known.
        """
        home, whole = self.household, self.household.receives
        key = None if member is None else member.key
        missing = () if whole is not None else (FactRef(RECEIVES),)
        known, personal = whole or NOTHING, home.listed and not FOR_ALL.issuperset(of)
        if member is None:
            known = known.union(*(m.receives or NOTHING for m in home.members))
            if personal:
                people = (m for m in home.members if m.receives is None and not m.unborn)
                missing += tuple(FactRef(RECEIVES, m.key) for m in people)
        elif member.receives is not None:
            known = member.receives | (known & FOR_ALL)
            missing = () if FOR_ALL.isdisjoint(of) else missing
        elif home.listed:
            known = known & FOR_ALL
            missing += (FactRef(RECEIVES, key),) * personal
        if not home.may_pay(key).isdisjoint(of):
            missing = (*missing, FactRef("income"))
        return known | self.paid(key), missing

    def paid(self, key: str | None) -> frozenset[str]:
        """Help that money itself tells of: SSI or TANF (None = anybody's)."""
        paid = self.household.paid
        return paid.get(key, NOTHING) if key is not None else NOTHING.union(*paid.values())

    def reason(
        self,
        criterion: Criterion,
        answer: Answer,
        member: Member | None,
        *,
        facts: tuple = (),
        limit: object = None,
        missing: tuple[FactRef, ...] = (),
        source: str = "",
        later: bool = False,
        group: str | None = None,
        say: str | None = None,
        **values: object,
    ) -> Reason:
        """A reason with its sentence: `say` picks the sentence of the group, else the answer."""
        said = sentences()
        patterns = said[group or criterion.kind]
        role = "other" if member is None else "unborn" if member.unborn else member.role
        who = said["people"].get(role) or said["people"]["other"]
        return Reason(
            criterion=criterion.id,
            answer=answer,
            member=member.key if member else None,
            facts=facts,
            limit=limit,
            source=f"{criterion.source}; {source}" if source else criterion.source,
            effective_from=criterion.effective_from,
            effective_to=criterion.effective_to,
            missing=missing,
            later=later,
            texts=patterns.get(say or answer.value) or {},
            values={"who": who, "limit": limit, **values},
        )
