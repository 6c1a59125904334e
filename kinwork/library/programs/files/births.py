"""What a file says of births without saying it: an infant at home was born to somebody.

Files have no key for a birth of the last months. Where no child under one is at home, nobody gave
birth; an infant at home was born to the one parent who can be its mother. Anything less sure stays
unknown.
"""

from dataclasses import replace
from datetime import date

from kinwork.library.programs.household import UNKNOWN, Member, may_bear

INFANT = 12  # months


def with_births(people: list[Member], on: date) -> tuple[Member, ...]:
    """The members, each with `recent_birth` and `pregnancy_ended` as far as that follows."""
    if any(m.role == UNKNOWN for m in people):
        return tuple(people)
    children = [m for m in people if m.role == "child" and not m.unborn]
    ages = [m.age_months(on) for m in children]
    if any(age is None and not _ahead(m, on) for age, m in zip(ages, children, strict=True)):
        return tuple(people)
    infants = [
        m for age, m in zip(ages, children, strict=True) if age is not None and age <= INFANT
    ]
    own = [m for m in infants if m.foster_care is not True]
    known = all(m.foster_care is not None for m in infants)
    mothers = [m for m in people if m.role == "caregiver" and may_bear(m, m.age_months(on))]
    return tuple(_told(m, own, known, mothers, on) for m in people)


def _ahead(member: Member, on: date) -> bool:
    return member.birth_date is not None and member.birth_date > on


def _told(
    member: Member, infants: list[Member], known: bool, mothers: list[Member], on: date
) -> Member:
    if member.recent_birth is not None or member.pregnancy_ended is not None:
        return member
    aged = [m for m in mothers if m.age_months(on) is not None]
    sure = [m for m in aged if m.sex == "female" or m.breastfeeding]
    if not infants or member.sex == "male" or (sure and member not in mothers):
        return replace(member, recent_birth=False)
    others = [m for m in mothers if m is not member]
    only = not others or (member.breastfeeding and all(m.breastfeeding is False for m in others))
    if known and member in sure and only and member.relation == "parent":
        ended = max(m.born(on) for m in infants)
        return replace(member, recent_birth=True, pregnancy_ended=ended)
    return member
