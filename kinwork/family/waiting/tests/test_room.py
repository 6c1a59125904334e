"""A place that becomes free: offered to the next by itself where that was chosen, else a line on the
desk; and openings that are asked for before they lapse."""

from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from kinwork.common.acting import acting_as
from kinwork.common.models import Community
from kinwork.common.rights import Refused
from kinwork.directory.actions import renew_capacity, set_capacity
from kinwork.directory.models import ServiceCapacity
from kinwork.directory.rules import FREE_PLACE, SAY_ANEW
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import do
from kinwork.family.referrals.tests.test_units import openings, say_openings
from kinwork.family.waiting import actions, jobs, rules
from kinwork.family.waiting.models import ListChoice, Offer
from kinwork.family.waiting.tests.line import moved, order_of, waits
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything


def choose(cast, by_itself=True, name="bea"):
    actor = cast.actors[name]
    with acting_as(actor, now=cast.at):
        service = cast.services["visits"]
        return actions.choose_offering(service=service, by_itself=by_itself, by=actor, at=cast.at)


def queued(name="waiting.room"):
    """Referrals whose list is to be looked at now, by the queue of this transaction."""
    with everything():
        found = ProcrastinateJob.objects.filter(args__name=name, scheduled_at=None)
        return [one.args["id"] for one in found]


def look(cast, one, **later):
    jobs.see_to_room(one.pk, cast.later(**later))


def states(one):
    with everything():
        return [row.state for row in Offer.objects.filter(referral=one.pk)]


def lines(kind, agency=None):
    with everything():
        found = WorkItem.objects.filter(kind=kind, closed_at=None)
        return list(found.values_list("agency__name", "due_at"))


def accepted_last_place(cast):
    """A referral that has the only opening."""
    row = casting.sent(cast)
    do(cast, "ben", "accept", row, 21)
    return row


# The desk's line -----------------------------------------------------------------------------------


def test_openings_said_anew_lie_on_the_desk_until_the_place_is_offered(cast):
    one = waits(cast, "Alfa", 1)
    say_openings(cast, 1, hours=20)
    assert queued() == [str(one.pk)]
    look(cast, one, hours=21)
    assert [name for name, _due in lines(FREE_PLACE)] == [cast.agencies["clinic"].name]
    assert states(one) == []  # nobody chose that it goes by itself
    at = cast.later(hours=22)
    with acting_as(cast.ben, now=at):
        actions.offer_next(service=cast.services["visits"].pk, by=cast.ben, at=at)
    assert (states(one), lines(FREE_PLACE)) == (["open"], [])


def test_an_ending_frees_a_place_in_the_same_transaction(cast):
    say_openings(cast, 1, hours=0)
    row = casting.sent(cast)
    one = waits(cast, "Alfa", 1)
    assert openings(cast) == 0
    look(cast, one, hours=5)
    assert lines(FREE_PLACE) == []
    before = queued()
    with pytest.raises(RuntimeError), transaction.atomic():
        do(cast, "ben", "decline", row, 6, reason="no room")
        raise RuntimeError("the power fails")
    assert queued() == before  # no ending, no job
    do(cast, "ben", "decline", row, 6, reason="no room")
    assert queued() == [*before, str(row.pk)]
    look(cast, row, hours=7)
    assert len(lines(FREE_PLACE)) == 1
    say_openings(cast, 0, hours=8)
    look(cast, one, hours=8)
    assert lines(FREE_PLACE) == []


def test_the_line_goes_when_the_last_who_waits_has_left(cast):
    one = waits(cast, "Alfa", 1)
    say_openings(cast, 1, hours=20)
    look(cast, one, hours=21)
    assert len(lines(FREE_PLACE)) == 1
    at = cast.later(hours=22)
    with acting_as(one.mother, now=at):
        row = Referral.objects.get(pk=one.pk)
        referrals.withdraw(referral=row, by=one.mother, at=at)
    assert queued()[-1] == str(one.pk)
    look(cast, one, hours=23)
    assert lines(FREE_PLACE) == []


def test_where_nobody_waits_an_ending_asks_for_nothing(cast):
    say_openings(cast, 1, hours=0)
    do(cast, "ben", "decline", casting.sent(cast), 6, reason="no room")
    assert (queued(), openings(cast)) == ([], 1)


def test_no_line_where_nobody_can_use_the_place(cast):
    one = waits(cast, "Alfa", 1)
    moved(cast, one)
    say_openings(cast, 2, hours=48)
    look(cast, one, hours=49)
    assert (lines(FREE_PLACE), states(one)) == ([], [])


