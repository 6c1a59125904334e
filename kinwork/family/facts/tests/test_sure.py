"""Seen on a paper, certified by the office, reused by the next agency; two answers that differ."""

from datetime import date, timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.facts import actions, queries, rules
from kinwork.family.facts.models import Fact
from kinwork.trust.access.actions import open_tie
from tests import cast as casting
from tests.cast import OPERATOR, Cast, consent, make_cast

DAY = date(2026, 3, 2)
YEAR = DAY + timedelta(days=365)


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def told(cast: Cast, value=("snap",), by: Actor | None = None) -> Fact:
    by = by or cast.rosa
    with acting_as(by, now=cast.at):
        return actions.say(cast.household, key="receives", value=list(value), by=by, at=cast.at)


def office(cast: Cast, agency: str, program: str = "wic"):
    with acting_as(OPERATOR, now=cast.at):
        return actions.name_office(
            agency=cast.agencies[agency],
            program=program,
            community=cast.community,
            by=OPERATOR,
            at=cast.at,
        )


def shared(cast: Cast, agency: str = "clinic") -> None:
    """Rosa lets the agency see her money and her home, and it works with her."""
    consent(cast, agency, classes=("identity", "household", "means"))
    actor = {"clinic": cast.ben, "bloom": cast.cruz}[agency]
    with acting_as(cast.ana, now=cast.at):
        open_tie(
            kind="referral",
            agency=cast.agencies[agency],
            household=cast.household.pk,
            work=new_id(),
            community=cast.community,
            by=cast.ana,
            at=cast.at,
        )
    assert actor.agency == cast.agencies[agency].pk


def certify(cast: Cast, fact: Fact, by: Actor, program: str = "wic", **said) -> Fact:
    said = {"on": DAY, "until": YEAR} | said
    with acting_as(by, now=cast.at):
        return actions.certify(fact, program=program, by=by, at=cast.at, **said)


def test_what_one_office_certified_the_next_agency_reuses_under_consent(cast):
    fact = told(cast)
    for agency in ("clinic", "bloom"):
        shared(cast, agency)
    office(cast, "clinic")
    made = certify(cast, fact, cast.ben)
    with acting_as(cast.cruz, now=cast.at):
        counts = queries.in_force(cast.household, DAY)["receives"]
        known, _used = queries.household_for_screening(cast.household.pk, DAY)
    assert counts == made and known.receives == frozenset({"snap"})
    with acting_as(cast.rosa, now=cast.at):
        assert queries.in_force(cast.household, DAY)["receives"] == made, "the family sees it too"
        assert queries.in_force(cast.household, YEAR)["receives"] == made
        assert "receives" not in queries.in_force(cast.household, YEAR + timedelta(days=1))


def test_without_consent_nobody_reuses_it(cast):
    fact = told(cast)
    shared(cast, "clinic")
    office(cast, "clinic")
    certify(cast, fact, cast.ben)
    with acting_as(cast.cruz, now=cast.at):
        assert queries.newest(cast.household, "receives") is None


@pytest.mark.parametrize(
    ("name", "program"), [("ana", "wic"), ("ben", "snap"), ("cruz", "wic"), ("dana", "wic")]
)
def test_only_the_office_certifies_and_only_for_its_program(cast, name, program):
    fact = told(cast)
    shared(cast, "clinic")
    office(cast, "clinic")
    with pytest.raises(Refused):
        certify(cast, fact, cast.actors[name], program)


def test_the_family_does_not_certify_itself(cast):
    fact = told(cast)
    with pytest.raises(Refused):
        certify(cast, fact, cast.rosa)


@pytest.mark.parametrize(
    "said",
    [{"on": DAY + timedelta(days=1)}, {"until": DAY - timedelta(days=1)}],
)
def test_a_certificate_has_begun_and_is_not_over(cast, said):
    fact = told(cast)
    shared(cast, "clinic")
    office(cast, "clinic")
    with pytest.raises(Refused):
        certify(cast, fact, cast.ben, **said)


def test_who_is_no_longer_the_office_certifies_no_more(cast):
    fact = told(cast)
    shared(cast, "clinic")
    named = office(cast, "clinic")
    with acting_as(OPERATOR, now=cast.at):
        actions.end_office(named, by=OPERATOR, at=cast.at)
    with pytest.raises(Refused):
        certify(cast, fact, cast.ben)


def test_a_paper_that_was_seen_counts_before_what_is_told_later(cast):
    fact = told(cast)
    with acting_as(cast.ana, now=cast.at):
        seen = actions.show_paper(fact, kind="benefits", by=cast.ana, at=cast.at)
    later = cast.later(days=1)
    with acting_as(cast.rosa, now=later):
        newer = actions.say(cast.household, key="receives", value=[], by=cast.rosa, at=later)
        (answers,) = queries.told_in(cast.household.pk, []).values()
        assert queries.in_force(cast.household, DAY)["receives"] == seen
    assert rules.differing(answers, DAY) == [newer]
    assert len(answers) == 3, "the first answer stays"


def other_caregiver(cast: Cast) -> Actor:
    more = casting.NewPerson("Pablo", "Luna", "caregiver", date(1995, 2, 2))
    with acting_as(cast.ana, now=cast.at):
        casting.people.add_person(
            household=cast.household,
            person=more,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
        )
    return Actor("family", more.id, cast.household.pk, "family member", cast.community.pk)


def test_two_caregivers_who_differ_both_stand(cast):
    first = told(cast)
    pablo = other_caregiver(cast)
    with acting_as(pablo, now=cast.at):
        second = actions.say(
            cast.household, key="receives", value=[], by=pablo, at=cast.later(hours=1)
        )
        (answers,) = queries.told_in(cast.household.pk, []).values()
    assert second.replaces is None
    assert rules.in_force(answers, DAY) == second and rules.differing(answers, DAY) == [first]
    with acting_as(cast.rosa, now=cast.at):
        settled = actions.correct(first, value=[], by=cast.rosa, at=cast.later(hours=2))
        (answers,) = queries.told_in(cast.household.pk, []).values()
    assert settled.replaces == first and rules.differing(answers, DAY) == []


def test_two_agencies_that_differ_both_stand(cast):
    first = told(cast, by=cast.ana)
    shared(cast, "clinic")
    with acting_as(cast.ben, now=cast.at):
        second = actions.say(
            cast.household, key="receives", value=[], by=cast.ben, at=cast.later(hours=1)
        )
        (answers,) = queries.told_in(cast.household.pk, []).values()
    assert second.replaces is None and rules.differing(answers, DAY) == [first]
