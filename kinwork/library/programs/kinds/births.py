"""Kinds about a baby on the way or just born."""

from datetime import date, timedelta

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason
from kinwork.library.codes import states
from kinwork.library.programs.household import Member, may_bear, pregnancy
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View

TERM = 40  # weeks
YEAR = 12  # months after a birth: the most that any state gives


@kind(allowed="weeks_at_most")
def pregnant(criterion: Criterion, view: View, member: Member) -> Reason:
    """A baby is on the way (at most so many weeks along); past the due date the birth is asked."""
    answer, missing = pregnancy(member, view.household, view.on)
    most = criterion.options.get("weeks_at_most")
    if most is not None and answer is YES:
        return _weeks(criterion, view, member, most)
    overdue = answer is MAYBE and member.due_date is not None
    fact = ("due_date", member.due_date) if member.due_date else ("pregnant", member.pregnant)
    facts = (fact,) if fact[1] is not None else ()
    return view.reason(
        criterion, answer, member, facts=facts, missing=missing, say="overdue" if overdue else None
    )


def _weeks(criterion: Criterion, view: View, member: Member, most: int) -> Reason:
    due = member.due_date
    early = None if due is None else due - view.on >= timedelta(weeks=TERM - most)
    answer = Answer.of(early)
    missing = () if answer.decided else (FactRef(DUE, member.key),)
    return view.reason(
        criterion,
        answer,
        member,
        facts=((DUE, due),),
        limit=most,
        missing=missing,
        group="pregnant_weeks",
        weeks=most,
    )


DUE = "due_date"


@kind(allowed="months months_table breastfeeding_months")
def recently_pregnant(criterion: Criterion, view: View, member: Member) -> Reason:
    """A pregnancy ended within so many months (or the state's), more while breastfeeding.

    Where the state's months are not known it is maybe up to a year.
    """
    state = view.household.lives_in
    months, longer, unsure = spans(criterion, state, view.on)
    ended = member.pregnancy_ended
    if ended and ended <= view.on:
        facts = (("pregnancy_ended", ended), ("breastfeeding", member.breastfeeding))
        since = _months_up(ended, view.on)
        if months < since <= unsure:
            missing = (FactRef("place"),) if state is None else ()
            group = "state_is" if state is None else "state_rules"
            return view.reason(criterion, MAYBE, member, facts=facts, missing=missing, group=group)
        if since > longer or since <= months or member.breastfeeding is not None:
            within = since <= months or (since <= longer and bool(member.breastfeeding))
            return view.reason(criterion, Answer.of(within), member, facts=facts, limit=longer)
        missing = (FactRef("breastfeeding", member.key),)
        return view.reason(
            criterion, MAYBE, member, facts=facts, missing=missing, say="breastfeeding"
        )
    age = member.age_months(view.on)
    if member.unborn or member.recent_birth is False or not may_bear(member, age):
        return view.reason(criterion, NO, member, facts=(("recent_birth", False),))
    fact = "birth_date" if member.role == "child" and age is None else "recent_birth"
    missing = FactRef("pregnancy_ended" if member.recent_birth else fact, member.key)
    return view.reason(criterion, MAYBE, member, missing=(missing,))


def spans(criterion: Criterion, state: str | None, on: date) -> tuple[int, int, int]:
    """Months after a birth, and while breastfeeding; a state's row goes before the own number.

    The third: up to when it is not known, where the table has no row for the state.
    """
    months, unsure = criterion.options.get("months", 0), 0
    if named := criterion.options.get("months_table"):
        table, _, group = named.partition(":")
        row = states.value(table, state or "", group, on)
        if row is not None and row.value is not None:
            months = int(row.value)
        else:
            unsure = YEAR
    return months, max(months, criterion.options.get("breastfeeding_months", months)), unsure


def _months_up(start: date, end: date) -> float:
    """Months from start to end, a begun month counting a half more, so that `<= 6` includes the
    day six months after and not the next."""
    whole = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return whole if end.day == start.day else whole + 0.5
