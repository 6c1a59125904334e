"""Opening hours: weeks, midnights, and what is not known."""

from datetime import UTC, date, datetime

import pytest

from kinwork.directory.search.hours import Hours, by_day, change, is_open, minutes, spans
from kinwork.directory.showing import opening, week

DAY = date(2026, 11, 18)  # a Wednesday
PHOENIX = "America/Phoenix"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return (
        datetime(2026, 11, day, hour + 7, minute, tzinfo=UTC)
        if hour < 17
        else datetime(2026, 11, day + 1, hour - 17, minute, tzinfo=UTC)
    )


OFFICE = spans([Hours("MO,TU,WE,TH,FR", "08:00", "12:00"), Hours("MO,WE", "13:00", "17:00")], DAY)
NIGHT = spans([Hours("FR,SA,SU", "20:00", "06:00")], DAY)
ALWAYS = spans([Hours("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00")], DAY)


@pytest.mark.parametrize(
    ("now", "open"),
    [(at(18, 8), True), (at(18, 12), False), (at(18, 16, 59), True), (at(18, 7, 59), False),
     (at(19, 13), False), (at(21, 9), False)],
)  # fmt: skip
def test_office_hours_with_a_break(now, open):
    assert is_open(OFFICE, now, PHOENIX) is open


@pytest.mark.parametrize(
    ("now", "open"),
    [(at(22, 23), True), (at(23, 5, 59), True), (at(23, 6), False), (at(19, 1), False)],
)
def test_a_night_goes_on_over_the_end_of_the_week(now, open):
    assert is_open(NIGHT, now, PHOENIX) is open


def test_the_next_change():
    assert change(OFFICE, at(18, 9), PHOENIX) == (0, 720)
    assert change(OFFICE, at(20, 14), PHOENIX) == (3, 480)
    assert change(NIGHT, at(22, 23), PHOENIX) == (1, 360)
    assert change(ALWAYS, at(18, 9), PHOENIX) is None


def test_what_cannot_be_computed_is_left_out():
    assert spans([Hours("TU", "09:00", "11:00", interval=2)], DAY) == []
    assert spans([Hours("2TU", "09:00", "11:00", freq="MONTHLY")], DAY) == []
    assert spans([Hours("TU", "", "11:00")], DAY) == []
    assert spans([Hours("", "09:00", "11:00")], DAY) == []
    assert spans([Hours("TU", "09:00", "11:00", valid_to=date(2026, 1, 1))], DAY) == []


def test_clock_times():
    assert [minutes(t) for t in ("08:30", "24:00", "08:30:00Z", "99:99", "noon", "")] == [
        510, 1440, 510, None, None, None,
    ]  # fmt: skip


def test_weeks_in_words():
    assert week(OFFICE) == [
        ("Monday", "8 a.m. to noon · 1 p.m. to 5 p.m."),
        ("Tuesday", "8 a.m. to noon"),
        ("Wednesday", "8 a.m. to noon · 1 p.m. to 5 p.m."),
        ("Thursday and Friday", "8 a.m. to noon"),
        ("Saturday and Sunday", "closed"),
    ]
    assert week(ALWAYS) == [("Every day", "all day")]
    assert week([]) == []
    assert by_day(NIGHT)[4] == [(1200, 1800)]


def test_open_or_closed_in_words():
    assert opening(OFFICE, at(18, 9), PHOENIX).words == "Open now, until noon"
    assert opening(OFFICE, at(18, 12, 30), PHOENIX).words == "Closed now, opens today at 1 p.m."
    assert opening(OFFICE, at(18, 18), PHOENIX).words == "Closed now, opens tomorrow at 8 a.m."
    assert opening(OFFICE, at(21, 18), PHOENIX).words == "Closed now, opens on Monday at 8 a.m."
    assert opening(ALWAYS, at(18, 9), PHOENIX).words == "Open day and night"
    assert opening([], at(18, 9), PHOENIX) is None
