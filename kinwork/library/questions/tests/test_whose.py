"""Whose help and whose money it is: asked only where that changes an answer."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from kinwork.library.programs import Household, IncomeLine, Member, screen
from kinwork.library.questions import whose

ON = date(2026, 11, 15)
SAID = {"disability": False, "foster_care": False, "insured": False, "concern": False} | {
    "pregnant": False,
    "recent_birth": False,
    "breastfeeding": False,
}
ROSA = Member("rosa", "caregiver", date(1996, 5, 1), relation="parent", **SAID)
LUZ = Member("luz", "child", date(2022, 3, 1), relation="child", **SAID)
LEO = Member("leo", "child", date(2025, 3, 1), relation="child", **SAID)
HOME = Household(
    members=(ROSA, LUZ, LEO),
    income=(IncomeLine(Decimal(1500), "monthly", member="rosa"),),
    receives=frozenset(),
    state="AZ",
    homeless=False,
)


def asked(home: Household, **more):
    found = whose.asking(home, ON, **more)
    return found and (found.question.key, dict(found.parts))


def test_help_of_the_whole_home_is_nobodys_own():
    assert asked(replace(HOME, receives=frozenset({"snap"}))) is None
    assert asked(HOME) is None


def test_help_that_may_be_open_to_the_others_is_asked_about():
    home = replace(HOME, receives=frozenset({"medicaid"}))
    assert asked(home) == ("who_receives", {"medicaid": ("rosa", "luz", "leo")})
    assert asked(home, skipped=["who_receives"]) is None
    assert asked(home, programs=["lifeline"]) is None


def test_what_only_children_get_is_asked_of_children():
    home = replace(HOME, receives=frozenset({"head_start"}))
    assert asked(home) is None  # Leo is too young for it: it can only be Luz
    old_enough = replace(LEO, birth_date=date(2022, 12, 1))
    home = replace(home, members=(ROSA, LUZ, old_enough))
    assert asked(home) == ("who_receives", {"head_start": ("luz", "leo")})


def test_it_is_not_asked_where_the_others_get_it_in_no_case():
    rich = replace(
        HOME,
        receives=frozenset({"medicaid"}),
        income=(IncomeLine(Decimal(20000), "monthly", member="rosa"),),
    )
    old = replace(LUZ, birth_date=date(2009, 1, 1)), replace(LEO, birth_date=date(2009, 1, 1))
    grown = replace(rich, members=(ROSA, *old))
    assert asked(replace(grown, receives=frozenset({"wic"}))) is None


def test_once_told_it_is_not_asked_again_and_the_others_are_offered_it():
    home = replace(HOME, receives=frozenset({"medicaid"}))
    people = (replace(ROSA, receives=frozenset({"medicaid"})),) + tuple(
        replace(one, receives=frozenset()) for one in (LUZ, LEO)
    )
    told = replace(home, members=people)
    assert asked(told) is None
    before, after = (
        next(one for one in screen(one, ON) if one.program == "medicaid") for one in (home, told)
    )
    assert before.already and not after.already


def test_pay_is_never_a_small_childs():
    lines = (IncomeLine(Decimal(1500), "monthly"),)
    assert whose.earners(HOME.members, "wages", ON) == ("rosa",)
    assert asked(replace(HOME, income=lines)) is None


def test_money_is_asked_about_where_one_persons_counts():
    ill = replace(LEO, disability=True)
    pension = IncomeLine(Decimal(1500), "monthly", "social_security")
    home = replace(
        HOME, members=(ROSA, LUZ, ill), income=(*HOME.income, pension), assets=Decimal(0)
    )
    found = asked(home)
    assert found == ("whose_income", {"1": ("rosa", "luz", "leo")})
