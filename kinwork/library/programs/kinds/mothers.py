"""The kind that asks what help a mother to be or a baby of the family gets."""

from collections.abc import Iterable

from kinwork.common.answers import MAYBE, NO, Answer, FactRef, Reason, all_of, any_of
from kinwork.library.programs.household import Member, pregnancy
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View, words

INFANT = 12  # months


@kind(required="of", household=True)
def mother_or_infant_receives(criterion: Criterion, view: View, member: Member | None) -> Reason:
    """Somebody at home who expects a baby, or is not yet one year old, gets one of these."""
    of = criterion.options["of"]
    answers, missing = [], []
    for person in (m for m in view.household.members if not m.unborn):
        gets, asked = _gets(view, person, of)
        fits, facts = _mother_or_infant(view, person)
        answers.append(all_of((gets, fits)))
        if answers[-1] is MAYBE:
            missing += [*facts, *asked]
    if not view.household.members or not view.household.members_complete:
        answers.append(MAYBE)
        missing.append(FactRef("members"))
    answer = any_of(answers)
    return view.reason(
        criterion,
        answer,
        None,
        facts=(("receives", answer.value),) if answer.decided else (),
        limit=tuple(of),
        missing=() if answer.decided else tuple(dict.fromkeys(missing)),
        group="receives_any",
        aid=words("aid", of[0]),
        of=tuple(words("aid", code) for code in of),
    )


def _gets(view: View, person: Member, of: Iterable[str]) -> tuple[Answer, tuple[FactRef, ...]]:
    known, asked = view.receives(person, of)
    if not known.isdisjoint(of):
        return Answer.of(True), ()
    return (MAYBE, asked) if asked else (NO, ())


def _mother_or_infant(view: View, person: Member) -> tuple[Answer, tuple[FactRef, ...]]:
    expecting, facts = pregnancy(person, view.household, view.on)
    months = person.age_months(view.on)
    if months is not None or person.role == "caregiver" or person.birth_date is not None:
        infant, asked = Answer.of(months is not None and months < INFANT), ()
    else:
        infant, asked = MAYBE, (FactRef("birth_date", person.key),)
    answer = any_of((expecting, infant))
    return answer, () if answer.decided else tuple(dict.fromkeys((*facts, *asked)))
