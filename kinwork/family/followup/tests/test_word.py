"""The family's own word, by everyone who might try to give it."""

import pytest
from django.urls import reverse

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
from tests.signing import browser_of

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


def ended(verb, reason):
    cast = casting.make_cast()
    referral = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(days=1)):
        said = {"reason": reason, "by": cast.ben, "at": cast.later(days=1)}
        return cast, getattr(referrals, verb)(referral=referral, **said)


def open_lines(row):
    with everything():
        found = WorkItem.objects.filter(target=row.pk, closed_at=None).select_related("agency")
        return {(one.agency.name, one.kind) for one in found}


@pytest.mark.parametrize(
    ("verb", "reason"),
    [
        ("decline", "family changed its mind"),
        ("decline", "could not be reached"),
        ("end_unserved", "did not come"),
        ("end_unserved", "moved away"),
    ],
)
def test_what_a_provider_says_of_the_family_the_family_may_contradict(verb, reason):
    cast, row = ended(verb, reason)
    word = say(cast, "rosa", row, helped="no", is_so=False)
    assert word.disputes is True
    assert {name for name, kind in open_lines(row) if kind == "the family says otherwise"} == {
        casting.AGENCIES["library"],
        casting.AGENCIES["backbone"],
    }
    with everything():
        (new,) = Referral.objects.filter(previous=row)
        assert (new.service_id, new.sent_at) == (row.service_id, None)
        assert Need.objects.get(pk=row.need_id).state == "open"


@pytest.mark.parametrize(
    ("reason", "is_so"),
    [("no room", False), ("could not be reached", True), ("could not be reached", None)],
)
def test_nothing_else_is_a_contradiction(reason, is_so):
    cast, row = ended("decline", reason)
    assert say(cast, "rosa", row, helped="no", is_so=is_so).disputes is False
    with everything():
        assert not Referral.objects.filter(previous=row).exists()


def test_a_contradiction_stands_alone_where_another_place_has_the_need_in_hand():
    cast, row = ended("decline", "could not be reached")
    casting.consent(cast, "bloom")
    at = cast.later(days=2)
    with acting_as(cast.ana, now=at):
        made = referrals.make_referral(
            need=Need.objects.get(pk=row.need_id), service=cast.services["bloom_visits"],
            subjects=[cast.people["mateo"]], classes=casting.SHARED, by=cast.ana, at=at,
        )  # fmt: skip
        referrals.send(referral=made, by=cast.ana, at=at)
    assert say(cast, "rosa", row, helped="no", is_so=False).disputes is True
    assert not {kind for _name, kind in open_lines(row)} & {
        "next door",
        "the family says otherwise",
    }


@pytest.mark.parametrize("name", ["rosa", "ana"])
def test_the_page_asks_whether_it_is_right(name):
    cast, row = ended("decline", "could not be reached")
    page = reverse("followup:word", args=[row.pk])
    browser = browser_of(cast, name)
    assert "Is that right?" in browser.get(page).content.decode()
    with everything():
        Referral.objects.filter(pk=row.pk).update(state="expired")
    assert "Is that right?" not in browser.get(page).content.decode()
