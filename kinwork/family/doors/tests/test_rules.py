"""The order of doors, by hand."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kinwork.family.doors import rules
from kinwork.family.doors.rules import Door, Family, rank, weigh

NOW = datetime(2026, 11, 18, 19, tzinfo=UTC)
ROAD = 1.4
DAY = "{[480,1020)}"  # Monday, 8 to 5


def door(number: int, **known) -> Door:
    known = {"miles": 2.0, "freshness": "fresh", "room": "room", "answer": "yes", **known}
    return Door(UUID(int=number), **known)


def order(*doors: Door, family: Family | None = None) -> list[int]:
    return [one.door.id.int for one in rank(doors, family or Family(), ROAD)]


def test_the_nearest_of_equals_comes_first():
    assert order(door(1, miles=5.0), door(2, miles=1.0), door(3, miles=3.0)) == [2, 3, 1]


@pytest.mark.parametrize(
    ("good", "worse"),
    [
        ({"answer": "yes"}, {"answer": "maybe"}),
        ({"answer": None}, {"answer": "ask"}),
        ({"room": "room"}, {"room": "unknown"}),
        ({"room": "lapsed"}, {"room": "list"}),
        ({"room": "list"}, {"room": "full"}),
        ({"room": "list", "wait_days": 7}, {"room": "list", "wait_days": 60}),
        ({"freshness": "fresh"}, {"freshness": "update advised"}),
        ({"freshness": "update advised"}, {"freshness": "update required"}),
        ({"miles": 3.0}, {"miles": None}),
        ({"miles": None, "remote": True}, {"miles": None}),
    ],
)
def test_each_doubt_makes_a_door_fall(good, worse):
    assert order(door(1, **worse), door(2, **good)) == [2, 1]


@pytest.mark.parametrize(
    "missing", [{"answer": None}, {"room": "unknown"}, {"freshness": "unknown"}]
)
def test_what_nobody_said_is_never_a_no(missing):
    """A door of which nothing is known stands before any that is known not to do."""
    assert order(door(1, answer="no"), door(2, miles=60.0, **missing)) == [2, 1]
    assert (
        weigh(door(1, **missing), Family(), ROAD).miles <= weigh(door(2), Family(), ROAD).miles + 3
    )


def test_a_no_comes_last_and_is_still_there():
    assert order(door(1, answer="no", miles=0.1), door(2, answer="ask", miles=30.0)) == [2, 1]


def test_a_familys_language_counts_and_more_where_it_asked_for_it():
    near = door(1, miles=1.0, languages=frozenset({"en"}))
    far = door(2, miles=5.0, languages=frozenset({"en", "es"}))
    assert order(near, far, family=Family("en")) == [1, 2]
    assert order(near, far, family=Family("es")) == [1, 2]
    assert order(near, far, family=Family("es", frozenset({"language"}))) == [2, 1]


def test_near_home_and_soon_pull_in_two_ways():
    near, soon = door(1, miles=1.0, room="list", wait_days=14), door(2, miles=7.5)
    assert order(near, soon) == [1, 2]
    assert order(near, soon, family=Family(wishes=frozenset({"soon"}))) == [2, 1]
    assert order(near, soon, family=Family(wishes=frozenset({"near"}))) == [1, 2]


def test_hours_count_only_where_the_family_asked():
    closed = door(1, miles=1.0, spans=DAY)
    opened = door(2, miles=3.0, spans="{[480,1200)}")
    assert order(closed, opened) == [1, 2]
    assert order(closed, opened, family=Family(wishes=frozenset({"evening"}))) == [2, 1]


def test_an_organization_that_the_family_does_not_want_is_left_out():
    theirs = UUID(int=77)
    family = Family(not_these=frozenset({theirs}))
    assert order(door(1, organization=theirs), door(2), family=family) == [2]


@pytest.mark.parametrize(
    ("available", "hours", "takes_list", "room"),
    [
        (3, 1, None, "room"),
        (0, 1, None, "full"),
        (0, 1, False, "full"),
        (0, 1, True, "list"),
        (3, 0, None, "lapsed"),
        (3, -1, True, "lapsed"),
        (None, 1, True, "unknown"),
    ],
)
def test_room(available, hours, takes_list, room):
    until = NOW + timedelta(hours=hours)
    assert rules.room_of(available, until, takes_list, NOW) == room


def test_openings_without_an_end_have_lapsed():
    assert rules.room_of(3, None, None, NOW) == "lapsed"


def test_the_best_answer_counts():
    assert rules.best_answer(["no", "maybe"]) == "maybe"
    assert rules.best_answer(["ask", "no"]) == "ask"
    assert rules.best_answer([]) is None
    assert rules.best_answer(["have"]) is None


@pytest.mark.parametrize(
    ("ages", "least", "most", "fits"),
    [
        ([5, 400], 0, 36, True),
        ([36], 0, 36, True),
        ([37], 0, 36, False),
        ([37, None], 0, 36, None),
        ([], 0, 36, None),
        ([37], None, None, None),
        ([37], 36, None, True),
    ],
)
def test_ages(ages, least, most, fits):
    assert rules.age_fits(ages, least, most) is fits


@pytest.mark.parametrize(
    ("spans", "wish", "found"),
    [
        ("", "evening", None),
        (DAY, "evening", False),
        ("{[480,1051)}", "evening", True),
        ("{[7260,7500)}", "weekend", True),
        (DAY, "weekend", False),
        ("{[7200,8640)}", "evening", False),
    ],
)
def test_opening(spans, wish, found):
    assert rules.opens(spans, wish) is found


def test_the_parts_add_up_and_every_weight_says_why():
    family = Family("es", frozenset(rules.WISHES))
    one = weigh(door(1, room="list", wait_days=400), family, ROAD)
    assert one.miles == pytest.approx(sum(part.miles for part in one.parts))
    assert max(part.miles for part in one.parts if part.name == "a week of waiting") == 24
    assert all(weight.why and weight.miles >= 0 for weight in rules.WEIGHTS.values())
