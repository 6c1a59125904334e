"""Well known limits as published, at the dollar and one above: verdict and the limit that is shown."""

from datetime import date

import pytest

from kinwork.library.programs import registry, screen
from kinwork.library.programs.files import results, tell
from kinwork.library.programs.files.reading import INCOME

FALL, SPRING = date(2026, 11, 15), date(2026, 3, 15)
FLAGS = ("pregnant", "breastfeeding", "disabled", "foster_care", "student")


def person(name: str, relation: str, age: float, pay: int = 0, kind: str = "employment") -> dict:
    told = dict.fromkeys(FLAGS, False) | {"sex": "male", "receives": [], "weekly_hours_worked": 40}
    return told | {
        "id": name,
        "relation": relation,
        "age": age,
        "income": dict.fromkeys(INCOME, 0) | {kind: pay},
    }


def judged(program: str, on: date, state: str, members: list, **more) -> tuple[str, set]:
    """The verdict, and (id, limit) of every criterion that was looked at."""
    home = {"homeless": False, "assets": 0, "rent_annual": 0, "childcare_annual": 0} | more
    home |= {"id": 1, "state": state, "members": members, "receives": more.get("receives", [])}
    (told,) = tell({"households": [home]}, on)
    found = [(told, screen(told.household, on, [program]))]
    got = results(found, registry())[0]["programs"][0]
    limits = {(c["id"], c["limit"]) for c in got["criteria"] if not isinstance(c["limit"], list)}
    return got["verdict"], limits


# Two people. program, day, state, the child's age, dollars a year that are within, one step, limit
TWO = [
    ("snap", SPRING, "MO", 4, 2292 * 12, 12, ("gross_income", 2292)),  # FY 2026, 130 %
    ("snap", FALL, "MO", 4, 2345 * 12, 12, ("gross_income", 2345)),  # FY 2027, 130 %
    ("snap", SPRING, "AZ", 4, 3525 * 12, 12, ("categorical", 3525)),  # 200 % since March 2026
    ("wic", FALL, "AZ", 4, 40034, 1, ("income", 40034)),  # 185 %, July to June
    ("head_start", FALL, "AZ", 4, 21640, 1, ("income", 21640)),  # 100 %
    ("school_meals", FALL, "AZ", 8, 40034, 1, ("income", 40034)),  # 185 %
    ("lifeline", FALL, "AZ", 8, 29214, 1, ("income", 29214)),  # 135 %
    ("medicaid", FALL, "AZ", 0.5, 2742 * 12, 12, ("income", 2742)),  # 152 %
    ("medicaid", FALL, "AZ", 3, 2633 * 12, 12, ("income", 2633)),  # 146 %
    ("medicaid", FALL, "AZ", 8, 2489 * 12, 12, ("income", 2489)),  # 138 %
    ("medicaid", FALL, "CA", 8, 4797 * 12, 12, ("income", 4797)),  # 266 %
    ("medicaid", FALL, "TX", 3, 2687 * 12, 12, ("income", 2687)),  # 149 %
    ("chip", FALL, "AZ", 8, 4148 * 12, 12, ("income", 4148)),  # 230 %
    ("chip", FALL, "TX", 8, 3715 * 12, 12, ("income", 3715)),  # 206 %
    ("liheap", FALL, "TX", 8, 2705 * 12, 12, ("income", 2705)),  # 150 %
    ("ctc", FALL, "AZ", 8, 243000, 1000, ("income", 243000)),  # 200,000 and 2,200 at 5 %
]


@pytest.mark.parametrize("row", TWO, ids=lambda row: f"{row[0]}-{row[1]:%m}-{row[2]}-{row[3]}")
def test_at_the_limit_and_above(row):
    program, on, state, age, within, step, limit = row
    more = {"rent_annual": 18000, "pays_utilities": True} if state == "MO" else {}
    for pay, verdict in ((within, "yes"), (within + step, "no")):
        members = [person("p", "parent", 30, pay), person("c", "child", age)]
        got, limits = judged(program, on, state, members, **more)
        assert (got, limit in limits) == (verdict, True), (pay, limits)


def test_snaps_net_income():
    """Kansas, no broad rules, FY 2026: 1,763 for two after the standard deduction of 209."""
    for month, verdict in ((1763 + 209, "yes"), (1763 + 210, "no")):
        members = [person("p", "parent", 30, month * 12, "other"), person("c", "child", 4)]
        got, limits = judged("snap", SPRING, "KS", members, pays_utilities=False)
        assert (got, ("net_income", 1763) in limits) == (verdict, True)


@pytest.mark.parametrize(
    ("year", "children", "single", "joint"),
    [
        (2025, 0, 19104, 26214),
        (2025, 1, 50434, 57554),
        (2025, 2, 57310, 64430),
        (2025, 3, 61555, 68675),
        (2026, 0, 19540, 26820),
        (2026, 1, 51593, 58863),
        (2026, 2, 58629, 65899),
        (2026, 3, 62974, 70244),
    ],
)
def test_where_the_eitc_ends(year, children, single, joint):
    kids = [person(f"c{n}", "child", 5 + n) for n in range(children)]
    for ends, others in ((single, []), (joint, [person("q", "parent", 30)])):
        for pay, verdict in ((ends - 1, "yes"), (ends, "no")):
            members = [person("p", "parent", 30, pay), *others, *kids]
            got, limits = judged("eitc", date(year, 6, 1), "AZ", members)
            assert (got, ("income", ends) in limits) == (verdict, True)


def test_head_start_takes_homeless_and_foster_children_at_any_income():
    rich = person("p", "parent", 30, 90000)
    child = person("c", "child", 4)
    assert judged("head_start", FALL, "AZ", [rich, child])[0] == "no"
    assert judged("head_start", FALL, "AZ", [rich, child], homeless=True)[0] == "yes"
    assert judged("head_start", FALL, "AZ", [rich, child | {"foster_care": True}])[0] == "yes"
