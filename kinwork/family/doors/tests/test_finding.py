"""Doors for Rosa's family, as Ana reads them, as Rosa does, and as somebody who may see nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.directory.models import Organization
from kinwork.family.doors import actions, queries
from kinwork.family.doors.finding import doors
from kinwork.family.doors.tests.conftest import another, say_room, speak
from kinwork.family.eligibility.models import Determination
from kinwork.people.models import Household
from tests import cast as casting
from tests.seeing import everything

CODE = "home-visiting"
MOST_QUERIES = 20


def found(cast, name="ana", code=CODE, **asked):
    actor, now = cast.actors[name], timezone.now()
    with acting_as(actor):
        home = Household.objects.filter(pk=cast.household.pk).first()
        told = {"community": cast.community, "actor": actor, "language": "en", "now": now, **asked}
        return doors(home, code, **told)


def names(doors):
    return [one.near.organization for one in doors]


def said(one):
    return " ".join(str(sentence) for sentence in one.why)


def judge(cast, verdict, *, flags=(), names=("mateo",), program="healthy_families_america"):
    """Ana's check of one program."""
    with acting_as(cast.ana, now=cast.at):
        Determination.objects.create(
            community=cast.community,
            owner_id=cast.ana.agency,
            recorded_by_id=cast.ana.agency,
            steward_id=cast.ana.agency,
            sensitivity="household",
            household=cast.household,
            said_in=cast.household.pk,
            program=program,
            verdict=verdict,
            flags=list(flags),
            members=[{"member": str(cast.people[n].pk), "answer": verdict} for n in names],
            rule_version="1",
            basis="told",
            on=cast.at.date(),
            made_at=cast.at,
        )


def test_room_comes_first_and_says_until_when(cast):
    say_room(cast, "bloom_visits", 3)
    first, second = found(cast)
    assert names([first, second]) == ["Desert Bloom Family Center", "Saguaro Wash Clinic"]
    assert "Has 3 places until" in said(first)
    assert "Ask if there is room." in said(second)


def test_room_that_has_lapsed_is_no_room(cast):
    say_room(cast, "bloom_visits", 3, valid_until=cast.at + timedelta(hours=1))
    one = next(one for one in found(cast) if one.near.organization.startswith("Desert"))
    assert one.room == "lapsed"
    assert "too old" in said(one)


def test_the_familys_language(cast):
    speak(cast, "visits", "en")
    speak(cast, "bloom_visits", "en", "es")
    first, second = found(cast)
    assert "They speak Spanish." in said(first)
    assert "Spanish is not on their list" in said(second)


def test_the_check_speaks_of_whom_it_holds(cast):
    judge(cast, "yes")
    assert "Our check says yes for Mateo." in said(found(cast)[0])


def test_of_several_programs_behind_a_door_the_best_counts(cast):
    judge(cast, "no", program="nurse_family_partnership")
    judge(cast, "maybe", program="parents_as_teachers")
    assert found(cast)[0].ranked.door.answer == "maybe"


def test_discretion_is_ask_and_not_no(cast):
    judge(cast, "no", flags=["discretion"])
    assert found(cast)[0].ranked.door.answer == "ask"


def test_without_a_check_nothing_is_said_against_a_door(cast):
    one = found(cast)[0]
    assert one.ranked.door.answer is None
    assert "check says" not in said(one)


def test_other_ages_come_last_and_say_so(cast):
    another(cast, "Visits for teens", CODE, minimum_age=13, maximum_age=17)
    last = found(cast)[-1]
    assert last.near.name == "Visits for teens"
    assert "It is for other ages." in said(last)


def test_rosa_reads_the_same_as_her_worker(cast):
    say_room(cast, "bloom_visits", 1)
    judge(cast, "yes")
    assert names(found(cast, "rosa")) == names(found(cast, "ana"))
    assert "Has 1 place until" in said(found(cast, "rosa")[0])


def test_who_may_not_see_the_family_gets_an_order_without_it(cast):
    judge(cast, "yes")
    speak(cast, "bloom_visits", "es")
    for name in ("cruz", "cora", "ben"):
        assert all("check says" not in said(one) for one in found(cast, name))


