"""A life as a table: states, moves, who may make each, and what must be said.

From one Life come the buttons on a page, the refusals in words, the audit names, the notices and
the diagram in docs/reference.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field


class WrongState(Exception):
    """The record is not in a state from which this move starts.

    `state` is where it is; `verb` is what was tried. Pages turn it into words.
    """

    def __init__(self, verb: str, state: str):
        super().__init__(f"cannot {verb}: it is {state}")
        self.verb, self.state = verb, state


@dataclass(frozen=True)
class Move:
    """`verb` takes a record from any of `sources` to `target`.

    parties: who may make it (sender, receiver, family, clock, coordinator).
    needs: names of what must be said. target None: the state stays what it was; or, with `back`, it
    becomes again what it was before this one, which is one of those.
    """

    verb: str
    sources: frozenset[str]
    target: str | None
    parties: frozenset[str]
    needs: tuple[str, ...] = ()
    back: frozenset[str] = frozenset()

    def lands(self, state: str, before: str = "") -> str:
        """Where it leads from `state`, in which it came from `before`."""
        if self.back:
            if before not in self.back:
                raise WrongState(self.verb, state)
            return before
        return self.target or state

    def targets(self, state: str) -> frozenset[str]:
        """Every state that it may lead to from `state`."""
        return self.back or frozenset({self.target or state})


def move(
    verb: str,
    sources: Iterable[str],
    target: str | None,
    by: Iterable[str],
    needs: Iterable[str] = (),
    back: Iterable[str] = (),
) -> Move:
    return Move(verb, frozenset(sources), target, frozenset(by), tuple(needs), frozenset(back))


@dataclass(frozen=True)
class Life:
    """All states and moves of one kind of record. Raises ValueError when the table is not whole."""

    states: tuple[str, ...]
    first: str
    moves: tuple[Move, ...]
    ends: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        known = set(self.states)
        for one in self.moves:
            strange = (one.sources | one.back | ({one.target} if one.target else set())) - known
            if strange:
                raise ValueError(f"{one.verb} speaks of unknown states {sorted(strange)}")
        unreached = known - self.reachable()
        if unreached:
            raise ValueError(f"no move leads to {sorted(unreached)}")

    def reachable(self) -> set[str]:
        seen, edge = {self.first}, [self.first]
        while edge:
            state = edge.pop()
            for one in self.moves:
                fresh = one.targets(state) - seen if state in one.sources else set()
                seen |= fresh
                edge += fresh
        return seen

    @property
    def open_states(self) -> tuple[str, ...]:
        return tuple(state for state in self.states if state not in self.ends)

    def find(self, verb: str, state: str) -> Move:
        """The move `verb` from `state`; raises WrongState when there is none."""
        for one in self.moves:
            if one.verb == verb and state in one.sources:
                return one
        raise WrongState(verb, state)

    def may(self, verb: str, state: str, party: str) -> bool:
        return any(
            one.verb == verb and state in one.sources and party in one.parties for one in self.moves
        )

    def verbs(self, state: str, party: str) -> list[str]:
        """What `party` may do from `state`, in the table's order: the buttons of the page."""
        found = (one.verb for one in self.moves if state in one.sources and party in one.parties)
        return list(dict.fromkeys(found))

    def diagram(self) -> str:
        """The life as a Mermaid state diagram, for docs/reference."""
        name = {state: state.replace(" ", "_").replace(",", "") for state in self.states}
        lines = ["stateDiagram-v2"] + [f"    {name[s]}: {s}" for s in self.states]
        lines.append(f"    [*] --> {name[self.first]}")
        for one in self.moves:
            for source in sorted(one.sources):
                for landed in sorted(one.targets(source)):
                    lines.append(f"    {name[source]} --> {name[landed]}: {one.verb}")
        lines += [f"    {name[state]} --> [*]" for state in self.states if state in self.ends]
        return "\n".join(lines)
