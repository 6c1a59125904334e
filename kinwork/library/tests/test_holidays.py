"""Known years, written down from the published calendars of federal holidays."""

from datetime import date

import pytest

from kinwork.library.holidays import federal

KNOWN = {
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24",
}


@pytest.mark.parametrize("year", KNOWN)
def test_the_days_of_a_year(year):
    assert [f"{day:%m-%d}" for day in federal(year)] == KNOWN[year].split()


def test_new_years_day_on_a_saturday_is_kept_in_the_year_before():
    assert federal(2028)[date(2027, 12, 31)] == "New Year's Day"


@pytest.mark.parametrize("year", range(2020, 2060))
def test_eleven_a_year_and_none_on_a_weekend(year):
    days = federal(year)
    assert len(days) == 11
    assert all(day.weekday() < 5 for day in days)
