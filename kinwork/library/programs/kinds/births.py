"""Kinds about a baby on the way or just born."""

from datetime import date

from kinwork.common.answers import MAYBE, NO, Answer, FactRef, Reason
from kinwork.library.programs.household import Member, pregnancy
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View


@kind()
def pregnant(criterion: Criterion, view: View, member: Member) -> Reason:
    """A baby is on the way; after the due date the birth is asked for."""
    answer, missing = pregnancy(member, view.household, view.on)
    overdue = answer is MAYBE and member.due_date is not None
    fact = ("due_date", member.due_date) if member.due_date else ("pregnant", member.pregnant)
    facts = (fact,) if fact[1] is not None else ()
    return view.reason(
        criterion, answer, member, facts=facts, missing=missing, say="overdue" if overdue else None
    )


@kind(required="months breastfeeding_months")
def recently_pregnant(criterion: Criterion, view: View, member: Member) -> Reason:
    """A pregnancy ended within so many months, more while breastfeeding."""
    months, longer = criterion.options["months"], criterion.options["breastfeeding_months"]
    ended = member.pregnancy_ended
    if ended and ended <= view.on:
        facts = (("pregnancy_ended", ended), ("breastfeeding", member.breastfeeding))
        since = _months_up(ended, view.on)
        if since > longer or since <= months or member.breastfeeding is not None:
            within = since <= months or (since <= longer and bool(member.breastfeeding))
            return view.reason(criterion, Answer.of(within), member, facts=facts, limit=longer)
        missing = (FactRef("breastfeeding", member.key),)
        return view.reason(
            criterion, MAYBE, member, facts=facts, missing=missing, say="breastfeeding"
        )
    age = member.age_months(view.on)
    if (
        member.unborn
        or member.recent_birth is False
        or (member.birth_date and not 120 <= (age or 0) < 720)
    ):
        return view.reason(criterion, NO, member, facts=(("recent_birth", False),))
    fact = "birth_date" if member.role == "child" and age is None else "recent_birth"
    missing = FactRef("pregnancy_ended" if member.recent_birth else fact, member.key)
    return view.reason(criterion, MAYBE, member, missing=(missing,))


def _months_up(start: date, end: date) -> float:
    """Months from start to end, a begun month counting a half more, so that `<= 6` includes the
    day six months after and not the next."""
    whole = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    return whole if end.day == start.day else whole + 0.5
