"""One household against every program; many households against the federal ones, on columns.

CPU is counted, so the figures mean the same on a busy machine. `--households N` for another number.
"""

import argparse
import json
import resource
import statistics
import time
from datetime import date

from bench.common import machine

ON = date(2026, 11, 15)
FEDERAL = [
    "wic",
    "head_start",
    "early_head_start",
    "snap",
    "medicaid",
    "chip",
    "school_meals",
    "cacfp",
    "summer_ebt",
    "ssi_child",
    "eitc",
    "ctc",
    "lifeline",
]
AIM_ONE, AIM_MANY, AIM_MEMORY = 10.0, 4.0, 500
PEER_CPU, PEER_MEMORY = 84.0, 5300  # a public microsimulation model on the like
MONEY = ("employment", "self_employment", "child_support", "unemployment", "social_security")


def person(name: str, relation: str, age: float, pay: int = 0, **more) -> dict:
    income = {**dict.fromkeys((*MONEY, "ssi", "other"), 0), "employment": pay}
    told = {"pregnant": False, "breastfeeding": False, "disabled": False, "foster_care": False}
    known = {"id": name, "relation": relation, "age": age, "student": False, "receives": []}
    return {**known, **told, "income": income, **more}


FAMILY = {
    "id": "one",
    "state": "AZ",
    "homeless": False,
    "assets": 900,
    "rent_annual": 11400,
    "childcare_annual": 2400,
    "receives": [],
    "members": [
        person("ana", "parent", 31, 24000, sex="female", weekly_hours_worked=32),
        person("leo", "parent", 33, 9000, sex="male", weekly_hours_worked=15),
        person("luz", "child", 3.5, sex="female", disabled=True),
        person("sol", "child", 0.6, sex="female"),
        person("rio", "child", 8, sex="male", student=True),
    ],
}


def one_household() -> tuple[float, float]:
    """Milliseconds of CPU for one household against all programs: the best and the median of many.

    Whatever else runs on the machine slows the median; the best comes near to a quiet one.
    """
    from kinwork.library.programs import files, screen

    (told,) = files.read_json(json.dumps({"households": [FAMILY]}), ON)
    spent = []
    for _ in range(200):
        begun = time.process_time()
        found = screen(told.household, ON)
        spent.append((time.process_time() - begun) * 1000)
    assert not any(got.failed for got in found)
    print(f"one household of five, {len(found)} programs, every reason:")
    return min(spent), statistics.median(spent)


def many_households(count: int) -> tuple[float, int]:
    """CPU seconds and megabytes for many households against the federal programs."""
    from bench.households import columns
    from kinwork.library.programs import batch, registry

    programs = [registry()[code] for code in FEDERAL if code in registry()]
    made = columns(count)
    batch.screen(columns(1000, seed=2), ON, programs)  # tables are read once
    begun = time.process_time()
    found = batch.screen(made, ON, programs)
    spent = time.process_time() - begun
    print(f"{count:,} households ({made.members:,} people), {len(programs)} federal programs:")
    for code, verdicts in found.items():
        yes = (verdicts.household == batch.YES).mean()
        maybe = (verdicts.household == batch.MAYBE).mean()
        print(f"  {code:<20}yes {yes:6.1%}   maybe {maybe:6.1%}")
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--households", type=int, default=100_000)
    ask.add_argument("--quick", action="store_true", help="20,000 households")
    said = ask.parse_args()
    print(machine())
    best, each = one_household()
    print(f"  {best:.2f} ms of CPU at best, {each:.2f} ms in the middle ", end="")
    print(f"(aim {AIM_ONE:.0f} ms, ratios {best / AIM_ONE:.2f} and {each / AIM_ONE:.2f})")
    count = 20_000 if said.quick else said.households
    spent, memory = many_households(count)
    aim = AIM_MANY * count / 100_000
    print(f"  {spent:.2f} s of CPU (aim {aim:.1f} s, ratio {spent / aim:.2f})")
    print(f"  {memory} MB in all (aim {AIM_MEMORY} MB, ratio {memory / AIM_MEMORY:.2f})")
    if count == 100_000:
        print(f"  the public model: {PEER_CPU / spent:.0f} times the CPU, ", end="")
        print(f"{PEER_MEMORY / memory:.0f} times the memory")


if __name__ == "__main__":
    main()
