"""Amounts as people write them (never silently 1.2)."""

from decimal import Decimal

import pytest

from kinwork.web.money import Unclear, amount


@pytest.mark.parametrize(
    ("text", "dollars"),
    [
        ("1200", "1200"),
        ("1,200.50", "1200.50"),
        ("$1,200", "1200"),
        ("1.200,50", "1200.50"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("0", "0"),
        ("12,5", "12.5"),
        ("1200.", "1200.0"),
        (".50", "0.50"),
        ("١٢٠٠", "1200"),
        (" 1 200 ", "1200"),
    ],
)
def test_read(text, dollars):
    assert amount(text) == Decimal(dollars)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("varies", "words"),
        ("1e308", "words"),
        ("-5", "below zero"),
        ("1.200", "two ways"),
        ("12,00,0", "words"),
        ("1.2.3", "words"),
        ("1,200.505", "words"),
        ("9" * 40, "large"),
        ("", "words"),
        ("NaN", "words"),
        ("1200 a week", "words"),
    ],
)
def test_asked_back(text, reason):
    with pytest.raises(Unclear) as told:
        amount(text)
    assert told.value.reason == reason


def test_both_readings_are_named():
    with pytest.raises(Unclear) as told:
        amount("1.200")
    assert told.value.readings == ("1200", "1.20")
