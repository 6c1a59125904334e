"""An amount that is asked a month is kept a year, and comes back as it was asked."""

from datetime import date

import pytest

from kinwork.common.answers import FactRef
from kinwork.family.facts.screening import household
from kinwork.family.intake import asking
from kinwork.family.intake.answers import key_of
from kinwork.library.questions import Asking, bank

ON = date(2026, 11, 15)


def asked(key, answers):
    return asking._asked(Asking(bank()[key], (), ("snap",), 1.0), answers, ON, "en")


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("rent_annual", "800", "9600"),
        ("childcare_annual", "0", "0"),
        ("assets", "2000.50", "2000.50"),
    ],
)
def test_an_amount_is_kept_for_the_rules(key, typed, kept):
    form = asked(key, {}).form({"answer0": typed})
    assert form.is_valid(), form.errors
    assert form.changes == {key_of(FactRef(key, None)): kept}
    again = asked(key, form.changes).form(None)
    assert float(again.fields["answer0"].initial) == float(typed)
    home = household((), {(key, None): kept})
    assert str(getattr(home, key)) == kept


@pytest.mark.parametrize("typed", ["-1", "a lot", "1" * 12])
def test_what_is_no_amount_is_asked_again(typed):
    assert not asked("rent_annual", {}).form({"answer0": typed}).is_valid()


def test_a_month_is_said_as_a_year():
    answers = {"fact:rent_annual": "9600", "fact:homeless": False}
    trail = {"fact:rent_annual": {"version": 3}, "fact:homeless": {"version": 2}}
    assert asking.amount_said(answers, trail, "en") == "$800 × 12 = $9,600"
    assert asking.amount_said(answers, {"fact:homeless": {"version": 4}}, "en") == ""


def test_one_page_for_what_few_homes_have_says_no_to_what_is_not_picked():
    answers = {
        "everyone": True,
        "member:a": {"given": "Rosa", "relation": "caregiver", "birth_date": "1997-05-14"},
        "member:b": {"given": "Luz", "relation": "child", "birth_date": "2025-06-20", "order": 1},
        "member:c": {"given": "Leo", "relation": "child", "birth_date": "2021-06-20", "order": 2},
    }
    asked = asking.one(answers, "situation", ON, "es")
    form = asked.form({"answer0": ["concern", "homeless"]})
    assert form.is_valid(), form.errors
    kept = form.changes
    assert kept["fact:homeless"] is True and kept["fact:foster_care:b"] is False
    assert kept["fact:concern:b"] is None and kept["joint:situation"] == ["concern", "homeless"]
    only = asking.next_one(answers | {"only": ["wic"]}, ON, "en")
    assert only is not None and set(only.programs) == {"wic"}
