"""The batch evaluator answers as the explaining one does: every kind, every program, any gap."""

import random
from datetime import date

import numpy as np
import pytest

from kinwork.library.programs import batch, registry
from kinwork.library.programs.batch.language import TWINS
from kinwork.library.programs.evaluate import evaluate
from kinwork.library.programs.kinds import HOUSEHOLD_KINDS, KINDS
from kinwork.library.programs.tests.making import household, program_of

NUMBER = {"no": 0, "maybe": 1, "yes": 2}
DATES = [date(2026, 11, 15), date(2025, 2, 28), date(2026, 7, 1), date(2027, 3, 31)]
POVERTY = {"kind": "income_at_most", "percent": 130}

EVERY_KIND = [
    {"kind": "age_under", "months": 7},
    {"kind": "age_under", "years": 5},
    {"kind": "age_under", "years": 18},
    {"kind": "age_at_least", "years": 3},
    {"kind": "turns_by_school_day", "years": 4},
    {"kind": "under_school_age"},
    {"kind": "role_is", "of": ["caregiver"]},
    {"kind": "pregnant"},
    {"kind": "pregnant", "weeks_at_most": 28},
    {"kind": "recently_pregnant", "months": 6, "breastfeeding_months": 12},
    {"kind": "recently_pregnant", "months": 2, "months_table": "medicaid:postpartum"},
    {"kind": "first_baby"},
    {"kind": "fact_is", "fact": "homeless"},
    {"kind": "fact_is", "fact": "foster_care"},
    {"kind": "fact_is", "fact": "foster_care", "value": False},
    {"kind": "fact_is", "fact": "working_or_training"},
    {"kind": "fact_is", "fact": "student", "value": False},
    {"kind": "any_member", "fact": "disability"},
    {"kind": "any_member", "fact": "foster_care"},
    {"kind": "anyone_aged", "under": 18, "roles": ["child"], "student_under": 19},
    {"kind": "anyone_aged", "under": 3},
    {"kind": "anyone_aged", "at_least": 60},
    {"kind": "elderly_or_disabled"},
    {"kind": "caregivers_active"},
    {"kind": "caregivers_active", "hours": 20},
    {"kind": "raised_by_relative"},
    {"kind": "receives_any", "of": ["snap", "medicaid"]},
    {"kind": "receives_any", "of": ["ssi"], "scope": "member"},
    {"kind": "receives_any", "of": ["tanf", "chip"], "scope": "member"},
    {"kind": "receives_none", "of": ["fdpir"]},
    {"kind": "mother_or_infant_receives", "of": ["medicaid"]},
    {"kind": "state_is", "of": ["AZ", "NM"]},
    {"kind": "county_is", "of": ["Saguaro Wash"], "state": "AZ"},
    {"kind": "state_says", "table": "summer_ebt:takes_part"},
    {"kind": "state_says", "table": "school_meals:free_for_all", "without_row": "no"},
    {"kind": "season", "starts": "05-01", "ends": "09-30"},
    {"kind": "season", "starts": "11-01", "ends": "02-28"},
    {"kind": "income_at_most", "percent": 185, "rounding": "up", "year_starts": "07-01"},
    {**POVERTY, "per": "month", "rounding": "up", "year_starts": "10-01"},
    {**POVERTY, "strict": True, "only": ["wages"], "whose": "member"},
    {**POVERTY, "exclude": ["ssi", "tax_credit"], "whose": "adults"},
    {**POVERTY, "per": "month", "rounding": "up_twice", "earned_off": 90, "earned_percent_off": 30},
    {"kind": "income_at_most", "percent": 85, "of": "median", "per": "month"},
    {"kind": "income_at_most", "percent_table": "medicaid:infant", "per": "month"},
    {"kind": "income_at_most", "percent_table": "snap:bbce_gross", "without_row": "no"},
    {"kind": "income_at_most", "percent_table": ["ccdf:initial_smi", "ccdf:initial_fpl"]},
    {"kind": "income_at_most", "amount_table": "tanf:gross", "per": "month"},
    {"kind": "income_at_most", "amount": 2000, "per": "month", "strict": True},
    {"kind": "income_over", "percent_table": "medicaid:child_6_18"},
    {"kind": "assets_at_most", "amount": 1000000, "note": {"en": "Said.", "es": "Dicho."}},
    {"kind": "assets_at_most", "amount": 3000},
    {"kind": "assets_at_most", "amount_table": "snap:bbce_assets", "without_row": "yes"},
    {
        "kind": "snap_net_income",
        "percent": 100,
        "per": "month",
        "rounding": "up",
        "year_starts": "10-01",
    },
    *(
        {"kind": k, "credit": c}
        for k in ("tax_children", "tax_earned", "tax_income")
        for c in ("eitc", "ctc")
    ),
    {"kind": "ssi_child_income"},
    {"kind": "ssi_child_resources"},
    {"kind": "later", "note": {"en": "x", "es": "x"}},
]


