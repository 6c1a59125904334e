"""SSI for a child: money and savings, with what counts of the parents' (20 CFR 416.1160 ff).

Deemed are the parents at home (relation parent, or a caregiver whose relation is not told). A
parent who gets SSI or TANF is left out; for a child in foster care nobody is deemed.
"""

from typing import NamedTuple

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason
from kinwork.library.codes.figures import Figures, figures
from kinwork.library.programs.amounts import TOP, cents, dollars, most
from kinwork.library.programs.household import UNKNOWN, Line, Member, role_told_by
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.kinds.money import EARNED, at
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import Span, View

UNITS = 12  # a cent in twelfths: a half and a third of it are whole
GENERAL, WORK = 20_00 * 12, 65_00 * 12  # cents a year, 20 CFR 416.1124(c)(12), 416.1112(c)(5)
CHILD_RESOURCES = 2000_00  # 20 CFR 416.1205
PARENT_RESOURCES = {0: 0, 1: 2000_00, 2: 3000_00}  # 20 CFR 416.1202(b)
NOT_INCOME = frozenset({"ssi", "tanf", "tax_credit"})
CHILD_MONTHS, STUDENT_MONTHS = 18 * 12, 22 * 12
ASSETS, AID = "assets", ("ssi", "tanf")
RECEIVES = FactRef("receives")


class Home(NamedTuple):
    """Who matters for one child, by what is known of them."""

    parents: tuple[Member, ...]  # their money counts
    unsure_parents: tuple[Member, ...]  # it may: whether they get SSI or TANF is not known
    siblings: tuple[Member, ...]  # without a disability: something is set aside for them
    fellows: tuple[Member, ...]  # with SSI or a disability: they share what is deemed
    unsure: tuple[Member, ...]  # one of the two, or neither


def home_of(view: View, child: Member) -> Home:
    """Sort the others of the home, as seen from one child."""
    found: dict[str, list[Member]] = {}
    for person in view.household.members:
        if person.key == child.key or person.unborn:
            continue
        for place in (
            ("unsure_parents", "unsure") if person.role == UNKNOWN else _place(view, person)
        ):
            found.setdefault(place, []).append(person)
    return Home(*(tuple(found.get(name, ())) for name in Home._fields))


def _place(view: View, person: Member) -> tuple[str, ...]:
    aided = _aided(view, person)
    if person.role == "caregiver" and person.relation in ("parent", None):
        return {YES: (), NO: ("parents",), MAYBE: ("unsure_parents",)}[aided]
    return _as_child(view, person, aided) if person.role == "child" else ()


def _as_child(view: View, person: Member, aided: Answer) -> tuple[str, ...]:
    months = person.age_months(view.on)
    if person.foster_care:  # no child of these parents
        return ()
    if months is None or person.foster_care is None:
        return ("unsure",)
    if months >= CHILD_MONTHS:
        if person.student is False or months >= STUDENT_MONTHS or aided is YES:
            return ()
        return ("siblings",) if person.student and aided is NO else ("unsure",)
    if aided is YES or person.disability:
        return ("fellows",)
    return ("siblings",) if aided is NO and person.disability is False else ("unsure",)


def _aided(view: View, person: Member) -> Answer:
    """Does this person get SSI or TANF? What the whole home gets of TANF counts for each."""
    got, asked = view.receives(person, AID)
    whole = view.household.receives
    if "tanf" in got or (person.receives is not None and "ssi" in got) or view.paid(person.key):
        return YES
    unsaid = person.receives is None and "ssi" in (whole or ())
    return MAYBE if asked or unsaid else NO


