"""Sending: who may, on whose word, and once: each deed, by everyone who might try it."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.people.models import Person
from kinwork.trust.access.models import Tie
from tests import cast as casting
from tests.seeing import everything


def test_sending_lets_the_receiver_in_for_what_was_named(cast):
    referral = casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        assert {one.given_name for one in Person.objects.all()} == {"Rosa", "Mateo", "Lucía"}
        assert Referral.objects.get().state == "sent"
    with acting_as(cast.cruz, now=cast.later(hours=1)):
        assert not Person.objects.exists()
        assert not Referral.objects.exists()
    assert referral.due_at > cast.at
    assert referral.due_zone == "America/Phoenix"
    assert referral.calendar_version


def test_without_consent_nothing_is_sent(cast):
    referral = casting.draft(cast)
    with pytest.raises(Refused, match="not yet agreed"):
        do(cast, "ana", "send", referral)
    assert state_of(referral) == "draft"
    with everything():
        assert not Tie.objects.filter(work=referral.pk).exists()


def test_consent_to_less_than_the_referral_names_is_not_enough(cast):
    casting.consent(cast, classes=("identity",))
    with pytest.raises(Refused, match="not yet agreed"):
        do(cast, "ana", "send", casting.draft(cast))


@pytest.mark.parametrize("name", ["ben", "cruz", "cora", "dana", "sam", "eve"])
def test_others_cannot_send_what_ana_began(cast, name):
    casting.consent(cast)
    referral = casting.draft(cast)
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, "send", referral)
    assert state_of(referral) == "draft"


def test_the_family_sends_its_own(cast):
    referral = casting.sent(cast, by=cast.rosa)
    assert referral.sender_id is None
    with acting_as(cast.ben, now=cast.later(hours=1)):
        assert Referral.objects.get().state == "sent"


def test_the_same_form_twice_makes_one_referral_and_sends_it_once(cast):
    casting.consent(cast)
    from kinwork.common.ids import new_id

    made, pressed = new_id(), new_id()
    answers = casting.need(cast)
    first = casting.draft(cast, answers=answers, form_id=made)
    again = casting.draft(cast, answers=answers, form_id=made)
    assert first.pk == again.pk
    for _time in range(2):
        do(cast, "ana", "send", first, form_id=pressed)
    with everything():
        assert first.events.filter(verb="send").count() == 1
        assert Message.objects.filter(about=first.pk).count() == 1


def test_who_has_signed_nothing_gets_the_minimum_packet_by_a_link(cast):
    referral = casting.sent(cast, "diapers")
    assert referral.receiver_id is None
    assert referral.classes == ["identity", "contact"]
    with acting_as(casting.link_holder(referral), now=cast.later(hours=1)):
        assert Person.objects.count() == 3
        assert not Need.objects.exists()


def test_staff_say_whose_request_it_is(cast):
    with pytest.raises(Refused, match="who in the family"):
        do(cast, "ana", "send", casting.draft(cast, "diapers"))


def test_hidden_help_is_never_written_down(cast):
    with pytest.raises(Refused, match="phone number"), acting_as(cast.rosa, now=cast.at):
        need = actions.make_need(
            household=cast.household, code="domestic-violence-help", by=cast.rosa, at=cast.at
        )
        actions.make_referral(need=need, service=cast.services["visits"], by=cast.rosa, at=cast.at)
