"""Which way, when, how often: plain values."""

from datetime import UTC, datetime, time, timedelta

import pytest

from kinwork.family.contact import hours, rules, wire
from kinwork.family.contact.hours import UNREADABLE, Window
from kinwork.family.contact.rules import Way

MAIL, TEXT = Way("email", "a@example.org"), Way("text", "520-555-0100")
CALL, LETTER = Way("phone", "520-555-0101", preferred=True), Way("mail", "1 Road", preferred=True)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", None),
        ("any time", None),
        ("Cualquier hora", None),
        ("9-17", Window(time(9), time(17))),
        ("9 to 5", Window(time(9), time(17))),
        ("9:30 a.m. – 2 p.m.", Window(time(9, 30), time(14))),
        ("de 8 a 12", Window(time(8), time(12))),
        ("entre las 3 y las 5 pm", Window(time(15), time(17))),
        ("after 5 pm", Window(time(17), time(21))),
        ("después de las 6", Window(time(18), time(21))),
        ("antes de las 10", Window(time(8), time(10))),
        ("mornings only", Window(time(8), time(12))),
        ("por la tarde", Window(time(12), time(18))),
        ("not when he is home", UNREADABLE),
        ("weekdays", UNREADABLE),
        ("25 to 30", UNREADABLE),
        ("mañana", UNREADABLE),
    ],
)
def test_only_what_is_certain_is_read(said, read):
    assert hours.read(said) == read


@pytest.mark.parametrize(
    ("now", "zone", "comes"),
    [
        ("2026-03-02T17:00", "America/Phoenix", "2026-03-02T17:00"),  # 10 in the morning there
        ("2026-03-02T15:00", "America/Phoenix", "2026-03-02T16:00"),
        ("2026-03-03T02:00", "America/Phoenix", "2026-03-03T16:00"),
        # the Navajo Nation changes its clocks: on the 8th nine o'clock is an hour sooner
        ("2026-03-08T02:00", "America/Denver", "2026-03-08T15:00"),
        ("2026-03-07T02:00", "America/Denver", "2026-03-07T16:00"),
    ],
)
def test_the_window_opens_where_the_family_is(now, zone, comes):
    at, then = (datetime.fromisoformat(one).replace(tzinfo=UTC) for one in (now, comes))
    assert hours.next_safe(at, zone, Window(time(9), time(17))) == then


@pytest.mark.parametrize(
    ("ways", "texts", "by_hand", "chosen"),
    [
        ([TEXT, MAIL], True, True, MAIL),
        ([Way("text", "1", preferred=True), MAIL], True, True, "text"),
        ([Way("text", "1", preferred=True), MAIL], False, True, MAIL),
        ([Way("text", "1", hours=UNREADABLE)], True, True, None),
        ([Way("text", "1", stopped=True), MAIL], True, True, MAIL),
        ([Way("email", "1", stopped=True)], True, True, None),
        ([CALL, TEXT], True, True, CALL),
        ([CALL], True, False, None),
        ([Way("phone", "1")], True, True, None),
        ([LETTER], True, True, LETTER),
        ([], True, True, None),
    ],
)
def test_the_way_a_message_takes(ways, texts, by_hand, chosen):
    found = rules.choose(ways, texts=texts, by_hand=by_hand)
    assert (found.channel if isinstance(chosen, str) else found) == chosen


def test_waits_grow_and_end():
    waits = [rules.wait(n, 0.5) for n in range(1, len(rules.WAITS) + 1)]
    assert waits == sorted(waits) and rules.wait(len(rules.WAITS) + 1, 0.5) is None
    assert rules.wait(1, 0) < rules.wait(1, 1) < rules.wait(2, 0)
    assert rules.wait(1, 0, timedelta(hours=2)) == timedelta(hours=2)
    assert rules.wait(1, 0, timedelta(days=9)) == rules.LONGEST >= max(waits)


@pytest.mark.parametrize(
    ("said", "kind", "language"),
    [
        ("STOP", "stop", "en"),
        ("stop.", "stop", "en"),
        ("Alto", "stop", "es"),
        ("BAJA por favor", "stop", "es"),
        ("START", "start", "en"),
        ("Empezar", "start", "es"),
        ("Sí", "start", "es"),
        ("help", "help", "en"),
        ("Ayuda!", "help", "es"),
        ("yes we can come at three", "", "en"),
        ("stop by at the office at five", "", "en"),
        ("", "", "en"),
        ("👍", "", "en"),
    ],
)
def test_what_is_heard(said, kind, language):
    assert rules.heard(said) == kind
    if kind:
        assert rules.spoken(said) == language


def test_every_move_of_a_message_is_reachable_and_ends():
    assert rules.LIFE.reachable() == set(rules.STATES)
    for state in set(rules.STATES) - rules.ENDS - {"sent"}:
        assert any(state in one.sources for one in rules.LIFE.moves), state


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a" * 160, ("GSM-7", 160, 1)),
        ("a" * 161, ("GSM-7", 161, 2)),
        ("€" * 80, ("GSM-7", 160, 1)),
        ("ñ¿é" * 50, ("GSM-7", 150, 1)),
        ("á" * 70, ("UCS-2", 70, 1)),
        ("á" * 71, ("UCS-2", 71, 2)),
        ("😀" * 35, ("UCS-2", 70, 1)),
    ],
)
def test_what_a_text_costs(text, told):
    assert wire.segments(text) == told


def test_one_address_has_one_hash_however_it_is_written():
    assert wire.address_hash("text", "(520) 555-0142") == wire.address_hash("text", "+15205550142")
    assert wire.address_hash("email", " Rosa@Example.org") == wire.address_hash(
        "email", "rosa@example.org"
    )
    assert wire.address_hash("email", "a@example.org") != wire.address_hash("text", "520-555-0142")
    assert wire.number("call me") == "" and wire.number("520-555-0142 ext 3") == ""
