from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kinwork.library.codes.income import (
    Amount,
    AskBack,
    IncomeLine,
    arithmetic,
    parse_income,
    per_month,
)
from kinwork.library.codes.tables import table

D = Decimal


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,200.50", "1200.50"),
        ("1200.5", "1200.50"),
        ("$0", "0"),
        ("0", "0"),
        (" $ 1,234,567.89 ", "1234567.89"),
        ("450 dollars", "450"),
        ("450 dólares", "450"),
        ("１２００", "1200"),
        ("none", "0"),
        ("Nada", "0"),
        ("450 a month", "450"),
        ("USD 12", "12"),
    ],
)
def test_read(text, amount):
    assert parse_income(text, "monthly" if "," not in text else "yearly") == Amount(
        D(amount), D(amount), "monthly" if "," not in text else "yearly"
    )


@pytest.mark.parametrize(
    "text", ["300-500", "300 to 500", "$500 – $300", "entre 300 y 500", "300 a 500"]
)
def test_an_amount_that_varies_has_two_ends(text):
    assert parse_income(text, "weekly") == Amount(D(300), D(500), "weekly")


@pytest.mark.parametrize(
    ("text", "code", "guess"),
    [
        ("1.200,50", "ambiguous", "1200.50"),
        ("1.200", "ambiguous", "1200"),
        ("1200,50", "ambiguous", "1200.50"),
        ("12,00", "ambiguous", "12.00"),
        ("1 200", "ambiguous", "1200"),
        ("varies", "varies", None),
        ("Varía", "varies", None),
        ("-500", "negative", None),
        ("−500", "negative", None),
        ("(500)", "negative", None),
        ("1e308", "too_large", None),
        ("99999999999", "too_large", None),
        ("1,000,000", "too_large", None),
        ("1e3", "not_a_number", None),
        ("nan", "not_a_number", None),
        ("Infinity", "not_a_number", None),
        ("twelve", "not_a_number", None),
        ("", "empty", None),
        ("  ", "empty", None),
        ("$", "empty", None),
        ("no sé", "unknown", None),
        ("450 a month", "period", None),
    ],
)
def test_asked_back(text, code, guess):
    assert parse_income(text, "weekly") == AskBack(code, text, guess and D(guess))


def test_a_period_that_is_not_ours_is_asked():
    assert parse_income("500", "fortnightly") == AskBack("period", "500")


def test_the_question_back_shows_what_was_typed_and_our_guess():
    ask = parse_income("1.200,50", "weekly")
    assert (
        ask.question()
        == "We want to get this right. Is “1.200,50” $1,200.50? Write it as in 1,200.50."
    )
    assert "¿“1.200,50” es $1,200.50?" in ask.question("es")
    assert set(table("income")["ask"]) >= {
        "varies",
        "negative",
        "too_large",
        "not_a_number",
        "empty",
    }


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(["weekly", "monthly", "odd"]))
@example("1.2.3.4,5,6", "weekly")
@example("1e99999999", "weekly")
@example("-" * 200, "weekly")
def test_never_raises_and_never_invents(text, period):
    result = parse_income(text, period)
    if isinstance(result, Amount):
        assert 0 <= result.low <= result.high <= 10_000_000
    else:
        assert result.question("es")


@settings(deadline=None)
@given(st.decimals(0, 150_000, places=2))
def test_what_we_write_we_read(amount):
    assert parse_income(f"${amount:,.2f}", "weekly") == Amount(amount, amount, "weekly")


@pytest.mark.parametrize(
    ("period", "yearly"),
    [
        ("weekly", 62426),
        ("every_two_weeks", 31213),
        ("twice_a_month", 28812),
        ("monthly", 14406),
        ("yearly", "1200.5"),
    ],
)
def test_a_year_of_each_period(period, yearly):
    assert IncomeLine(D("1200.50"), period).yearly() == (D(yearly), D(yearly))


@pytest.mark.parametrize(
    "amount", [None, D("NaN"), D("Infinity"), D("-1"), D("1e308"), "abc", float("inf")]
)
def test_what_cannot_be_used_is_not_known(amount):
    assert IncomeLine(amount).yearly() is None


def test_the_arithmetic_is_shown():
    lines = [
        IncomeLine(D("1200.50"), "weekly"),
        IncomeLine(D(300), "monthly", "child_support", high=D(500)),
    ]
    assert arithmetic(lines).splitlines() == [
        "$1,200.50 a week × 52 = $62,426 a year",
        "$300–$500 a month × 12 = $3,600–$6,000 a year",
        "= $66,026–$68,426 a year",
    ]
    assert arithmetic(lines[:1], "es") == "$1,200.50 por semana × 52 = $62,426 al año"
    assert per_month(D(10000)) == D("833.33")
