"""Tax credits: the children who count, pay from work, and income against the tax year's limit.

Who files: the caregivers of the home, two of them together; without a caregiver the one adult. The
tax year is the year of the day. Income is the filers' own.
"""

from datetime import date
from typing import NamedTuple

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason
from kinwork.library.codes.figures import Figures, figures
from kinwork.library.programs.amounts import TOP, dollars, either, least, most
from kinwork.library.programs.household import UNKNOWN, Member, months_between
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.kinds.money import EARNED
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import Span, View

UNITS = 20  # a cent in twentieths: half and 85 % of it are whole
TAXED = frozenset({"unemployment", "other"})  # beside pay; Social Security in part
MOST_CHILDREN = 3  # the EITC knows no more
CHILD, STUDENT_CHILD = {"ctc": 17, "eitc": 19}, 24
STUDENT, RELATION = "student", "relation"
CTC_EARNED = 2500_00
SHRINK = 20  # a dollar of credit goes for every 20 dollars above
BENEFIT_BASES = {False: (25000_00, 34000_00, 4500_00), True: (32000_00, 44000_00, 6000_00)}


class Filers(NamedTuple):
    """Who files: their keys, whether two file together; `known` is false where it is unclear."""

    keys: frozenset[str]
    joint: bool
    known: bool


def filers(view: View) -> Filers:
    """Who files for this home."""
    home = view.household
    people = [m.key for m in home.members if m.role == "caregiver"]
    if not people:
        people = [m.key for m in home.members if m.role == "other"]
        known = len(people) == 1 and home.members_complete
        return Filers(frozenset(people), False, known)
    return Filers(frozenset(people), len(people) > 1, home.members_complete)


@kind(required="credit", household=True)
def tax_children(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """A child who counts lives here; for the EITC without one, a filer from 25 to 64."""
    credit = criterion.options["credit"]
    low, high, missing = children(view, credit)
    answer = YES if low else MAYBE if high else NO
    if credit == "eitc" and answer is not YES:
        alone, more = _alone(view)
        answer, missing = answer | alone, (*missing, *more)
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("children", low if low == high else None),),
        limit=1,
        missing=() if answer.decided else tuple(dict.fromkeys(missing)),
        group=f"tax_children_{credit}",
    )


def children(view: View, credit: str) -> tuple[int, int, tuple[FactRef, ...]]:
    """How many children count for a credit, at least and at most, and what would tell."""
    low = high = 0
    missing: list[FactRef] = []
    for person in view.household.members:
        answer, facts = _counts(view, person, credit)
        low += answer is YES
        high += answer is not NO
        missing += facts
    if not view.household.members or not view.household.members_complete:
        high += 9
        missing.append(FactRef("members"))
    return low, high, tuple(missing)


def _counts(view: View, person: Member, credit: str) -> tuple[Answer, tuple[FactRef, ...]]:
    last = date(view.on.year, 12, 31)
    key = person.key
    if person.role == "caregiver" or person.relation == "grandparent":
        return NO, ()
    if person.unborn:
        return (MAYBE, (FactRef("birth_date", key),)) if person.due_date <= last else (NO, ())
    if key in filers(view).keys:
        return NO, ()
    born = person.born(view.on)
    if born is None:
        return MAYBE, (FactRef("birth_date", key),)
    years = months_between(born, last) // 12
    answer, facts = _by_age(person, years, credit)
    if answer is YES and person.role != "child":  # a niece or a lodger: the office decides
        return MAYBE, (FactRef(RELATION, key),)
    return answer, facts


def _by_age(person: Member, years: int, credit: str) -> tuple[Answer, tuple[FactRef, ...]]:
    if years < CHILD[credit]:
        return (YES if years >= 0 else NO), ()
    if credit == "ctc" or person.disability is False and years >= STUDENT_CHILD:
        return NO, ()
    student = Answer.of(person.student) if years < STUDENT_CHILD else NO
    answer = student | Answer.of(person.disability)
    missing = [FactRef(STUDENT, person.key)] * (student is MAYBE)
    missing += [FactRef("disability", person.key)] * (person.disability is None)
    return answer, () if answer.decided else tuple(missing)


def _alone(view: View) -> tuple[Answer, tuple[FactRef, ...]]:
    """Is a filer between 25 and 64 at the end of the year?"""
    who, last = filers(view), date(view.on.year, 12, 31)
    answers, missing = [NO], []
    for person in (m for m in view.household.members if m.key in who.keys):
        born = person.born(view.on)
        within = None if born is None else 25 <= months_between(born, last) // 12 < 65
        answers.append(Answer.of(within))
        missing += [FactRef("birth_date", person.key)] * (within is None)
    if not who.known:
        answers.append(MAYBE)
        missing.append(FactRef("members"))
    answer = NO
    for one in answers:
        answer = answer | one
    roles = {m.role for m in view.household.members}
    if answer is YES and UNKNOWN in roles and "caregiver" not in roles:  # who may file instead
        answer = MAYBE
    return answer, () if answer.decided else tuple(missing)


