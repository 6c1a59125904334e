"""Families that nobody is: `households(count, seed, on)` yields them as `kinwork screen` reads them.

Every key of a household is filled in, so each is known in full. The same seed gives the same
families. What they are made of is declared in `assumptions.toml`; no figure of it describes a place.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from kinwork.library.codes.poverty import area_of, guideline_on

MONEY = (
    *("employment", "self_employment", "child_support", "unemployment"),
    *("social_security", "ssi", "other"),
)
YEAR = timedelta(days=365.25)


@cache
def assumptions() -> dict:
    """What the families are made of."""
    return tomllib.loads((Path(__file__).parent / "assumptions.toml").read_text(encoding="utf-8"))


def households(count: int, seed: int, on: date) -> Iterator[dict]:
    """`count` households of the day `on`. Errors: ValueError when no poverty guideline covers it."""
    for number in range(count):
        yield _household(Random(f"{seed}/{number}"), number, on)  # noqa: S311  (no secret)


def _household(dice: Random, number: int, on: date) -> dict:
    given = assumptions()
    states = given["states"]
    state = dice.choices(list(states), list(states.values()))[0]
    homeless = dice.random() < given["place"]["homeless"]
    members = _members(dice, on)
    poverty = _poverty(on, len(members), state)
    earned = _earnings(dice, members, poverty)
    _other_money(dice, members, earned / poverty)
    total = sum(sum(one["income"].values()) for one in members)
    share = total / poverty
    receives = _receives(dice, members, share)
    return {
        "id": f"h{number}",
        "state": state,
        "homeless": homeless,
        "assets": _assets(dice),
        "rent_annual": 0 if homeless else _rent(dice, total),
        "pays_utilities": not homeless and dice.random() < given["place"]["pays_utilities"],
        "childcare_annual": _child_care(dice, members),
        "receives": sorted(receives),
        "members": members,
    }


def _members(dice: Random, on: date) -> list[dict]:
    home, person = assumptions()["home"], assumptions()["person"]
    kind = dice.choices(
        ["two_parents", "one_parent", "grandparent"],
        [home["two_parents"], home["one_parent"], home["grandparent"]],
    )[0]
    expecting = dice.random() < home["expecting_first"]
    ages = [] if expecting else _ages(dice)
    oldest = max(ages, default=0.0)
    relation = "grandparent" if kind == "grandparent" else "parent"
    adults = [_adult(dice, relation, "female", oldest)]
    if kind == "two_parents":
        adults.append(_adult(dice, "parent", "male", oldest))
    mother = adults[0]
    young = relation == "parent" and mother["age"] < 45
    nursing = relation == "parent" and min(ages, default=9) < 1
    mother["pregnant"] = young and not nursing and (expecting or dice.random() < person["pregnant"])
    if mother["pregnant"]:
        mother["due_date"] = (on + timedelta(days=dice.randint(7, 250))).isoformat()
    mother["breastfeeding"] = nursing and dice.random() < person["breastfeeding"]
    mother["recent_birth"] = nursing
    if nursing:
        mother["pregnancy_ended"] = (on - min(ages) * YEAR).isoformat()
    if dice.random() < home["other_adult"]:
        adults.append(_adult(dice, "other", dice.choice(["female", "male"]), 0.0))
    everyone = adults + [_child(dice, age, on) for age in ages]
    for number, one in enumerate(everyone):
        one["id"] = f"m{number}"
    return everyone


def _ages(dice: Random) -> list[float]:
    given = assumptions()["children"]
    count = dice.choices([1, 2, 3, 4], [given[n] for n in ("one", "two", "three", "four")])[0]
    ages = [dice.uniform(0.02, given["youngest_under"])]
    for _ in range(count - 1):
        ages.append(ages[-1] + dice.uniform(*given["years_apart"]))
    return [age for age in ages if age < 18]


def _adult(dice: Random, relation: str, sex: str, oldest: float) -> dict:
    person = assumptions()["person"]
    first = {"grandparent": (46, 70), "parent": (18, 38), "other": (18, 60)}[relation]
    age = round(max(dice.uniform(*first), oldest + 17), 1)
    student = relation == "parent" and dice.random() < person["student"]
    care = 18 <= age < 26 and dice.random() < person["former_foster_care"]
    return _person(relation, age, sex) | {
        "former_foster_care": care,
        "disabled": dice.random() < person["adult_disability"],
        "student": student,
    }


def _child(dice: Random, age: float, on: date) -> dict:
    person = assumptions()["person"]
    disabled = dice.random() < person["child_disability"]
    return _person("child", None, dice.choice(["female", "male"])) | {
        "birth_date": (on - age * YEAR).isoformat(),
        "disabled": disabled,
        "concern": disabled or dice.random() < person["child_concern"],
        "foster_care": dice.random() < person["foster_care"],
        "student": age >= 5,
    }


def _person(relation: str, age: float | None, sex: str) -> dict:
    one = {"id": "", "relation": relation, "sex": sex, "pregnant": False, "breastfeeding": False}
    one |= {"disabled": False, "foster_care": False, "student": False, "weekly_hours_worked": 0}
    one |= {"recent_birth": False, "former_foster_care": False}
    one |= {"concern": False, "receives": [], "income": dict.fromkeys(MONEY, 0)}
    return one if age is None else one | {"age": age}


def _poverty(on: date, size: int, state: str) -> float:
    guideline = guideline_on(on)
    if guideline is None:
        raise ValueError(f"no poverty guideline is known for {on}")
    return float(guideline.amount(size, area_of(state)))


def _earnings(dice: Random, members: list[dict], poverty: float) -> float:
    """Gives the adults their earnings and hours; returns the sum a year."""
    money = assumptions()["money"]
    adults = [one for one in members if one["relation"] in ("parent", "grandparent")]
    for one in members:
        one["working_or_training"] = one["student"]
    if dice.random() < money["no_earnings"]:
        return 0.0
    median = money["median_two_parents" if len(adults) > 1 else "median_one_parent"]
    total = poverty * median * dice.lognormvariate(0, money["spread"])
    both = len(adults) > 1 and dice.random() < money["second_earner"]
    shares = [0.6, 0.4] if both else [1.0]
    for one, share in zip(dice.sample(adults, len(shares)), shares, strict=True):
        kind = "self_employment" if dice.random() < money["self_employed"] else "employment"
        one["income"][kind] = round(total * share)
        one["weekly_hours_worked"] = min(50, round(total * share / 52 / money["hourly"]))
        one["working_or_training"] = one["student"] or one["weekly_hours_worked"] > 0
    return total


def _other_money(dice: Random, members: list[dict], share: float) -> None:
    money = assumptions()["money"]
    first = members[0]
    alone = sum(one["relation"] in ("parent", "grandparent") for one in members) == 1
    if alone and dice.random() < money["child_support"]:
        first["income"]["child_support"] = round(dice.uniform(100, 500)) * 12
    if dice.random() < money["unemployment"]:
        first["income"]["unemployment"] = round(dice.uniform(100, 400)) * 26
    if dice.random() < money["social_security"]:
        first["income"]["social_security"] = round(dice.uniform(500, 1400)) * 12
    for one in members:
        if one["disabled"] and share < 1.5 and dice.random() < money["ssi"]:
            one["receives"].append("ssi")
            one["income"]["ssi"] = round(dice.uniform(200, 960)) * 12


def _receives(dice: Random, members: list[dict], share: float) -> set[str]:
    """What the household says it has; who is covered by Medicaid is said of each member."""
    has = assumptions()["has"]

    def drawn(name: str) -> bool:
        percent, chance = has[name]
        return share * 100 < percent and dice.random() < chance

    found = {name for name in ("snap", "wic", "tanf") if drawn(name)}
    for one in members:
        child = one["relation"] == "child"
        if "ssi" in one["receives"] or (child and drawn("medicaid")):
            one["receives"].append("medicaid")
        one["insured"] = "medicaid" not in one["receives"] and dice.random() < has["insured"]
    return found.union(*(one["receives"] for one in members))


def _assets(dice: Random) -> int:
    money = assumptions()["money"]
    return round(money["assets_median"] * dice.lognormvariate(0, money["assets_spread"]))


def _rent(dice: Random, income: float) -> int:
    money = assumptions()["money"]
    return round(max(money["rent_least"], min(30000, income * dice.uniform(*money["rent_share"]))))


def _child_care(dice: Random, members: list[dict]) -> int:
    money = assumptions()["money"]
    working = all(one["weekly_hours_worked"] > 0 for one in members if one["relation"] == "parent")
    young = any(one["relation"] == "child" for one in members)
    if working and young and dice.random() < money["child_care"]:
        return round(dice.uniform(*money["child_care_cost"]))
    return 0
