"""Several doors for one need: who took the family on keeps it; what nobody took on yet ends; the need
says what is true of all of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.family.referrals.models import Need
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def need(cast):
    return casting.need(cast)


def need_is(need) -> str:
    with everything():
        return Need.objects.get(pk=need.pk).state


def lines(cast, row) -> list[str]:
    with everything():
        return list(
            WorkItem.objects.filter(target=row.pk, closed_at=None).values_list("kind", flat=True)
        )


def test_a_later_yes_does_not_take_away_what_another_door_began(cast, need):
    """Served by one, asked of the next door as well: that door's yes ends nothing."""
    served = casting.sent(cast, answers=need)
    do(cast, "ben", "accept", served)
    do(cast, "ben", "start_service", served, 2)
    other = casting.sent(cast, "bloom_visits", answers=need)
    do(cast, "cruz", "accept", other, 3)
    assert (state_of(served), state_of(other)) == ("being served", "accepted")


def test_nobody_looks_for_a_next_door_when_one_has_said_yes(cast, need):
    no, yes = casting.sent(cast, "bloom_visits", answers=need), casting.sent(cast, answers=need)
    do(cast, "cruz", "decline", no, reason="no room")
    assert "next door" in lines(cast, no)
    do(cast, "ben", "accept", yes, 2)
    assert "next door" not in lines(cast, no)


@pytest.mark.parametrize(
    ("verb", "said"),
    [("schedule", {"starts_at": timedelta(days=2)}), ("start_service", {})],
)
def test_from_the_list_straight_to_the_service_is_a_yes(cast, need, verb, said):
    listed, other = (
        casting.sent(cast, answers=need),
        casting.sent(cast, "bloom_visits", answers=need),
    )
    do(cast, "ben", "waitlist", listed)
    assert state_of(other) == "sent"
    do(cast, "ben", verb, listed, 2, **{key: timezone.now() + one for key, one in said.items()})
    assert state_of(other) == "obsolete"
    assert need_is(need) == "addressed"


def test_an_ending_opens_no_need_that_another_door_works_on(cast, need):
    taken = casting.sent(cast, answers=need)
    do(cast, "ben", "accept", taken)
    beside = casting.sent(cast, "bloom_visits", answers=need)
    do(cast, "cruz", "decline", beside, 2, reason="no room")
    assert need_is(need) == "addressed"
    do(cast, "ben", "end_unserved", taken, 80, reason="moved away")
    assert need_is(need) == "open"


def test_nor_one_that_is_met(cast, need):
    taken = casting.sent(cast, answers=need)
    do(cast, "ben", "accept", taken)
    beside = casting.sent(cast, "bloom_visits", answers=need)
    do(cast, "ben", "serve", taken, 2, received="Visits", need_met="fully")
    do(cast, "cruz", "decline", beside, 3, reason="no room")
    assert need_is(need) == "met"


def test_a_mistake_has_met_nothing(cast, need):
    row = casting.sent(cast, answers=need)
    do(cast, "ben", "accept", row)
    do(cast, "ben", "serve", row, 2, received="Visits", need_met="fully")
    do(cast, "ana", "enter_in_error", row, 3, reason="other")
    assert need_is(need) == "open"
