"""Which values a community's set-up may take."""

from datetime import date

import pytest

from kinwork.accounts import rules
from kinwork.accounts.community import words
from kinwork.common.rules import DEFAULTS, SETTINGS
from kinwork.family.referrals.rules import CLOCKS


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_limits(setting):
    good = (setting.least, setting.default, setting.most)
    bad = (setting.least - 1, setting.most + 1, "2", None, True, 1.5, 10**30)
    assert all(rules.unfit({setting.name: value}) == [] for value in good)
    assert all(rules.unfit({setting.name: value}) == [setting.name] for value in bad)


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("name", ["Saguaro Wash", "Ñandú"], ["", " ", "x" * 201, None, 3]),
        ("help_phone", ["211", "+1 (520) 555-0100"], ["", "call me", "2", "٢١١", "5" * 40]),
        ("postal_code", ["85122", ""], ["8512", "851222", "٨٥١٢٢", "85122\n", "ABCDE", 85122]),
        (
            "time_zone",
            ["America/Phoenix", "UTC"],
            ["", "Mars/Olympus", "america/phoenix", "../../etc/passwd", "x" * 10_000],
        ),
    ],
)
def test_the_place(name, good, bad):
    assert all(rules.unfit({name: value}) == [] for value in good)
    assert all(rules.unfit({name: value}) == [name] for value in bad)


def test_a_name_that_is_no_setting_does_not_fit():
    assert rules.unfit({"slug": "x", "settings": {}}) == ["slug", "settings"]


def test_every_setting_has_its_words_and_every_clock_its_setting():
    assert set(words.SETTINGS) == set(SETTINGS) == set(DEFAULTS)
    assert {one.unit for one in SETTINGS.values()} <= set(words.UNITS)
    assert {clock.setting for clock in CLOCKS.values()} <= set(SETTINGS)


def test_a_calendar_is_kept_of_near_years():
    years = rules.years_in_reach(date(2026, 11, 22))
    assert (years[0], years[-1]) == (2024, 2031)
