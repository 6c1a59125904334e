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
