"""Twins of the tax credits: who files, the children who count, pay and income, on columns."""

from datetime import date
from typing import NamedTuple

import numpy as np

from kinwork.library.codes.figures import Figures, figures
from kinwork.library.programs.amounts import TOP
from kinwork.library.programs.batch.columns import MAYBE, NEVER, NO, RELATIONS, UNSAID, YES
from kinwork.library.programs.batch.language import twin
from kinwork.library.programs.batch.view import CAREGIVER, CHILD, NO_ROLE, OTHER, BatchView, answer
from kinwork.library.programs.kinds import tax
from kinwork.library.programs.model import Criterion

GRANDPARENT = RELATIONS.index("grandparent")


class Filers(NamedTuple):
    """Which members file; which homes file together; where it is clear who files."""

    who: np.ndarray
    joint: np.ndarray
    known: np.ndarray


def filers(view: BatchView) -> Filers:
    return view.keep("filers", lambda: _filers(view))


def _filers(view: BatchView) -> Filers:
    caregivers, others = view.of.role == CAREGIVER, view.of.role == OTHER
    count = view.count(caregivers)
    led = count > 0
    who = np.where(led[view.home], caregivers, others)
    known = view.of.complete & (led | (view.count(others) == 1))
    return Filers(who, count > 1, known)


def children(view: BatchView, credit: str) -> tuple[np.ndarray, np.ndarray]:
    """How many children count, at least and at most, for each home."""
    return view.keep(("children", credit), lambda: _children(view, credit))


def _children(view: BatchView, credit: str) -> tuple[np.ndarray, np.ndarray]:
    last = date(view.on.year, 12, 31)
    years = view.months_on(last) // 12
    ill, student = view.of.facts["disability"], view.of.facts["student"]
    if credit == "ctc":
        older = np.full(len(years), NO)
    else:
        in_school = np.where(years < tax.STUDENT_CHILD, student, NO)
        older = np.maximum(in_school, ill)
    young = years < tax.CHILD[credit]
    found = np.where(young, answer(years >= 0), older)
    found = np.where((view.of.role != CHILD) & (found == YES), MAYBE, found)
    found = np.where(view.birth == NEVER, MAYBE, found)
    found = np.where(filers(view).who, NO, found)
    by_then = view.of.due <= last.toordinal() - date(1970, 1, 1).toordinal()
    found = np.where(view.unborn, answer(False, by_then), found)
    never = (view.of.role == CAREGIVER) | (view.of.relation == GRANDPARENT)
    found = np.where(never, NO, found)
    more = np.where(view.listed_all, 0, 9)
    return view.count(found == YES), view.count(found != NO) + more


@twin("tax_children")
def tax_children(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    low, high = children(view, criterion.options["credit"])
    found = np.where(low > 0, YES, np.where(high > 0, MAYBE, NO))
    if criterion.options["credit"] != "eitc":
        return found
    who = filers(view)
    years = view.months_on(date(view.on.year, 12, 31)) // 12
    fits = answer((years >= 25) & (years < 65), view.birth == NEVER)
    alone = np.maximum(view.any_of(fits, who.who), answer(False, ~who.known))
    role = view.of.role
    unclear = view.has(role == NO_ROLE) & ~view.has(role == CAREGIVER)  # who may file instead
    alone = np.where(unclear & (alone == YES), MAYBE, alone)
    return np.maximum(found, alone)


def taxable(view: BatchView) -> tuple[tuple, tuple]:
    """Pay from work and adjusted gross income of the filers, each least and most."""
    return view.keep("taxable", lambda: _taxable(view))


def _taxable(view: BatchView) -> tuple[tuple, tuple]:
    who, member = filers(view), view.of.line_member
    theirs = member == UNSAID
    if len(view.home):
        theirs = theirs | ((member >= 0) & who.who[member])
    earned = view.total(theirs & view.earned)
    other = view.total(theirs & view.kinds(tax.TAXED))
    social = view.total(theirs & view.kinds({"social_security"}))
    income = []
    for end in (0, 1):
        sums = np.minimum(TOP, earned[end] + other[end])
        single, joint = (tax.agi(sums, social[end], both) for both in (False, True))
        income.append(np.minimum(TOP, np.where(who.joint, joint, single)))
    return earned, tuple(income)


@twin("tax_earned")
def tax_earned(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    credit, rules = criterion.options["credit"], figures("tax", view.on)
    if rules is None:
        return np.full(len(view.of), MAYBE)
    earned, income = taxable(view)
    needed = tax.needed(credit)
    found = np.where(earned[0] >= needed, YES, np.where(earned[1] < needed, NO, MAYBE))
    who = filers(view)
    if credit == "ctc":
        low, high = (_by_filing(rules, who.joint, most) for most in (False, True))
        taxed = np.where(income[0] > high, YES, np.where(income[1] <= low, NO, MAYBE))
        found = np.maximum(found, taxed)
    return np.where(who.known, found, MAYBE)


def _by_filing(rules: Figures, joint: np.ndarray, most: bool) -> np.ndarray:
    single, both = (rules.cents("standard", how, most=most) for how in ("single", "joint"))
    return np.where(joint, both, single)


@twin("tax_income")
def tax_income(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    credit, rules = criterion.options["credit"], figures("tax", view.on)
    if rules is None:
        return np.full(len(view.of), MAYBE)
    earned, income = taxable(view)
    who, (low, high) = filers(view), children(view, credit)
    limit = _ends(rules, credit, low, who.joint, False)
    highest = _ends(rules, credit, high, who.joint, True)
    least, top = income
    if credit == "eitc":
        least, top = np.maximum(earned[0], least), np.maximum(earned[1], top)
    found = np.where(top < limit, YES, np.where(least >= highest, NO, MAYBE))
    return np.where(who.known, found, MAYBE)


def _ends(
    rules: Figures, credit: str, count: np.ndarray, joint: np.ndarray, most: bool
) -> np.ndarray:
    """Where a credit ends, for each home's number of children."""
    longest = int(count.max(initial=0)) + 1
    table = np.array(
        [
            [tax.credit_end(rules, credit, n, both, most_of=most) for n in range(longest)]
            for both in (False, True)
        ]
    )
    return table[joint.astype(np.int64), count]
