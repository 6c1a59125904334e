"""The family's own word, by everyone who might try to give it."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.followup import actions
from kinwork.family.followup.models import FamilyWord
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need, Referral
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def served():
    cast = casting.make_cast()
    referral = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(days=1)):
        row = referrals.serve(
            referral=referral,
            received="Two visits",
            need_met="fully",
            by=cast.ben,
            at=cast.later(days=1),
        )
    return cast, row


def say(cast, name, referral, **said):
    actor, at = cast.actors[name], cast.later(days=16)
    with acting_as(actor, now=at):
        fresh = Referral.objects.get(pk=referral.pk)
        return actions.say(referral=fresh, by=actor, at=at, **said)


def seen_by(cast, name):
    with acting_as(cast.actors[name], now=cast.later(days=17)):
        return FamilyWord.objects.count()


def test_rosa_says_that_it_helped(served):
    cast, referral = served
    word = say(cast, "rosa", referral, got_it=True, helped="yes", times_told="once")
    assert word.disputes is False
    assert {name: seen_by(cast, name) for name in ("rosa", "ana", "ben", "cruz", "cora")} == {
        "rosa": 1, "ana": 1, "ben": 1, "cruz": 0, "cora": 0
    }  # fmt: skip


def test_a_dispute_stands_beside_the_claim_and_opens_the_need(served):
    cast, referral = served
    assert say(cast, "rosa", referral, got_it=False, helped="no").disputes is True
    with everything():
        assert Need.objects.get(pk=referral.need_id).state == "open"
        assert referral.outcome.need_met == "fully"
        lines = WorkItem.objects.filter(target=referral.pk, closed_at=None)
        assert {line.agency.name for line in lines} == {
            "Mesquite Flats Library",
            "Saguaro Wash Family Partnership",
        }


def test_a_worker_writes_down_what_the_family_said(served):
    cast, referral = served
    with pytest.raises(Refused, match="who in the family"):
        say(cast, "ana", referral, helped="partly")
    rosa = cast.people["rosa"].id
    assert say(cast, "ana", referral, helped="partly", on_behalf_of=rosa).said_by_user


@pytest.mark.parametrize("name", ["ben", "bea", "cruz", "cora", "dana", "sam", "eve"])
def test_nobody_else_speaks_for_the_family(served, name):
    cast, referral = served
    with pytest.raises((Refused, Referral.DoesNotExist)):
        say(cast, name, referral, helped="yes", on_behalf_of=cast.people["rosa"].id)


def test_the_same_form_twice_is_one_word(served):
    cast, referral = served
    form = new_id()
    for _time in range(2):
        say(cast, "rosa", referral, helped="yes", form_id=form)
    assert seen_by(cast, "rosa") == 1


def test_what_is_not_over_cannot_be_judged():
    cast = casting.make_cast()
    with pytest.raises(Refused, match="not over yet"):
        say(cast, "rosa", casting.accepted(cast), helped="yes")
