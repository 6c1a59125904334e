"""Files with keys left out: what is decided without them stays when they are there."""

import copy
import random
from datetime import date

import numpy as np
import pytest

from kinwork.library.programs import batch, registry
from kinwork.library.programs.files.reading import INCOME, tell

ON = date(2026, 11, 15)
PERSONAL = ("medicaid", "ssi", "wic")
AGES = {"parent": (14, 70), "child": (0, 19), "grandparent": (40, 85), "other": (0, 80)}
SURE = ("id", "members")


def person(rng: random.Random, place: int) -> dict:
    """One member, all told and without contradiction: who has SSI money is said to get SSI."""
    relation = "parent" if not place and rng.random() < 0.8 else rng.choice([*AGES, "child"])
    age, sex = rng.uniform(*AGES[relation]), rng.choice(["female", "male"])
    bears = sex == "female" and 12 < age < 50
    income = dict.fromkeys(INCOME, 0)
    for kind in rng.sample(list(INCOME), rng.choice([0, 0, 1, 2])):
        income[kind] = round(rng.uniform(0, rng.choice([3000, 12000, 30000, 60000])), 2)
    gets = set(rng.sample(PERSONAL, rng.choice([0, 0, 1])))
    gets |= {"ssi"} if income["ssi"] else set()
    return {
        "id": f"p{place}",
        "relation": relation,
        "age": round(age, rng.choice([0, 1, 2])),
        "sex": sex,
        "pregnant": bears and rng.random() < 0.25,
        "breastfeeding": bears and rng.random() < 0.2,
        "disabled": "ssi" in gets or rng.random() < 0.2,
        "foster_care": rng.random() < 0.12,
        "weekly_hours_worked": rng.choice([0, 10, 20, 40]),
        "student": rng.random() < 0.3,
        "receives": sorted(gets),
        "income": income,
    }


def home(rng: random.Random, number: int) -> dict:
    members = [person(rng, place) for place in range(rng.choice([1, 2, 2, 3, 3, 4, 5]))]
    shared = set(rng.sample(["snap", "tanf"], rng.choice([0, 0, 1])))
    return {
        "id": number,
        "state": rng.choice(["AZ", "AZ", "CA", "TX", "NY", "GA", "CT", "MN", "AK"]),
        "homeless": rng.random() < 0.15,
        "assets": rng.choice([0, 1500, 2500, 5000, 90000]),
        "rent_annual": rng.choice([0, 9600, 20000]),
        "childcare_annual": rng.choice([0, 0, 3000]),
        "receives": sorted(shared.union(*(m["receives"] for m in members))),
        "members": members,
    }


def without(rng: random.Random, full: dict) -> dict:
    """The same home with keys left out. The first member's list of help stays: where nobody has
    one the home's list speaks for all."""
    less, share = copy.deepcopy(full), rng.choice([0.05, 0.3, 0.6])
    for key in [key for key in less if key not in SURE and rng.random() < share]:
        del less[key]
    for place, member in enumerate(less["members"]):
        for kind in [kind for kind in INCOME if rng.random() < share]:
            del member["income"][kind]
        for key in [key for key in member if key != "id" and rng.random() < share]:
            if (key != "relation" or rng.random() < 0.5) and (key, place) != ("receives", 0):
                del member[key]
    return less


@pytest.mark.parametrize("seed", range(3))
def test_a_decided_answer_of_a_file_stays(seed):
    rng = random.Random(seed)
    full = [home(rng, number) for number in range(2500)]
    less = [without(rng, one) for one in full]
    programs = list(registry().values())
    before, after = (
        batch.screen(
            batch.columns([one.household for one in tell({"households": homes}, ON)]), ON, programs
        )
        for homes in (less, full)
    )
    owner = np.repeat(np.arange(len(full)), [len(one["members"]) for one in full])
    for program in programs:
        first, then = before[program.code], after[program.code]
        wrong = (first.household != batch.MAYBE) & (first.household != then.household)
        assert not wrong.any(), (program.code, less[wrong.argmax()], full[wrong.argmax()])
        told = (first.member != batch.MAYBE) & (first.member >= 0) & (then.member >= 0)
        wrong = told & (first.member != then.member)
        spot = owner[wrong.argmax()]
        assert not wrong.any(), (program.code, less[spot], full[spot])
