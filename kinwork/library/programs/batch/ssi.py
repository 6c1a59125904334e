"""Twins of SSI for a child: who is deemed from, what is set aside, who shares, on columns."""

from typing import NamedTuple

import numpy as np

from kinwork.library.codes.figures import Figures, figures
from kinwork.library.programs.amounts import TOP
from kinwork.library.programs.batch.columns import MAYBE, NO, RELATIONS, UNSAID, YES
from kinwork.library.programs.batch.language import twin
from kinwork.library.programs.batch.view import CAREGIVER, CHILD, NO_ROLE, BatchView, answer
from kinwork.library.programs.kinds import ssi
from kinwork.library.programs.model import Criterion

PARENT = RELATIONS.index("parent")


class Home(NamedTuple):
    """Which members are what in the rules' sense (see `kinds/ssi.py`)."""

    parents: np.ndarray
    unsure_parents: np.ndarray
    siblings: np.ndarray
    fellows: np.ndarray
    unsure: np.ndarray


def home_of(view: BatchView) -> Home:
    return view.keep("ssi home", lambda: _home_of(view))


def _home_of(view: BatchView) -> Home:
    aided, of = _aided(view), view.of
    born = ~view.unborn
    parent = born & (of.role == CAREGIVER) & np.isin(of.relation, (0, PARENT))
    child = born & (of.role == CHILD)
    child &= of.facts["foster_care"] != YES
    vague = (view.months < 0) | (of.facts["foster_care"] != NO)
    adult = view.months >= ssi.CHILD_MONTHS
    student = of.facts["student"]
    gone = (student == NO) | (view.months >= ssi.STUDENT_MONTHS) | (aided == YES)
    ill = of.facts["disability"]
    unknown = of.role == NO_ROLE
    fellow = child & ~vague & ~adult & ((aided == YES) | (ill == YES))
    sibling = child & ~vague & ~adult & (aided == NO) & (ill == NO)
    sibling |= child & ~vague & adult & ~gone & (aided == NO) & (student == YES)
    unsure = child & ~fellow & ~sibling & ~(~vague & adult & gone)
    unsure |= unknown
    maybe = (parent & (aided == MAYBE)) | unknown
    return Home(parent & (aided == NO), maybe, sibling, fellow, unsure)


def _aided(view: BatchView) -> np.ndarray:
    own = view.of.member_receives_known
    tanf, _ = view.receives_member(("tanf",))
    gets, _ = view.receives_member(("ssi",))
    _, complete = view.receives_member(ssi.AID)
    whole_ssi = (view.of.receives[view.home] & _bit()) != 0
    yes = tanf | (own & gets) | (view.paid != 0)
    return answer(yes, ~yes & (~complete | (~own & whole_ssi)))


def _bit() -> int:
    from kinwork.library.programs.batch.columns import bits

    return bits(("ssi",))


@twin("ssi_child_income")
def ssi_child_income(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    rules = figures("ssi", view.on)
    if rules is None:
        return np.full(len(view.home), MAYBE)
    best, worst = countable(view, rules)
    limit, high = (rules.cents("individual", most=most) * 12 * ssi.UNITS for most in (False, True))
    return np.where(worst <= limit, YES, np.where(best > high, NO, MAYBE))


def countable(view: BatchView, rules: Figures) -> tuple[np.ndarray, np.ndarray]:
    """Countable income of every member at best and at worst, in twelfths of a cent a year."""
    pay, rest, support = _money(view)
    home, rows = home_of(view), view.home
    unsaid = view.total((view.of.line_member == UNSAID) & ~view.kinds(ssi.NOT_INCOME))[1][rows]
    foster = view.of.facts["foster_care"]
    parents = (home.parents | home.unsure_parents).astype(np.int64)
    anybody = _others(view, parents) > 0
    out = []
    for end in (0, 1):
        deemed = _deemed(view, rules, end, pay, rest, support)
        deemed = np.where(anybody & (foster != YES), deemed, 0)
        if end == 0:
            deemed = np.where(foster == MAYBE, 0, deemed)
        other = ssi.UNITS * (rest[end] + (unsaid if end else 0)) + deemed + 8 * support[end]
        out.append(ssi.left(ssi.UNITS * pay[end], other))
    return out[0], out[1]


def _money(view: BatchView) -> tuple[tuple, tuple, tuple]:
    """Each member's own pay, other money, and child support."""
    support = view.kinds({"child_support"})
    other = ~view.earned & ~view.kinds(ssi.NOT_INCOME) & ~support
    return view.theirs(view.earned), view.theirs(other), view.theirs(support)


def _deemed(view: BatchView, rules: Figures, end: int, pay, rest, support) -> np.ndarray:
    home, best = home_of(view), end == 0
    couple, one = (rules.cents(name, most=best) * 12 for name in ("couple", "individual"))
    each = np.maximum(couple - one - (pay[end] + rest[end] + support[end]), 0)
    aside = np.where(home.siblings, each, 0)
    sure = _others(view, aside)
    sharing = 1 + _others(view, home.fellows.astype(np.int64))
    if best:
        unsure = _others(view, home.unsure.astype(np.int64))
        sure, sharing = sure + (couple - one) * unsure, sharing + unsure
    who = home.parents if best else home.parents | home.unsure_parents
    known = home.parents | home.unsure_parents if best else home.parents
    money = [np.minimum(TOP, _others(view, np.where(who, one_[end], 0))) for one_ in (pay, rest)]
    parental = np.where(_others(view, known.astype(np.int64)) < 2, one, couple)
    return ssi.share(*money, sure, parental, sharing)


def _others(view: BatchView, amounts: np.ndarray) -> np.ndarray:
    """For each member the sum over the others of the home."""
    total = np.bincount(view.home, amounts, len(view.of)).astype(np.int64)
    return total[view.home] - amounts


@twin("ssi_child_resources")
def ssi_child_resources(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    home, rows, foster = home_of(view), view.home, view.of.facts["foster_care"]
    sure = _others(view, home.parents.astype(np.int64))
    all_ = _others(view, (home.parents | home.unsure_parents).astype(np.int64))
    beside = np.array([ssi.beside(n) for n in range(3)])
    least = np.where(foster == NO, beside[np.minimum(sure, 2)], 0)
    most = np.where(foster == YES, 0, beside[np.minimum(all_, 2)])
    told = view.of.assets[rows]
    low, high = np.maximum(told, 0), np.where(told < 0, TOP, told)
    yes, no = high <= ssi.CHILD_RESOURCES + least, low > ssi.CHILD_RESOURCES + most
    return np.where(yes, YES, np.where(no, NO, MAYBE))
