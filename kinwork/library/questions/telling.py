"""A household told one more answer."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kinwork.library.programs.household import Household, Member

HOUSEHOLD_FACTS = {"receives", "homeless", "pays_utilities", "assets"} | {
    "rent_annual",
    "childcare_annual",
}
MONEY = ("income", "income_average")


def answered(household: Household, key: str, value: object, member: str | None = None) -> Household:
    """The household with one more answer; without a member, for each member who has none yet."""
    if key == "place":
        return replace(household, state=str(value))
    if key in MONEY:
        return replace(household, income=value)
    if key in HOUSEHOLD_FACTS and member is None:
        return replace(household, **{key: value})
    people = tuple(_told(person, key, value, member) for person in household.members)
    return replace(household, members=people)


def situation(
    parts: Iterable[tuple[str, Sequence[str | None]]], picked: Iterable[str]
) -> Iterator[tuple[str, str | None, bool]]:
    """What the page about several facts tells: (fact, member, yes or no).

    Not picked is a no for everybody. Picked is a yes where it can be only one; else it is asked.
    """
    picked = set(picked)
    for fact, members in parts:
        for member in members:
            if fact not in picked:
                yield fact, member, False
            elif len(members) == 1:
                yield fact, member, True


def is_told(household: Household, key: str, member: str | None) -> bool:
    """Was this answered already? Then it is not asked again, even where it was not enough."""
    if key == "income":
        lines = household.income
        return lines is not None and all(line.amount is not None for line in lines)
    if member is None:
        return getattr(household, key, None) is not None
    person = next((one for one in household.members if one.key == member), None)
    return getattr(person, key, None) is not None


def _told(person: Member, key: str, value: object, member: str | None) -> Member:
    if person.key == member or (member is None and getattr(person, key) is None):
        return replace(person, **{key: value})
    return person
