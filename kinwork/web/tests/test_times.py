"""Times, ages and distances in words; Phoenix clocks, March 2026."""

from datetime import date, datetime, timedelta

import pytest
from django.utils.translation import override

from kinwork.web import times

PHOENIX = "America/Phoenix"
NOW = datetime.fromisoformat("2026-03-10T17:00:00+00:00")  # Tuesday, 10 in the morning there


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (NOW - timedelta(seconds=20), "just now"),
        (NOW - timedelta(minutes=5), "5 minutes ago"),
        (NOW + timedelta(minutes=1), "in 1 minute"),
        (NOW + timedelta(hours=5), "today at 3 p.m."),
        (NOW - timedelta(days=1), "yesterday"),
        (date(2026, 3, 11), "tomorrow"),
        (NOW + timedelta(days=3), "Friday"),
        (NOW - timedelta(days=3), "3 days ago"),
        (NOW - timedelta(days=21), "3 weeks ago"),
        (NOW - timedelta(days=100), "3 months ago"),
        (NOW - timedelta(days=800), "2 years ago"),
        (NOW + timedelta(days=60), "May 9"),
    ],
)
def test_when(at, words):
    assert times.ago_or_ahead(at, NOW, PHOENIX) == words


def test_the_day_is_the_place_s_own():
    late = datetime.fromisoformat("2026-03-11T05:00:00+00:00")  # still the 10th in Phoenix
    assert times.ago_or_ahead(late, NOW, PHOENIX) == "today at 10 p.m."


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (7, "today by 5 p.m."),
        (7 + 48, "2 business days left"),
        (7 + 24 * 6, "4 business days left"),
        (-1, "late since today"),
        (-24 * 4, "2 business days late"),
    ],
)
def test_due(hours, words):
    assert times.left(NOW + timedelta(hours=hours), NOW, PHOENIX) == words


def test_holidays_do_not_count():
    friday = NOW + timedelta(days=3)
    assert times.left(friday, NOW, PHOENIX, [date(2026, 3, 12)]) == "2 business days left"


@pytest.mark.parametrize(
    ("born", "words"),
    [
        (date(2026, 3, 1), "1 week"),
        (date(2025, 9, 10), "6 months"),
        (date(2024, 3, 11), "23 months"),
        (date(2024, 3, 10), "2 years"),
        (date(2026, 5, 1), "due May 1"),
    ],
)
def test_age(born, words):
    assert times.age(born, date(2026, 3, 10)) == words


def test_spanish():
    with override("es"):
        assert times.left(NOW + timedelta(hours=55), NOW, PHOENIX) == "quedan 2 días hábiles"
        assert times.exact(NOW, PHOENIX) == "martes, 10 de marzo de 2026, 10 a.m."


def test_distance():
    assert times.distance(2.2) == "about 2 miles, straight line"
    assert times.distance(1.1) == "about 1 mile, straight line"
    assert times.distance(0.2) == "less than 1 mile, straight line"
