"""All that a program says on a day in a state, by dimension."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from kinwork.library.alignment.money import about_money
from kinwork.library.alignment.papers import papers
from kinwork.library.alignment.people import about_people
from kinwork.library.alignment.said import Statement, dimensions, joined, say, texts
from kinwork.library.programs.model import Criterion, Program

MONEY = {"income_at_most", "income_over", "snap_net_income", "tax_income", "ssi_child_income"} | {
    "assets_at_most",
    "ssi_child_resources",
}
UNSAID = {"income_limit": "no_income_test", "savings": "no_assets_test", "work": "no_work_test"}
Profile = dict[str, tuple[Statement, ...]]


def profile(program: Program, on: date, state: str = "") -> Profile:
    """Statements by dimension; one said by several criteria stands once, with all its sources."""
    return _profile(Held(program), on, state)


class Held:
    """A program in a cache's key: by code and version, which change with its rules."""

    def __init__(self, program: Program):
        self.program, self._key = program, (program.code, program.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=2000)
def _profile(held: Held, on: date, state: str) -> Profile:
    program = held.program
    found: dict[str, dict[tuple, Statement]] = {name: {} for name in dimensions()}
    for one in (*_whole(program), *_criteria(program, on, state)):
        kept = found[one.dimension].get(one.key)
        found[one.dimension][one.key] = one if kept is None else _both(kept, one)
    for dimension, text in UNSAID.items():
        if not found[dimension]:
            found[dimension][(text,)] = Statement(dimension, (text,), say(text))
    return {name: tuple(some.values()) for name, some in found.items()}


def _both(first: Statement, second: Statement) -> Statement:
    sources = dict.fromkeys([*first.source.split("; "), *second.source.split("; ")])
    names = dict.fromkeys([*first.criterion.split(" "), *second.criterion.split(" ")])
    return replace(first, source="; ".join(sources), criterion=" ".join(names))


def _criteria(program: Program, on: date, state: str) -> Iterator[Statement]:
    for name in program.criteria:
        criterion = text_of(program, name, on, state)
        if criterion is None:
            if any(row.holds(on) for row in program.criteria[name]):
                shown = say("no_text", group=name)
                dimension = "income_limit" if _of_money(program, name) else "residence"
                yield Statement(dimension, ("no text", name), shown, "", name)
            continue
        about = about_money if criterion.kind in MONEY else about_people
        yield from about(criterion, on, state)


def text_of(program: Program, name: str, on: date, state: str) -> Criterion | None:
    """The criterion's text in force; None where no rule of the state is known."""
    return program.criterion(name, on, state)


def _of_money(program: Program, name: str) -> bool:
    return any(row.kind in MONEY for row in program.criteria[name])


def _whole(program: Program) -> Iterator[Statement]:
    """What the program as a whole says."""
    if program.subject == "household":
        yield Statement("subject", ("home",), say("home"))
    else:
        named = joined(texts()["roles"][role] for role in program.roles)
        roles = tuple(sorted(program.roles))
        yield Statement("subject", roles, say("each", roles=named))
    counts = program.counts_unborn
    words = say("unborn_count" if counts else "unborn_do_not")
    yield Statement("family_size", (counts,), words)
    for paper in papers(program):
        yield Statement("papers", (paper.code,), paper.name)
    asks = program.asks_immigration_status
    yield Statement("immigration", (asks,), say("asks" if asks else "asks_not"))
    for name, number in (("minutes", program.minutes_to_apply), ("days", program.days_to_delivery)):
        yield Statement(name, (number,), say("number", number=number))
