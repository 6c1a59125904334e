"""What a family turns off on its page is for the messages to itself: nobody silences somebody else, ends
what the holder of an address said, or learns that they said it."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from kinwork.accounts.current import FAMILY
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.rights import Refused
from kinwork.family.contact import actions, queries, stops, wire
from kinwork.family.contact.models import Stop
from kinwork.people.actions import NewPerson
from kinwork.people.models import HouseholdMember
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of, keep

pytestmark = pytest.mark.django_db
HERS = "rosa@example.org"


def with_another_home():
    """Somebody else's household, which has typed Rosa's address."""
    cast = casting.make_cast()
    other = casting.record_family(cast, cast.ana, [NewPerson("Pablo", "Luna", "caregiver")])
    with everything():
        pablo = HouseholdMember.objects.get(household=other).person_id
    cast.actors["pablo"] = Actor("family", pablo, other.pk, "family member", cast.community.pk)
    with acting_as(cast.pablo, now=cast.at) as by:
        point = actions.record_contact(
            household=other, channel="email", value=HERS, by=by, at=cast.at
        )
    return cast, point


def his(cast) -> Client:
    him = cast.pablo
    return keep(Client(), FAMILY, [str(him.id), str(him.hat), str(him.community)])


def is_hers_stopped(cast) -> bool:
    ways = queries.ways(cast.household.pk)
    return next(one.stopped for one in ways if one.value == HERS)


def his_ways(cast):
    return queries.ways(cast.pablo.household)


def test_a_stop_from_a_page_is_for_that_family_alone():
    cast, point = with_another_home()
    his(cast).post(f"/contact/mine/{point.pk}/")
    assert not is_hers_stopped(cast)
    assert [one.stopped for one in his_ways(cast)] == [True]


def test_a_page_ends_no_stop_of_the_holder_and_does_not_show_it():
    cast, point = with_another_home()
    Client().post(f"/contact/stop/{stops.token('email', HERS)}/")
    pablo = his(cast)
    assert 'name="on"' not in pablo.get("/contact/mine/").content.decode()
    pablo.post(f"/contact/mine/{point.pk}/", {"on": "1"})
    assert is_hers_stopped(cast) and [one.stopped for one in his_ways(cast)] == [True]


def test_a_page_ends_its_own_stop_and_not_another_familys():
    cast, point = with_another_home()
    with acting_as(cast.rosa, now=cast.at):
        found = queries.points(cast.household.pk)
        own = next(one for one in found if one.value == HERS)
    rosa, pablo = browser_of(cast, "rosa"), his(cast)
    rosa.post(f"/contact/mine/{own.pk}/")
    pablo.post(f"/contact/mine/{point.pk}/")
    pablo.post(f"/contact/mine/{point.pk}/", {"on": "1"})
    assert is_hers_stopped(cast) and [one.stopped for one in his_ways(cast)] == [False]
    assert 'name="on"' in rosa.get("/contact/mine/").content.decode()
    rosa.post(f"/contact/mine/{own.pk}/", {"on": "1"})
    assert not is_hers_stopped(cast)


def test_the_holder_brings_messages_back_from_everywhere():
    cast, point = with_another_home()
    his(cast).post(f"/contact/mine/{point.pk}/")
    link = f"/contact/stop/{stops.token('email', HERS)}/"
    Client().post(link)
    Client().post(link, {"again": "1"})
    assert not is_hers_stopped(cast) and [one.stopped for one in his_ways(cast)] == [False]


@pytest.mark.parametrize("verb", ["stop", "start"])
def test_nobody_without_a_page_says_so_on_one(verb):
    cast = casting.make_cast()
    told = {"channel": "email", "address_hash": wire.address_hash("email", HERS), "way": "page"}
    for who in (VISITOR, cast.ana):
        with acting_as(who) as by, pytest.raises(Refused):
            getattr(actions, verb)(**told, by=by, at=cast.at)


@pytest.mark.parametrize(("way", "is_one"), [("page", False), ("link", True), ("reply", True)])
def test_the_table_holds_whose_it_is(way, is_one):
    cast = casting.make_cast()
    home = cast.household.pk if is_one else None
    with everything(), pytest.raises(IntegrityError), transaction.atomic():
        Stop.objects.create(
            channel="email", address_hash="x", household=home, way=way, stopped_at=cast.at
        )
