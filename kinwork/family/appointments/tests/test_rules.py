"""Times on the wall's clock: Phoenix keeps one all year, Denver and the Navajo Nation change theirs."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kinwork.common.clock import NotThere, at_local
from kinwork.family.appointments.rules import Weekly, may_change, reminders, weekly_times
from kinwork.web import ics

PHOENIX, DENVER = "America/Phoenix", "America/Denver"
SPRING, AUTUMN = date(2026, 3, 8), date(2026, 11, 1)  # clocks of Denver go forward, and back


def hours(zone, starts=time(9), weekdays=(0,), since=date(2026, 2, 23), to=date(2026, 3, 23)):
    week = Weekly(frozenset(weekdays), starts, zone, since)
    return [(one.day, one.hour) for one in weekly_times(week, since, to)]


def test_nine_on_mondays_stays_nine_where_clocks_change():
    assert hours(DENVER) == [(23, 16), (2, 16), (9, 15), (16, 15), (23, 15)]


def test_and_where_they_never_do():
    assert hours(PHOENIX) == [(23, 16), (2, 16), (9, 16), (16, 16), (23, 16)]


def test_an_hour_that_does_not_come_is_left_out_of_a_week():
    sundays = {"weekdays": (6,), "starts": time(2, 30), "since": date(2026, 3, 1)}
    assert hours(DENVER, **sundays, to=date(2026, 3, 15)) == [(1, 9), (15, 8)]
    assert len(hours(PHOENIX, **sundays, to=date(2026, 3, 15))) == 3


def test_an_hour_that_does_not_come_is_asked_back():
    with pytest.raises(NotThere) as why:
        at_local(SPRING, time(2, 30), DENVER)
    assert why.value.after == time(3, 30)
    assert at_local(SPRING, time(2, 30), PHOENIX) == datetime(2026, 3, 8, 9, 30, tzinfo=UTC)


def test_an_hour_that_comes_twice_is_the_first():
    assert at_local(AUTUMN, time(1, 30), DENVER) == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


def test_holidays_and_days_outside_are_left_out():
    week = Weekly(frozenset({0, 2}), time(9), PHOENIX, date(2026, 3, 4), date(2026, 3, 11))
    found = weekly_times(week, date(2026, 3, 1), date(2026, 4, 1), {date(2026, 3, 9)})
    assert [one.day for one in found] == [4, 11]


def test_the_cut_off_is_the_last_moment():
    starts = datetime(2026, 3, 9, 15, tzinfo=UTC)
    assert may_change(starts, starts - timedelta(hours=24), 24)
    assert not may_change(starts, starts - timedelta(hours=24) + timedelta(seconds=1), 24)
    assert may_change(starts, starts, 0)


def local(at, zone):
    return at.astimezone(__import__("zoneinfo").ZoneInfo(zone)).strftime("%d %H:%M")


def test_reminders_keep_the_hour_on_the_wall():
    starts = at_local(date(2026, 3, 9), time(14), DENVER)
    found = reminders(starts, DENVER, datetime(2026, 3, 1, tzinfo=UTC), days=2, hours=3)
    assert [(kind, local(at, DENVER)) for kind, at in found] == [
        ("days", "07 14:00"),
        ("hours", "09 11:00"),
    ]


def test_nobody_is_woken():
    starts = at_local(date(2026, 3, 10), time(8, 30), PHOENIX)
    found = reminders(starts, PHOENIX, datetime(2026, 3, 1, tzinfo=UTC), days=2, hours=3)
    assert [local(at, PHOENIX) for _kind, at in found] == ["08 08:30", "09 18:00"]


def test_what_is_over_is_not_sent_and_none_is_none():
    starts = datetime(2026, 3, 10, 20, tzinfo=UTC)
    said = {"days": 2, "hours": 3}
    assert reminders(starts, PHOENIX, starts - timedelta(hours=1), **said) == []
    assert reminders(starts, PHOENIX, starts - timedelta(days=9), days=0, hours=0) == []


def event(**more):
    said = {
        "uid": ics.uid_of(__import__("uuid").UUID(int=7)),
        "sequence": 3,
        "starts_at": datetime(2026, 3, 9, 15, tzinfo=UTC),
        "minutes": 30,
        "title": "Appointment",
        "url": "https://kinwork.example.org/ours/",
        "written_at": datetime(2026, 3, 2, tzinfo=UTC),
    }
    return ics.written(ics.Event(**(said | more)))


def lines(text):
    assert text.endswith("\r\n") and all(len(one.encode()) <= 75 for one in text.split("\r\n"))
    return dict(one.split(":", 1) for one in text.replace("\r\n ", "").split("\r\n") if one)


def test_a_calendar_file_says_a_time_and_nothing_else():
    told = lines(event())
    assert (told["DTSTART"], told["DTEND"]) == ("20260309T150000Z", "20260309T153000Z")
    assert (told["SUMMARY"], told["STATUS"]) == ("Appointment", "CONFIRMED")
    assert "LOCATION" not in told and "DESCRIPTION" not in told and "ORGANIZER" not in told


def test_a_cancelled_one_takes_itself_out_under_the_same_number():
    told, gone = lines(event()), lines(event(cancelled=True, sequence=4))
    assert gone["UID"] == told["UID"] and (gone["METHOD"], gone["STATUS"]) == (
        "CANCEL",
        "CANCELLED",
    )
    assert int(gone["SEQUENCE"]) > int(told["SEQUENCE"])


def test_long_words_are_folded_without_cutting_a_letter():
    text = event(title="Cita; ñandú, " * 12, minutes=None)
    assert lines(text)["SUMMARY"] == "Cita\\; ñandú\\, " * 12
    assert "DTEND" not in text
