"""Screening writes dated snapshots; they carry the class of what they cite and never change."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.answers import Reason
from kinwork.family.eligibility import actions, queries, rules
from kinwork.family.facts import actions as facts
from kinwork.library import programs
from tests.cast import make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def test_one_snapshot_a_program_and_the_newest_counts(cast):
    with acting_as(cast.rosa, now=cast.at):
        first = actions.screen(household=cast.household, by=cast.rosa, at=cast.at)
        facts.say(cast.household, key="receives", value=["snap"], by=cast.rosa, at=cast.at)
        actions.screen(household=cast.household, by=cast.rosa, at=cast.later(hours=1))
        newest = {one.program: one for one in queries.latest(cast.household.pk)}
    assert {one.program for one in first} == set(programs.registry()) and len(first) >= 8
    before = {one.program: one for one in first}
    assert (before["wic"].verdict, newest["wic"].verdict) == ("maybe", "yes")
    assert newest["wic"].facts and newest["wic"].rule_version == programs.program("wic").version
    assert Reason.from_dict(newest["wic"].reasons[0]).sentence("es")


def test_a_workers_screening_belongs_to_the_agency(cast):
    with acting_as(cast.ana, now=cast.at):
        made = actions.screen(household=cast.household, by=cast.ana, at=cast.at)
    assert {one.owner_id for one in made} == {cast.ana.hat}
    for stranger in (cast.cruz, cast.dana):
        with acting_as(stranger, now=cast.at):
            assert queries.latest(cast.household.pk) == []


@pytest.mark.parametrize(
    ("cited", "highest"),
    [
        (["income", "place"], "means"),
        (["income", "pregnant:x"], "health"),
        (["concern:x", "income"], "development"),
        ([], "household"),
    ],
)
def test_the_highest_class_of_what_is_cited(cited, highest):
    assert rules.highest_class(cited) == highest


@pytest.mark.parametrize(
    ("said", "group"),
    [
        (("yes", False, True), "have"),
        (("no", True, False), "ask"),
        (("no", False, False), "no"),
        (("maybe", False, False), "maybe"),
    ],
)
def test_groups(said, group):
    assert rules.group_of(*said) == group
