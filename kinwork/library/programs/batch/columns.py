"""Households as columns: one row a household, one a member, one a kind of money of somebody.

Answers and yes-or-no facts are int8: 0 no, 1 not known, 2 yes. Days count from 1970; `NEVER` = not
known. Money is whole cents a year, -1 = not known. What a member or line belongs to is a row number.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

import numpy as np

from kinwork.library.codes.states import STATES
from kinwork.library.programs.amounts import cents
from kinwork.library.programs.household import ROLES, Household, Member, line_of
from kinwork.library.programs.kinds.places import bare
from kinwork.library.programs.view import sentences

NO, MAYBE, YES = np.int8(0), np.int8(1), np.int8(2)
NEVER = -(2**40)
EPOCH = date(1970, 1, 1).toordinal()
STATE_LIST = sorted(STATES)
STATE_ROW = {state: row for row, state in enumerate(STATE_LIST)}
ELSEWHERE, NOWHERE = len(STATE_LIST), len(STATE_LIST) + 1  # "" and not known
RELATIONS = (None, "parent", "child", "grandparent", "other")
SEXES = (None, "female", "male")
FACTS = ("pregnant", "recent_birth", "breastfeeding", "concern", "disability", "foster_care") + (
    "insured",
    "student",
    "former_foster_care",
    "working_or_training",
)
UNSAID, UNKNOWN_PERSON = -1, -2  # a line of nobody in particular; of somebody who is not listed


@dataclass
class Columns:
    """The arrays. `member_*` columns are sorted by `member_home`."""

    state: np.ndarray
    county: np.ndarray
    homeless: np.ndarray
    pays_utilities: np.ndarray
    assets: np.ndarray
    rent: np.ndarray
    childcare: np.ndarray
    receives: np.ndarray
    receives_known: np.ndarray
    complete: np.ndarray
    said_size: np.ndarray
    income_known: np.ndarray
    member_home: np.ndarray
    role: np.ndarray
    relation: np.ndarray
    sex: np.ndarray
    born: np.ndarray
    age_months: np.ndarray
    age_days: np.ndarray
    due: np.ndarray
    ended: np.ndarray
    babies: np.ndarray
    hours: np.ndarray
    facts: dict[str, np.ndarray]
    member_receives: np.ndarray
    member_receives_known: np.ndarray
    line_home: np.ndarray
    line_member: np.ndarray
    line_kind: np.ndarray
    line_low: np.ndarray
    line_high: np.ndarray
    counties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.state)

    @property
    def members(self) -> int:
        return len(self.member_home)

    def part(self, start: int, end: int) -> "Columns":
        """The households from `start` up to `end`, with their members and money."""
        first, last = np.searchsorted(self.member_home, [start, end])
        begin, stop = np.searchsorted(self.line_home, [start, end])
        cut: dict[str, object] = {}
        for name, value in vars(self).items():
            if name in ("counties", "kinds"):
                cut[name] = value
            elif name == "facts":
                cut[name] = {fact: column[first:last] for fact, column in value.items()}
            elif name.startswith("line_"):
                cut[name] = value[begin:stop]
            else:
                own = name in MEMBER_COLUMNS
                cut[name] = value[first:last] if own else value[start:end]
        member = cut["line_member"]
        cut["line_member"] = np.where(member >= 0, member - first, member)
        cut["line_home"] = cut["line_home"] - start
        cut["member_home"] = cut["member_home"] - start
        return Columns(**cut)


MEMBER_COLUMNS = {"member_home", "role", "relation", "sex", "born", "age_months", "age_days"} | {
    "due",
    "ended",
    "babies",
    "hours",
    "member_receives",
    "member_receives_known",
}


@cache
def aid_bits() -> dict[str, int]:
    """A bit for every kind of help that has words."""
    return {code: 1 << place for place, code in enumerate(sorted(sentences()["aid"]))}


def bits(codes: Iterable[str]) -> int:
    """The codes as bits; one without words is no help that a program speaks of."""
    known, found = aid_bits(), 0
    for code in codes:
        found |= known.get(code, 0)
    return found


def columns(households: Iterable[Household]) -> Columns:
    """Columns of many households. Errors: ValueError where two members share a key."""
    homes, people, lines = [], [], []
    counties: dict[str | None, int] = {None: 0}
    kinds: dict[str, int] = {}
    for row, home in enumerate(households):
        keys: dict[str, int] = {}
        for member in home.members:
            keys[member.key] = len(people)
            people.append((row, *_member(member)))
        if len(keys) < len(home.members):
            raise ValueError(f"household {row}: two members share a key")
        homes.append(_home(home, counties))
        for line in map(line_of, home.income or ()):
            whose = UNSAID if line.member is None else keys.get(line.member, UNKNOWN_PERSON)
            kind = kinds.setdefault(line.kind, len(kinds))
            lines.append((row, whose, kind, line.low, line.high))
    facts = (np.int8,) * len(FACTS)
    told = _arrays(people, (*MEMBER_TYPES, *facts, np.int64, bool))
    first, last = len(MEMBER_TYPES), len(MEMBER_TYPES) + len(FACTS)
    return Columns(
        *_arrays(homes, HOME_TYPES),
        *told[:first],
        dict(zip(FACTS, told[first:last], strict=True)),
        *told[last:],
        *_arrays(lines, (np.int64,) * 5),
        counties=tuple(name or "" for name in counties),
        kinds=tuple(kinds),
    )


HOME_TYPES = (np.int16, np.int32, np.int8, np.int8, np.int64, np.int64, np.int64) + (
    np.int64,
    bool,
    bool,
    np.int64,
    bool,
)
MEMBER_TYPES = (np.int64, np.int8, np.int8, np.int8, np.int64, np.int32, np.int32) + (
    np.int64,
    np.int64,
    np.int64,
    np.int64,
)
THREE = {None: 1, False: 0, True: 2}


def _home(home: Household, counties: dict[str | None, int]) -> tuple:
    state = home.lives_in
    place = NOWHERE if state is None else STATE_ROW.get(state, ELSEWHERE)
    county = bare(home.county)
    return (
        place,
        counties.setdefault(county, len(counties)),
        THREE[home.homeless],
        THREE[home.pays_utilities],
        _money(home.assets),
        _money(home.rent_annual),
        _money(home.childcare_annual),
        bits(home.receives or ()),
        home.receives is not None,
        home.members_complete,
        home.size or 0,
        home.income is not None,
    )


def _member(member: Member) -> tuple:
    told = member.birth_date is None and member.age is not None
    months = int(member.age * 12) if told else -1
    return (
        ROLES.index(member.role) if member.role in ROLES else len(ROLES),
        RELATIONS.index(member.relation),
        SEXES.index(member.sex),
        _day(member.birth_date),
        months,
        int((member.age * 12 - months) * 28) if told else 0,
        _day(member.due_date),
        _day(member.pregnancy_ended),
        max(1, member.babies),
        -1 if member.weekly_hours is None else int(member.weekly_hours * 100),
        *(THREE[getattr(member, fact)] for fact in FACTS),
        bits(member.receives or ()),
        member.receives is not None,
    )


def _day(day: date | None) -> int:
    return NEVER if day is None else day.toordinal() - EPOCH


def _money(amount: Decimal | None) -> int:
    return -1 if amount is None else cents(amount)


def _arrays(rows: list[tuple], types: tuple) -> list[np.ndarray]:
    """The rows' places as arrays."""
    places = zip(*rows, strict=True) if rows else [()] * len(types)
    return [
        np.fromiter(place, dtype=kind, count=len(rows))
        for place, kind in zip(places, types, strict=True)
    ]
