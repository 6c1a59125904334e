"""Eight programs read a second time, plainly and on their own: Arizona on one day, families of which
all is known. Whoever changes a rule changes it here too."""

import random
from datetime import date
from math import ceil

from kinwork.library.programs import screen
from kinwork.library.programs.files.reading import tell

ON = date(2026, 3, 15)
GUIDELINE = {1: 15960, 2: 21640, 3: 27320, 4: 33000, 5: 38680, 6: 44360}  # 91 FR 1797
LAST = {1: 15650, 2: 21150, 3: 26650, 4: 32150, 5: 37650, 6: 43150}  # 90 FR 5917
MEDIAN = {n: 107983 * share for n, share in enumerate((0.52, 0.68, 0.84, 1, 1.16, 1.32), 1)}
EITC = {1: (51593, 58863), 2: (58629, 65899), 3: (62974, 70244)}
KINDS = ("employment", "self_employment", "child_support", "unemployment") + (
    "social_security",
    "ssi",
    "other",
)
CODES = ["medicaid", "chip", "snap", "tanf", "liheap", "eitc", "school_meals", "ccdf"]


def person(name, relation, age, pay=0, hours=0, pregnant=False):
    told = dict.fromkeys(("breastfeeding", "disabled", "foster_care", "student", "insured"), False)
    told["sex"] = "female" if name == "p0" else "male"
    income = dict.fromkeys(KINDS, 0) | {"employment": pay}
    return told | {
        "id": name,
        "relation": relation,
        "age": age,
        "weekly_hours_worked": hours,
        "pregnant": pregnant,
        "recent_birth": False,
        "receives": [],
        "income": income,
    }


def homes(count):
    rng = random.Random(7)
    for number in range(count):
        adults = [
            person(
                f"p{n}",
                "parent",
                rng.choice([27, 34, 55]),
                rng.choice([0, 6000, 7000, 12000, 24000, 30000, 36000, 45000, 60000]),
                rng.choice([0, 30, 40]),
                n == 0 and rng.random() < 0.2,
            )
            for n in range(rng.choice([1, 1, 2]))
        ]
        ages = [2, 4, 5.5, 7, 12, 13, 16, 17.5]
        kids = [person(f"c{n}", "child", rng.choice(ages)) for n in range(rng.choice([1, 2, 3]))]
        yield {
            "id": number,
            "state": "AZ",
            "homeless": False,
            "assets": rng.choice([0, 2000, 2001, 3500]),
            "rent_annual": 9600,
            "childcare_annual": 0,
            "receives": [],
            "members": adults + kids,
        }


def expected(home) -> dict[str, bool]:
    adults = [m for m in home["members"] if m["relation"] == "parent"]
    kids = [m for m in home["members"] if m["relation"] == "child"]
    pay = [m["income"]["employment"] for m in adults]
    year, people = sum(pay), len(home["members"])
    month, with_baby = year / 12, people + any(m["pregnant"] for m in adults)

    def within(percent):
        return month <= ceil(GUIDELINE[with_baby] * percent / 100 / 12)

    def insured_by_medicaid(kid):
        return within(146 if 1 <= kid["age"] < 6 else 138)

    grown = any(within(161 if m["pregnant"] else 138) for m in adults)
    counted = sum(max(one / 12 - 90, 0) * 0.7 for one in pay)
    standard = int(0.36 * (6810 + 2380 * (people - 1)) / 12)
    level_six = ceil(ceil(LAST[people] / 12) * 165 / 100)
    return {
        "medicaid": grown or any(insured_by_medicaid(kid) for kid in kids),
        "chip": within(230) and not all(insured_by_medicaid(kid) for kid in kids),
        "snap": month <= ceil(LAST[people] * 2 / 12),
        "tanf": counted <= standard and month <= LAST[people] / 12 and home["assets"] <= 2000,
        "liheap": month <= max(MEDIAN[people] * 0.6, LAST[people] * 1.1) / 12,
        "eitc": 0 < year < EITC[min(len(kids), 3)][len(adults) > 1],
        "school_meals": year <= ceil(LAST[people] * 1.85) and any(m["age"] >= 5 for m in kids),
        "ccdf": month <= level_six
        and all(m["weekly_hours_worked"] for m in adults)
        and any(m["age"] < 13 for m in kids),
    }


def test_a_second_reading_agrees():
    data = list(homes(200))
    seen = {code: set() for code in CODES}
    for home, told in zip(data, tell({"households": data}, ON), strict=True):
        right = expected(home)
        for got in screen(told.household, ON, CODES):
            assert got.answer.value == ("yes" if right[got.program] else "no"), (got, home)
            seen[got.program].add(right[got.program])
    assert all(found == {True, False} for found in seen.values()), seen
