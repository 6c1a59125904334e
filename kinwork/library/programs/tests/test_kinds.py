"""Kinds against sums worked by hand: SNAP's net income, deeming for SSI, where tax credits end."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from kinwork.library.codes.income import IncomeLine
from kinwork.library.programs import Household, Member
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.programs.kinds.tax import agi
from kinwork.library.programs.tests.making import program_of

ON = date(2026, 9, 15)
ANA = Member("ana", "caregiver", relation="parent", age=D(31), disability=False)
KID = Member("kid", "child", age=D(7), disability=False, foster_care=False, student=True)
SIS = replace(KID, key="sis", age=D(3))
NET = {
    "kind": "snap_net_income",
    "percent": 100,
    "per": "month",
    "rounding": "up",
    "year_starts": "10-01",
}


def line(amount, kind="wages", member="ana", high=None) -> IncomeLine:
    return IncomeLine(None if amount is None else D(amount), "monthly", kind, high, member)


HOME = Household(
    members=(ANA, KID, SIS),
    income=(line(2500),),
    receives=frozenset(),
    homeless=False,
    state="AZ",
    assets=D(0),
    rent_annual=D(12000),
    childcare_annual=D(2400),
    pays_utilities=False,
)


def looked(row: dict, home: Household, on: date = ON, **more):
    """The reason of a program with one criterion."""
    return evaluate(program_of(row, subject="household", **more), home, on).reasons[0]


def for_kid(row: dict, home: Household, on: date = ON):
    got = evaluate(program_of(row, roles=("child",)), home, on)
    return next(m for m in got.members if m.member == "kid").reasons[0]


@pytest.mark.parametrize(
    ("change", "left"),
    [
        ({}, "1386.50"),  # 0.8 x 2500 - 209 - 200 = 1591; shelter 1000 - 795.50 = 204.50
        ({"pays_utilities": True}, "1063.50"),  # 323 more for light and gas
        ({"rent_annual": D(24000)}, "847.00"),  # the shelter deduction ends at 744
        ({"rent_annual": D(0), "homeless": True}, "1392.01"),  # 198.99 instead
        ({"income": (line(2500, "other"),)}, "2091.00"),  # no fifth off; the rent is below half
        ({"members": (replace(ANA, disability=True), KID, SIS), "rent_annual": D(24000)}, "386.50"),
    ],
)
def test_net_income_by_hand(change, left):
    reason = looked(NET, replace(HOME, **change))
    assert reason.answer.value == "yes"
    assert (reason.facts[0][1], reason.limit) == (D(left), D(2221))


def test_net_income_above_the_limit_and_what_would_tell():
    much = replace(HOME, income=(line(4000),))
    assert looked(NET, much).answer.value == "no"  # 3200 - 409 = 2791, less than half is rent
    unsaid = looked(NET, replace(much, rent_annual=None))
    assert unsaid.answer.value == "maybe"
    assert {ref.key for ref in unsaid.missing} == {"rent_annual"}
    assert looked(NET, replace(HOME, rent_annual=None, childcare_annual=None)).answer.value == "yes"


def test_a_year_whose_figures_are_not_here_is_a_span():
    """From October 2026 deductions are at least those of the year before; the limit is 2277."""
    on, plain = date(2026, 11, 15), replace(HOME, rent_annual=D(0), childcare_annual=D(0))
    for pay, expected in ((3107, "yes"), (3109, "maybe"), (3400, "no")):
        assert looked(NET, replace(plain, income=(line(pay),)), on).answer.value == expected


SSI = {"kind": "ssi_child_income"}
ILL = replace(KID, disability=True)


def ssi(*lines: IncomeLine, **change):
    return for_kid(SSI, replace(HOME, members=(ANA, ILL, SIS), income=lines, **change))


def test_deeming_by_hand():
    # 5000 - 497 for the sister = 4503; - 85 = 4418; half 2209; - 994 = 1215; - 20 = 1195
    reason = ssi(line(5000))
    assert (reason.answer.value, reason.facts[0][1], reason.limit) == ("no", D(1195), D(994))
    assert ssi(line(4500)).facts[0][1] == D(945)
    assert ssi(line(4500)).answer.value == "yes"


def test_the_childs_own_money():
    # a third of child support is left out, then 20
    assert ssi(line(300, "child_support", "kid")).facts[0][1] == D(180)
    assert ssi(line(300, "other", "sis"), line(5000)).answer.value == "no"


def test_a_parent_on_ssi_and_a_child_in_care_are_not_deemed():
    aided = replace(ANA, receives=frozenset({"ssi"}))
    home = replace(HOME, members=(aided, ILL, SIS), income=(line(9000),))
    assert for_kid(SSI, home).answer.value == "yes"
    care = replace(HOME, members=(ANA, replace(ILL, foster_care=True)), income=(line(9000),))
    assert for_kid(SSI, care).answer.value == "yes"
    unsaid = replace(care, members=(ANA, replace(ILL, foster_care=None)))
    assert [str(ref) for ref in for_kid(SSI, unsaid).missing] == ["foster_care:kid"]


@pytest.mark.parametrize(
    ("credit", "pay", "expected"),
    [
        ("eitc", "58628.99", "yes"),  # two children, one filer, 2026
        ("eitc", "58629", "no"),
        ("ctc", "287000", "yes"),  # 200,000 + 2 x 2,200 x 20 - 1,000
        ("ctc", "287000.01", "no"),
    ],
)
def test_where_credits_end(credit, pay, expected):
    home = replace(HOME, income=(IncomeLine(D(pay), "yearly", "wages", member="ana"),))
    assert looked({"kind": "tax_income", "credit": credit}, home).answer.value == expected


def test_children_who_count_are_counted_at_the_end_of_the_year():
    grown = {"kind": "tax_children", "credit": "ctc"}
    for born, expected in ((date(2010, 1, 1), "yes"), (date(2009, 12, 31), "no")):
        kid = replace(KID, age=None, birth_date=born)
        assert looked(grown, replace(HOME, members=(ANA, kid))).answer.value == expected


def test_pay_from_work():
    earned = {"kind": "tax_earned", "credit": "ctc"}
    for pay, expected in (("2499.99", "no"), ("2500", "yes")):
        home = replace(HOME, income=(IncomeLine(D(pay), "yearly", "wages", member="ana"),))
        assert looked(earned, home).answer.value == expected
    taxed = replace(HOME, income=(line(2013, "unemployment"),))  # 24,156 > 24,150
    assert looked(earned, taxed).answer.value == "yes"


def test_social_security_counts_in_part():
    assert agi(20000_00, 12000_00, False) == 20500_00
    assert agi(60000_00, 20000_00, False) == 77000_00
    assert agi(10000_00, 12000_00, False) == 10000_00
    assert agi(30000_00, 30000_00, True) == 30000_00 + 6850_00


def test_a_state_without_a_row_is_never_a_no():
    row = {"kind": "income_at_most", "amount_table": "tanf:nowhere", "per": "month"}
    reason = looked(row, HOME)
    assert (reason.answer.value, reason.missing) == ("maybe", ())
    assert "office of your state decides" in reason.sentence("en")
    assert looked({**row, "without_row": "no"}, HOME).answer.value == "no"


def test_a_state_without_a_text_of_its_own():
    local = {"id": "money", "kind": "income_at_most", "amount": 1, "jurisdiction": "US-NM"}
    got = evaluate(program_of(local, subject="household"), HOME, ON)
    assert (got.answer.value, got.missing) == ("maybe", ())
    nowhere = evaluate(program_of(local, subject="household"), replace(HOME, state=None), ON)
    assert [str(ref) for ref in nowhere.missing] == ["place"]


def test_pay_after_what_the_rules_leave_out():
    row = {"kind": "income_at_most", "amount": 1000, "per": "month", "earned_off": 90}
    row["earned_percent_off"] = 30
    home = replace(HOME, income=(line("1518.57"), line(0, "other")))
    assert looked(row, home).answer.value == "yes"  # (1518.57 - 90) x 0.7 = 999.999
    assert looked(row, replace(home, income=(line("1518.58"),))).answer.value == "no"
