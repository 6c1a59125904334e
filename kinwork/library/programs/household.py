"""What screening knows of a family: plain values, where None always means "not known"."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef
from kinwork.library.codes.income import IncomeLine
from kinwork.library.codes.places import state_of
from kinwork.library.programs.amounts import TOP, cents

ROLES = ("child", "caregiver", "other")
UNKNOWN = "unknown"  # the role of somebody whose part in the home is not told
UNSAID = ""  # whose money is not said
PAID = ("ssi", "tanf")  # money that is help by itself
FOR_ALL = frozenset({"snap", "tanf", "fdpir", "liheap", "lifeline", "public_housing", "summer_ebt"})
TERM = timedelta(weeks=40)
OVERDUE = timedelta(days=28)  # how long "pregnant" still stands after the due date


class Line(NamedTuple):
    """One kind of money of one person (None = not said whose): least and most cents a year."""

    member: str | None
    kind: str
    low: int
    high: int


def line_of(line: IncomeLine) -> Line:
    """A line of money as a span of whole cents a year."""
    try:
        low, high = _ends(line.amount, line.high, line.period)
    except TypeError:  # an odd value that cannot be looked up
        low, high = _ends.__wrapped__(line.amount, line.high, line.period)
    return Line(line.member, line.kind, low, high)


@lru_cache(maxsize=2**16, typed=True)
def _ends(amount: object, high: object, period: str) -> tuple[int, int]:
    """The same amounts come again and again, nothing above all."""
    ends = IncomeLine(amount, period, high=high).yearly()
    if ends is None:
        return 0, TOP
    return cents(ends[0]), TOP if ends[1] is None else cents(ends[1])


@dataclass(frozen=True)
class Member:
    """One person of the household; a child with only a due date is not born yet.

    `insured` = has a health plan that is not Medicaid or CHIP. `pregnancy_ended` = the day of a
    birth or other end of a pregnancy. `receives` None = as the household says. `age` in years, on
    the day of screening, where no birth date is told. `relation` (parent, child, grandparent,
    other) and `sex` (female, male) as told. `former_foster_care` = was in care at 18.
    """

    key: str
    role: str = "other"
    birth_date: date | None = None
    due_date: date | None = None
    babies: int = 1
    pregnant: bool | None = None
    recent_birth: bool | None = None
    pregnancy_ended: date | None = None
    breastfeeding: bool | None = None
    concern: bool | None = None
    disability: bool | None = None
    foster_care: bool | None = None
    working_or_training: bool | None = None
    insured: bool | None = None
    receives: frozenset[str] | None = None
    relation: str | None = None
    age: Decimal | None = None
    sex: str | None = None
    weekly_hours: Decimal | None = None
    student: bool | None = None
    former_foster_care: bool | None = None

    @property
    def unborn(self) -> bool:
        if self.role != "child" or self.age is not None:
            return False
        return self.birth_date is None and self.due_date is not None

    def age_months(self, on: date) -> int | None:
        """Whole months of age; None when the birth date is unknown or lies ahead."""
        if self.birth_date is None:
            return None if self.age is None else int(self.age * 12)
        return months_between(self.birth_date, on) if self.birth_date <= on else None

    def born(self, on: date) -> date | None:
        """The birth date; where only the age on that day is told, a day that fits it."""
        if self.birth_date is not None or self.age is None:
            return self.birth_date
        months = int(self.age * 12)
        days = int((self.age * 12 - months) * 28)
        return months_before(on, months) - timedelta(days=days)

    @property
    def active(self) -> bool | None:
        """Works or studies, as said or as the hours tell."""
        if self.working_or_training is not None:
            return self.working_or_training
        if self.student or (self.weekly_hours or 0) > 0:
            return True
        return None if self.student is None or self.weekly_hours is None else False


@dataclass(frozen=True)
class Household:
    """The members and what is common to them. `size` = people at home if more than are listed.

    `assets` = savings; `rent_annual`, `childcare_annual` = what is paid in a year; `pays_utilities`
    = heating or cooling is paid beside the rent.
    """

    members: tuple[Member, ...] = ()
    members_complete: bool = True
    income: tuple[IncomeLine, ...] | None = None
    receives: frozenset[str] | None = None
    homeless: bool | None = None
    state: str | None = None
    county: str | None = None
    zip: str | None = None
    size: int | None = None
    assets: Decimal | None = None
    rent_annual: Decimal | None = None
    childcare_annual: Decimal | None = None
    pays_utilities: bool | None = None

    @cached_property
    def lives_in(self) -> str | None:
        """The state; "" = elsewhere; None = not known."""
        return state_of(self.state, self.zip)

    @cached_property
    def lines(self) -> tuple[Line, ...] | None:
        """Money that comes in, as spans of whole cents a year; None when nothing is known."""
        return None if self.income is None else tuple(line_of(line) for line in self.income)

    @cached_property
    def sums(self) -> dict[tuple, object]:
        """Sums of money that were worked out already, by what they count."""
        return {}

    @cached_property
    def paid(self) -> dict[str | None, frozenset[str]]:
        """Help that money itself tells of, by whose money it is."""
        found: dict[str | None, frozenset[str]] = {}
        for line in self.lines or ():
            if line.kind in PAID and line.low > 0:
                found[line.member] = found.get(line.member, frozenset()) | {line.kind}
        return found

    def may_pay(self, key: str | None) -> frozenset[str]:
        """Help that this person's money (None = anybody's) may yet tell of, once it is known."""
        return self._may_pay.get(key, self._may_pay[UNSAID])

    @cached_property
    def _may_pay(self) -> dict[str | None, frozenset[str]]:
        if self.lines is None:
            return {None: frozenset(PAID), UNSAID: frozenset(PAID)}
        found: dict[str | None, set[str]] = {None: set(), UNSAID: set()}
        for line in self.lines:
            if line.kind in PAID and line.member is None and line.high > 0:
                found[UNSAID].add(line.kind)
            if line.kind in PAID and line.low == 0 < line.high:
                found[None].add(line.kind)
                found.setdefault(line.member, set()).add(line.kind)
        return {
            key: frozenset(kinds if key is None else kinds | found[UNSAID])
            for key, kinds in found.items()
        }

    @cached_property
    def listed(self) -> bool:
        """Does somebody at home have a list of help of their own?"""
        return any(m.receives is not None for m in self.members)


def role_told_by(member: Member) -> FactRef:
    """What would tell the role of somebody whose role is not known."""
    aged = member.birth_date is not None or member.age is not None
    return FactRef("relation" if aged or member.relation is None else "birth_date", member.key)


def months_between(start: date, end: date) -> int:
    """Whole months from one day to another; a month is full on the same day of the month."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def months_before(day: date, months: int) -> date:
    """The day so many months earlier; the month's last day where it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    year, month = max(1, count // 12), count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def pregnancy(member: Member, household: Household, on: date) -> tuple[Answer, tuple[FactRef, ...]]:
    """Is this person expecting on that day, and if that is not known, which fact tells.

    A child known by its due date alone stands for its mother as long as nobody else is said to
    be expecting. After the due date the answer is maybe, and the birth is asked for.
    """
    if member.unborn:
        return _unborn(member, household, on)
    if member.pregnant is False or member.sex == "male":
        return NO, ()
    if member.due_date:
        ended = member.pregnancy_ended
        if (
            ended and member.due_date - TERM < ended <= on
        ):  # it was this one; an older one says no more
            return NO, ()
        grace = OVERDUE if member.pregnant else timedelta(0)
        if on - member.due_date <= grace:
            return YES, ()
        return MAYBE, (FactRef("pregnancy_ended", member.key),)
    if member.pregnant:
        return YES, ()
    months = member.age_months(on)
    if not may_bear(member, months):
        return NO, ()
    if member.role == "child" and months is None:
        return MAYBE, (FactRef("birth_date", member.key),)
    return MAYBE, (FactRef("pregnant", member.key),)


def may_bear(member: Member, months: int | None) -> bool:
    """Could this person be expecting, by sex and age (10 to 59)? True where neither is known."""
    if member.sex == "male":
        return False
    return (member.birth_date is None and months is None) or 120 <= (months or 0) < 720


def _unborn(member: Member, household: Household, on: date) -> tuple[Answer, tuple[FactRef, ...]]:
    others = (m for m in household.members if not m.unborn)
    if any(pregnancy(other, household, on)[0] is YES for other in others):
        return NO, ()
    if on <= member.due_date:
        return YES, ()
    return MAYBE, (FactRef("birth_date", member.key),)


def sizes(
    household: Household, on: date, unborn: bool
) -> tuple[int, int | None, tuple[FactRef, ...]]:
    """Smallest and largest family size (None = no known top) and the facts that would tell.

    `unborn`: babies on the way count (WIC, Medicaid).
    """
    born = sum(not m.unborn for m in household.members)
    base = max(born, household.size or 0)
    low = high = 0
    missing: list[FactRef] = []
    listed = [m for m in household.members if m.unborn]
    due_passed = sum(on > m.due_date for m in listed)
    missing += [FactRef("birth_date", m.key) for m in listed if on > m.due_date]
    if unborn:
        for member in household.members:
            answer, facts = (NO, ()) if member.unborn else pregnancy(member, household, on)
            babies = max(1, member.babies)
            low += babies if answer is YES else 0
            high += babies if answer.value != "no" else 0
            missing += facts
        low, high = max(low, len(listed)), max(high, len(listed))
    else:
        high = due_passed
    if not household.members and not household.size:
        return 1, None, (FactRef("members"),)
    top = None if not household.members_complete and not household.size else base + high
    if top is None:
        missing.append(FactRef("members"))
    return max(1, base + low), top, tuple(dict.fromkeys(missing))
