from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kinwork.common.answers import MAYBE
from kinwork.library.programs import Household, IncomeLine, Member, screen
from kinwork.library.questions import answered, bank, next_question, ranking
from kinwork.library.questions.telling import situation

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
    "weekly_hours": Decimal(40),
}
OPEN = {"summer_ebt"}  # next summer's states are not known yet: nothing that could be asked


def told(household, asking, truth):
    """The household with the question answered; a page about several facts: each of them."""
    if asking.parts:
        for fact, members in asking.parts:
            for member in members:
                household = answered(household, fact, truth.get(fact, False), member)
        return household
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
    assert asking == max(
        ranking(NEW, ON), key=lambda one: (one.decides + one.needed) / one.question.burden
    )
    assert {"medicaid", "wic"} <= set(asking.programs)


def test_facts_that_few_homes_have_are_asked_on_one_page():
    asked = {one.question.key: one for one in ranking(replace(NEW, state="AZ"), ON)}
    parts = dict(asked["situation"].parts)
    assert {"homeless", "foster_care", "disability"} <= parts.keys()
    assert parts["homeless"] == (None,) and "luz" in parts["foster_care"]
    assert not parts.keys() & asked.keys()


def test_what_is_not_picked_is_a_no_and_what_is_picked_is_asked_of_whom():
    parts = [("homeless", (None,)), ("concern", ("luz", "leo")), ("foster_care", ("luz",))]
    got = list(situation(parts, ["homeless", "foster_care"]))
    assert ("homeless", None, True) in got and ("foster_care", "luz", True) in got
    assert ("concern", "luz", False) in got and ("concern", "leo", False) in got
    assert not [one for one in situation(parts, ["concern"]) if one[0] == "concern"]


def test_the_best_is_the_first_of_the_full_ranking():
    household = NEW
    while (best := next_question(household, ON)) is not None:
        first = ranking(household, ON)[0]
        assert (best.question, best.members) == (first.question, first.members)
        household = told(household, best, TRUTH)


def test_asking_until_everything_is_decided():
    keys, household = walk(NEW, TRUTH)
    assert {d.program for d in screen(household, ON) if d.answer is MAYBE} <= OPEN
    assert len(keys) == len(set(keys)) <= 14


def test_nothing_is_asked_that_no_open_program_needs():
    keys, _ = walk(NEW, TRUTH)
    assert "due_date" not in keys and "breastfeeding" not in keys
    only, _ = walk(NEW, TRUTH, ["part_c"])
    assert set(only) <= {"place", "situation", "concern", "disability", "foster_care"}


def test_a_program_that_the_family_has_asks_nothing():
    has = replace(NEW, receives=frozenset({"wic"}))
    assert all("wic" not in asking.programs for asking in ranking(has, ON))


def test_a_skipped_question_is_not_asked_again():
    assert next_question(NEW, ON, skipped=["place"]).question.key != "place"
    assert "foster_care" in {a.question.key for a in ranking(NEW, ON, skipped=["situation"])}
    every = [asking.question.key for asking in ranking(NEW, ON)]
    parts = [option.value for option in bank()["situation"].options]
    assert next_question(NEW, ON, skipped=[*every, *parts]) is None


def test_the_page_knows_about_whom_it_asks():
    leo = Member("leo", "child", date(2025, 1, 1), concern=True)
    asked = replace(NEW, members=(ROSA, LUZ, leo), state="AZ")
    found = {a.question.key: a.members for a in ranking(asked, ON, ["medicaid"], ["situation"])}
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
        "weekly_hours": Decimal(30),
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
