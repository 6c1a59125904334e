"""Whom a family has shut out moves nothing of its referrals; colleagues do, and nobody says why."""

from random import Random

import pytest

from kinwork.accounts.models import User
from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions
from kinwork.family.referrals import rules as table
from kinwork.family.referrals.models import Referral, ServiceEpisode
from kinwork.trust.access.actions import block, unblock
from tests import cast as casting
from tests.closed_loop.community import words_for
from tests.closed_loop.walking import VERBS
from tests.seeing import everything

from .deeds import do, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast()


def shut_out(cast, name: str):
    with acting_as(cast.rosa, now=cast.at):
        user = User.objects.get(pk=cast.actors[name].id)
        return block(household=cast.household, user=user, by=cast.rosa, at=cast.at)


def lent(state: str) -> list[str]:
    """What the receiver's people may do in this state."""
    return [verb for verb in VERBS if table.LIFE.may(verb, state, "receiver")]


@pytest.mark.parametrize("verb", lent("accepted"))
def test_the_receivers_worker(cast, verb):
    made = casting.accepted(cast)
    shut_out(cast, "ben")
    said = words_for(verb, Random(1), cast)
    with pytest.raises(Refused, match=r"A colleague or your supervisor can\."):
        do(cast, "ben", verb, made, hours=2, **said)
    with everything():
        assert Referral.objects.get(pk=made.pk).state == "accepted"
        assert not ServiceEpisode.objects.exists()


def test_the_senders_worker_and_a_colleague(cast):
    made = casting.sent(cast)
    hold = shut_out(cast, "ana")
    with pytest.raises(Refused, match="You cannot do this"):
        do(cast, "ana", "withdraw", made, on_behalf_of=cast.people["rosa"].pk)
    with pytest.raises(Refused, match="You cannot do this"):
        do(cast, "ana", "recall", made, hours=0.1)
    with acting_as(cast.rosa, now=cast.at):
        unblock(block=hold, by=cast.rosa, at=cast.at)
    assert do(cast, "ana", "recall", made, hours=0.1).state == "recalled"


def test_a_colleague_goes_on(cast):
    made = casting.accepted(cast)
    shut_out(cast, "ben")
    assert do(cast, "bill", "start_service", made, hours=2).state == "being served"


def test_who_is_shut_out_still_lays_it_on_another_desk(cast):
    made = casting.sent(cast)
    shut_out(cast, "bea")
    with acting_as(cast.bea, now=cast.later(hours=1)):
        row = Referral.objects.get(pk=made.pk)
        bill = User.objects.get(pk=cast.bill.id)
        actions.assign(referral=row, user=bill, by=cast.bea, at=cast.later(hours=1))
    assert state_of(made) == "sent"
    assert do(cast, "bill", "accept", made, hours=2).state == "accepted"
