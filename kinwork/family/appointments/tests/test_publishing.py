"""What an office publishes, takes back, and how the weeks are drawn."""

from datetime import date, time, timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import Holiday
from kinwork.common.rights import Refused
from kinwork.family.appointments import actions, jobs
from kinwork.family.appointments.models import Seat, Slot
from kinwork.family.appointments.tests.deeds import choose, held, offer, publish
from tests import cast as casting
from tests.cast import OPERATOR
from tests.seeing import everything


def weeks(cast, **more):
    said = {
        "service": cast.services["visits"],
        "location": cast.location,
        "zone": "America/Denver",
        "weekdays": {0},
        "starts": time(9),
        "minutes": 30,
        "seats": 2,
        "first": date(2026, 3, 2),
        "pattern_id": new_id(),
        "by": cast.ben,
        "at": cast.at,
    }
    with acting_as(cast.ben, now=cast.at):
        return actions.publish_pattern(**(said | more))


def drawn(pattern):
    with everything():
        return list(Slot.objects.filter(pattern=pattern).order_by("starts_at"))


def test_eight_weeks_are_drawn_and_holidays_are_not(cast):
    with acting_as(OPERATOR, now=cast.at):
        Holiday.objects.create(community=cast.community, day=date(2026, 3, 16), name="Founders")
    slots = drawn(weeks(cast))
    # nine on the wall: 16:00 UTC before the clocks change, 15:00 after; the first Monday is over
    assert [(one.starts_at.month, one.starts_at.day, one.starts_at.hour) for one in slots] == [
        (3, 9, 15), (3, 23, 15), (3, 30, 15), (4, 6, 15), (4, 13, 15), (4, 20, 15), (4, 27, 15),
    ]  # fmt: skip
    with everything():
        assert Seat.objects.filter(slot=slots[0]).count() == 2


def test_drawing_again_adds_only_what_is_new(cast):
    pattern = weeks(cast)
    before = len(drawn(pattern))
    with acting_as(cast.ben, now=cast.later(days=14)):
        assert actions.draw(pattern=pattern, by=cast.ben, at=cast.later(days=14)) == 2
        assert actions.draw(pattern=pattern, by=cast.ben, at=cast.later(days=14)) == 0
    assert len(drawn(pattern)) == before + 2


def test_the_nightly_job_draws_as_the_patterns_own_clock(cast):
    pattern = weeks(cast, until=date(2100, 1, 1), first=date(2090, 1, 2))
    assert drawn(pattern) == []
    jobs.draw(new_id())
    assert drawn(pattern) == []


def test_ending_the_weeks_keeps_what_a_family_has(cast):
    pattern = weeks(cast)
    referral = casting.accepted(cast)
    offer(cast, referral, any_open=True)
    choose(cast, referral)
    with acting_as(cast.ben, now=cast.later(hours=4)):
        assert actions.end_pattern(pattern=pattern, by=cast.ben, at=cast.later(hours=4)) == 1
    left = [one for one in drawn(pattern) if one.withdrawn_at is None]
    assert len(left) == 1 and held(left[0]) == 1


def test_a_time_that_somebody_has_is_not_taken_back(cast):
    slot, referral = publish(cast), casting.accepted(cast)
    offer(cast, referral, slots=[slot])
    choose(cast, referral)
    with acting_as(cast.ben, now=cast.later(hours=4)), pytest.raises(Refused):
        actions.withdraw_slot(slot=slot, by=cast.ben, at=cast.later(hours=4))
    free = publish(cast, hour=13)
    with acting_as(cast.ben, now=cast.later(hours=4)):
        assert actions.withdraw_slot(slot=free, by=cast.ben, at=cast.later(hours=4)).withdrawn_at


def test_a_time_that_is_over_is_not_published(cast):
    with pytest.raises(Refused):
        publish(cast, day=2, hour=8)


def test_the_same_form_twice_makes_one(cast):
    form = new_id()
    assert weeks(cast, pattern_id=form).pk == weeks(cast, pattern_id=form).pk
    assert timedelta(0) < drawn(weeks(cast, pattern_id=form))[0].starts_at - cast.at
