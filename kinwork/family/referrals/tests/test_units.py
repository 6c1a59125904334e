"""Units and notices: each deed, by everyone who might try it."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.contact.models import Message
from kinwork.family.referrals.models import CapacityHold
from kinwork.family.referrals.tests.deeds import do
from tests import cast as casting
from tests.seeing import everything


def openings(cast):
    from kinwork.directory.models import ServiceCapacity

    with everything():
        return ServiceCapacity.objects.get(service=cast.services["visits"]).available


def say_openings(cast, number, hours=0):
    from kinwork.directory.actions import set_capacity

    with acting_as(cast.ben, now=cast.later(hours=hours)):
        set_capacity(
            service_id=cast.services["visits"].pk,
            available=number,
            valid_until=cast.later(days=14),
            by=cast.ben,
            at=cast.later(hours=hours),
        )


@pytest.mark.parametrize(
    ("verb", "name", "said"),
    [
        ("decline", "ben", {"reason": "no room"}),
        ("withdraw", "rosa", {}),
        ("recall", "ana", {}),
        ("enter_in_error", "ana", {"reason": "other"}),
        ("waitlist", "ben", {}),
    ],
)
def test_an_ending_gives_the_unit_back(cast, verb, name, said):
    say_openings(cast, 2)
    referral = casting.sent(cast)
    assert openings(cast) == 1
    do(cast, name, verb, referral, **said)
    assert openings(cast) == 2


def test_acceptance_takes_the_unit_and_service_keeps_it(cast):
    say_openings(cast, 2)
    referral = casting.accepted(cast)
    with everything():
        assert CapacityHold.objects.get().state == "taken"
    do(cast, "ben", "serve", referral, 3, received="A visit", need_met="fully")
    assert openings(cast) == 1


@pytest.mark.parametrize(
    ("verb", "said"),
    [("start_service", {}), ("schedule", {"starts_at": {"days": 2}})],
)
def test_straight_from_the_list_takes_a_unit_too(cast, verb, said):
    said = {key: cast.later(**one) if isinstance(one, dict) else one for key, one in said.items()}
    referral = casting.sent(cast)
    do(cast, "ben", "waitlist", referral, 1)
    say_openings(cast, 2, hours=2)
    do(cast, "ben", verb, referral, 3, **said)
    assert openings(cast) == 1
    with everything():
        assert CapacityHold.objects.get().state == "taken"
    do(cast, "ben", "end_unserved", referral, 80, reason="moved away")
    assert openings(cast) == 2


def test_openings_said_anew_are_not_raised_by_an_old_ending(cast):
    say_openings(cast, 2)
    referral = casting.sent(cast)
    say_openings(cast, 5, hours=1)
    do(cast, "ben", "decline", referral, 2, reason="no room")
    assert openings(cast) == 5


def test_the_family_is_told_in_its_language_where_it_is_safe(cast):
    referral = casting.accepted(cast)
    with everything():
        told = Message.objects.filter(about=referral.pk).order_by("made_at")
        assert [(one.key, one.language, one.address) for one in told] == [
            ("referral.sent", "es", "rosa@example.org"),
            ("referral.accepted", "es", "rosa@example.org"),
        ]