def test_being_put_on_the_list_offers_nothing(cast):
    choose(cast)
    say_openings(cast, 3, hours=0)
    waits(cast, "Alfa", 1)
    assert queued() == []


# By itself -----------------------------------------------------------------------------------------


def test_by_itself_as_many_as_there_is_room_in_order_and_once(cast):
    old, first, second, third = (
        waits(cast, name, hour) for hour, name in enumerate(("Uno", "Dos", "Tres", "Cuatro"), 1)
    )
    choose(cast)
    moved(cast, old)
    say_openings(cast, 2, hours=48)
    for _twice in range(2):
        look(cast, old, hours=49)
    assert states(old) == ["skipped"]
    assert [states(one) for one in (first, second, third)] == [["open"], ["open"], []]
    assert openings(cast) == 0


def test_a_job_that_was_killed_half_way_leaves_nothing_and_is_done_again(cast):
    one = waits(cast, "Alfa", 1)
    choose(cast)
    say_openings(cast, 1, hours=20)
    with pytest.raises(RuntimeError), transaction.atomic():
        look(cast, one, hours=21)
        assert states(one) == ["open"]
        raise RuntimeError("kill -9")
    assert (states(one), openings(cast)) == ([], 1)
    look(cast, one, hours=22)
    assert (states(one), openings(cast)) == (["open"], 0)


def test_nothing_goes_by_itself_where_nobody_said_openings(cast):
    one = waits(cast, "Alfa", 1)
    choose(cast)
    look(cast, one, hours=21)
    assert states(one) == []
    say_openings(cast, 1, hours=20)
    look(cast, one, days=40)  # what was said counts no more
    assert states(one) == []


def test_what_was_chosen_can_be_chosen_back(cast):
    one = waits(cast, "Alfa", 1)
    say_openings(cast, 1, hours=20)
    choose(cast)
    choose(cast, by_itself=False)
    look(cast, one, hours=21)
    assert (states(one), len(lines(FREE_PLACE))) == ([], 1)
    with everything():
        assert ListChoice.objects.count() == 1


@pytest.mark.parametrize("name", ["ana", "cruz", "cora", "dana", "eve", "rosa"])
def test_nobody_else_chooses(cast, name):
    with pytest.raises(Refused):
        choose(cast, name=name)


def test_after_its_rest_a_family_is_asked_again_by_itself(cast):
    one = waits(cast, "Alfa", 1)
    choose(cast)
    say_openings(cast, 1, hours=20)
    look(cast, one, hours=21)
    at = cast.later(hours=22)
    with acting_as(one.mother, now=at):
        found = Offer.objects.get(referral=one.pk)
        actions.answer_offer(offer=found, wants=False, by=one.mother, at=at)
    with everything():
        found = ProcrastinateJob.objects.filter(args__name="waiting.room")
        again = found.exclude(scheduled_at=None).get()
    assert again.scheduled_at == at + timedelta(days=7)
    jobs.offer_next(one.pk, cast.later(hours=23))
    look(cast, one, days=6)
    assert states(one) == ["refused"]
    jobs.see_to_room(one.pk, again.scheduled_at)
    assert states(one) == ["refused", "open"]


def test_how_long_a_family_rests_is_the_communitys_number(cast):
    one = waits(cast, "Alfa", 1)
    with everything():
        Community.objects.filter(pk=cast.community.pk).update(settings={"offer_rest_days": 0})
        Offer.objects.create(
            referral_id=one.pk, state="refused", made_at=cast.at, closed_at=cast.later(hours=3)
        )
    choose(cast)
    say_openings(cast, 1, hours=20)
    look(cast, one, hours=21)
    assert states(one) == ["refused", "open"]


# A referral moves while it has an offer --------------------------------------------------------------


def offered(cast):
    one = waits(cast, "Alfa", 1)
    say_openings(cast, 1, hours=20)
    at = cast.later(hours=21)
    with acting_as(cast.ben, now=at):
        made = actions.offer_next(service=cast.services["visits"].pk, by=cast.ben, at=at)
    return one, made


def says(one, made, wants, cast, hours):
    at = cast.later(hours=hours)
    with acting_as(one.mother, now=at):
        return actions.answer_offer(offer=made, wants=wants, by=one.mother, at=at)


def on_desks(one):
    with everything():
        found = WorkItem.objects.filter(target=one.pk, closed_at=None)
        return sorted(found.values_list("kind", flat=True))


def unit(one):
    with everything():
        return Referral.objects.get(pk=one.pk).hold.state


