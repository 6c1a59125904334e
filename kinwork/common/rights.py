"""Rights as a table that a partner's lawyer could follow: deny by default.

A module's `rights.py` holds one table, verb -> Right. A predicate's docstring is the sentence
that is shown when it says no.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from kinwork.common.actor import Actor

Predicate = Callable[[Actor, Any], bool]


class Refused(Exception):
    """This actor may not do this. `sentence` says who could, or what is missing."""

    def __init__(self, verb: str, sentence: str):
        super().__init__(f"{verb}: {sentence}")
        self.verb, self.sentence = verb, sentence


@dataclass(frozen=True)
class Right:
    """Who may do one verb: kinds of actor, roles of staff, and what must hold for the record."""

    kinds: frozenset[str]
    roles: frozenset[str]
    when: tuple[Predicate, ...]


def right(
    *, kinds: tuple[str, ...] = (), roles: tuple[str, ...] = (), when: tuple[Predicate, ...] = ()
) -> Right:
    """A line of the table. `roles` alone means staff in one of these roles."""
    return Right(frozenset(kinds), frozenset(roles), when)


TABLE: dict[str, Right] = {}
NOT_YOURS = "This is not part of your role here. Ask your supervisor or an account administrator."


def declare(module: str, lines: Mapping[str, Right]) -> None:
    """Put a module's lines into the one table as `module.verb`. Twice the same verb is a mistake."""
    for verb, line in lines.items():
        name = f"{module}.{verb}"
        if name in TABLE and TABLE[name] is not line:
            raise ValueError(f"two rights for {name}")
        TABLE[name] = line


def why_not(actor: Actor, verb: str, record: Any = None) -> str | None:
    """None when `actor` may do `verb` to `record`, else the sentence that says why not."""
    line = TABLE.get(verb)
    if line is None or not _admits(line, actor):
        return NOT_YOURS
    for predicate in line.when:
        if not predicate(actor, record):
            return " ".join((predicate.__doc__ or NOT_YOURS).split())
    return None


def may(actor: Actor, verb: str, record: Any = None) -> bool:
    return why_not(actor, verb, record) is None


def check(actor: Actor, verb: str, record: Any = None) -> None:
    """Raises Refused with the sentence when `actor` may not do `verb` to `record`."""
    sentence = why_not(actor, verb, record)
    if sentence is not None:
        raise Refused(verb, sentence)


def _admits(line: Right, actor: Actor) -> bool:
    if actor.kind == "staff" and actor.role in line.roles:
        return True
    return actor.kind in line.kinds
