"""The order of a list, and who may read which part of it: each by everyone who might try."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.waiting import actions, queries
from kinwork.family.waiting.models import PriorityRule
from kinwork.family.waiting.tests.deeds import (
    LATER,
    declare,
    order,
    place,
    visits,
)
from kinwork.family.waiting.tests.line import tell, waits

# The order ---------------------------------------------------------------------------------------


def test_who_asked_first_stands_first(cast):
    second, first = waits(cast, "Beta", 5), waits(cast, "Alfa", 1)
    assert order(cast) == [first.pk, second.pk]
    assert (place(cast, first.mother, first), place(cast, second.mother, second)) == (1, 2)


def test_declared_priorities_come_in_their_order_and_ties_by_the_first_clock(cast):
    plain, baby = waits(cast, "Alfa", 1), waits(cast, "Beta", 2, born=date(2026, 1, 1))
    homeless, both = waits(cast, "Gamma", 3), waits(cast, "Delta", 4, born=date(2026, 1, 1))
    for one in (homeless, both):
        tell(cast, one, "homeless", True)
    declare(cast, "homelessness")
    declare(cast, "youngest", months=12)
    assert order(cast) == [both.pk, homeless.pk, baby.pk, plain.pk]
    with acting_as(cast.bea, now=cast.at):
        rule = PriorityRule.objects.get(kind="homelessness")
        actions.end_priority(rule=rule, by=cast.bea, at=cast.at)
    assert order(cast) == [baby.pk, both.pk, plain.pk, homeless.pk]


def test_today_is_the_day_of_the_community_and_not_of_utc(cast):
    """At half past eleven at night in Arizona it is the next day in UTC already: the child who is one
    year old only tomorrow still comes first."""
    there = ZoneInfo("America/Phoenix")
    night = cast.later(**LATER).astimezone(there).replace(hour=23, minute=30)
    turns_one = (night + timedelta(days=1)).date()
    born = turns_one.replace(year=turns_one.year - 1)
    older, baby = waits(cast, "Alfa", 1), waits(cast, "Beta", 2, born=born)
    declare(cast, "youngest", months=12)
    with acting_as(cast.ben, now=night):
        assert queries.order(visits(cast).pk) == [baby.pk, older.pk]
    with acting_as(cast.ben, now=night + timedelta(hours=1)):
        assert queries.order(visits(cast).pk) == [older.pk, baby.pk]


def test_foster_care_of_a_child_it_is_for(cast):
    plain, foster = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    tell(cast, foster, "foster_care", True, person=foster.child)
    declare(cast, "foster care")
    assert order(cast) == [foster.pk, plain.pk]


@pytest.mark.parametrize(
    "said",
    [
        {"value": False},
        {"value": True, "sensitivity": "means"},  # a class that this referral does not share
    ],
)
def test_a_fact_counts_only_as_told_and_where_the_referral_shares_it(cast, said):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    tell(cast, second, "homeless", said["value"], sensitivity=said.get("sensitivity", "household"))
    declare(cast, "homelessness")
    assert order(cast) == [first.pk, second.pk]


def test_each_reads_what_is_theirs_and_nobody_more(cast):
    first, second = waits(cast, "Alfa", 1), waits(cast, "Beta", 2)
    assert order(cast, "bea") == [first.pk, second.pk]  # gives the service
    assert order(cast, "ana") == [first.pk, second.pk]  # sent both
    for name in ("cruz", "cora", "dana", "eve", "rosa"):
        assert order(cast, name) == []
    assert place(cast, first.mother, second) is None
    with acting_as(second.mother, now=cast.later(**LATER)):
        assert queries.order(visits(cast).pk) == [second.pk]


# What is declared ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ana", "cruz", "cora", "dana", "rosa"])
def test_nobody_else_says_who_comes_first(cast, name):
    with pytest.raises(Refused):
        declare(cast, "homelessness", name)


@pytest.mark.parametrize(
    ("kind", "said", "fault"),
    [
        ("nephews", {}, ValueError),
        ("youngest", {}, ValueError),
        ("homelessness", {"months": 12}, ValueError),
        ("youngest", {"months": 0}, ValueError),
        ("youngest", {"months": 999}, ValueError),
        ("homelessness", {"why": "  "}, Refused),
    ],
)
def test_what_is_no_rule(cast, kind, said, fault):
    with pytest.raises(fault):
        declare(cast, kind, **said)


def test_the_same_twice_is_one(cast):
    assert declare(cast, "homelessness") == declare(cast, "homelessness")
