"""Kinds about who lives in the home and what the adults do."""

from datetime import date

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason, all_of, any_of
from kinwork.library.codes import states
from kinwork.library.programs.household import UNKNOWN, Member, role_told_by
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View

STUDENT, HOURS, RELATION = "student", "weekly_hours", "relation"
KNOWN = {YES: True, NO: False}
ELDERLY_MONTHS = 60 * 12


@kind(required="of")
def role_is(criterion: Criterion, view: View, member: Member) -> Reason:
    """The member's part in the home: child, caregiver or other."""
    unknown = member.role == UNKNOWN
    answer = MAYBE if unknown else Answer.of(member.role in criterion.options["of"])
    return view.reason(
        criterion,
        answer,
        member,
        facts=((RELATION, member.relation or member.role),),
        limit=tuple(criterion.options["of"]),
        missing=(role_told_by(member),) if unknown else (),
    )


@kind(allowed="under at_least roles student_under", household=True)
def anyone_aged(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Somebody of the roles is in this span of age (years); a student up to `student_under`."""
    roles = criterion.options.get("roles", ("child", "caregiver", "other"))
    people = [m for m in view.household.members if m.role in roles and not m.unborn]
    answers, missing = [], []
    for person in people:
        answer, facts = _aged(criterion, view, person)
        answers.append(answer)
        missing += facts
    if not view.household.members or not view.household.members_complete:
        answers.append(MAYBE)
        missing.append(FactRef("members"))
    answer = any_of(answers)
    return view.reason(
        criterion,
        answer,
        None,
        facts=tuple((f"age:{m.key}", _years(m, view)) for m in people),
        limit=criterion.options.get("under", criterion.options.get("at_least")),
        missing=() if answer.decided else tuple(missing),
        age=_span(criterion),
    )


def _aged(criterion: Criterion, view: View, person: Member) -> tuple[Answer, tuple[FactRef, ...]]:
    options = criterion.options
    months = person.age_months(view.on)
    if months is None:
        if person.birth_date is not None:  # a birth that lies ahead
            return NO, ()
        if person.role == "caregiver" and options.get("under", 999) <= 10:
            return NO, ()
        return MAYBE, (FactRef("birth_date", person.key),)
    if months < options.get("at_least", 0) * 12:
        return NO, ()
    if months < options.get("under", 999) * 12:
        return YES, ()
    if months < options.get("student_under", 0) * 12:
        answer = Answer.of(person.student)
        return answer, () if answer.decided else (FactRef(STUDENT, person.key),)
    return NO, ()


def _years(person: Member, view: View) -> int | None:
    months = person.age_months(view.on)
    return None if months is None else months // 12


def _span(criterion: Criterion) -> dict[str, str]:
    low, high = (criterion.options.get(name) for name in ("at_least", "under"))
    if low is None:
        return {"en": f"under {high}", "es": f"menor de {high} años"}
    if high is None:
        return {"en": f"{low} or older", "es": f"de {low} años o más"}
    return {"en": f"{low} to {high - 1}", "es": f"de {low} a {high - 1} años"}


@kind(household=True)
def elderly_or_disabled(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Somebody at home is 60 or older, has a disability, or gets SSI."""
    answer, missing = elderly_disabled(view)
    return view.reason(
        criterion, answer, None, missing=missing, facts=(("disability", KNOWN.get(answer)),)
    )


def elderly_disabled(view: View) -> tuple[Answer, tuple[FactRef, ...]]:
    """The answer and the facts that would tell; SNAP treats such homes by rules of their own."""
    answers, missing = [], []
    for person in (m for m in view.household.members if not m.unborn):
        months = person.age_months(view.on)
        old = NO if months is None and _young(person) else Answer.of(_at_least_60(months))
        known, asked = view.receives(person, ("ssi",))
        gets = YES if "ssi" in known else MAYBE if asked else NO
        ill = Answer.of(person.disability)
        answers.append(any_of((old, ill, gets)))
        if answers[-1] is MAYBE:
            missing += [FactRef("disability", person.key)] * (ill is MAYBE)
            missing += [FactRef("birth_date", person.key)] * (old is MAYBE)
            missing += asked
    if not view.household.members or not view.household.members_complete:
        answers.append(MAYBE)
        missing.append(FactRef("members"))
    answer = any_of(answers)
    return answer, () if answer.decided else tuple(dict.fromkeys(missing))


def _young(person: Member) -> bool:
    return person.birth_date is not None


def _at_least_60(months: int | None) -> bool | None:
    return None if months is None else months >= ELDERLY_MONTHS


@kind(allowed="hours hours_table", household=True)
def caregivers_active(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Each caregiver works (at least so many hours a week) or studies."""
    needed, source = hours_needed(criterion, view.household.lives_in, view.on)
    people = [m for m in view.household.members if m.role == "caregiver"]
    answers, missing = [], []
    for person in people:
        answer, facts = _busy(person, needed)
        answers.append(answer)
        missing += facts
    if not people or not view.household.members_complete:
        answers.append(MAYBE)
        missing.append(FactRef("members"))
    answer = all_of(answers)
    return view.reason(
        criterion,
        answer,
        None,
        facts=tuple((f"working_or_training:{m.key}", m.active) for m in people),
        limit=needed,
        source=source,
        missing=() if answer.decided else tuple(dict.fromkeys(missing)),
        group="working_or_training",
    )


def hours_needed(criterion: Criterion, state: str | None, on: date) -> tuple[float, str]:
    """Hours a week that are needed: the state's row, else the criterion's own; 0 = any work."""
    named = criterion.options.get("hours_table")
    if named and state:
        row = states.value(*_split(named, state), on)
        if row is not None and row.value is not None:
            return row.value, row.source
    return criterion.options.get("hours", 0), ""


def _split(named: str, state: str) -> tuple[str, str, str]:
    table, _, group = named.partition(":")
    return table, state, group


def _busy(person: Member, needed) -> tuple[Answer, tuple[FactRef, ...]]:
    if person.student or not needed or not person.active:
        answer = Answer.of(person.active)
        key = "working_or_training"
        return answer, () if answer.decided else (FactRef(key, person.key),)
    if person.weekly_hours is None:
        return MAYBE, (FactRef(HOURS, person.key),)
    if person.weekly_hours >= needed:
        return YES, ()
    unsaid = person.student is None
    return (MAYBE, (FactRef(STUDENT, person.key),)) if unsaid else (NO, ())


@kind()
def raised_by_relative(criterion: Criterion, view: View, member: Member) -> Reason:
    """No parent is at home and a relative (a grandparent or another) brings the child up."""
    others = [m for m in view.household.members if m.key != member.key and not m.unborn]
    unknown = [m for m in others if m.relation is None and m.role != "child"]
    if member.role == "caregiver" or any(m.relation == "parent" for m in others):
        answer, missing = NO, ()
    elif unknown or not view.household.members_complete:
        answer = MAYBE
        missing = tuple(FactRef(RELATION, m.key) for m in unknown) or (FactRef("members"),)
    elif any(m.relation == "grandparent" for m in others):
        answer, missing = YES, ()
    else:  # "other" may be a relative or not
        adults = [m for m in others if m.relation == "other"]
        answer = MAYBE if adults else NO
        missing = tuple(FactRef(RELATION, m.key) for m in adults)
    return view.reason(
        criterion,
        answer,
        member,
        facts=tuple((f"{RELATION}:{m.key}", m.relation) for m in others if m.role != "child"),
        missing=missing,
    )


@kind()
def first_baby(criterion: Criterion, view: View, member: Member) -> Reason:
    """No child is at home yet: for programs that begin with the first baby."""
    children = [
        m for m in view.household.members if m.role == "child" and not m.unborn and m is not member
    ]
    complete = view.household.members and view.household.members_complete
    answer = NO if children else YES if complete else MAYBE
    missing = () if answer.decided else (FactRef("members"),)
    return view.reason(
        criterion, answer, member, facts=(("members", len(children)),), missing=missing
    )
