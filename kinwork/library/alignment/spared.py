"""Paths that do not exist but could: what if B took A's determination in place of its money test?

Counted on simulated families (`library.simulated`), each known in full. Assumptions:
1. Everybody whom A says yes to has A's determination in hand.
2. B takes it instead of its own tests of income and savings; age, place and all else are still asked.
3. Each family counts once, however many in it get a yes. A "maybe" of B counts as neither.
4. Minutes to apply are spread evenly over a program's papers and questions.
5. The families are invented; nobody's county looks like them. Compare shares, not numbers.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np

from kinwork.library.alignment.papers import papers
from kinwork.library.alignment.paths import givers, paths
from kinwork.library.alignment.profile import MONEY, Held
from kinwork.library.programs import batch
from kinwork.library.programs.files import reading
from kinwork.library.programs.household import Household
from kinwork.library.programs.model import Program
from kinwork.library.simulated import households

FAMILIES, SEED = 2000, 7
ASKS = {
    "income_at_most": ("income",),
    "income_over": ("income",),
    "tax_income": ("income",),
    "ssi_child_income": ("income",),
    "snap_net_income": ("income", "rent", "child care", "utilities"),
    "assets_at_most": ("savings",),
    "ssi_child_resources": ("savings",),
    "age_under": ("age",),
    "age_at_least": ("age",),
    "turns_by_school_day": ("age",),
    "under_school_age": ("age",),
    "anyone_aged": ("age",),
    "pregnant": ("pregnancy",),
    "recently_pregnant": ("birth", "breastfeeding"),
    "state_is": ("place",),
    "county_is": ("place",),
    "zip_is": ("place",),
    "state_says": ("place",),
    "receives_any": ("help received",),
    "receives_none": ("help received",),
    "caregivers_active": ("work",),
    "later": (),
    "season": (),
}
PLAIN = MONEY - {"income_over"}  # that one sends a family to another program; it spares nothing


@dataclass(frozen=True)
class Spared:
    """If `takes` (B) took the determination of `gives` (A). Families, out of `families`."""

    gives: str
    takes: str
    exists: bool
    families: int
    yes: int  # A says yes
    both: int  # A and B say yes
    wrong: int  # B would take in, although its own rule says no to somebody
    unknown: int  # A says yes, and B can not be told
    questions: int  # of B, not asked any more
    papers: int
    minutes: int  # for each family

    @property
    def share(self) -> float | None:
        """Of those with A's yes, who gets B's yes too; None where A says yes to nobody."""
        return self.both / self.yes if self.yes else None

    @property
    def worth(self) -> int:
        """Minutes that all the families in both would be spared."""
        return self.minutes * self.both


def possible(
    programs: Iterable[Program], on: date, state: str = "", families: int = FAMILIES
) -> tuple[Spared, ...]:
    """Every ordered pair that both ask about money, the most minutes spared first."""
    key = tuple(Held(program) for program in programs)
    return _possible(key, on, state, families)


@lru_cache(maxsize=8)
def _possible(held: tuple[Held, ...], on: date, state: str, families: int) -> tuple[Spared, ...]:
    programs = [one.program for one in held]
    opened = {one.code: without_money(one) for one in programs if _money(one)}
    columns = population(on, state, families)
    wanted = [*programs, *(one for one in opened.values() if one is not None)]
    verdicts = batch.screen(columns, on, wanted)
    exists = {(path.giver, path.program) for path in paths(programs, on, state)}
    found = [
        _pair(gives, takes, opened[takes.code], verdicts, columns, exists)
        for takes in programs
        if takes.code in opened
        for gives in programs
        if gives.code in opened and gives.code != takes.code
    ]
    return tuple(sorted(found, key=lambda one: (-one.worth, one.gives, one.takes)))


@lru_cache(maxsize=8)
def population(on: date, state: str, families: int) -> batch.Columns:
    """The simulated families as columns."""
    return batch.columns(told(on, state, families))


def told(on: date, state: str, families: int) -> list[Household]:
    """The simulated families, all of them living in `state` where one is named."""
    here = {"state": state} if state else {}
    made = [home | here for home in households(families, SEED, on)]
    return [one.household for one in reading.read_json(json.dumps({"households": made}), on)]


def _pair(gives, takes, opened, verdicts, columns, exists) -> Spared:
    a, b = verdicts[gives.code], verdicts[takes.code]
    has, gets = a.household == batch.YES, b.household == batch.YES
    wrong = has & _wrongly(b, None if opened is None else verdicts[opened.code], columns)
    questions, some, minutes = spares(takes)
    return Spared(
        gives=gives.code,
        takes=takes.code,
        exists=any((code, takes.code) in exists for code in givers(gives)),
        families=len(columns),
        yes=int(has.sum()),
        both=int((has & gets).sum()),
        wrong=int(wrong.sum()),
        unknown=int((has & (b.household == batch.MAYBE)).sum()),
        questions=questions,
        papers=some,
        minutes=minutes,
    )


def _wrongly(own: batch.Verdicts, opened: batch.Verdicts | None, columns) -> np.ndarray:
    """Homes with somebody whom B's other tests let in and its whole rule does not."""
    if opened is None:
        return own.household == batch.NO
    if (opened.member == -1).all():
        return (opened.household == batch.YES) & (own.household == batch.NO)
    people = (opened.member == batch.YES) & (own.member == batch.NO)
    return np.bincount(columns.member_home, people, len(columns)) > 0


def _money(program: Program) -> set[str]:
    """The names of the criteria that a determination would stand for."""
    return {
        name for name, rows in program.criteria.items() if any(row.kind in PLAIN for row in rows)
    }


def without_money(program: Program) -> Program | None:
    """The program with its tests of money taken as passed; None where nothing else is left."""
    rule = _passed(program.rule, _money(program))
    if rule is True:
        return None
    return replace(
        program,
        code=f"{program.code}/other tests",
        version=f"{program.version}/other tests",
        rule=rule,
        discretion=None,
    )


def _passed(rule: object, names: set[str]) -> object:
    """A rule in which some criteria hold: True where it holds for sure, else what is left."""
    if isinstance(rule, str):
        return True if rule in names else rule
    parts = [_passed(part, names) for part in rule[1:]]
    if rule[0] == "any":
        return True if True in parts else (rule[0], *parts)
    left = [part for part in parts if part is not True]
    return (rule[0], *left) if left else True


def spares(program: Program) -> tuple[int, int, int]:
    """Questions, papers and minutes of a program that another's determination would spare."""
    rows = [row for some in program.criteria.values() for row in some]
    asked = {name for row in rows for name in _asks(row)}
    money = {name for row in rows if row.kind in MONEY for name in _asks(row)}
    wanted = papers(program)
    proofs = sum(paper.money for paper in wanted)
    steps = len(asked) + len(wanted)
    minutes = program.minutes_to_apply * (len(money) + proofs) / steps if steps else 0
    return len(money), proofs, round(minutes)


def _asks(row) -> tuple[str, ...]:
    named = row.options.get("fact")
    return ASKS.get(row.kind, (named or row.kind,))