def homes(seed: int, count: int, on: date) -> list:
    rng = random.Random(seed)
    return [household(rng, rng.choice((0, 0.1, 0.4, 0.8)), on) for _ in range(count)]


def differences(programs: list, seed: int, count: int, on: date) -> list[str]:
    families = homes(seed, count, on)
    found = batch.screen(batch.columns(families), on, programs)
    out, row = [], 0
    starts = np.cumsum([0, *(len(f.members) for f in families)])
    for program in programs:
        got = found[program.code]
        for row, family in enumerate(families):
            told = evaluate(program, family, on)
            assert not told.failed, (program.code, family)
            pair = NUMBER[told.answer.value], told.discretion
            if pair != (got.household[row], got.household_discretion[row]):
                out.append(f"{program.code} {on}: {pair}, batch {got.household[row]}: {family}")
            people = {m.member: (NUMBER[m.answer.value], m.discretion) for m in told.members}
            for place, person in enumerate(family.members, starts[row]):
                pair = people.get(person.key, (-1, False))
                if pair != (got.member[place], got.member_discretion[place]):
                    out.append(
                        f"{program.code} {on} {person.key}: {pair}, batch "
                        f"{got.member[place]}: {[str(r) for r in told.reasons]} {family}"
                    )
    return out


def test_every_kind_has_a_twin_and_a_row_here():
    assert TWINS.keys() == KINDS.keys()
    assert {row["kind"] for row in EVERY_KIND} == KINDS.keys()


@pytest.mark.parametrize("row", EVERY_KIND, ids=lambda row: "-".join(map(str, row.values()))[:60])
def test_every_kind(row):
    programs = [program_of(row, code="people", counts_unborn=True)]
    if row["kind"] in HOUSEHOLD_KINDS and row.get("whose") != "member":
        programs.append(program_of(row, code="home", subject="household"))
    for seed, on in enumerate(DATES):
        assert differences(programs, seed, 150, on)[:2] == []


def test_every_program():
    programs = list(registry().values())
    for seed, on in enumerate(DATES):
        assert differences(programs, 100 + seed, 250, on)[:2] == []


def test_rows_of_a_state_and_discretion():
    rows = (
        {"id": "money", "kind": "income_at_most", "percent": 100},
        {"id": "money", "kind": "income_at_most", "percent": 150, "jurisdiction": "US-AZ"},
        {"id": "money", "kind": "receives_any", "of": ["snap"], "jurisdiction": "US-NM"},
        {"id": "young", "kind": "age_under", "years": 5},
    )
    soft = ("all", "young")
    made = program_of(*rows, code="soft", roles=("child",), discretion=soft)
    local = program_of(rows[1], code="local", subject="household")
    for seed, on in enumerate(DATES):
        assert differences([made, local], 200 + seed, 400, on)[:2] == []


def test_parts_do_not_matter(monkeypatch):
    from kinwork.library.programs.batch import screening

    columns, on = batch.columns(homes(7, 300, DATES[0])), DATES[0]
    whole = batch.screen(columns, on, [registry()["wic"]])["wic"]
    monkeypatch.setattr(screening, "PART", 37)
    parts = batch.screen(columns, on, [registry()["wic"]])["wic"]
    for name in screening.FIELDS:
        assert (getattr(whole, name) == getattr(parts, name)).all()
