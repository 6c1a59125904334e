"""Kinds about other help and yes-or-no facts; and what is settled later."""

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason, any_of
from kinwork.library.programs.household import UNKNOWN, Member, role_told_by
from kinwork.library.programs.kinds.language import HOME_FACTS, kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View, words


@kind(required="of", allowed="scope")
def receives_any(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Someone at home (scope "member": this member) gets one of these."""
    return _receives(criterion, view, member, YES)


@kind(required="of", allowed="scope")
def receives_none(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Nobody at home (scope "member": not this member) gets any of these."""
    return _receives(criterion, view, member, NO)


def _receives(criterion: Criterion, view: View, member: Member | None, wanted: Answer) -> Reason:
    of = criterion.options["of"]
    own = member if criterion.options.get("scope") == "member" else None
    known, asked = view.receives(own, of)
    got = [code for code in of if code in known]
    answer = YES if got else MAYBE if asked else NO
    missing = () if answer.decided else asked
    return view.reason(
        criterion,
        answer if wanted is YES else ~answer,
        own,
        facts=(("receives", tuple(got)),) if answer.decided else (),
        limit=tuple(of),
        missing=missing,
        aid=words("aid", got[0]) if got else None,
        of=tuple(words("aid", code) for code in of),
    )


@kind(required="fact", allowed="value")
def fact_is(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """A yes-or-no fact of the household (homeless) or of the member (foster_care, concern ...)."""
    fact, value = criterion.options["fact"], criterion.options.get("value", True)
    if fact == "foster_care" and member.role == "caregiver":  # the rules speak of a child in care
        return view.reason(
            criterion, Answer.of(not value), member, facts=((fact, False),), group=fact, say="no"
        )
    of_household = fact in HOME_FACTS
    known = view.household.homeless if of_household else told(member, fact)
    whose = None if of_household else member
    if fact == "foster_care" and member.role == UNKNOWN and known:
        missing = (role_told_by(member),)
        return view.reason(
            criterion, MAYBE, member, facts=((fact, known),), missing=missing, group="role_is"
        )
    if known is None:
        missing = (FactRef(fact, whose and whose.key),)
        return view.reason(
            criterion, MAYBE, whose, facts=((fact, None),), missing=missing, group=fact
        )
    say = "yes" if known else "no"
    return view.reason(
        criterion,
        Answer.of(bool(known) is value),
        whose,
        facts=((fact, bool(known)),),
        limit=value,
        group=fact,
        say=say,
    )


def told(member: Member, fact: str) -> bool | None:
    """A yes-or-no fact of a member as said or as other facts tell."""
    return member.active if fact == "working_or_training" else getattr(member, fact)


@kind(required="fact", household=True)
def any_member(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """The fact holds for at least one born member of the household."""
    fact = criterion.options["fact"]
    members = [m for m in view.household.members if not m.unborn]
    answers = {m.key: Answer.of(told(m, fact)) for m in members}
    missing = tuple(FactRef(fact, key) for key, answer in answers.items() if answer is MAYBE)
    if not members or not view.household.members_complete:
        answers[""] = MAYBE
        missing += (FactRef("members"),)
    answer = any_of(answers.values())
    return view.reason(
        criterion,
        answer,
        None,
        facts=tuple((f"{fact}:{m.key}", told(m, fact)) for m in members),
        missing=() if answer.decided else missing,
        group="any_" + fact,
    )


@kind(required="note", household=True)
def later(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Settled at a visit or by the office: it is told, and does not lower a yes."""
    return view.reason(criterion, YES, None, later=True, note=criterion.options["note"])