@kind()
def ssi_child_income(criterion: Criterion, view: View, member: Member) -> Reason:
    """The child's own money and what is deemed of the parents' against the federal rate."""
    rules = figures("ssi", view.on)
    if rules is None:
        return view.reason(criterion, MAYBE, member, group="no_rules")
    best, worst, missing = countable(view, member, rules)
    limit, high = (rules.cents("individual", most=most_) * 12 for most_ in (False, True))
    within = True if worst <= limit * UNITS else False if best > high * UNITS else None
    answer = Answer.of(within)
    value = at(best // UNITS, "month") if best == worst or answer is NO else None
    return view.reason(
        criterion,
        answer,
        member,
        facts=(("countable_income", value),),
        limit=dollars(limit // 12),
        source=rules.source,
        missing=() if answer.decided else tuple(dict.fromkeys(missing)),
        say=None if value is not None or not answer.decided else "low",
        income=value,
    )


def countable(view: View, child: Member, rules: Figures) -> tuple[int, int, tuple[FactRef, ...]]:
    """Countable income at best and at worst for the child, in twelfths of a cent a year."""
    own = _own(view, lambda line: line.member == child.key)
    unsaid = view.income(lambda line: line.member is None and line.kind not in NOT_INCOME)
    support = view.income(lambda line: line.member == child.key and line.kind == "child_support")
    home = home_of(view, child)
    foster = Answer.of(child.foster_care)
    pay, rest = _parents(view, home)
    missing = (*own[0].missing, *own[1].missing, *unsaid.missing, *support.missing)
    deemed = [0, 0]
    if (home.parents or home.unsure_parents) and foster is not YES:
        for end, parts in enumerate(_shares(view, home, rules)):
            deemed[end] = share(pay[end], rest[end], *parts)
        if foster is MAYBE:
            deemed[0] = 0
            missing += (FactRef("foster_care", child.key),)
        missing += (*pay.missing, *rest.missing)
        missing += asked(view, home)
    ends = []
    for end in (0, 1):
        unearned = UNITS * (own[1][end] + (unsaid.high if end else 0)) + deemed[end]
        unearned += 8 * support[end]  # a third of child support is left out
        ends.append(left(UNITS * own[0][end], unearned))
    return ends[0], ends[1], missing


def asked(view: View, home: Home) -> tuple[FactRef, ...]:
    """What would tell of those whose part in the deeming is not sure."""
    found: list[FactRef] = []
    for person in dict.fromkeys((*home.unsure_parents, *home.unsure)):
        if person.role == UNKNOWN:
            found.append(role_told_by(person))
            continue
        if person.role == "child" and person.age_months(view.on) is None:
            found.append(FactRef("birth_date", person.key))
        facts = ("foster_care", "disability", "student") if person.role == "child" else ()
        found += [FactRef(fact, person.key) for fact in facts if getattr(person, fact) is None]
        found += view.receives(person, AID)[1]
    return tuple(found) or (RECEIVES,) * bool(home.unsure_parents or home.unsure)


def _parents(view: View, home: Home) -> tuple[Span, Span]:
    """Pay and other money of the parents: at least that of the sure ones, at most of all."""
    sure = {m.key for m in home.parents}
    keys = sure | {m.key for m in home.unsure_parents}
    least_ = _own(view, lambda line: line.member in sure)
    most_ = _own(view, lambda line: line.member in keys)
    return tuple(
        Span(low.low, high.high, tuple(dict.fromkeys((*low.missing, *high.missing))))
        for low, high in zip(least_, most_, strict=True)
    )


def _own(view: View, of) -> tuple[Span, Span]:
    """Pay and other money of the chosen lines; a child's support is counted on its own."""
    pay = view.income(lambda line: of(line) and line.kind in EARNED)

    def other(line: Line) -> bool:
        return of(line) and line.kind not in EARNED | NOT_INCOME | {"child_support"}

    return pay, view.income(other)


def _shares(view: View, home: Home, rules: Figures) -> tuple[tuple, tuple]:
    """What is taken off the parents' money and how many share the rest, at best and at worst."""
    each = {
        end: (rules.cents("couple", most=end == 0) - rules.cents("individual", most=end == 0)) * 12
        for end in (0, 1)
    }
    out = []
    for end in (0, 1):
        sure = 0
        for one in home.siblings:
            pay, rest = _own(view, lambda line, one=one: line.member == one.key)
            support = view.income(
                lambda line, one=one: line.member == one.key and line.kind == "child_support"
            )
            sure += most(each[end] - (pay[end] + rest[end] + support[end]), 0)
        if end == 0:
            sure += each[0] * len(home.unsure)
        sharing = 1 + len(home.fellows) + (len(home.unsure) if end == 0 else 0)
        parents = len(home.parents) + (len(home.unsure_parents) if end == 0 else 0)
        parental = rules.cents("individual" if parents < 2 else "couple", most=end == 0)
        out.append((sure, parental * 12, sharing))
    return tuple(out)


def share(pay, rest, siblings, parental, sharing):
    """What is deemed to each child, in twelfths of a cent a year: 20 CFR 416.1165, .1160."""
    unearned = most(rest - siblings, 0)
    earned = most(pay - most(siblings - rest, 0), 0)
    counted = left(UNITS * earned, UNITS * unearned)
    return most(counted - UNITS * parental, 0) // sharing


def left(earned, unearned):
    """What counts after the general and the work exclusion, in twelfths of a cent a year."""
    general, work = UNITS * GENERAL, UNITS * WORK
    spare = most(general - unearned, 0)
    return most(unearned - general, 0) + most(earned - spare - work, 0) // 2


@kind()
def ssi_child_resources(criterion: Criterion, view: View, member: Member) -> Reason:
    """Savings of the home: the child's 2,000 dollars and the parents' 2,000 or 3,000."""
    told, home = view.household.assets, home_of(view, member)
    foster = Answer.of(member.foster_care)
    least_ = 0 if foster is not NO else beside(len(home.parents))
    most_ = 0 if foster is YES else beside(len(home.parents) + len(home.unsure_parents))
    own = None if told is None else cents(told)
    answer = Answer.of(resources(own or 0, TOP if own is None else own, least_, most_))
    missing = () if answer.decided else (FactRef(ASSETS),) * (told is None)
    if not missing and not answer.decided:
        known = asked(view, home._replace(unsure=()))
        missing = (FactRef("foster_care", member.key),) if foster is MAYBE else known
    return view.reason(
        criterion,
        answer,
        member,
        facts=((ASSETS, told),),
        limit=dollars(CHILD_RESOURCES + least_),
        missing=missing,
        group="assets_at_most",
        say="near" if answer is MAYBE and told is not None else None,
        assets=told,
    )


def resources(low, high, least_: int, most_: int) -> bool | None:
    """Savings are taken to be the parents' first; what is above theirs is the child's."""
    if high <= CHILD_RESOURCES + least_:
        return True
    return False if low > CHILD_RESOURCES + most_ else None


def beside(parents: int) -> int:
    """What parents may have themselves, cents."""
    return PARENT_RESOURCES[min(parents, 2)]
