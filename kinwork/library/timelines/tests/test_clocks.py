"""Birth-to-five clocks: the limits of the law on plain dates, at their edges, and what holds for any child."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinwork.library import timelines
from kinwork.library.timelines import (
    DONE,
    DUE,
    LATE,
    NOT,
    STATES,
    TO_COME,
    TOO_CLOSE,
    Child,
    Mark,
    RuleError,
)
from kinwork.library.timelines.days import add_months, birthday, months_old

BORN = date(2024, 5, 20)
DAYS = st.dates(date(2016, 1, 1), date(2032, 12, 31))


def line(child: Child, key: str, on: date):
    return {one.key: one for one in timelines.lines(child, on=on, state="AZ")}[key]


def test_every_rule_is_whole():
    for key, rule in timelines.rules().items():
        assert rule.source and rule.title["en"] and rule.family["es"], key
        assert rule.holder in timelines.HOLDERS


@pytest.mark.parametrize("lacks", ["source", "jurisdiction", "effective_from", "limit"])
def test_a_rule_that_is_not_whole_is_refused_with_a_sentence(lacks):
    said = {
        **{"for": "every", "class": "household", "holder": "family", "limit": {"birthday": 3}},
        **{"soon": 1, "source": "a law", "jurisdiction": "US", "effective_from": date(2020, 1, 1)},
        **{"title": {"en": "a", "es": "b"}, "family": {"en": "a", "es": "b"}},
    }
    assert timelines._rule("one", dict(said)).key == "one"
    del said[lacks]
    with pytest.raises(RuleError, match=f"it has no {lacks}"):
        timelines._rule("one", said)


def test_forty_five_calendar_days_from_the_referral():
    child = Child(born=BORN, referred=date(2025, 1, 31))
    assert line(child, "part_c_meeting", date(2025, 2, 1)).by == date(2025, 3, 17)
    assert line(child, "part_c_meeting", date(2025, 2, 1)).state == TO_COME
    assert line(child, "part_c_meeting", date(2025, 3, 3)).state == DUE
    assert line(child, "part_c_meeting", date(2025, 3, 17)).state == DUE
    assert line(child, "part_c_meeting", date(2025, 3, 18)).state == LATE
    assert line(child, "part_c_meeting", date(2025, 3, 18)).days_left(date(2025, 3, 18)) == -1


def test_the_transition_conference_is_90_days_before_three_and_nine_months_at_most():
    child = Child(born=BORN, referred=date(2025, 1, 31))
    found = line(child, "part_c_conference", date(2026, 1, 1))
    assert (found.opens, found.by) == (date(2026, 8, 20), date(2027, 2, 19))
    assert found.by == date(2027, 5, 20) - timedelta(days=90)
    assert line(child, "part_c_conference", date(2027, 2, 20)).state == LATE


def test_born_on_29_february_is_three_on_28_february():
    child = Child(born=date(2024, 2, 29), referred=date(2025, 1, 31))
    assert birthday(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert birthday(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert line(child, "part_c_ends", date(2026, 1, 1)).by == date(2027, 2, 28)
    assert line(child, "part_b_iep", date(2026, 1, 1)).by == date(2027, 2, 28)


def test_referred_less_than_45_days_before_three_the_meeting_does_not_apply():
    third = date(2027, 5, 20)
    edge = Child(born=BORN, referred=third - timedelta(days=45))
    after = Child(born=BORN, referred=third - timedelta(days=44))
    assert line(edge, "part_c_meeting", third - timedelta(days=40)).state == TO_COME
    found = line(after, "part_c_meeting", third - timedelta(days=40))
    assert (found.state, found.reason) == (NOT, TOO_CLOSE)


def test_who_comes_after_the_90_days_has_until_the_birthday():
    child = Child(born=BORN, referred=date(2027, 3, 1))
    assert line(child, "part_c_conference", date(2027, 3, 2)).by == date(2027, 5, 20)
    assert line(child, "part_c_notice", date(2027, 3, 2)).by == date(2027, 5, 20)
    # and it is due at once: as soon as possible
    assert line(child, "part_c_notice", date(2027, 3, 2)).state == DUE


def test_who_is_referred_after_three_has_no_clock_of_part_c():
    child = Child(born=BORN, referred=date(2027, 5, 20))
    keys = {one.key for one in timelines.lines(child, on=date(2027, 5, 21), state="AZ")}
    assert not any(key.startswith("part_") for key in keys)


def test_done_and_excused_stay_what_they_are():
    referred = date(2025, 1, 31)
    met = Child(
        born=BORN, referred=referred, marks={"part_c_meeting": Mark(done_on=date(2025, 3, 17))}
    )
    late = Child(
        born=BORN, referred=referred, marks={"part_c_meeting": Mark(done_on=date(2025, 3, 18))}
    )
    never = Child(
        born=BORN, referred=referred, marks={"part_c_meeting": Mark(reason="no consent yet")}
    )
    on = date(2026, 1, 1)
    assert (line(met, "part_c_meeting", on).state, line(met, "part_c_meeting", on).on_time) == (
        DONE,
        True,
    )
    assert line(late, "part_c_meeting", on).on_time is False
    found = line(never, "part_c_meeting", on)
    assert (found.state, found.reason, found.on_time) == (NOT, "no consent yet", None)


def test_an_expected_child_has_its_birth_and_nothing_else():
    child = Child(expected=date(2026, 12, 1))
    assert [one.key for one in timelines.lines(child, on=date(2026, 11, 1), state="AZ")] == [
        "birth"
    ]
    assert line(child, "birth", date(2026, 11, 1)).state == TO_COME
    assert line(child, "birth", date(2026, 12, 1)).state == DUE
    assert line(child, "birth", date(2026, 12, 16)).state == LATE


def test_a_newborn_has_its_first_dates_and_an_older_child_has_not():
    child = Child(born=date(2026, 11, 1))
    keys = {one.key for one in timelines.lines(child, on=date(2026, 11, 3), state="AZ")}
    assert {"newborn_visit", "newborn_coverage", "hearing"} <= keys
    assert line(child, "hearing", date(2026, 11, 3)).by == date(2026, 12, 1)
    later = {one.key for one in timelines.lines(child, on=date(2027, 6, 1), state="AZ")}
    assert not {"newborn_visit", "newborn_coverage", "hearing"} & later


def test_screenings_come_by_age_and_a_child_born_early_is_counted_from_its_due_date():
    child = Child(born=BORN)
    assert line(child, "screening_development:9", date(2024, 9, 1)).by == date(2025, 4, 20)
    early = Child(born=BORN, weeks_early=8)
    assert line(early, "screening_development:9", date(2024, 9, 1)).opens == date(2025, 4, 15)
    # from two years on it is counted from the birth
    assert line(early, "screening_development:30", date(2024, 9, 1)).opens == date(2026, 11, 20)


def test_what_an_office_certified_has_a_line_with_its_day():
    child = Child(born=BORN, certified={"wic": date(2026, 12, 10)})
    found = line(child, "recertify:wic:2026-12-10", date(2026, 11, 20))
    assert (found.by, found.state, found.about) == (date(2026, 12, 10), DUE, "wic")


def test_nobody_does_a_birthday_it_comes():
    child = Child(born=BORN)
    assert line(child, "ends_at_3", date(2027, 5, 20)).state == DUE
    assert line(child, "ends_at_3", date(2027, 5, 21)).state == DONE


@settings(max_examples=150, deadline=None)
@given(born=DAYS, waits=st.integers(0, 1800), on=DAYS, early=st.integers(0, 17))
def test_any_child_any_day(born, waits, on, early):
    child = Child(born=born, referred=born + timedelta(days=waits), weeks_early=early)
    found = timelines.lines(child, on=on, state="AZ")
    assert found == sorted(found, key=lambda one: (one.by, one.key))
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.state in STATES and one.opens <= one.by
        if one.state == LATE:
            assert on > one.by
        if one.state in (DUE, TO_COME):
            assert on <= one.by
        if one.key == "part_c_meeting" and one.state != NOT:
            assert (one.by - child.referred).days == 45


@settings(max_examples=100, deadline=None)
@given(born=DAYS, first=DAYS, second=DAYS)
def test_time_only_goes_forward(born, first, second):
    """What is late does not become due again by waiting."""
    child = Child(born=born, referred=born + timedelta(days=100))
    early, late = sorted((first, second))
    before = {one.key: one for one in timelines.lines(child, on=early, state="AZ")}
    after = {one.key: one for one in timelines.lines(child, on=late, state="AZ")}
    rank = {TO_COME: 0, DUE: 1, LATE: 2, DONE: 2, NOT: 3}
    for key in before.keys() & after.keys():
        assert rank[before[key].state] <= rank[after[key].state]
        assert before[key].by == after[key].by


@settings(max_examples=200, deadline=None)
@given(born=DAYS, months=st.integers(0, 80))
def test_months_and_ages_agree(born, months):
    day = add_months(born, months)
    assert months_old(born, day) == months
    assert months_old(born, day - timedelta(days=1)) < months or months == 0
