"""Two at once, on real connections: a unit has one owner, whoever is faster, and none is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.directory.actions import set_capacity
from kinwork.directory.models import ServiceCapacity
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import CapacityHold, Referral
from kinwork.family.waiting import actions, jobs
from kinwork.family.waiting.models import Offer
from kinwork.family.waiting.tests.line import waits
from tests import cast as casting
from tests.seeing import everything

ROUNDS = 8


def together(*deeds):
    """Each deed on a connection of its own, at the same moment; what came of them."""
    gate = Barrier(len(deeds))

    def one(deed):
        try:
            gate.wait(30)
            return deed()
        except Exception as why:
            return why
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as crew:
        return list(crew.map(one, deeds))


def says(cast, number, at):
    with acting_as(cast.ben, now=at):
        set_capacity(
            service_id=cast.services["visits"].pk,
            available=number,
            valid_until=cast.later(days=30),
            by=cast.ben,
            at=at,
        )


def room_and_holds(cast):
    with everything():
        left = ServiceCapacity.objects.get(service=cast.services["visits"]).available
        return left + CapacityHold.objects.exclude(state="released").count()


def test_two_jobs_and_one_opening_make_one_offer(own_database):
    cast = casting.make_cast()
    lines = [waits(cast, name, hour) for hour, name in enumerate(("Uno", "Dos", "Tres"), 1)]
    with acting_as(cast.bea, now=cast.at):
        service = cast.services["visits"]
        actions.choose_offering(service=service, by_itself=True, by=cast.bea, at=cast.at)
    for number in range(ROUNDS):
        at = cast.later(days=1, hours=number)
        says(cast, 1, at)
        came = together(*[lambda one=one, at=at: jobs.see_to_room(one.pk, at) for one in lines])
        assert came == [None] * len(lines)
        with everything():
            assert Offer.objects.filter(state="open").count() == 1
            assert CapacityHold.objects.filter(state="held").count() == 1
            Offer.objects.all().delete()
            CapacityHold.objects.all().delete()


def test_a_yes_against_being_put_back_leaves_no_unit_without_an_owner(own_database):
    cast = casting.make_cast()
    one = waits(cast, "Uno", 1)
    for number in range(ROUNDS):
        at = cast.later(days=1, hours=number)
        says(cast, 1, at)
        with acting_as(cast.ben, now=at):
            made = actions.offer_next(service=cast.services["visits"].pk, by=cast.ben, at=at)
        answered, moved = together(
            lambda made=made, at=at: yes(one, made, at), lambda at=at: accept(cast, one, at)
        )
        assert not isinstance(moved, Exception), moved
        assert isinstance(answered, (Offer, Refused)), answered
        assert room_and_holds(cast) == 1
        again(cast, one, at)
        with everything():
            assert [row.state for row in Offer.objects.all()] == ["over"]
            assert CapacityHold.objects.get().state == "released"
            assert ServiceCapacity.objects.get(service=cast.services["visits"]).available == 1
            Offer.objects.all().delete()


def yes(one, made, at):
    with acting_as(one.mother, now=at):
        return actions.answer_offer(offer=made, wants=True, by=one.mother, at=at)


def accept(cast, one, at):
    with acting_as(cast.ben, now=at):
        row = Referral.objects.get(pk=one.pk)
        return referrals.accept(referral=row, by=cast.ben, at=at)


def again(cast, one, at):
    with acting_as(cast.ben, now=at):
        row = Referral.objects.get(pk=one.pk)
        referrals.waitlist(referral=row, by=cast.ben, at=at)
