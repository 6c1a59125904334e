"""Reminders: once, neutral, and never for a date that is off."""

from datetime import timedelta

from kinwork.family.appointments import jobs
from kinwork.family.appointments.models import Reminder
from kinwork.family.appointments.tests.deeds import choose, do, offer, publish
from kinwork.family.contact.models import Message
from kinwork.family.referrals.tests.deeds import do as move
from tests import cast as casting
from tests.seeing import everything


def taken(cast, hour=14):
    referral = casting.accepted(cast)
    slot = publish(cast, hour=hour)
    offer(cast, referral, slots=[slot])
    choose(cast, referral)
    return referral, slot


def told(key="appointment.soon"):
    with everything():
        return Message.objects.filter(key=key).count()


def test_two_days_and_three_hours_before(cast):
    _referral, slot = taken(cast)
    assert told("appointment.offered") == 1
    assert jobs.run_due(slot.starts_at - timedelta(days=2, minutes=1)) == 0
    assert jobs.run_due(slot.starts_at - timedelta(days=2)) == 1
    assert jobs.run_due(slot.starts_at - timedelta(days=2)) == 0
    assert jobs.run_due(slot.starts_at - timedelta(hours=3)) == 1
    assert told() == 2


def test_a_worker_that_slept_sends_one(cast):
    _referral, slot = taken(cast)
    assert jobs.run_due(slot.starts_at - timedelta(hours=1)) == 1
    assert told() == 1


def test_none_for_what_is_over_or_off(cast):
    referral, slot = taken(cast)
    do(cast, "rosa", "cancel", referral)
    with everything():
        assert not Reminder.objects.exists()
    assert jobs.run_due(slot.starts_at - timedelta(hours=1)) == 0
    move(cast, "ben", "schedule", referral, 6, starts_at=cast.later(days=4))
    with everything():
        assert Reminder.objects.count() == 2
    assert jobs.run_due(cast.later(days=5)) == 0
    assert told() == 0


def test_moving_moves_them(cast):
    referral, _slot = taken(cast)
    move(cast, "ben", "schedule", referral, 6, starts_at=cast.later(days=20))
    with everything():
        assert {one.at.date() for one in Reminder.objects.filter(done_at=None)} == {
            cast.later(days=18).date(),
            cast.later(days=19, hours=10).date(),
        }
