from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kinwork.common.answers import MAYBE
from kinwork.library.programs import Household, IncomeLine, Member, screen
from kinwork.library.questions import answered, next_question, ranking

ON = date(2026, 11, 15)
ROSA = Member("rosa", "caregiver", date(1996, 5, 1))
LUZ = Member("luz", "child", date(2024, 3, 1))
NEW = Household(members=(ROSA, LUZ))
TRUTH = {
    "place": "AZ",
    "income": (IncomeLine(Decimal(3000), "monthly"),),
    "receives": frozenset(),
    "homeless": False,
    "working_or_training": True,
    "assets": Decimal(500),
    "rent_annual": Decimal(9600),
    "childcare_annual": Decimal(0),
    "relation": "parent",
}
OPEN = {"summer_ebt"}  # next summer's states are not known yet: nothing that could be asked


def told(household, asking, truth):
    for member in asking.members or (None,):
        household = answered(
            household, asking.question.key, truth.get(asking.question.key, False), member
        )
    return household


def walk(household, truth, programs=None):
    """The keys asked, in order, until nothing is missing."""
    keys = []
    while asking := next_question(household, ON, programs):
        keys.append(asking.question.key)
        household = told(household, asking, truth)
        assert len(keys) < 40
    return keys, household


def test_without_people_the_people_are_asked_first():
    assert next_question(Household(), ON).question.key == "members"


def test_the_question_that_decides_most_for_its_burden_comes_first():
    asking = next_question(NEW, ON)
    assert asking.question.key == "receives"
    assert {"medicaid", "ccdf", "wic"} <= set(asking.programs)


def test_the_best_is_the_first_of_the_full_ranking():
    household = NEW
    while (best := next_question(household, ON)) is not None:
        assert best == ranking(household, ON)[0]
        household = told(household, best, TRUTH)


def test_asking_until_everything_is_decided():
    keys, household = walk(NEW, TRUTH)
    assert {d.program for d in screen(household, ON) if d.answer is MAYBE} <= OPEN
    assert len(keys) == len(set(keys)) <= 14


def test_nothing_is_asked_that_no_open_program_needs():
    keys, _ = walk(NEW, TRUTH)
    assert "due_date" not in keys and "breastfeeding" not in keys
    only, _ = walk(NEW, TRUTH, ["part_c"])
    assert set(only) <= {"place", "concern", "disability"}


def test_a_program_that_the_family_has_asks_nothing():
    has = replace(NEW, receives=frozenset({"wic"}))
    assert all("wic" not in asking.programs for asking in ranking(has, ON))


def test_a_skipped_question_is_not_asked_again():
    assert next_question(NEW, ON, skipped=["place"]).question.key != "place"
    every = [asking.question.key for asking in ranking(NEW, ON)]
    assert next_question(NEW, ON, skipped=every) is None


def test_the_page_knows_about_whom_it_asks():
    leo = Member("leo", "child", date(2025, 1, 1), concern=True)
    asked = replace(NEW, members=(ROSA, LUZ, leo), state="AZ")
    found = {a.question.key: a.members for a in ranking(asked, ON, ["medicaid"])}
    assert set(found["foster_care"]) == {"luz", "leo"}


@settings(max_examples=20, deadline=None)
@given(
    st.dates(date(2007, 1, 1), ON),
    st.booleans(),
    st.integers(0, 9000),
    st.sampled_from([frozenset(), frozenset({"snap"}), frozenset({"medicaid", "ssi"})]),
    st.booleans(),
)
def test_it_always_comes_to_an_end(birth, homeless, income, receives, yes):
    truth = {
        "place": "AZ",
        "income": (IncomeLine(Decimal(income), "monthly"),),
        "receives": receives,
        "homeless": homeless,
        "pregnancy_ended": date(2026, 6, 1),
        "due_date": date(2027, 3, 1),
        "relation": "parent",
        "assets": Decimal(homeless * 9000),
        "rent_annual": Decimal(9600),
        "childcare_annual": Decimal(0),
        **dict.fromkeys(
            ("pregnant", "recent_birth", "working_or_training", "concern", "foster_care"), yes
        ),
    }
    _, household = walk(Household(members=(ROSA, Member("luz", "child", birth))), truth)
    undecided = {d.program for d in screen(household, ON) if d.answer is MAYBE and not d.already}
    assert undecided <= OPEN


def test_the_same_household_gets_the_same_question():
    assert next_question(NEW, ON) == next_question(replace(NEW), ON)
