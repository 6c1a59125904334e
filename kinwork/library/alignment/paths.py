"""Which determination of one program opens another: the categorical paths that rules name today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kinwork.library.alignment.profile import MONEY, text_of
from kinwork.library.programs.model import Program


@dataclass(frozen=True)
class Path:
    """Getting `giver` (code of help) opens `program`.

    `replaces` = the tests of money it stands instead of; `still` = what is asked all the same.
    """

    giver: str
    program: str
    criterion: str
    source: str
    replaces: tuple[str, ...]
    still: tuple[str, ...]


def paths(programs: Iterable[Program], on: date, state: str = "") -> tuple[Path, ...]:
    """Every path in force on a day in a state, by program and giver."""
    found = (path for program in programs for path in _of(program, on, state))
    return tuple(dict.fromkeys(found))


def _of(program: Program, on: date, state: str) -> Iterator[Path]:
    money = {name for name, rows in program.criteria.items() if any(r.kind in MONEY for r in rows)}
    for name in program.criteria:
        row = text_of(program, name, on, state)
        if row is None or row.kind != "receives_any":
            continue
        beside = _beside(program.rule, name)
        if beside["any"]:
            instead = tuple(one for one in beside["any"] if one in money)
            still = tuple(one for one in beside["all"] if one not in beside["any"])
            for giver in row.options["of"]:
                yield Path(giver, program.code, name, row.source, instead, still)


def _beside(rule: object, name: str) -> dict[str, tuple[str, ...]]:
    """What stands beside a criterion on the way up: other ways in, and what is joined to it.

    No other way at all: then it is a condition, not a path.
    """
    found: dict[str, dict[str, None]] = {"any": {}, "all": {}}
    for joint, others in _trail(rule, name) or []:
        found[joint].update(dict.fromkeys(one for part in others for one in flat(part)))
    return {joint: tuple(names) for joint, names in found.items()}


def _trail(rule: object, name: str) -> list[tuple[str, list]] | None:
    """The joints from the top down to a criterion, each with the other parts beside the way."""
    if isinstance(rule, str):
        return [] if rule == name else None
    for place, part in enumerate(rule[1:]):
        below = _trail(part, name)
        if below is not None:
            others = [other for at, other in enumerate(rule[1:]) if at != place]
            return [(rule[0], others), *below]
    return None


def flat(rule: object) -> list[str]:
    """The criteria of a rule, in order."""
    if isinstance(rule, str):
        return [rule]
    return [name for part in rule[1:] for name in flat(part)]


def givers(program: Program) -> frozenset[str]:
    """The codes of help that a yes of this program leads to."""
    return program.already | {program.code}
