"""When a group meets, who is there, what is counted, and how it keeps its charter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinwork.measure.deciding import RULES, VOICES, DecisionRule, decide
from kinwork.system.meetings import rules
from kinwork.system.meetings.rules import Held, Promised, Stay
from kinwork.system.partnerships.rules import FREQUENCIES

DAY = date(2026, 3, 10)  # the second Tuesday
AT = datetime(2026, 3, 10, 17, tzinfo=UTC)


def test_the_same_weekday_of_the_month():
    assert rules.series(DAY, "every month", 4) == [
        DAY,
        date(2026, 4, 14),
        date(2026, 5, 12),
        date(2026, 6, 9),
    ]
    # a fifth Friday, where a month has none, is its last
    assert rules.series(date(2026, 1, 30), "every month", 3)[1:] == [
        date(2026, 2, 27),
        date(2026, 3, 27),
    ]
    assert rules.series(DAY, "twice a year", 3)[-1] == date(2027, 3, 9)


@given(
    first=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    often=st.sampled_from(sorted(FREQUENCIES)),
    count=st.integers(1, 24),
)
def test_a_series_keeps_its_weekday_and_its_months(first, often, count):
    found = rules.series(first, often, count)
    months = [one.year * 12 + one.month for one in found]
    assert {one.weekday() for one in found} == {first.weekday()}
    assert {b - a for a, b in zip(months, months[1:], strict=False)} <= {rules.MONTHS[often]}


def test_who_is_there_at_a_moment():
    hour = timedelta(hours=1)
    stays = [
        Stay("clinic", "in person", AT, AT + hour),
        Stay("library", "proxy", AT, None, "clinic"),
        Stay("school", "phone", AT + hour),
    ]
    assert rules.there(stays, AT) == {"clinic": "in person", "library": "proxy"}
    # with the holder the voice that it carries is gone
    assert rules.there(stays, AT + hour) == {"school": "phone"}
    assert rules.there(stays, AT - hour) == {}


@pytest.mark.parametrize(
    ("how", "text", "found"),
    [
        ("ranked", "b, a", [1, 0]),
        ("ranked", "C > A", [2, 0]),
        ("ranked", "", []),
        ("ranked", "AA", "twice"),
        ("ranked", "D", "letters"),
        ("ranked", "1", "letters"),
        ("dots", "aab", {0: 2, 1: 1}),
        ("dots", "AAAA", "dots"),
        ("dots", "ñ", "letters"),
    ],
)
def test_marks(how, text, found):
    if isinstance(found, str):
        with pytest.raises(rules.WrongBallot, match=found):
            rules.marked(how, text, 3, 3)
    else:
        read = rules.order_of(text, 3) if how == "ranked" else rules.dots_of(text, 3, 3)
        assert read == found


SEATS = st.dictionaries(
    st.integers(0, 8),
    st.tuples(st.sampled_from(["in person", "phone", "proxy"]), st.sampled_from(["", *VOICES])),
    max_size=9,
)


@given(
    told=SEATS, kind=st.sampled_from(RULES), base=st.sampled_from(["members", "present", "cast"])
)
def test_a_decision_is_that_of_the_rule(told, kind, base):
    """Only seats that are there in a way that counts have a voice; the rest is measure/deciding."""
    there = {seat: way for seat, (way, _said) in told.items()}
    voiced = [rules.Voiced(seat, said) for seat, (_way, said) in told.items()]
    common = {"options": 0, "dots": 0, "there": there, "voiced": voiced, "seats": 9, "needed": 5}
    found = rules.outcome("voices", kind=kind, base=base, ways=["in person", "phone"], **common)
    counts = {seat for seat, way in there.items() if way != "proxy"}
    plain = decide(
        DecisionRule(kind, base),
        members=9,
        present=counts,
        voices={one.seat: one.said for one in voiced if one.seat in counts and one.said},
        quorate=len(counts) >= 5,
    )
    assert found.outcome == plain.outcome and found.counted_there == len(counts)
    assert found.counts["yes"] == plain.yes and found.counts["base"] == plain.base


def test_minutes_that_name_another_day():
    text = """Minutes of the meeting of March 10, 2026
    Called to order on 3/11/2026.
    Se reunió el 9 de marzo de 2026.
    The minutes of the last meeting, February 3, 2026, were approved.
    Next meeting: April 14, 2026. Meeting of 2026-02-31."""
    found = [day for _line, day in rules.other_days(text, DAY)]
    assert found == [date(2026, 3, 11), date(2026, 3, 9)]
    assert rules.other_days("", DAY) == []


@given(st.text(max_size=200))
def test_any_text_can_be_minutes(text):
    rules.other_days(text, DAY)


def test_how_a_charter_is_kept():
    held = [
        Held(DAY, {"a", "b"}, {"a"}, DAY + timedelta(days=9)),
        Held(DAY + timedelta(days=30), {"a", "b", "c"}, {"a", "c"}),
    ]
    assert rules.absences(held) == {"a": 0, "b": 2, "c": 0}
    assert rules.told_late(held, 7, DAY + timedelta(days=31)) == [held[0]]
    assert rules.told_late(held, 7, DAY + timedelta(days=60)) == held
    assert rules.meetings_due(DAY, "every month", date(2026, 6, 9)) == 2
    assert rules.meetings_due(DAY, "every month", date(2026, 6, 10)) == 3
    assert rules.meetings_due(DAY, "every three months", date(2029, 3, 10)) == 4


def test_promised_and_done():
    promises = [
        Promised("clinic", DAY, "done", DAY),
        Promised("clinic", DAY, "done", DAY + timedelta(days=1)),
        Promised("clinic", DAY, "open"),
        Promised("clinic", DAY + timedelta(days=9), "open"),
        Promised("clinic", DAY, "let go"),
        Promised("library", DAY, "open"),
    ]
    found = rules.kept(promises, DAY + timedelta(days=1))
    one = found["clinic"]
    assert (one.promised, one.in_time, one.late, one.overdue, one.open, one.let_go) == (
        5,
        1,
        1,
        1,
        1,
        1,
    )
    assert found["library"].overdue == 1


def test_initials():
    for name, short in (
        ("Ana María de la Cruz", "A. M. C."),
        ("rosa", "R."),
        ("Óscar Núñez-Ríos", "Ó. N. R."),
        ("", ""),
    ):
        assert rules.initials(name) == short
    names = ["Rosa Diaz", "Rosa Diaz Vega", "May"]
    text = "Rosa Diaz Vega came in May. ROSA\nDIAZ, too; Rosa Diazette did not."
    assert rules.named_in(text, names) == ["Rosa Diaz", "Rosa Diaz Vega"]
    assert rules.with_initials(text, names) == (
        "R. D. V. came in May. R. D., too; Rosa Diazette did not."
    )
