"""A criterion that is written wrong is named with a sentence that says what."""

from datetime import date

import pytest

from kinwork.library.programs.checks import criterion_troubles
from kinwork.library.programs.tests.making import program_of
from kinwork.library.programs.tests.test_batch import EVERY_KIND

SPEC = "1. A rule.\n"


def troubles(*rows: dict, subject: str = "member") -> list[str]:
    made = program_of(*rows, subject=subject)
    found = (c for some in made.criteria.values() for c in some)
    return [trouble for c in found for trouble in criterion_troubles(c, made, SPEC)]


@pytest.mark.parametrize(
    "row", [r for r in EVERY_KIND if r.get("fact") != "foster_care"], ids=lambda r: r["kind"]
)
def test_what_is_right(row):
    assert [one for one in troubles(row) if "no such group" not in one] == []


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"kind": "income_at_most"}, "names no limit"),
        ({"kind": "income_at_most", "percent": 1.5}, "a percent in whole numbers"),
        ({"kind": "income_at_most", "percent": 100, "amount": 5}, "names two limits"),
        ({"kind": "income_at_most", "percent": 100, "per": "week"}, "'per' as 'week'"),
        ({"kind": "income_at_most", "percent": 100, "of": "wealth"}, "median or poverty"),
        ({"kind": "income_at_most", "percent_table": "medicaid"}, "written as table:group"),
        ({"kind": "income_at_most", "percent_table": "medicaid:pets"}, "no such group of state"),
        ({"kind": "income_at_most", "percent": 100, "year_starts": "July"}, "written as 07-01"),
        ({"kind": "season", "starts": "13-01", "ends": "02-01"}, "'starts' as '13-01'"),
        ({"kind": "tax_income", "credit": "lucky"}, "ctc or eitc"),
        ({"kind": "state_is", "of": ["ZZ"]}, "a state we do not know, 'ZZ'"),
        ({"kind": "role_is", "of": ["boss"]}, "a role we do not have, 'boss'"),
        ({"kind": "fact_is", "fact": "rich"}, "a fact we do not have, 'rich'"),
        ({"kind": "any_member", "fact": "insured"}, "any_member has no sentences"),
        ({"kind": "receives_any", "of": ["luck"]}, "without words, 'luck'"),
        ({"kind": "age_under", "years": 5, "jurisdiction": "US-ZZ"}, "do not know, 'ZZ'"),
    ],
)
def test_what_is_wrong_is_said(row, sentence):
    assert any(sentence in one for one in troubles(row)), troubles(row)


def test_a_household_program_asks_of_the_home():
    (trouble,) = troubles({"kind": "age_under", "years": 5}, subject="household")
    assert trouble.endswith("asks about a member, but the program answers for the household.")


def test_two_texts_on_one_day():
    first = {"id": "young", "kind": "age_under", "years": 5}
    second = {**first, "years": 6, "from_": date(2020, 1, 1)}
    assert any("two texts that hold on 2020-01-01" in one for one in troubles(first, second))
    assert troubles(first, {**second, "jurisdiction": "US-AZ"}) == []
