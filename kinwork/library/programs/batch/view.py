"""Columns on a day: ages, sizes, sums of money and help, each worked out once and kept."""

from collections.abc import Callable, Hashable
from datetime import date
from functools import cached_property

import numpy as np

from kinwork.library.programs.amounts import TOP
from kinwork.library.programs.batch.columns import (
    EPOCH,
    MAYBE,
    NEVER,
    NO,
    UNSAID,
    YES,
    Columns,
    aid_bits,
    bits,
)
from kinwork.library.programs.household import FOR_ALL, OVERDUE, PAID, ROLES, TERM
from kinwork.library.programs.kinds.money import EARNED

CHILD, CAREGIVER, OTHER = (ROLES.index(role) for role in ("child", "caregiver", "other"))
NO_ROLE = len(ROLES)  # somebody whose part in the home is not told
MALE = 2


def answer(yes: np.ndarray, unknown: np.ndarray | bool = False) -> np.ndarray:
    """Yes where true, no where false, maybe where unknown."""
    return np.where(unknown, MAYBE, np.where(yes, YES, NO)).astype(np.int8)


class BatchView:
    """What the kinds look at. Arrays of homes are `len(columns)` long, of members `.members`."""

    def __init__(self, columns: Columns, on: date):
        self.of, self.on = columns, on
        self.today = on.toordinal() - EPOCH
        self.kept: dict[Hashable, object] = {}

    def keep(self, key: Hashable, make: Callable[[], object]):
        if key not in self.kept:
            self.kept[key] = make()
        return self.kept[key]

    # Members and their homes.

    @cached_property
    def home(self) -> np.ndarray:
        return self.of.member_home

    def count(self, chosen: np.ndarray) -> np.ndarray:
        """How many of the chosen members each home has."""
        return np.bincount(self.home[chosen], minlength=len(self.of))

    def has(self, chosen: np.ndarray) -> np.ndarray:
        return self.count(chosen) > 0

    def any_of(self, answers: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """Each home's answer: the best of its chosen members', no where it has none."""
        some = self.has(chosen & (answers == MAYBE))
        return np.where(self.has(chosen & (answers == YES)), YES, np.where(some, MAYBE, NO))

    def all_of(self, answers: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        some = self.has(chosen & (answers == MAYBE))
        return np.where(self.has(chosen & (answers == NO)), NO, np.where(some, MAYBE, YES))

    @cached_property
    def empty(self) -> np.ndarray:
        return self.count(np.ones(len(self.home), bool)) == 0

    @cached_property
    def listed_all(self) -> np.ndarray:
        """Are all members of the home known to be listed?"""
        return self.of.complete & ~self.empty

    # Ages.

    @cached_property
    def age_told(self) -> np.ndarray:
        return self.of.age_months >= 0

    @cached_property
    def dated(self) -> np.ndarray:
        return self.of.born != NEVER

    @cached_property
    def unborn(self) -> np.ndarray:
        told = self.dated | self.age_told
        return (self.of.role == CHILD) & ~told & (self.of.due != NEVER)

    @cached_property
    def months(self) -> np.ndarray:
        """Whole months of age; -1 where the birth date is not known or lies ahead."""
        known = np.where(self.dated & (self.of.born <= self.today), self.months_on(self.on), -1)
        return np.where(self.age_told, self.of.age_months, known)

    @cached_property
    def birth(self) -> np.ndarray:
        """The day of birth, or a day that fits the age as told; `NEVER` where neither is known."""
        count = self.on.year * 12 + self.on.month - 1 - self.of.age_months
        first = (count - 1970 * 12).astype("datetime64[M]")
        length = ((first + 1).astype("datetime64[D]") - first.astype("datetime64[D]")).astype(int)
        day = first.astype("datetime64[D]").astype(np.int64) + np.minimum(self.on.day, length) - 1
        return np.where(self.age_told, day - self.of.age_days, self.of.born)

    @cached_property
    def _parts(self) -> tuple[np.ndarray, np.ndarray]:
        known = np.where(self.birth == NEVER, 0, self.birth)
        days = known.astype("datetime64[D]")
        months = days.astype("datetime64[M]")
        return months.astype(np.int64) + 1970 * 12, (days - months).astype(np.int64) + 1

    def months_on(self, day: date) -> np.ndarray:
        """Whole months from birth to a day; any number where the birth is not known."""
        months, born_on = self._parts
        return day.year * 12 + day.month - 1 - months - (day.day < born_on)

    @cached_property
    def may_bear(self) -> np.ndarray:
        fits = (self.months >= 120) & (self.months < 720)
        unknown = ~self.dated & ~self.age_told
        return (self.of.sex != MALE) & (unknown | fits)

    # Babies on the way, and sizes.

    @cached_property
    def pregnancy(self) -> np.ndarray:
        facts, due = self.of.facts, self.of.due
        expecting = facts["pregnant"]
        ended = (self.of.ended > due - TERM.days) & (self.of.ended <= self.today)
        over = (due != NEVER) & (self.of.ended != NEVER) & ended
        none = (expecting == NO) | (self.of.sex == MALE) | over
        grace = np.where(expecting == YES, OVERDUE.days, 0)
        by_due = answer(self.today - due <= grace, self.today - due > grace)
        otherwise = np.where(expecting == YES, YES, np.where(self.may_bear, MAYBE, NO))
        own = np.where(none, NO, np.where(due != NEVER, by_due, otherwise))
        mother = self.has(~self.unborn & (own == YES))[self.home]
        child = np.where(mother, NO, np.where(self.today <= due, YES, MAYBE))
        return np.where(self.unborn, child, own).astype(np.int8)

    def sizes(self, unborn: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Smallest and largest size, and where a largest one is known at all."""
        return self.keep(("sizes", unborn), lambda: self._sizes(unborn))

    def _sizes(self, unborn: bool):
        base = np.maximum(self.count(~self.unborn), self.of.said_size)
        listed = self.count(self.unborn)
        if unborn:
            babies = np.where(self.unborn, 0, self.of.babies)
            expecting = self.pregnancy
            low = self._sum(babies * (expecting == YES))
            high = self._sum(babies * (expecting != NO))
            low, high = np.maximum(low, listed), np.maximum(high, listed)
        else:
            low = np.zeros(len(self.of), np.int64)
            high = self.count(self.unborn & (self.today > self.of.due))
        said = self.of.said_size != 0
        known = (self.of.complete | said) & ~(self.empty & ~said)
        low = np.where(self.empty & ~said, 1, np.maximum(1, base + low))
        return low, base + high, known

    def _sum(self, of_members: np.ndarray) -> np.ndarray:
        return np.bincount(self.home, of_members, len(self.of)).astype(np.int64)

    # Money.

    def kinds(self, names) -> np.ndarray:
        """Which lines are of these kinds of money."""
        chosen = np.array([name in names for name in self.of.kinds] or [False])
        return chosen[self.of.line_kind] if len(self.of.line_kind) else np.zeros(0, bool)

    @cached_property
    def earned(self) -> np.ndarray:
        return self.kinds(EARNED)

    def total(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Least and most cents a year of the chosen lines, for each home."""
        return self._totals(self.of.line_home, chosen, len(self.of), self.of.income_known)

    def theirs(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same for each member: of the lines that are said to be that member's."""
        own = chosen & (self.of.line_member >= 0)
        return self._totals(
            self.of.line_member, own, len(self.home), self.of.income_known[self.home]
        )

    def _totals(self, rows, chosen, length, known):
        at = rows[chosen]
        low = np.bincount(at, self.of.line_low[chosen], length).astype(np.int64)
        high = np.bincount(at, self.of.line_high[chosen], length).astype(np.int64)
        return np.where(known, low, 0), np.where(known, np.minimum(high, TOP), TOP)

    # Help that is received.

    @cached_property
    def _paid(self) -> tuple[np.ndarray, np.ndarray]:
        homes, people = np.zeros(len(self.of), np.int64), np.zeros(len(self.home), np.int64)
        for code in PAID:
            chosen = self.kinds({code}) & (self.of.line_low > 0)
            homes[self.of.line_home[chosen]] |= aid_bits()[code]
            people[self.of.line_member[chosen & (self.of.line_member >= 0)]] |= aid_bits()[code]
        return homes, people

    @cached_property
    def paid(self) -> np.ndarray:
        """Help that a member's own money tells of, as bits."""
        return self._paid[1]

    @cached_property
    def _home_aid(self) -> np.ndarray:
        known = self.of.receives | self._paid[0]
        np.bitwise_or.at(known, self.home, self.of.member_receives)
        return known

    @cached_property
    def _may_pay(self) -> tuple[np.ndarray, np.ndarray]:
        """Help that money may yet tell of once it is known: of homes, and of members."""
        of, known = self.of, self.of.income_known
        every = bits(PAID)
        homes, people = np.zeros(len(of), np.int64), np.zeros(len(self.home), np.int64)
        unsaid = np.zeros(len(of), np.int64)
        for code in PAID:
            bit, some = aid_bits()[code], self.kinds({code}) & (of.line_high > 0)
            open_ = some & (of.line_low == 0)
            homes[of.line_home[open_]] |= bit
            people[of.line_member[open_ & (of.line_member >= 0)]] |= bit
            unsaid[of.line_home[some & (of.line_member == UNSAID)]] |= bit
        people |= unsaid[self.home]
        return np.where(known, homes, every), np.where(known[self.home], people, every)

    @cached_property
    def _unlisted(self) -> np.ndarray:
        """Who has no list of help of their own where somebody else of the home has."""
        own = self.of.member_receives_known
        return ~own & self.has(own)[self.home]

    def receives_home(self, of) -> tuple[np.ndarray, np.ndarray]:
        """Does the home get one of these, and is all known?"""
        complete = self.of.receives_known & ((self._may_pay[0] & bits(of)) == 0)
        if not FOR_ALL.issuperset(of):
            complete &= ~self.has(self._unlisted & ~self.unborn)
        return (self._home_aid & bits(of)) != 0, complete

    def receives_member(self, of) -> tuple[np.ndarray, np.ndarray]:
        whole, known = self.of.receives[self.home], self.of.receives_known[self.home]
        own, shared, wanted = self.of.member_receives_known, bits(FOR_ALL), bits(of)
        got = np.where(own, self.of.member_receives | (whole & shared), whole)
        got = np.where(self._unlisted, whole & shared, got)
        unsure = self._unlisted & (not FOR_ALL.issuperset(of))
        complete = (known & ~unsure) | (own & FOR_ALL.isdisjoint(of))
        complete &= (self._may_pay[1] & wanted) == 0
        return ((got | self.paid) & wanted) != 0, complete

    # Facts.

    def fact(self, name: str) -> np.ndarray:
        return self.active if name == "working_or_training" else self.of.facts[name]

    @cached_property
    def active(self) -> np.ndarray:
        said, student = self.of.facts["working_or_training"], self.of.facts["student"]
        busy = (student == YES) | (self.of.hours > 0)
        idle = (student == NO) & (self.of.hours == 0)
        told = np.where(busy, YES, np.where(idle, NO, MAYBE))
        return np.where(said != MAYBE, said, told).astype(np.int8)

    # States.

    def by_state(self, make: Callable[[str], int], unknown: int) -> np.ndarray:
        """A number for each home by its state, worked out once for each state that occurs."""
        from kinwork.library.programs.batch.columns import ELSEWHERE, NOWHERE, STATE_LIST

        found = np.full(NOWHERE + 1, unknown, np.int64)
        for row in np.unique(self.of.state):
            if row != NOWHERE:
                found[row] = make("" if row == ELSEWHERE else STATE_LIST[row])
        return found[self.of.state]

    def by_state_and_size(
        self, make: Callable[[str, int], int], size: np.ndarray, most: int, state=None
    ) -> np.ndarray:
        """A number for each home by its state (not known = "") and size up to `most`."""
        from kinwork.library.programs.batch.columns import STATE_LIST

        state = self.of.state if state is None else state
        key = state.astype(np.int64) * (most + 1) + np.clip(size, 1, most)
        found = np.zeros(int(key.max(initial=0)) + 1, np.int64)
        for one in np.flatnonzero(np.bincount(key)):
            row, people = divmod(int(one), most + 1)
            found[one] = make(STATE_LIST[row] if row < len(STATE_LIST) else "", people)
        return found[key]