def test_what_was_asked_already_is_left_out(cast):
    rest = found(cast, leave_out={cast.services["visits"].pk})
    assert names(rest) == ["Desert Bloom Family Center"]


def test_the_next_with_room_alone(cast):
    say_room(cast, "bloom_visits", 1)
    assert names(found(cast, with_room=True, size=3)) == ["Desert Bloom Family Center"]


def test_a_list_of_many_costs_no_more_questions_than_one_of_few(cast):
    judge(cast, "yes")
    with CaptureQueriesContext(
        connection,
    ) as few:
        found(cast)
    for number in range(12):
        another(cast, f"Visits {number}", CODE)
    with CaptureQueriesContext(connection) as many:
        assert len(found(cast)) == 12
    assert len(many) <= len(few) <= MOST_QUERIES


# Wishes -----------------------------------------------------------------------------------------


def wish(cast, name, *kinds):
    actor = cast.actors[name]
    with acting_as(actor):
        home = Household.objects.filter(pk=cast.household.pk).first() or cast.household
        return actions.wish(household=home, kinds=kinds, by=actor, at=timezone.now())


def bloom(cast):
    return Organization.objects.get(pk=cast.agencies["bloom"].organization_id)


def test_a_wish_changes_the_order_and_ends(cast):
    say_room(cast, "visits", 0, takes_waitlist=True, wait_days=10)
    wish(cast, "rosa", "soon")
    assert names(found(cast, "rosa"))[0] == "Desert Bloom Family Center"
    with acting_as(cast.ana):  # said by the family itself: its worker reads it when she may
        assert queries.family(cast.household).wishes == set()
    casting.consent(cast, "library", ("identity", "contact", "household"))
    assert names(found(cast))[0] == "Desert Bloom Family Center"
    with acting_as(cast.ana):
        assert queries.family(cast.household).wishes == {"soon"}
    wish(cast, "ana", "near", "language")
    wish(cast, "ana", "near", "language")
    with acting_as(cast.rosa):
        assert queries.family(cast.household).wishes == {"soon", "near", "language"}
    assert wish(cast, "rosa", "near") == {"near"}
    with acting_as(cast.rosa):
        assert queries.family(cast.household).wishes == {"near"}


@pytest.mark.parametrize("name", ["cruz", "ben", "cora", "dana", "eve", "sam"])
def test_nobody_else_says_what_a_family_wishes(cast, name):
    with pytest.raises(Refused):
        wish(cast, name, "near")


def test_a_wish_that_does_not_exist(cast):
    for kinds in (["cheap"], ["not"]):
        with pytest.raises(ValueError):
            wish(cast, "rosa", *kinds)


def test_an_organization_that_is_not_wanted_is_not_shown_until_it_may_be_again(cast):
    with acting_as(cast.rosa):
        said = {"household": cast.household, "organization": bloom(cast), "by": cast.rosa}
        assert actions.shut_out(**said, at=timezone.now()) == actions.shut_out(
            **said, at=timezone.now()
        )
    assert names(found(cast, "rosa")) == ["Saguaro Wash Clinic"]
    with acting_as(cast.rosa):
        assert actions.let_in(**said, at=timezone.now()) == 1
    assert len(found(cast, "rosa")) == 2


def test_two_who_say_the_same_find_nothing_out_from_each_other(cast):
    wish(cast, "rosa", "near")
    wish(cast, "ana", "near")
    with acting_as(cast.rosa):
        assert [one.kind for one in queries.live(cast.household.pk)] == ["near", "near"]
    wish(cast, "rosa")
    with acting_as(cast.ana):
        assert list(queries.live(cast.household.pk)) == []


def test_its_own_people_never_read_that_they_are_not_wanted(cast):
    casting.consent(cast, "bloom", ("identity", "contact", "household"))
    with acting_as(cast.rosa):
        actions.shut_out(
            household=cast.household, organization=bloom(cast), by=cast.rosa, at=timezone.now()
        )
    with acting_as(cast.cruz):
        assert list(queries.live(cast.household.pk)) == []
    with everything():
        assert queries.live(cast.household.pk).count() == 1
