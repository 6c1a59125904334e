"""Homes for whom an answer once turned or stayed open, worked by hand, in both evaluators."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kinwork.library.programs import Household, IncomeLine, Member, batch, registry, screen
from kinwork.library.programs.household import UNKNOWN
from kinwork.library.programs.tests.test_batch import NUMBER

ON = date(2026, 11, 15)
WOMAN = Member(
    "ana",
    "caregiver",
    relation="parent",
    sex="female",
    birth_date=date(1990, 5, 1),
    pregnant=False,
    recent_birth=False,
    foster_care=False,
    former_foster_care=False,
    disability=False,
    student=False,
    working_or_training=True,
    receives=frozenset(),
)
OLD = replace(WOMAN, key="oma", birth_date=date(1960, 11, 15))
CHILD = replace(
    WOMAN, key="luz", role="child", relation="child", birth_date=date(2018, 3, 1), insured=False
)
PLAIN = {"receives": frozenset(), "homeless": False, "state": "AZ", "assets": Decimal(0)}


def pay(amount: int | None, kind: str = "wages", member: str | None = "ana") -> IncomeLine:
    return IncomeLine(None if amount is None else Decimal(amount), "yearly", kind, member=member)


def answers(program: str, home: Household) -> tuple[str, dict[str, str], set[str]]:
    """The home's answer, each member's, and what is missing; the columns must say the same."""
    got = screen(home, ON, [program])[0]
    many = batch.screen(batch.columns([home]), ON, [registry()[program]])[program]
    people = {m.member: m.answer.value for m in got.members}
    assert many.household[0] == NUMBER[got.answer.value]
    told = zip((m.key for m in home.members), many.member, strict=True)
    assert {key: n for key, n in told if n >= 0} == {k: NUMBER[v] for k, v in people.items() if k}
    missing = {ref.key if ref.member is None else f"{ref.key}:{ref.member}" for ref in got.missing}
    return got.answer.value, people, missing


def test_money_from_ssi_may_still_come_to_light():
    """A parent of 66 without a child: only SSI opens Medicaid, and money tells of SSI."""
    home = Household(members=(OLD,), income=None, **PLAIN)
    assert answers("medicaid", home) == ("maybe", {"oma": "maybe"}, {"income"})
    none = replace(home, income=(pay(9000, "social_security", "oma"),))
    assert answers("medicaid", none)[0] == "no"
    paid = replace(home, income=(pay(9000, "ssi", "oma"),))
    assert answers("medicaid", paid)[0] == "yes"


@pytest.mark.parametrize("whose", ["oma", None])
def test_money_from_ssi_of_an_amount_or_a_person_not_told(whose):
    home = Household(members=(OLD,), income=(pay(None, "ssi", whose),), **PLAIN)
    assert answers("medicaid", home)[0] == "maybe"


def test_a_parent_whose_birth_date_is_forgotten():
    """Nothing comes in; at 66 the answer is no, at 64 yes: without the day it is maybe."""
    home = Household(members=(OLD,), income=(), **PLAIN)
    assert answers("medicaid", home)[0] == "no"
    younger = replace(home, members=(replace(OLD, birth_date=date(1962, 11, 16)),))
    assert answers("medicaid", younger)[0] == "yes"
    forgotten = replace(home, members=(replace(OLD, birth_date=None),))
    assert answers("medicaid", forgotten) == ("maybe", {"oma": "maybe"}, {"birth_date:oma"})


def test_a_parent_of_fourteen_and_whose_the_ssi_is():
    """Savings of 3,511.61: above the child's 2,000, within it and a parent's 2,000 (4,000)."""
    young = replace(WOMAN, birth_date=date(2012, 11, 15))
    kid = replace(CHILD, disability=True)
    home = Household(members=(young, kid), income=(), **(PLAIN | {"assets": Decimal("3511.61")}))
    assert answers("ssi_child", home)[0] == "yes"
    aided = replace(home, members=(replace(young, receives=frozenset({"ssi"})), kid))
    assert answers("ssi_child", aided)[0] == "no", "a parent on SSI has no part in it"
    untold = replace(home, members=(replace(young, receives=None), kid))
    assert answers("ssi_child", untold) == ("maybe", {"luz": "maybe"}, {"receives:ana"})


def test_a_foster_brother_is_no_child_of_these_parents():
    """Of pay are left out 85 and half of the rest, then the parent's 994 and the child's 20."""
    kid = replace(CHILD, disability=True)
    foster = replace(CHILD, key="leo", foster_care=True)
    home = Household(members=(WOMAN, kid, foster), income=(pay(49212),), **PLAIN)
    assert answers("ssi_child", home)[1]["luz"] == "yes", "(4101 - 85) / 2 - 994 - 20 = 994"
    over = replace(home, income=(pay(49224),))
    assert answers("ssi_child", over)[1]["luz"] == "no", "(4102 - 85) / 2 - 994 - 20 = 994.50"


def test_a_grown_brother_at_school_is_a_child_of_the_home():
    """Aside for him 497 a month: (4598 - 497 - 85) / 2 - 994 - 20 = 994."""
    kid = replace(CHILD, disability=True)
    pupil = replace(CHILD, key="leo", birth_date=date(2007, 3, 1), student=True)
    for year, answer in ((55176, "yes"), (55188, "no")):
        home = Household(members=(WOMAN, kid, pupil), income=(pay(year),), **PLAIN)
        assert answers("ssi_child", home)[1]["luz"] == answer
        aided = replace(pupil, receives=frozenset({"ssi"}))
        alone = replace(home, members=(WOMAN, kid, aided))
        assert answers("ssi_child", alone)[1]["luz"] == "no", "with SSI of his own nothing is"


def test_utilities_count_only_where_there_is_a_home():
    """Kansas (no broad rules), 2,345 gross for two: rent and bills decide the net income."""
    told = PLAIN | {"state": "KS", "homeless": None, "rent_annual": Decimal(14400)}
    costs = {"childcare_annual": Decimal(0), "pays_utilities": True}
    kid = replace(CHILD, birth_date=date(2022, 3, 1))
    lines = (pay(2345 * 12, "other"),)
    home = Household(members=(WOMAN, kid), income=lines, **(told | costs))
    found = [answers("snap", replace(home, homeless=one))[0] for one in (None, True, False)]
    assert found == ["maybe", "no", "yes"], (
        "only with the bills is shelter far above half of the rest"
    )


def test_in_a_home_of_children_alone_their_own_money_counts():
    """One child of 16: 138 % is 1,836 a month (15960 x 1.38 / 12 = 1835.40, rounded up)."""
    teen = replace(CHILD, birth_date=date(2010, 3, 1))
    for year, answer in ((22032, "yes"), (22033, "no")):
        home = Household(members=(teen,), income=(pay(year, member="luz"),), **PLAIN)
        assert answers("medicaid", home)[0] == answer
    led = Household(members=(WOMAN, teen), income=(pay(90000, member="luz"),), **PLAIN)
    assert answers("medicaid", led)[0] == "yes", "with an adult at home it does not"


def test_whether_an_adult_is_at_home_may_not_be_known():
    teen = replace(CHILD, birth_date=date(2010, 3, 1))
    who = replace(WOMAN, key="eva", role=UNKNOWN, relation=None, birth_date=date(2007, 1, 1))
    lines = (pay(90000, member="luz"),)
    home = Household(members=(teen, who), income=lines, members_complete=False, size=2, **PLAIN)
    assert answers("medicaid", home)[:2] == ("maybe", {"luz": "maybe", "eva": "maybe"})
    asked = answers("medicaid", home)[2]
    assert "relation:eva" in asked
    listed = Household(members=(teen,), income=lines, members_complete=False, size=2, **PLAIN)
    assert answers("medicaid", listed)[0] == "maybe"


def test_pregnant_again_after_an_older_birth():
    """40,034 is 185 % for two (21640 x 1.85); the baby on the way makes two."""
    ended = replace(WOMAN, recent_birth=True, pregnancy_ended=date(2026, 1, 3), breastfeeding=False)
    again = Household(members=(replace(ended, pregnant=True),), income=(pay(40034),), **PLAIN)
    assert answers("wic", again)[0] == "yes"
    due = replace(ended, pregnant=True, due_date=date(2027, 2, 1))
    assert answers("wic", replace(again, members=(due,)))[0] == "yes"
    over = replace(ended, pregnant=True, due_date=date(2026, 1, 5))
    assert answers("wic", replace(again, members=(over,)))[0] == "no", "it was this one"
    unasked = replace(again, members=(replace(ended, pregnant=None),))
    assert answers("wic", unasked) == ("maybe", {"ana": "maybe"}, {"pregnant:ana"})


def test_a_list_of_ones_own_is_asked_for_where_others_have_one():
    kid = replace(CHILD, receives=frozenset({"medicaid"}))
    lines = (pay(45000),)
    home = Household(members=(WOMAN, kid), income=lines, **PLAIN)
    assert answers("chip", home)[1]["luz"] == "no"
    untold = replace(home, members=(WOMAN, replace(kid, receives=None)))
    told = answers("chip", untold)
    assert told[1]["luz"] == "maybe" and "receives:luz" in told[2]
    whole = replace(home, members=tuple(replace(m, receives=None) for m in (WOMAN, kid)))
    assert answers("chip", whole)[1]["luz"] == "yes", "the home's own list: nobody gets Medicaid"
