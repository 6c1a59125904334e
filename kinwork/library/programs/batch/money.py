"""Twins of the kinds that hold money against a limit."""

import numpy as np

from kinwork.library.programs import limits
from kinwork.library.programs.amounts import TOP
from kinwork.library.programs.batch.columns import NOWHERE, STATE_ROW, UNSAID, YES
from kinwork.library.programs.batch.facts import NUMBER
from kinwork.library.programs.batch.language import twin
from kinwork.library.programs.batch.view import CHILD, NO_ROLE, BatchView
from kinwork.library.programs.kinds.money import EARNED, after_work, has_area
from kinwork.library.programs.model import Criterion, Program

OPEN = -10  # a limit that is not there: OPEN + answer


class Bounds:
    """Least and highest limit for each home, in cents a year; `told` = the answer where there is
    no limit (else -1)."""

    def __init__(self, criterion: Criterion, view: BatchView, program: Program):
        self.strict = bool(criterion.options.get("strict"))
        low, high, known = view.sizes(program.counts_unborn)
        key = limits.key_of(criterion.options)

        def least(state: str, size: int) -> int:
            found = limits.limit_by(key, view.on, state, size)
            if found is None:
                return OPEN + NUMBER["maybe"]
            return OPEN + NUMBER[found.open] if found.open else found.cents(self.strict)

        def most(state: str, size: int) -> int:
            found = limits.limit_by(key, view.on, state, size)
            return TOP if found is None else found.cents(self.strict)

        first = view.by_state_and_size(least, low, limits.LARGEST)
        area = view.of.state
        if has_area(criterion):
            area = np.where(area == NOWHERE, STATE_ROW["AK"], area)
        top = view.by_state_and_size(most, high, limits.LARGEST, area)
        self.told = np.where(first < 0, first - OPEN, -1)
        if limits.by_state(criterion):
            self.told = np.where(view.of.state == NOWHERE, NUMBER["maybe"], self.told)
        self.low = np.where(self.told >= 0, TOP, first)
        self.high = np.where((self.told >= 0) | ~known, TOP, top)
        self.known_size = known

    def holds(self, low: np.ndarray, high: np.ndarray) -> np.ndarray:
        """Is every possible sum within every possible limit? Where there is none, what is told."""
        if self.strict:
            yes = (high < self.low) | (self.low >= TOP)
            no = (low > self.high) | ((low == self.high) & (self.high < TOP))
        else:
            yes, no = high <= self.low, low > self.high
        found = np.where(yes, 2, np.where(no, 0, 1))
        return np.where(self.told >= 0, self.told, found).astype(np.int8)


@twin("income_at_most")
def income_at_most(criterion: Criterion, view: BatchView, program: Program) -> np.ndarray:
    bounds = Bounds(criterion, view, program)
    low, high = counted(criterion, view)
    if criterion.options.get("whose") == "member":
        return _for_members(bounds, view, low, high)
    return bounds.holds(low, high)


def _for_members(bounds: Bounds, view: BatchView, low, high) -> np.ndarray:
    for name in ("told", "low", "high"):
        setattr(bounds, name, getattr(bounds, name)[view.home])
    return bounds.holds(low, high)


@twin("income_over")
def income_over(criterion: Criterion, view: BatchView, program: Program) -> np.ndarray:
    return YES - income_at_most(criterion, view, program)


def counted(criterion: Criterion, view: BatchView) -> tuple[np.ndarray, np.ndarray]:
    """What a criterion counts of the money that comes in, least and most cents a year."""
    options = criterion.options
    key = (
        "counted",
        *(
            tuple(options[n]) if isinstance(options.get(n), list | tuple) else options.get(n)
            for n in ("only", "exclude", "whose", "earned_off", "earned_percent_off")
        ),
        options.get("per") if "earned_off" in options else None,
    )
    return view.keep(key, lambda: _counted(options, view))


def _counted(options, view: BatchView) -> tuple[np.ndarray, np.ndarray]:
    whose = options.get("whose", "home")
    chosen = np.ones(len(view.of.line_kind), bool)
    if "only" in options:
        chosen &= view.kinds(set(options["only"]))
    chosen &= ~view.kinds(set(options.get("exclude", ())))
    member = view.of.line_member
    if whose == "adults" and len(member):
        return _of_adults(options, view, chosen)
    return _sum(options, view, chosen, whose)


def _of_adults(options, view: BatchView, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Money of all but the children; where nobody but children is at home, theirs."""
    role, member, home = view.of.role, view.of.line_member, view.of.line_home
    grown = (view.has((role != CHILD) & (role != NO_ROLE)) | view.empty)[home]
    alone = ~grown & ~view.has(role == NO_ROLE)[home] & view.of.complete[home]
    child = (member >= 0) & (role[member] == CHILD)
    unsure = (member >= 0) & (role[member] == NO_ROLE)
    sure = chosen & (alone | ~(child | unsure))
    possible = chosen & (~grown | ~child)
    if (sure == possible).all():
        return _sum(options, view, possible, "home")
    return _sum(options, view, sure, "home")[0], _sum(options, view, possible, "home")[1]


def _sum(options, view: BatchView, chosen: np.ndarray, whose: str):
    member = view.of.line_member
    if options.get("earned_off") or options.get("earned_percent_off"):
        return _after_work(options, view, chosen)
    if whose != "member":
        return view.total(chosen)
    unsaid = view.total(chosen & (member == UNSAID))
    own = view.theirs(chosen)
    return tuple(np.minimum(TOP, a + b[view.home]) for a, b in zip(own, unsaid, strict=True))


def _after_work(options, view: BatchView, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pay of each earner after what is left out of it, and the rest. Not for `whose = member`."""
    earned, member, home = view.kinds(EARNED), view.of.line_member, view.of.line_home
    low, high = view.total(chosen & ~earned)
    some = chosen & earned
    person = np.where(member >= 0, member, len(view.home) + home)
    person = np.where(member < UNSAID, person + len(view.of), person)
    length = len(view.home) + 2 * len(view.of)
    whose = np.concatenate([view.home, np.arange(len(view.of)), np.arange(len(view.of))])
    sums = []
    for ends in (view.of.line_low, view.of.line_high):
        each = np.bincount(person[some], ends[some], length).astype(np.int64)
        left = np.where(each >= TOP, TOP, after_work(options, each))
        sums.append(np.bincount(whose, left, len(view.of)).astype(np.int64))
    known = view.of.income_known
    low = np.where(known, low + sums[0], 0)
    return low, np.where(known, np.minimum(TOP, high + sums[1]), TOP)


@twin("assets_at_most")
def assets_at_most(criterion: Criterion, view: BatchView, program: Program) -> np.ndarray:
    told = view.of.assets
    unknown = 0 if criterion.options.get("note") else TOP  # certified when the family applies
    low, high = np.maximum(told, 0), np.where(told < 0, unknown, told)
    return Bounds(criterion, view, program).holds(low, high)
