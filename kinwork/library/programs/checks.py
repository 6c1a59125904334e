"""What is wrong with a criterion as written: options, facts, tables, windows, each a sentence."""

import re
from collections.abc import Iterator
from datetime import date

from kinwork.library.codes import states
from kinwork.library.programs import limits
from kinwork.library.programs.household import ROLES
from kinwork.library.programs.kinds import (
    HOME_FACTS,
    HOUSEHOLD_KINDS,
    MEMBER_FACTS,
    MORE_FACTS,
    OPTIONS,
)
from kinwork.library.programs.model import Criterion, Program
from kinwork.library.programs.view import sentences

BASES = ("percent", "percent_table", "amount", "amount_table")
MONEY = {"income_at_most", "income_over", "assets_at_most", "snap_net_income"}
CHOICES = {
    "per": {"year", "month"},
    "rounding": {"none", "up", "down", "up_twice"},
    "whose": {"home", "adults", "member"},
    "scope": {"home", "member"},
    "without_row": {"yes", "no", "maybe"},
    "credit": {"eitc", "ctc"},
}
NUMBERS = {"percent", "months", "years", "breastfeeding_months", "under", "at_least"} | {
    "student_under",
    "earned_percent_off",
    "weeks_at_most",
}
DAY = re.compile(r"(0[1-9]|1[0-2])-([0-2]\d|3[01])")


def criterion_troubles(criterion: Criterion, program: Program, spec: str) -> Iterator[str]:
    """Sentences about one criterion; nothing where it is whole."""
    name = f"the criterion {criterion.id!r}"
    if criterion.kind not in OPTIONS:
        yield f"{name} has a kind we do not know, {criterion.kind!r}."
        return
    required, allowed = OPTIONS[criterion.kind]
    for option in sorted(required - criterion.options.keys()):
        yield f"{name} does not say {option!r}."
    for option in sorted(criterion.options.keys() - allowed):
        yield f"{name} says {option!r}, which {criterion.kind} does not use."
    if not re.search(rf"^{re.escape(criterion.spec)}\. ", spec, re.MULTILINE):
        yield f"{name} is number {criterion.spec} in spec.md, but there is no such number."
    if not criterion.source:
        yield f"{name} names no source."
    if program.subject == "household" and not _speaks_of_home(criterion):
        yield f"{name} asks about a member, but the program answers for the household."
    yield from _window_troubles(criterion, program, name)
    yield from _option_troubles(criterion, name)
    if criterion.kind in MONEY:
        yield from _limit_troubles(criterion, name)
    for table in _tables(criterion):
        yield from _table_troubles(table, name)


def _speaks_of_home(criterion: Criterion) -> bool:
    """Can this be asked of a home as a whole?"""
    options = criterion.options
    if criterion.kind == "fact_is":
        return options.get("fact") in HOME_FACTS
    if criterion.kind.startswith("receives"):
        return options.get("scope") != "member"
    return criterion.kind in HOUSEHOLD_KINDS and options.get("whose") != "member"


def _window_troubles(criterion: Criterion, program: Program, name: str) -> Iterator[str]:
    start, end = criterion.effective_from, criterion.effective_to
    if not isinstance(start, date):
        yield f"{name} does not say from which day it holds."
        return
    if end is not None and (not isinstance(end, date) or end < start):
        yield f"{name} ends before it begins."
    for other in program.criteria[criterion.id]:
        if other is criterion or other.jurisdiction != criterion.jurisdiction:
            continue
        after = isinstance(other.effective_from, date) and start <= other.effective_from
        if after and (end is None or other.effective_from <= end):
            yield f"{name} has two texts that hold on {other.effective_from}."
            return
    state = criterion.jurisdiction.split("-")[1:2]
    if state and state[0] not in states.STATES:
        yield f"{name} holds in a state we do not know, {state[0]!r}."


def _option_troubles(criterion: Criterion, name: str) -> Iterator[str]:
    options = criterion.options
    if criterion.kind in ("age_under", "age_at_least") and len(options) != 1:
        yield f"{name} needs an age in 'months' or in 'years'."
    for option, known in CHOICES.items():
        if options.get(option, next(iter(known))) not in known:
            yield f"{name} says {option!r} as {options[option]!r}; it may be {_or(known)}."
    for option in sorted(NUMBERS & options.keys()):
        if not isinstance(options[option], int) or isinstance(options[option], bool):
            yield f"{name} needs {'a percent' if 'percent' in option else option} in whole numbers."
    fact = options.get("fact")
    if fact is not None and fact not in HOME_FACTS | MEMBER_FACTS | MORE_FACTS:
        yield f"{name} asks for a fact we do not have, {fact!r}."
    group = f"any_{fact}" if criterion.kind == "any_member" else fact
    if fact is not None and group not in sentences():
        yield f"{name} asks for the fact {fact!r}, for which {criterion.kind} has no sentences."
    for role in (
        *options.get("roles", ()),
        *(options["of"] if criterion.kind == "role_is" else ()),
    ):
        if role not in ROLES:
            yield f"{name} names a role we do not have, {role!r}."
    if criterion.kind.startswith("receives"):
        for code in options.get("of", ()):
            if code not in sentences()["aid"]:
                yield f"{name} names a kind of help without words, {code!r}."
    if criterion.kind == "state_is":
        for code in options.get("of", ()):
            if code not in states.STATES:
                yield f"{name} names a state we do not know, {code!r}."
    for option in {"year_starts", "starts", "ends"} & options.keys():
        if not DAY.fullmatch(str(options[option])):
            yield f"{name} says {option!r} as {options[option]!r}; it is written as 07-01."


def _limit_troubles(criterion: Criterion, name: str) -> Iterator[str]:
    given = [base for base in BASES if base in criterion.options]
    if not given:
        yield f"{name} names no limit: {_or(BASES)}."
    if {"percent", "amount"} <= set(given):
        yield f"{name} names two limits, 'percent' and 'amount'."
    if criterion.options.get("of", "poverty") not in ("poverty", "median"):
        yield f"{name} says 'of' as {criterion.options['of']!r}; it may be median or poverty."


def _tables(criterion: Criterion) -> Iterator[tuple[str, ...]]:
    yield from limits.tables(criterion.options)
    for option in ("hours_table", "months_table"):
        if option in criterion.options:
            yield tuple(criterion.options[option].split(":", 1))


def _table_troubles(table: tuple[str, ...], name: str) -> Iterator[str]:
    if len(table) != 2:
        yield f"{name} names a table as {table[0]!r}; it is written as table:group."
        return
    try:
        known = states.groups(table[0])
    except states.TableError as error:
        yield f"{name} names a state table that is not whole: {error}"
        return
    if table[1] not in known:
        yield f"{name} names {':'.join(table)!r}, but there is no such group of state rows."


def _or(words) -> str:
    *first, last = sorted(words)
    return f"{', '.join(first)} or {last}"
