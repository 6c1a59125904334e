"""A household on a day as one program sees it: income, size and aid, worked out once."""

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path

from kinwork.common.answers import Answer, FactRef, Reason, said
from kinwork.library.programs.household import Household, Member, sizes
from kinwork.library.programs.model import Criterion, Determination, Program

CENT = Decimal("0.01")


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

    def income(
        self, exclude: tuple[str, ...]
    ) -> tuple[Decimal, Decimal | None, tuple[FactRef, ...]]:
        """Lowest and highest a year (None = no known top), and the fact that would tell."""
        if self.household.income is None:
            return Decimal(0), None, (FactRef("income"),)
        low = high = Decimal(0)
        known = True
        for line in self.household.income:
            if line.kind in exclude:
                continue
            ends = line.yearly()
            low += ends[0] if ends else 0
            if ends is None or ends[1] is None:
                known = False
            else:
                high += ends[1]
        if not known:
            return low, None, (FactRef("income"),)
        return low, high, (FactRef("income_average"),) if low != high else ()

    def receives(self, member: Member | None) -> tuple[frozenset[str], bool]:
        """What is received by a member (None = by anybody at home), and whether that is all."""
        whole = self.household.receives
        if member is not None and member.receives is not None:
            return member.receives, True
        known = whole or frozenset()
        if member is None:
            known = known.union(*(m.receives or () for m in self.household.members))
        return known, whole is not None

    def reason(
        self,
        criterion: Criterion,
        answer: Answer,
        member: Member | None,
        *,
        facts: tuple = (),
        limit: object = None,
        missing: tuple[FactRef, ...] = (),
        later: bool = False,
        group: str | None = None,
        say: str | None = None,
        **values: object,
    ) -> Reason:
        """A reason with its sentence: `say` picks the sentence of the group, else the answer."""
        patterns = sentences()[group or criterion.kind]
        role = "unborn" if member and member.unborn else member.role if member else "other"
        return Reason(
            criterion=criterion.id,
            answer=answer,
            member=member.key if member else None,
            facts=facts,
            limit=limit,
            source=criterion.source,
            effective_from=criterion.effective_from,
            effective_to=criterion.effective_to,
            missing=missing,
            later=later,
            texts=patterns.get(say or answer.value) or {},
            values={"who": words("people", role), "limit": limit, **values},
        )
