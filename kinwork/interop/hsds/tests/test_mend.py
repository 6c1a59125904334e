"""One value at a time: what is certain is mended, what is not is refused with its reason."""

from datetime import UTC, date, datetime

import pytest

from kinwork.interop.hsds import mend
from kinwork.interop.hsds.mend import Bad


@pytest.mark.parametrize(
    "written, meant",
    [
        ("8:00am", "08:00"),
        ("12:00am", "00:00"),
        ("12:30 PM", "12:30"),
        ("8 a.m.", "08:00"),
        ("noon", "12:00"),
        ("17:00", "17:00"),
        ("10:00:00", "10:00:00"),
        ("09:00Z", "09:00Z"),
    ],
)
def test_times(written, meant):
    assert mend.time(written)[0] == meant


@pytest.mark.parametrize("written", ["8", "25:00", "13:00pm", "8:75", "closed", "24:30", "٨:٠٠"])
def test_no_times(written):
    with pytest.raises(Bad) as caught:
        mend.time(written)
    assert caught.value.reason == "bad_time"


def test_an_iso_date_is_read_as_it_stands():
    assert mend.day("2021-04-03") == (date(2021, 4, 3), None)
    assert mend.day("April 3, 2021")[0] == date(2021, 4, 3)


def test_a_slashed_date_is_never_guessed():
    for written in ("03/04/2021", "25/12/2020", "12/24/15"):
        with pytest.raises(Bad) as caught:
            mend.day(written)
        assert caught.value.reason == "ambiguous_date"
    assert mend.day("03/04/2021", "mdy")[0] == date(2021, 3, 4)
    assert mend.day("03/04/2021", "dmy")[0] == date(2021, 4, 3)


@pytest.mark.parametrize("written", ["44197", "44197.5", "0"])
def test_a_spreadsheets_serial_number_is_no_date(written):
    with pytest.raises(Bad) as caught:
        mend.day(written, "mdy")
    assert caught.value.reason == "serial_date"


@pytest.mark.parametrize("written", ["1900-01-00", "2021-02-30", "31/02/2021", "January 01, 0001"])
def test_days_that_never_were(written):
    with pytest.raises(Bad):
        mend.day(written, "dmy")


def test_addresses_on_the_web():
    assert mend.uri("www.example.org/a?b=1") == ("http://www.example.org/a?b=1", "url_scheme")
    assert mend.uri("https://example.org") == ("https://example.org", None)
    assert mend.uri("example.org:8080")[0] == "http://example.org:8080"
    for bad in ("javascript:alert(1)", "see our page", "data:text/html,x", "n/a"):
        with pytest.raises(Bad):
            mend.uri(bad)


@pytest.mark.parametrize("written", ["NaN", "inf", "1e999", "1_000", "١٢", "twelve", ""])
def test_no_numbers(written):
    with pytest.raises(Bad):
        mend.number(written)


def test_numbers_and_moments():
    assert mend.number("1,200.5") == (1200.5, "thousands")
    assert mend.instant("2023-03-15T10:30:45Z")[0] == datetime(2023, 3, 15, 10, 30, 45, tzinfo=UTC)
    assert mend.instant("2023-03-15T10:30:45")[1] == "no_zone"


def test_old_exports_spell_line_breaks_and_quotes_oddly():
    assert mend.text("one\\n\\ntwo", legacy=True) == ("one\n\ntwo", "line_breaks")
    assert mend.text("the StateGÇÖs", legacy=True)[0] == "the State’s"
    assert mend.text("C:\\new", legacy=False) == ("C:\\new", None)
