"""Twins of the kinds about ages, births and who lives in the home."""

from datetime import date, timedelta

import numpy as np

from kinwork.library.codes import places
from kinwork.library.programs.batch.columns import MAYBE, NEVER, NO, RELATIONS, YES
from kinwork.library.programs.batch.language import twin
from kinwork.library.programs.batch.view import CAREGIVER, CHILD, NO_ROLE, BatchView, answer
from kinwork.library.programs.household import ROLES
from kinwork.library.programs.kinds import births, people
from kinwork.library.programs.model import Criterion

PARENT, GRANDPARENT, ANOTHER = (
    RELATIONS.index(name) for name in ("parent", "grandparent", "other")
)


def _months(criterion: Criterion) -> int:
    options = criterion.options
    return options["months"] if "months" in options else options["years"] * 12


def _aged(view: BatchView, known: np.ndarray) -> np.ndarray:
    """The answer where the age is known; no before the birth, maybe where nothing is known."""
    ahead = view.dated | (view.unborn & (view.of.due >= view.today))
    return np.where(view.months >= 0, known, np.where(ahead, NO, MAYBE)).astype(np.int8)


@twin("age_under")
def age_under(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    limit = _months(criterion)
    found = _aged(view, answer(view.months < limit))
    if limit <= 120:
        untold = ~view.dated & ~view.age_told
        found = np.where((view.of.role == CAREGIVER) & untold, NO, found)
    return found


@twin("age_at_least")
def age_at_least(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    return _aged(view, answer(view.months >= _months(criterion)))


@twin("turns_by_school_day")
def turns_by_school_day(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    turns, year = criterion.options["years"] * 12, view.on.year
    last = view.months_on(date(year, 12, 31))

    def ordinal(state: str) -> int:
        day = places.school_day(state, year)
        return NEVER if day is None else day.toordinal()

    days = view.by_state(ordinal, NEVER)
    by_day = np.full(len(view.home), -1)
    for day in np.unique(days[days != NEVER]):
        here = (days == day)[view.home]
        by_day = np.where(here, view.months_on(date.fromordinal(int(day))), by_day)
    known = (days != NEVER)[view.home]
    oldest = np.maximum(view.months, np.where(known, by_day, 0))
    young = known | (last < turns)
    return _aged(view, np.where(oldest >= turns, YES, np.where(young, NO, MAYBE)))


@twin("under_school_age")
def under_school_age(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    must = view.by_state(lambda state: places.must_attend_at(state) or 0, 0)[view.home]
    low, high = np.where(must, must, 5) * 12, np.where(must, must, 8) * 12
    unsure = (low <= view.months) & (view.months < high)
    return _aged(view, answer(view.months < low, unsure))


@twin("role_is")
def role_is(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    rows = [ROLES.index(role) for role in criterion.options["of"]]
    return answer(np.isin(view.of.role, rows), view.of.role == NO_ROLE)


@twin("pregnant")
def pregnant(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    most = criterion.options.get("weeks_at_most")
    if most is None:
        return view.pregnancy
    ahead = timedelta(weeks=births.TERM - most).days
    early = answer(view.of.due - view.today >= ahead, view.of.due == NEVER)
    return np.where(view.pregnancy == YES, early, view.pregnancy)


@twin("recently_pregnant")
def recently_pregnant(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    here = births.spans(criterion, None, view.on)
    months = view.by_state(lambda s: births.spans(criterion, s, view.on)[0], here[0])[view.home]
    longer = view.by_state(lambda s: births.spans(criterion, s, view.on)[1], here[1])[view.home]
    unsure = view.by_state(lambda s: births.spans(criterion, s, view.on)[2], here[2])[view.home]
    ended, feeding = view.of.ended, view.of.facts["breastfeeding"]
    over = (ended != NEVER) & (ended <= view.today)
    since = _half_months(np.where(over, ended, view.today), view.on)
    short, long = since <= 2 * months, since <= 2 * longer
    told = answer(short | (long & (feeding == YES)), ~short & long & (feeding == MAYBE))
    told = np.where(~short & (since <= 2 * unsure), MAYBE, told)
    none = view.unborn | (view.of.facts["recent_birth"] == NO) | ~view.may_bear
    return np.where(over, told, np.where(none, NO, MAYBE)).astype(np.int8)


def _half_months(start: np.ndarray, end: date) -> np.ndarray:
    """Half months from days to a day, a begun month counting a half more."""
    days = start.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    first = (days - months).astype(np.int64) + 1
    whole = end.year * 12 + end.month - 1 - (months.astype(np.int64) + 1970 * 12)
    return 2 * (whole - (end.day < first)) + (first != end.day)


@twin("anyone_aged")
def anyone_aged(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    options = criterion.options
    roles = [ROLES.index(r) for r in options.get("roles", ("child", "caregiver", "other"))]
    chosen = np.isin(view.of.role, roles) & ~view.unborn
    under, months = options.get("under", 999), view.months
    student = np.where(months < options.get("student_under", 0) * 12, view.of.facts["student"], NO)
    found = np.where(months < under * 12, YES, student)
    found = np.where(months < options.get("at_least", 0) * 12, NO, found)
    grown = view.dated | ((view.of.role == CAREGIVER) & (under <= 10))
    found = np.where(months < 0, np.where(grown, NO, MAYBE), found)
    return np.maximum(view.any_of(found, chosen), answer(False, ~view.listed_all))


def elderly_disabled(view: BatchView) -> np.ndarray:
    """Is somebody at home 60, disabled, or on SSI?"""
    return view.keep("elderly_disabled", lambda: _elderly_disabled(view))


def _elderly_disabled(view: BatchView) -> np.ndarray:
    unknown = (view.months < 0) & ~view.dated
    old = answer(view.months >= people.ELDERLY_MONTHS, unknown)
    got, complete = view.receives_member(("ssi",))
    gets = answer(got, ~got & ~complete)
    found = np.maximum(np.maximum(old, gets), view.of.facts["disability"])
    return np.maximum(view.any_of(found, ~view.unborn), answer(False, ~view.listed_all))


@twin("elderly_or_disabled")
def elderly_or_disabled(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    return elderly_disabled(view)


@twin("caregivers_active")
def caregivers_active(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    def needed(state: str) -> int:
        return int(people.hours_needed(criterion, state or None, view.on)[0] * 100)

    need = view.by_state(needed, needed(""))[view.home]
    hours, student = view.of.hours, view.of.facts["student"]
    enough = np.where(hours >= need, YES, np.where(student == MAYBE, MAYBE, NO))
    counted = np.where(hours < 0, MAYBE, enough)
    plain = (student == YES) | (need == 0) | (view.active != YES)
    found = np.where(plain, view.active, counted)
    chosen = view.of.role == CAREGIVER
    incomplete = ~view.of.complete | ~view.has(chosen)
    return np.minimum(view.all_of(found, chosen), np.where(incomplete, MAYBE, YES))


@twin("raised_by_relative")
def raised_by_relative(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    relation, role = view.of.relation, view.of.role

    def others(chosen: np.ndarray) -> np.ndarray:
        chosen = chosen & ~view.unborn
        return view.count(chosen)[view.home] - chosen > 0

    no = (role == CAREGIVER) | others(relation == PARENT)
    unsure = others((relation == 0) & (role != CHILD)) | ~view.of.complete[view.home]
    known = np.where(
        others(relation == GRANDPARENT), YES, np.where(others(relation == ANOTHER), MAYBE, NO)
    )
    return np.where(no, NO, np.where(unsure, MAYBE, known)).astype(np.int8)


@twin("first_baby")
def first_baby(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    born = (view.of.role == CHILD) & ~view.unborn
    children = view.count(born)[view.home] - born > 0
    return answer(~children, ~children & ~view.of.complete[view.home])
