"""The family takes, moves and gives back a time; each deed by everyone who might try it."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.appointments import actions
from kinwork.family.appointments.actions import Gone, TooLate
from kinwork.family.appointments.models import ChangeAsk, Offer, Seat
from kinwork.family.appointments.tests.deeds import (
    choices,
    choose,
    dates,
    do,
    fresh,
    held,
    offer,
    publish,
)
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import Appointment, Referral
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything

STRANGERS = ["ana", "ben", "bea", "cruz", "cora", "dana", "sam", "eve"]


@pytest.fixture
def offered(cast):
    """(referral, slots): two times on the 9th, offered by Ben."""
    referral = casting.accepted(cast)
    slots = [publish(cast, hour=9), publish(cast, hour=11)]
    offer(cast, referral, slots=slots)
    return referral, slots


def test_rosa_takes_a_time_and_the_seat_is_hers(cast, offered):
    referral, slots = offered
    row = choose(cast, referral)
    assert (row.state, held(slots[0]), held(slots[1])) == ("scheduled", 1, 0)
    with everything():
        event = row.events.last()
        assert (event.verb, event.party, event.user) == ("schedule", "family", None)
        date = row.appointments.get()
        assert (date.starts_at, date.zone, date.minutes) == (
            slots[0].starts_at,
            "America/Phoenix",
            30,
        )
        assert Seat.objects.get(slot=slots[0]).held_by == date.pk


def test_moving_gives_the_old_seat_back(cast, offered):
    referral, slots = offered
    choose(cast, referral)
    assert [one.slot for one in choices(cast, referral, cast.later(hours=4))] == [slots[1].pk]
    choose(cast, referral, hours=4)
    assert (held(slots[0]), held(slots[1])) == (0, 1)
    assert sorted(dates(referral)) == ["moved", "planned"]


def test_cancelling_gives_it_back_too(cast, offered):
    referral, slots = offered
    choose(cast, referral)
    assert do(cast, "rosa", "cancel", referral).state == "appointment cancelled"
    assert held(slots[0]) == 0 and dates(referral) == ["cancelled"]


@pytest.mark.parametrize("name", STRANGERS)
@pytest.mark.parametrize("verb", ["choose", "cancel", "ask_change"])
def test_nobody_else_chooses_for_her(cast, offered, name, verb):
    referral, slots = offered
    choose(cast, referral)
    one = choices(cast, referral, cast.later(hours=4))[0]
    said = {
        "choose": {"offer": one.offer, "slot": one.slot},
        "cancel": {},
        "ask_change": {"wants": "another time"},
    }[verb]
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, verb, referral, **said)
    assert (held(slots[0]), held(slots[1])) == (1, 0)


def test_what_was_not_offered_is_not_to_be_had(cast, offered):
    referral, _slots = offered
    secret = publish(cast, hour=15)
    one = choices(cast, referral, cast.later(hours=3))[0]
    for said in ({"offer": new_id()}, {"offer": one.offer, "slot": secret.pk}):
        with pytest.raises(Gone):
            do(cast, "rosa", "choose", referral, hours=3, **said)
    with acting_as(cast.rosa, now=cast.later(hours=3)), pytest.raises(Refused):
        referrals.schedule(
            referral=fresh(referral),
            starts_at=secret.starts_at,
            by=cast.rosa,
            at=cast.later(hours=3),
        )
    assert dates(referral) == []


def test_any_open_time_is_whatever_is_free_then(cast):
    referral = casting.accepted(cast)
    offer(cast, referral, any_open=True)
    assert choices(cast, referral, cast.later(hours=3)) == []
    publish(cast)
    assert len(choices(cast, referral, cast.later(hours=3))) == 1
    publish(cast, service="bloom_visits", by="cruz", hour=16)
    assert len(choices(cast, referral, cast.later(hours=3))) == 1
    assert choose(cast, referral).state == "scheduled"


def test_a_time_of_ones_own_needs_no_seat(cast):
    referral = casting.accepted(cast)
    at = cast.later(days=5)
    offer(cast, referral, times=[at], place="The library, room 2")
    choose(cast, referral)
    with everything():
        date = referral.appointments.get()
        assert (date.starts_at, date.place) == (at, "The library, room 2")


def test_a_double_tap_takes_it_once(cast, offered):
    referral, _slots = offered
    form = new_id()
    one = choices(cast, referral, cast.later(hours=3))[0]
    for _tap in range(2):
        do(cast, "rosa", "choose", referral, offer=one.offer, slot=one.slot, form_id=form)
    assert dates(referral) == ["planned"]


def test_an_old_page_moves_nothing(cast, offered):
    referral, _slots = offered
    seen = fresh_version(referral)
    choose(cast, referral, version=seen)
    with pytest.raises(AlreadyMoved):
        choose(cast, referral, version=seen, hours=4)
    assert dates(referral) == ["planned"]


def fresh_version(referral):
    with everything():
        return Referral.objects.get(pk=referral.pk).version


def test_after_the_cut_off_she_asks_and_it_lies_on_bens_desk(cast, offered):
    referral, slots = offered
    choose(cast, referral)
    late = (slots[0].starts_at - cast.at) / timedelta(hours=1) - 5
    for verb, said in (("cancel", {}),):
        with pytest.raises(TooLate):
            do(cast, "rosa", verb, referral, hours=late, **said)
    one = choices(cast, referral, cast.later(hours=late))[0]
    with pytest.raises(TooLate):
        do(cast, "rosa", "choose", referral, hours=late, offer=one.offer, slot=one.slot)
    for _tap in range(2):
        do(cast, "rosa", "ask_change", referral, hours=late, wants="cannot come")
    with everything():
        assert ChangeAsk.objects.get(settled_at=None).wants == "cannot come"
        lines = WorkItem.objects.filter(target=referral.pk, closed_at=None)
        assert "new date asked" in lines.values_list("kind", flat=True)
    with acting_as(cast.ben, now=cast.later(hours=late)):
        referrals.cancel_appointment(
            referral=fresh(referral), by=cast.ben, at=cast.later(hours=late)
        )
    with everything():
        assert not ChangeAsk.objects.filter(settled_at=None).exists()
        lines = WorkItem.objects.filter(target=referral.pk, closed_at=None)
        assert "new date asked" not in lines.values_list("kind", flat=True)


def test_a_community_sets_its_own_cut_off(db):
    cast = casting.make_cast(change_hours=0)
    referral = casting.accepted(cast)
    slot = publish(cast)
    offer(cast, referral, slots=[slot])
    choose(cast, referral)
    late = (slot.starts_at - cast.at) / timedelta(hours=1) - 0.5
    assert do(cast, "rosa", "cancel", referral, hours=late).state == "appointment cancelled"


def test_an_ending_leaves_no_date_no_seat_and_no_offer(cast, offered):
    referral, slots = offered
    choose(cast, referral)
    at = cast.later(hours=5)
    with acting_as(cast.rosa, now=at):
        referrals.withdraw(referral=fresh(referral), by=cast.rosa, at=at)
    assert held(slots[0]) == 0 and dates(referral) == ["cancelled"]
    with everything():
        assert not Offer.objects.filter(closed_at=None).exists()
    assert choices(cast, referral, cast.later(hours=6)) == []


def test_who_may_not_read_dates_reads_no_offers(cast, offered):
    referral, _slots = offered
    choose(cast, referral)
    for name, seen in (("rosa", 2), ("ben", 2), ("ana", 2), ("cora", 0), ("cruz", 0), ("eve", 0)):
        with acting_as(cast.actors[name], now=cast.later(hours=4)):
            assert Offer.objects.count() == seen, name
            assert Seat.objects.exclude(held_by=None).count() == bool(seen), name
            assert Appointment.objects.count() == bool(seen), name


@pytest.mark.parametrize("name", ["rosa", "ana", "cruz", "bea"])
def test_only_the_receiver_offers(cast, name):
    referral = casting.accepted(cast)
    if name == "bea":
        assert offer(cast, referral, by=name, times=[cast.later(days=3)])
        return
    with pytest.raises((Refused, Referral.DoesNotExist)):
        offer(cast, referral, by=name, times=[cast.later(days=3)])


def test_bad_offers_are_asked_back(cast):
    referral = casting.accepted(cast)
    slot, of_others = publish(cast), publish(cast, service="bloom_visits", by="cruz")
    for said in (
        {},
        {"times": [cast.at]},
        {"slots": [of_others]},
        {"times": [cast.later(days=n + 1) for n in range(6)]},
    ):
        with pytest.raises(Refused):
            offer(cast, referral, **said)
    form = new_id()
    offer(cast, referral, slots=[slot], form_id=form)
    offer(cast, referral, slots=[slot], form_id=form)
    assert len(choices(cast, referral, cast.later(hours=3))) == 1


def test_nothing_is_offered_before_a_yes_or_after_the_end(cast):
    referral = casting.sent(cast)
    with pytest.raises(AlreadyMoved):
        offer(cast, referral, times=[cast.later(days=3)])


def test_rosa_cannot_publish_and_ben_only_his_own(cast):
    with pytest.raises(Refused):
        publish(cast, by="rosa")
    with pytest.raises(Refused):
        publish(cast, service="bloom_visits", by="ben")
    slot = publish(cast)
    with acting_as(cast.cruz, now=cast.at), pytest.raises(type(slot).DoesNotExist):
        actions.withdraw_slot(slot=slot, by=cast.cruz, at=cast.at)