def taxable(view: View) -> tuple[Span, Span, Filers]:
    """Pay from work and adjusted gross income of the filers, as spans of cents a year."""
    who = filers(view)

    def theirs(line) -> bool:
        return line.member is None or line.member in who.keys

    earned = view.income(lambda line: theirs(line) and line.kind in EARNED)
    other = view.income(lambda line: theirs(line) and line.kind in TAXED)
    social = view.income(lambda line: theirs(line) and line.kind == "social_security")
    missing = tuple(dict.fromkeys((*earned.missing, *other.missing, *social.missing)))
    low, high = (
        min(TOP, agi(min(TOP, earned[end] + other[end]), social[end], who.joint)) for end in (0, 1)
    )
    return earned, Span(low, high, missing), who


def agi(income, social, joint: bool):
    """Adjusted gross income: Social Security counts in part (26 U.S.C. 86); whole cents, down."""
    first, second, middle = (UNITS * base for base in BENEFIT_BASES[joint])
    benefit = UNITS * social
    provisional = UNITS * income + benefit // 2
    half = least(benefit // 2, most(provisional - first, 0) // 2)
    upper = least(half, middle) + most(provisional - second, 0) * 17 // 20
    part = most(half, least(benefit * 17 // 20, upper))
    over = provisional > second
    return (UNITS * income + either(over, part, half)) // UNITS


@kind(required="credit", household=True)
def tax_earned(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Pay from work: any (EITC); 2,500 dollars, or income that is taxed (CTC)."""
    credit, rules = criterion.options["credit"], figures("tax", view.on)
    if rules is None:
        return view.reason(criterion, MAYBE, None, group="no_rules")
    earned, income, who = taxable(view)
    answer = Answer.of(at_least(earned.low, earned.high, needed(credit)))
    if credit == "ctc":
        ends = (rules.cents("standard", _how(who.joint), most=most_) for most_ in (False, True))
        low, high = ends
        taxed = YES if income.low > high else NO if income.high <= low else MAYBE
        answer = answer | taxed
    missing = (*earned.missing, *(income.missing if credit == "ctc" else ()), *_who(who))
    value = dollars(earned.low) if earned.low == earned.high else None
    return view.reason(
        criterion,
        answer if who.known else MAYBE,
        None,
        facts=(("earned_income", value),),
        limit=dollars(needed(credit)),
        source=rules.source,
        missing=() if answer.decided and who.known else tuple(dict.fromkeys(missing)),
        group=f"tax_earned_{credit}",
    )


def needed(credit: str) -> int:
    """Least pay from work in cents a year."""
    return 1 if credit == "eitc" else CTC_EARNED


def at_least(low: int, high: int, least_: int) -> bool | None:
    return True if low >= least_ else False if high < least_ else None


def _how(joint: bool) -> str:
    return "joint" if joint else "single"


def _who(who: Filers) -> tuple[FactRef, ...]:
    return () if who.known else (FactRef("members"),)


@kind(required="credit", household=True)
def tax_income(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Pay and adjusted gross income below the limit for the children who count."""
    credit, rules = criterion.options["credit"], figures("tax", view.on)
    if rules is None:
        return view.reason(criterion, MAYBE, None, group="no_rules")
    earned, income, who = taxable(view)
    low, high, facts = children(view, credit)
    limit = credit_end(rules, credit, low, who.joint, most_of=False)
    highest = credit_end(rules, credit, high, who.joint, most_of=True)
    top = max(earned.high, income.high) if credit == "eitc" else income.high
    least_ = max(earned.low, income.low) if credit == "eitc" else income.low
    answer = YES if top < limit else NO if least_ >= highest else MAYBE
    if not who.known:
        answer = MAYBE
    missing = (*income.missing, *(facts if low != high else ()), *_who(who))
    value = dollars(top) if top == least_ else dollars(least_) if answer is NO else None
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("income", value), ("children", low)),
        limit=dollars(limit - limit % 100),
        source=rules.source,
        missing=() if answer.decided else tuple(dict.fromkeys(missing)),
        say=_say(answer, value),
        income=value,
        children=low,
    )


def _say(answer: Answer, value: object) -> str | None:
    if value is None:  # between two sums, and both of them below the limit
        return "low" if answer is YES else None
    return "near" if answer is MAYBE else None


def credit_end(rules: Figures, credit: str, count: int, joint: bool, *, most_of: bool) -> int:
    """The income in cents at which nothing is left of a credit (income must be less)."""
    how = _how(joint)
    if credit == "eitc":
        return rules.cents("eitc", how, min(count, MOST_CHILDREN), most=most_of)
    begins, each = rules.cents("ctc_shrinks", how), rules.cents("ctc", most=most_of)
    return begins + max(1, count) * each * SHRINK - 1000_00 + 1
