"""What is decided stays decided when more is learned: every kind and program, many households."""

import random
from dataclasses import replace
from datetime import date

import pytest

from kinwork.library.programs import Household, IncomeLine, Member, batch, registry
from kinwork.library.programs.household import UNKNOWN, may_bear
from kinwork.library.programs.kinds import HOUSEHOLD_KINDS
from kinwork.library.programs.tests.making import FLAGS, household, program_of
from kinwork.library.programs.tests.test_batch import EVERY_KIND

ON = date(2026, 9, 15)
HOME_FACTS = ("income", "receives", "homeless", "state", "county", "assets", "rent_annual") + (
    "childcare_annual",
    "pays_utilities",
)
TOGETHER = {  # facts that tell each other are forgotten together
    "pregnant": ("due_date",),
    "recent_birth": ("pregnancy_ended",),
    "birth_date": ("age",),
}
LOST = [
    *(f for f in FLAGS if f not in ("student", "working_or_training")),
    "birth_date",
    "relation",
]


def whole(rng: random.Random) -> Household:
    """A household about which all is known and nothing contradicts itself: who gets SSI has a
    disability, and money from SSI or TANF is named as help too (here: there is none)."""
    home = household(rng, 0.0, ON)
    members = tuple(map(consistent, home.members))
    plain = tuple(line for line in home.income if line.kind not in ("ssi", "tanf"))
    aided = any("ssi" in (m.receives or ()) for m in members)
    receives = home.receives - {"ssi"} | ({"ssi"} if aided else frozenset())
    told = {"members_complete": True, "size": None, "zip": None}
    return replace(home, members=members, income=plain, receives=receives, **told)


def consistent(m: Member) -> Member:
    may = may_bear(m, m.age_months(ON)) and (m.birth_date or m.age) is not None
    recent = bool(may and m.recent_birth and m.pregnancy_ended)
    expecting = bool(may and m.pregnant and not recent)
    receives = m.receives if m.disability or m.receives is None else m.receives - {"ssi"}
    return replace(
        m,
        sex=m.sex or "female",
        pregnant=expecting,
        due_date=m.due_date
        if expecting and m.role != "child" and m.due_date and m.due_date >= ON
        else None,
        recent_birth=recent,
        pregnancy_ended=m.pregnancy_ended if recent else None,
        working_or_training=None,
        student=bool(m.student),
        weekly_hours=m.weekly_hours or 0,
        relation={"caregiver": "parent"}.get(m.role, m.role),
        birth_date=m.birth_date or (m.born(ON) or date(2000, 1, 1)),
        age=None,
        receives=receives,
    )


def forget(home: Household, rng: random.Random) -> Household:
    people = []
    for m in home.members:
        lost = [fact for fact in LOST if rng.random() < 0.3]
        gone = {name: None for fact in lost for name in (fact, *TOGETHER.get(fact, ()))}
        if rng.random() < 0.05:
            gone |= {"role": UNKNOWN, "relation": None}
        people.append(replace(m, **gone))
    lost = {fact: None for fact in HOME_FACTS if rng.random() < 0.3}
    if home.income and "income" not in lost and rng.random() < 0.5:
        first, *rest = home.income
        lost["income"] = (replace_amount(first), *rest)
    complete = all(m.role != UNKNOWN for m in people)
    return replace(home, members=tuple(people), members_complete=complete, **lost)


def replace_amount(line: IncomeLine) -> IncomeLine:
    return replace(line, amount=None, high=None)


def turned(programs: list, seed: int, count: int) -> list:
    """Households for which a decided answer turned."""
    rng = random.Random(seed)
    full = [whole(rng) for _ in range(count)]
    less = [forget(home, rng) for home in full]
    known, some = (batch.screen(batch.columns(homes), ON, programs) for homes in (full, less))
    out = []
    for program in programs:
        before, after = some[program.code].household, known[program.code].household
        wrong = (before != batch.MAYBE) & (before != after)
        out += [(program.code, less[n], full[n]) for n in wrong.nonzero()[0][:2]]
    return out


# What a family certifies when it applies is told, and a yes stands until then.
LEARNED = [row for row in EVERY_KIND if row["kind"] != "assets_at_most" or "note" not in row]


@pytest.mark.parametrize("row", LEARNED, ids=lambda row: "-".join(map(str, row.values()))[:60])
def test_a_decided_answer_of_a_kind_stays(row):
    programs = [program_of(row, code="people", counts_unborn=True)]
    if row["kind"] in HOUSEHOLD_KINDS and row.get("whose") != "member":
        programs.append(program_of(row, code="home", subject="household"))
    assert turned(programs, 5, 300)[:1] == []


def test_a_decided_answer_of_a_program_stays():
    assert turned(list(registry().values()), 11, 3000)[:1] == []
