"""Families that nobody is: the same for the same seed, whole, and on both sides of the limits."""

from datetime import date

import pytest

from kinwork.common.answers import MAYBE
from kinwork.library.codes.poverty import guideline_on
from kinwork.library.programs import screen
from kinwork.library.programs.files.reading import tell
from kinwork.library.simulated import MONEY, assumptions, households

ON = date(2026, 11, 15)
KEYS = {"id", "state", "homeless", "assets", "rent_annual", "childcare_annual"}
KEYS |= {"receives", "members", "pays_utilities"}


@pytest.fixture(scope="module")
def many():
    return list(households(1000, 7, ON))


def test_the_same_seed_gives_the_same_families(many):
    assert list(households(20, 7, ON)) == many[:20]
    assert list(households(20, 8, ON)) != many[:20]


def test_nothing_is_left_unknown(many):
    for home in many:
        assert set(home) == KEYS
        assert home["members"] and all(set(one["income"]) == set(MONEY) for one in home["members"])
        assert all(("age" in one) != ("birth_date" in one) for one in home["members"])
        assert len({one["id"] for one in home["members"]}) == len(home["members"])


def test_screening_finds_nothing_missing(many):
    for told in tell({"households": many[:60]}, ON):
        for got in screen(told.household, ON):
            assert got.answer is not MAYBE or not got.missing, (told.id, got.program, got.missing)


def test_children_are_younger_than_their_parents_and_born_by_the_day(many):
    for home in many:
        born = [date.fromisoformat(m["birth_date"]) for m in home["members"] if "birth_date" in m]
        oldest = max(((ON - day).days / 365.25 for day in born), default=0)
        assert all(day <= ON for day in born)
        assert all(m["age"] >= oldest + 16.9 for m in home["members"] if m["relation"] == "parent")


def test_they_stand_on_both_sides_of_what_programs_ask(many):
    line = guideline_on(ON)
    shares = [
        sum(sum(m["income"].values()) for m in home["members"]) / line.amount(len(home["members"]))
        for home in many
    ]
    for percent in (50, 100, 130, 185, 250):
        below = sum(share * 100 <= percent for share in shares)
        assert 100 < below < 990, percent
    people = [one for home in many for one in home["members"]]
    for fact in ("pregnant", "breastfeeding", "disabled", "foster_care", "student", "concern"):
        assert 0 < sum(one[fact] for one in people) < len(people) / 2, fact
    assert {home["state"] for home in many} >= {"CA", "TX", "AZ", "AK"}


def test_shares_are_shares():
    given = assumptions()
    assert sum(given["children"][n] for n in ("one", "two", "three", "four")) == pytest.approx(1)
    for group in ("person", "home"):
        assert all(0 <= value <= 1 for value in given[group].values())
    with pytest.raises(ValueError, match="no poverty guideline"):
        list(households(1, 1, date(1990, 1, 1)))