def test_a_confirmed_wait_takes_no_open_offer_away(cast):
    one, made = offered(cast)
    do(cast, "ben", "waitlist", one.referral, 22)
    assert on_desks(one) == ["answer the offer", "confirm the wait"]
    assert (unit(one), openings(cast)) == ("held", 0)
    assert says(one, made, True, cast, 23).state == "taken"
    do(cast, "ben", "accept", one.referral, 24)
    assert (unit(one), openings(cast)) == ("taken", 0)


def test_back_on_the_list_after_a_yes_frees_the_unit_and_is_offered_again_in_turn(cast):
    one, made = offered(cast)
    second = waits(cast, "Beta", 2)
    says(one, made, True, cast, 23)
    assert on_desks(one) == ["confirm the wait", "offer taken"]
    do(cast, "ben", "waitlist", one.referral, 24)
    assert on_desks(one) == ["confirm the wait"]
    assert (states(one), unit(one), openings(cast)) == (["over"], "released", 1)
    assert order_of(cast, hours=25) == [one.pk, second.pk]
    choose(cast)
    look(cast, one, hours=25)
    assert (states(one), states(second), openings(cast)) == (["over", "open"], [], 0)


def test_put_back_after_it_was_accepted_it_is_offered_again(cast):
    one, made = offered(cast)
    says(one, made, True, cast, 23)
    do(cast, "ben", "accept", one.referral, 24)
    do(cast, "ben", "waitlist", one.referral, 25)
    assert (states(one), openings(cast)) == (["over"], 1)
    choose(cast)
    look(cast, one, hours=26)
    assert (states(one), unit(one), openings(cast)) == (["over", "open"], "held", 0)


def test_accepted_before_it_answered_the_offer_is_over_and_the_unit_is_theirs(cast):
    one, made = offered(cast)
    do(cast, "ben", "accept", one.referral, 22)
    assert (states(one), unit(one), openings(cast)) == (["over"], "taken", 0)
    do(cast, "ben", "waitlist", one.referral, 23)
    with pytest.raises(Refused, match="over"):
        says(one, made, True, cast, 24)
    assert (unit(one), openings(cast)) == ("released", 1)


def test_who_leaves_the_list_has_no_offer_left_at_once(cast):
    one, _made = offered(cast)
    at = cast.later(hours=22)
    with acting_as(one.mother, now=at):
        row = Referral.objects.get(pk=one.pk)
        referrals.withdraw(referral=row, by=one.mother, at=at)
    assert (states(one), openings(cast)) == (["over"], 1)


# Openings that lapse --------------------------------------------------------------------------------


def due():
    with everything():
        return [one.at for one in Due.objects.filter(clock="openings lapse")]


def valid_until(cast):
    with everything():
        return ServiceCapacity.objects.get(service=cast.services["visits"]).valid_until


def test_openings_are_asked_for_days_before_they_lapse_and_the_line_goes_when_said(cast):
    say_openings(cast, 2, hours=0)
    ends = valid_until(cast)
    assert due() == [rules.remind_at(cast.at, ends, 3)] == [ends - timedelta(days=3)]
    assert jobs.run_due(ends - timedelta(days=3, minutes=1)) == 0
    assert [jobs.run_due(ends - timedelta(days=3)) for _twice in range(2)] == [1, 0]
    assert lines(SAY_ANEW) == [(cast.agencies["clinic"].name, ends)]
    at = ends - timedelta(days=1)
    with acting_as(cast.ben, now=at):
        until = at + timedelta(days=14)
        renew_capacity(service_id=cast.services["visits"].pk, valid_until=until, by=cast.ben, at=at)
    assert (lines(SAY_ANEW), due()) == ([], [until - timedelta(days=3)])
    assert jobs.run_due(until) == 1
    with acting_as(cast.ben, now=until):
        set_capacity(
            service_id=cast.services["visits"].pk,
            available=0,
            valid_until=until + timedelta(days=1),
            by=cast.ben,
            at=until,
        )
    assert lines(SAY_ANEW) == []


def test_what_was_said_for_few_days_is_not_asked_for_at_once(cast):
    assert rules.remind_at(cast.at, cast.later(days=4), 3) == cast.later(days=2)
    assert rules.remind_at(cast.at, cast.later(days=14), 3) == cast.later(days=11)


def test_nobody_but_the_clock_sees_to_a_list_or_asks(cast):
    one = waits(cast, "Alfa", 1)
    service = cast.services["visits"].pk
    for name in ("ana", "ben", "bea", "cora", "dana", "rosa"):
        actor = cast.actors[name]
        with acting_as(actor, now=cast.at), pytest.raises(Refused):
            actions.see_to_room(service=service, by=actor, at=cast.at)
        with acting_as(actor, now=cast.at), pytest.raises(Refused):
            actions.ask_anew(service=service, by=actor, at=cast.at)
    assert states(one) == []
