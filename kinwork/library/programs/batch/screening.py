"""Screening many households: each program's rule over columns, in parts that fit in memory."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from kinwork.library.programs.batch import facts, money, mothers, people, snap, ssi, tax  # noqa: F401
from kinwork.library.programs.batch.columns import MAYBE, NO, NOWHERE, STATE_ROW, YES, Columns
from kinwork.library.programs.batch.facts import is_home
from kinwork.library.programs.batch.language import TWINS
from kinwork.library.programs.batch.view import CHILD, NO_ROLE, OTHER, ROLES, BatchView
from kinwork.library.programs.evaluate import for_both, of_home
from kinwork.library.programs.model import Criterion, Program

PART = 25_000  # households at once: enough for speed, little memory


@dataclass(frozen=True)
class Verdicts:
    """A program's answers: 0 no, 1 maybe, 2 yes; a member it is not for has -1."""

    household: np.ndarray
    household_discretion: np.ndarray
    member: np.ndarray
    member_discretion: np.ndarray


def screen(columns: Columns, on: date, programs: Iterable[Program]) -> dict[str, Verdicts]:
    """Verdicts by program's code, in the order of the columns."""
    programs = list(programs)
    parts: dict[str, list[Verdicts]] = {program.code: [] for program in programs}
    for start in range(0, max(1, len(columns)), PART):
        view = BatchView(columns.part(start, start + PART), on)
        for program in programs:
            parts[program.code].append(_judge(program, view))
    return {
        code: Verdicts(*(np.concatenate([getattr(part, name) for part in some]) for name in FIELDS))
        for code, some in parts.items()
    }


FIELDS = ("household", "household_discretion", "member", "member_discretion")


def _judge(program: Program, view: BatchView) -> Verdicts:
    found = _rule(program.rule, program, view)
    soft = _rule(program.discretion, program, view) if program.discretion else None
    if program.subject == "household":
        return _for_homes(view, found, soft)
    return _for_members(program, view, _spread(found, view), soft)


def _for_homes(view: BatchView, found: "Answers", soft: "Answers | None") -> Verdicts:
    verdict = found.values
    nobody = view.empty & (view.of.said_size == 0)
    discretion = np.zeros(len(view.of), bool)
    if soft is not None:
        discretion = (verdict == NO) & (soft.values != NO)
    verdict = np.where(nobody & (verdict != NO), MAYBE, verdict).astype(np.int8)
    none = np.full(len(view.home), -1, np.int8)
    return Verdicts(verdict, discretion, none, none > 0)


def _for_members(program: Program, view: BatchView, found: np.ndarray, soft) -> Verdicts:
    roles = [ROLES.index(role) for role in program.roles]
    counted = np.isin(view.of.role, roles)
    if CHILD in roles:
        counted |= view.of.role == OTHER
    unknown = view.of.role == NO_ROLE
    counted |= unknown
    if not for_both(program):  # all else may fit, but who is of the group is not told
        found = np.where(unknown & (found == YES), MAYBE, found)
    discretion = np.zeros(len(view.home), bool)
    if soft is not None:
        discretion = counted & (found == NO) & (_spread(soft, view) != NO)
    home = view.any_of(found, counted)
    alone = ~view.has(counted) | ~view.of.complete
    home = np.where(alone & ~view.listed_all, np.maximum(home, MAYBE), home).astype(np.int8)
    return Verdicts(
        home,
        (home == NO) & view.has(discretion),
        np.where(counted, found, -1).astype(np.int8),
        discretion,
    )


class Answers:
    """Answers of homes or of members."""

    def __init__(self, values: np.ndarray, of_homes: bool):
        self.values, self.of_homes = values, of_homes


def _spread(answers: Answers, view: BatchView) -> np.ndarray:
    """An answer for every member."""
    return answers.values[view.home] if answers.of_homes else answers.values


def _rule(rule: object, program: Program, view: BatchView) -> Answers:
    if isinstance(rule, str):
        return view.keep((program.code, program.version, rule), lambda: _look(rule, program, view))
    parts = [_rule(part, program, view) for part in rule[1:]]
    join = np.minimum if rule[0] == "all" else np.maximum
    of_homes = [part for part in parts if part.of_homes]
    of_members = [part.values for part in parts if not part.of_homes]
    if of_homes:
        joined = Answers(_joined([part.values for part in of_homes], join), True)
        if not of_members:
            return joined
        of_members.append(_spread(joined, view))
    return Answers(_joined(of_members, join), False)


def _joined(values: list[np.ndarray], join) -> np.ndarray:
    found = values[0]
    for other in values[1:]:
        found = join(found, other)
    return found


def _look(name: str, program: Program, view: BatchView) -> Answers:
    """The answers of a criterion's text in force; where states have their own, each its own."""
    rows = [row for row in program.criteria[name] if row.holds(view.on)]
    general = next((row for row in rows if row.jurisdiction == program.jurisdiction), None)
    local = {}
    for row in rows:
        if row.jurisdiction != program.jurisdiction:
            local.setdefault("-".join(row.jurisdiction.split("-")[1:2]), row)
    texts = [row for row in (general, *local.values()) if row is not None]
    of_homes = all(_home_level(row, program) for row in texts)
    length = len(view.of) if of_homes else len(view.home)
    found = np.full(length, MAYBE)
    if general is not None:
        found = _ask(general, program, view, of_homes)
    if local:
        state = view.of.state if of_homes else view.of.state[view.home]
        found = np.where(state == NOWHERE, MAYBE, found)
        for code, row in local.items():
            here = state == STATE_ROW.get(code, -1)
            if here.any():
                found = np.where(here, _ask(row, program, view, of_homes), found)
    return Answers(found.astype(np.int8), of_homes)


def _home_level(row: Criterion, program: Program) -> bool:
    return is_home(row, program) if row.kind in OWN_LEVEL else of_home(row)


OWN_LEVEL = ("receives_any", "receives_none", "fact_is")


def _ask(row: Criterion, program: Program, view: BatchView, of_homes: bool) -> np.ndarray:
    found = TWINS[row.kind](row, view, program)
    return found if of_homes or not _home_level(row, program) else found[view.home]
