"""One household in many versions, as columns: the same home again and again, each with some answers
more. For trying answers at once; a thousand versions cost little more than one.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from kinwork.library.programs.amounts import cents
from kinwork.library.programs.batch.columns import (
    ELSEWHERE,
    EPOCH,
    FACTS,
    MEMBER_COLUMNS,
    NEVER,
    RELATIONS,
    STATE_ROW,
    THREE,
    UNSAID,
    Columns,
    bits,
)
from kinwork.library.programs.household import line_of

HOME = {"homeless": "homeless", "pays_utilities": "pays_utilities"}
COSTS = {"assets": "assets", "rent_annual": "rent", "childcare_annual": "childcare"}
DAYS = {"birth_date": "born", "due_date": "due", "pregnancy_ended": "ended"}
LINES = ("line_home", "line_member", "line_kind", "line_low", "line_high")
MONEY = ("income", "income_average")


class Variants:
    """`columns` repeated by row (`rows`: which home each version is of), to be told answers."""

    def __init__(self, columns: Columns, rows: Sequence[int], keys: Sequence[Sequence[str]]):
        self.of, self.keys = columns, keys
        self.rows = np.asarray(rows, np.int64)
        self.money: list[tuple] = []
        self.kinds = list(columns.kinds)
        self.columns = self._repeated()

    def tell(self, version: int, key: str, members: Iterable[str | None], value: object) -> None:
        """One version is told an answer, for each of these members (None: the home)."""
        made = self.columns
        if key in HOME:
            getattr(made, HOME[key])[version] = THREE[value]
        elif key in COSTS:
            getattr(made, COSTS[key])[version] = cents(value)
        elif key == "receives":
            made.receives[version], made.receives_known[version] = bits(value), True
        elif key == "place":
            made.state[version] = ELSEWHERE if value is None else STATE_ROW.get(value, ELSEWHERE)
        elif key in MONEY:
            self._money(version, value)
        else:
            for member in members:
                self._tell_member(self.row(version, member), key, value)

    def row(self, version: int, member: str | None) -> int:
        """The member's row in a version."""
        return int(self.first[version]) + self.keys[self.rows[version]].index(member)

    def done(self) -> Columns:
        """The columns, with the money told."""
        if self.money:
            told = {line[0] for line in self.money}
            made = self.columns
            kept = ~np.isin(made.line_home, list(told))
            more = np.array(self.money, np.int64)
            home = np.concatenate([made.line_home[kept], more[:, 0]])
            order = np.argsort(home, kind="stable")
            for place, name in enumerate(LINES):
                column = np.concatenate([getattr(made, name)[kept], more[:, place]])
                setattr(made, name, column[order])
            made.income_known[list(told)] = True
            made.kinds = tuple(self.kinds)
            self.money = []
        return self.columns

    def _tell_member(self, row: int, key: str, value: object) -> None:
        made = self.columns
        if key in DAYS:
            getattr(made, DAYS[key])[row] = _day(value)
        elif key == "relation":
            made.relation[row] = RELATIONS.index(value)
        elif key == "weekly_hours":
            made.hours[row] = int(Decimal(value) * 100)
        elif key in FACTS:
            made.facts[key][row] = THREE[value]

    def _money(self, version: int, lines: Iterable) -> None:
        for line in map(line_of, lines):
            if line.kind not in self.kinds:
                self.kinds.append(line.kind)
            whose = UNSAID if line.member is None else self.row(version, line.member)
            kind = self.kinds.index(line.kind)
            self.money.append((version, whose, kind, line.low, line.high))

    def _repeated(self) -> Columns:
        of, rows = self.of, self.rows
        begin, ends = (np.searchsorted(of.member_home, rows, side) for side in ("left", "right"))
        people, self.first, home = _spans(begin, ends)
        line_begin, line_ends = (
            np.searchsorted(of.line_home, rows, side) for side in ("left", "right")
        )
        lines, _, line_home = _spans(line_begin, line_ends)
        member = of.line_member[lines]
        moved = member - begin[line_home] + self.first[line_home]
        made: dict[str, object] = {"counties": of.counties, "kinds": of.kinds}
        for name, column in vars(of).items():
            if name == "facts":
                made[name] = {fact: values[people] for fact, values in column.items()}
            elif name.startswith("line_"):
                made[name] = column[lines]
            elif name not in made:
                made[name] = column[people if name in MEMBER_COLUMNS else rows]
        return Columns(
            **made
            | {"member_home": home, "line_home": line_home}
            | {"line_member": np.where(member >= 0, moved, member)}
        )


def _spans(begin: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows of each span one after the other, where each begins, and whose each is."""
    counts = ends - begin
    first = np.cumsum(counts) - counts
    whose = np.repeat(np.arange(len(begin)), counts)
    return np.arange(counts.sum()) - first[whose] + begin[whose], first, whose


def _day(day: date | None) -> int:
    return NEVER if day is None else day.toordinal() - EPOCH
