"""The simulated community: rules that must hold whatever the assumptions are."""

import pytest

from kinwork.measure.flow.assumptions import SOURCES, assumptions, values
from kinwork.measure.flow.model import CLOSES, Arm, Community, business
from kinwork.measure.flow.running import ARMS, arms, interval, sensitivity, year

SMALL = {"families": 300, "agencies": 10}


def test_every_assumption_says_where_it_comes_from():
    for one in assumptions().values():
        assert one.source in SOURCES and len(one.why) > 20, one.name
        assert (one.low is None) == (one.high is None)
        assert one.low is None or one.low <= one.value <= one.high, one.name


def test_an_assumption_that_there_is_not_is_refused():
    with pytest.raises(KeyError):
        values(luck=1.0)


def test_business_days_by_hand():
    """Day 0 is a Monday; day 4 a Friday."""
    assert business(0.4, 2) == 2 + CLOSES
    assert business(4.5, 1) == 7 + CLOSES
    assert business(5.0, 1) == 7 + CLOSES
    assert business(3.2, 2) == 7 + CLOSES


@pytest.mark.parametrize("arm", ARMS, ids=str)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_need_has_one_end_and_no_place_is_given_twice(arm, seed):
    community = Community(arm, values(), seed=seed, **SMALL)
    told = community.play()
    assert sum(told.ends.values()) == told.needs == 300
    assert told.served == told.ends["served"] == len(told.days)
    assert all(day > 0 for day in told.days)
    assert all(agency.room > -1e-9 for agency in community.agencies)
    assert all(len(need.tried) <= 3 == len(set(range(3))) for need in community.needs)
    assert all(len(need.tried) == len(set(need.tried)) for need in community.needs)


def test_the_same_seed_is_the_same_year():
    first, again = (year(ARMS[-1], 5, **SMALL) for _ in range(2))
    assert (first.ends, first.days) == (again.ends, again.days)
    assert year(ARMS[-1], 6, **SMALL).days != first.days


def test_certain_families_and_endless_room_all_connect():
    sure = {"answers": 1.0, "fits": 1.0, "reached_a_try": 0.999999, "comes": 1.0, "room": 50.0}
    told = year(Arm(clocks=True), 1, **SMALL, patience_days=1e9, answer_days=0.01, **sure)
    assert told.connected > 0.999


def test_nobody_answers_nobody_connects():
    told = year(Arm(), 1, **SMALL, answers=0.0)
    assert told.served == 0


@pytest.mark.parametrize("name", ["answers", "comes", "reached_a_try", "fits"])
def test_more_of_a_good_thing_connects_more(name):
    one = assumptions()[name]
    low = year(Arm(), 1, families=1500, agencies=10, **{name: one.low}).connected
    assert low < year(Arm(), 1, families=1500, agencies=10, **{name: one.high}).connected


def test_an_interval_by_hand():
    told = interval([0.2, 0.3])
    assert told.mean == pytest.approx(0.25) and told.high - told.mean == pytest.approx(
        0.6353, abs=1e-3
    )


def test_arms_and_sensitivity_say_what_they_promise():
    told = arms([1, 2], **SMALL)
    assert [one["arm"] for one in told][0] == "none" and len(told) == 8
    assert told[0]["more_than_none"]["mean"] == 0
    found = sensitivity([1], **SMALL)
    assert {one["name"] for one in found} == {
        one.name for one in assumptions().values() if one.low is not None
    }
