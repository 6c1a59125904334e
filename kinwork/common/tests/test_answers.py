import json
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinwork.common.answers import (
    MAYBE,
    NO,
    YES,
    Answer,
    FactRef,
    Reason,
    all_of,
    any_of,
    household,
    money,
    said,
)

ANSWERS = st.sampled_from(list(Answer))


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (YES, YES, YES, YES),
        (YES, NO, NO, YES),
        (YES, MAYBE, MAYBE, YES),
        (NO, NO, NO, NO),
        (NO, MAYBE, NO, MAYBE),
        (MAYBE, MAYBE, MAYBE, MAYBE),
    ],
)
def test_kleene_tables(a, b, both, either):
    assert (a & b, b & a) == (both, both)
    assert (a | b, b | a) == (either, either)


def test_not_keeps_maybe():
    assert [~YES, ~NO, ~MAYBE] == [NO, YES, MAYBE]


@settings(deadline=None)
@given(st.lists(ANSWERS))
def test_de_morgan(answers):
    assert ~all_of(answers) is any_of(~a for a in answers)


@settings(deadline=None)
@given(st.lists(ANSWERS))
def test_the_answer_is_what_every_way_of_knowing_agrees_on(answers):
    """Put yes or no for each maybe: where all agree, that is the answer; maybe only elsewhere."""
    ways = [[a] if a.decided else [YES, NO] for a in answers[:6]]
    for join in (all_of, any_of):
        results = {join(way) for way in product(*ways)}
        expected = results.pop() if len(results) == 1 else MAYBE
        assert join(answers[:6]) is expected


def test_household_is_yes_if_any_member_is():
    assert household([NO, MAYBE, YES]) is YES
    assert household([NO, MAYBE]) is MAYBE
    assert household([NO, NO]) is NO


def test_of_bool():
    assert [Answer.of(True), Answer.of(False), Answer.of(None)] == [YES, NO, MAYBE]


def reason(**changes):
    given_ = {
        "criterion": "income",
        "answer": NO,
        "facts": (("income", Decimal("40000")),),
        "limit": Decimal("27320"),
        "source": "45 CFR 1302.12(c)(1)(i)",
        "effective_from": date(2026, 1, 13),
        "missing": (FactRef("income"), FactRef("birth_date", "luz")),
        "texts": {"en": "{who} has {income}.", "es": "{who} tiene {income}."},
        "values": {"income": Decimal("40000"), "who": {"en": "your child", "es": "su hijo"}},
    }
    return Reason(**{**given_, **changes})


def test_a_reason_speaks_both_languages():
    assert reason().sentence() == "Your child has $40,000."
    assert reason().sentence("es") == "Su hijo tiene $40,000."
    assert reason().sentence("es", who="Luz") == "Luz tiene $40,000."


def test_a_reason_without_words_is_silent_and_a_missing_value_is_no_error():
    assert reason(texts={}).sentence() == ""
    assert reason(values={}).sentence() == "… has …."


def test_a_reason_survives_json():
    before = reason()
    assert Reason.from_dict(json.loads(json.dumps(before.as_dict()))) == before


def test_values_are_said_as_people_say_them():
    assert said(date(2026, 9, 1), "en") == "September 1, 2026"
    assert said(date(2026, 9, 1), "es") == "1 de septiembre de 2026"
    assert [money(Decimal(x)) for x in ("1200.5", "0", "-3", "Infinity")] == [
        "$1,200.50",
        "$0",
        "-$3",
        "?",
    ]
    several = ({"en": "pay", "es": "pago"}, "SSI", "WIC")
    assert [said(several[:n], "es") for n in (0, 1, 2, 3)] == [
        "",
        "pago",
        "pago o SSI",
        "pago, SSI o WIC",
    ]
    assert str(FactRef("income")) == "income"
    assert str(FactRef("birth_date", "luz")) == "birth_date:luz"
