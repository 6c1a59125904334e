"""Kinds about age: on the day, by the school year, before school."""

from datetime import date

from kinwork.common.answers import MAYBE, NO, YES, Answer, FactRef, Reason
from kinwork.library.codes import places
from kinwork.library.programs.household import Member, months_between
from kinwork.library.programs.kinds.language import kind
from kinwork.library.programs.model import Criterion
from kinwork.library.programs.view import View


def _age(criterion: Criterion) -> tuple[int, dict]:
    """An age in months and in words, worked out once for a criterion."""
    if "age" not in criterion.memo:
        criterion.memo["age"] = _said(criterion)
    return criterion.memo["age"]


def _said(criterion: Criterion) -> tuple[int, dict]:
    months = criterion.options.get("months")
    if months is not None and (months < 24 or months % 12):
        return months, {"en": f"{months} months", "es": f"{months} meses"}
    years = months // 12 if months is not None else criterion.options["years"]
    if years == 1:
        return 12, {"en": "1 year", "es": "1 año"}
    return years * 12, {"en": f"{years} years", "es": f"{years} años"}


def _born(criterion: Criterion, view: View, member: Member) -> Reason | None:
    """The reason why an age cannot be told: not born yet, or the birth date is missing."""
    age = _age(criterion)[1] if criterion.options else None
    if member.age_months(view.on) is not None:
        return None
    ahead = member.birth_date or (member.due_date if member.unborn else None)
    if ahead and ahead >= view.on:
        fact = ("birth_date" if member.birth_date else "due_date", ahead)
        return view.reason(criterion, NO, member, facts=(fact,), say="unborn", age=age)
    return view.reason(
        criterion, MAYBE, member, missing=(FactRef("birth_date", member.key),), age=age
    )


@kind(allowed="months years")
def age_under(criterion: Criterion, view: View, member: Member) -> Reason:
    """Younger than so many months or years on the day. A caregiver is taken to be ten or older."""
    months, age = _age(criterion)
    limit = years(months)
    own = member.age_months(view.on)
    if own is None:
        if member.role == "caregiver" and _age_untold(member) and months <= 120:
            facts = (("role", "caregiver"),)
            return view.reason(criterion, NO, member, facts=facts, limit=limit, age=age)
        return _born(criterion, view, member)
    under = YES if own < months else NO
    return view.reason(criterion, under, member, facts=_birth(member), limit=limit, age=age)


@kind(allowed="months years")
def age_at_least(criterion: Criterion, view: View, member: Member) -> Reason:
    """At least so many months or years old on the day."""
    if unknown := _born(criterion, view, member):
        return unknown
    months, age = _age(criterion)
    enough = YES if member.age_months(view.on) >= months else NO
    return view.reason(
        criterion, enough, member, facts=_birth(member), limit=years(months), age=age
    )


@kind(required="years")
def turns_by_school_day(criterion: Criterion, view: View, member: Member) -> Reason:
    """That old on the day, or by the date that counts for public school this calendar year."""
    turns = criterion.options["years"]
    last = date(view.on.year, 12, 31)
    state = view.household.lives_in
    day = places.school_day(state, view.on.year)
    said = {"age": _age(criterion)[1], "day": day or last}
    if unknown := _born(criterion, view, member):
        return unknown
    facts = _birth(member)
    born = member.born(view.on)
    oldest = max(member.age_months(view.on), (day and months_between(born, day)) or 0)
    if oldest >= turns * 12:
        return view.reason(criterion, YES, member, facts=facts, limit=turns, **said)
    if day or months_between(born, last) < turns * 12:
        return view.reason(criterion, NO, member, facts=facts, limit=turns, **said)
    missing = (FactRef("place"),) if state is None else ()
    return view.reason(criterion, MAYBE, member, facts=facts, missing=missing, say="place", **said)


@kind()
def under_school_age(criterion: Criterion, view: View, member: Member) -> Reason:
    """Not older than the age at which school is compulsory; states differ from 5 to 8."""
    if unknown := _born(criterion, view, member):
        return unknown
    months, state = member.age_months(view.on), view.household.lives_in
    age = places.must_attend_at(state)
    low, high = (age, age) if age else (5, 8)
    if low * 12 <= months < high * 12:
        missing = (FactRef("place"),) if state is None else ()
        return view.reason(
            criterion, MAYBE, member, facts=_birth(member), missing=missing, say="place"
        )
    return view.reason(
        criterion, Answer.of(months < low * 12), member, facts=_birth(member), limit=low
    )


def _birth(member: Member) -> tuple:
    if member.birth_date is None and member.age is not None:
        return (("age", member.age.normalize().__format__("f")),)
    return (("birth_date", member.birth_date),)


def _age_untold(member: Member) -> bool:
    return member.birth_date is None and member.age is None


def years(months: int) -> int | float:
    """An age limit in years, as it is held against a member's age."""
    return months // 12 if months % 12 == 0 else round(months / 12, 4)
