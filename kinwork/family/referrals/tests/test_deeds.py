"""Each deed, by everyone who might try it: Ana sends, Ben receives, Rosa decides, Cruz sees nothing."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import CapacityHold, Need, Outcome, Referral
from kinwork.people.models import Person
from kinwork.trust.access.models import Due, Tie, WorkItem
from tests import cast as casting
from tests.seeing import everything

HOUR = timedelta(hours=1)


def do(cast, name, verb, referral, hours=1, **said):
    """`name` does `verb`, some hours after the beginning."""
    actor, at = cast.actors[name], cast.later(hours=hours)
    with acting_as(actor, now=at):
        fresh = Referral.objects.get(pk=referral.pk)
        return getattr(actions, verb)(referral=fresh, by=actor, at=at, **said)


def state_of(referral):
    with everything():
        return Referral.objects.get(pk=referral.pk).state


# sending -------------------------------------------------------------------------------------


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


# answering -----------------------------------------------------------------------------------

ANSWERS = {
    "accept": {},
    "waitlist": {"place": 3, "days": 20},
    "ask_information": {"message": "Which clinic has the records?"},
    "decline": {"reason": "no room"},
}


@pytest.mark.parametrize("verb", ANSWERS)
@pytest.mark.parametrize("name", ["ana", "rosa", "cruz", "cora", "dana", "sam", "eve"])
def test_only_the_receiver_answers(cast, verb, name):
    referral = casting.sent(cast)
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, verb, referral, **ANSWERS[verb])
    assert state_of(referral) == "sent"


@pytest.mark.parametrize("verb", ANSWERS)
def test_a_visitor_finds_nothing(cast, verb):
    referral = casting.sent(cast)
    with acting_as(VISITOR), pytest.raises(Exception):  # noqa: B017  refused by right or by table
        Referral.objects.get(pk=referral.pk)


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("accept", "accepted"),
        ("waitlist", "waitlisted"),
        ("ask_information", "information needed"),
        ("decline", "declined"),
    ],
)
def test_ben_answers(cast, verb, state):
    referral = casting.sent(cast)
    assert do(cast, "ben", verb, referral, **ANSWERS[verb]).state == state
    with everything():
        event = referral.events.last()
        assert (event.verb, event.from_state, event.to_state) == (verb, "sent", state)
        assert event.user == cast.users["ben"]


def test_the_second_worker_reads_who_was_first(cast):
    referral = casting.sent(cast)
    do(cast, "ben", "accept", referral)
    with pytest.raises(AlreadyMoved) as why:
        do(cast, "bill", "accept", referral, hours=2)
    assert (why.value.by_name, why.value.last_verb) == ("Ben", "accept")
    assert why.value.at == cast.later(hours=1)


def test_an_old_page_cannot_move_it(cast):
    referral = casting.sent(cast)
    do(cast, "ben", "accept", referral, version=1)
    with pytest.raises(AlreadyMoved):
        do(cast, "bill", "decline", referral, version=1, reason="no room")
    assert state_of(referral) == "accepted"


def test_an_ending_closes_the_tie_the_clocks_and_the_desk(cast):
    referral = casting.sent(cast)
    do(cast, "ben", "decline", referral, reason="no room")
    with acting_as(cast.ben, now=cast.later(hours=2)):
        assert not Person.objects.exists()
        assert Referral.objects.get().state == "declined"
    with everything():
        assert not Due.objects.filter(target=referral.pk).exists()
        lines = WorkItem.objects.filter(target=referral.pk, closed_at=None)
        assert [(line.agency.name, line.kind) for line in lines] == [
            ("Mesquite Flats Library", "next door")
        ]


def test_a_strange_reason_is_asked_again(cast):
    referral = casting.sent(cast)
    with pytest.raises(Refused, match="reason"):
        do(cast, "ben", "decline", referral, reason="because")
    assert state_of(referral) == "sent"


def test_questions_are_read_by_the_parties_alone(cast):
    referral = casting.sent(cast)
    do(cast, "ben", "ask_information", referral, message="Which clinic?")
    for name, seen in (("ana", 1), ("ben", 1), ("rosa", 1), ("cora", 0), ("cruz", 0)):
        with acting_as(cast.actors[name], now=cast.later(hours=2)):
            from kinwork.family.referrals.models import ReferralMessage

            assert ReferralMessage.objects.count() == seen, name
    do(cast, "ana", "give_information", referral, hours=3, message="The one on First Street.")
    assert state_of(referral) == "sent"


def test_the_whole_way_to_being_served(cast):
    referral = casting.accepted(cast)
    do(cast, "ben", "try_contact", referral, 2, way="phone")
    do(cast, "ben", "schedule", referral, 3, starts_at=cast.later(days=2), place="At home")
    do(cast, "ben", "mark_no_show", referral, 50)
    do(cast, "ben", "schedule", referral, 51, starts_at=cast.later(days=4))
    do(cast, "ben", "start_service", referral, 97)
    do(cast, "ben", "serve", referral, 98, received="Six visits", need_met="fully")
    with everything():
        row = Referral.objects.get(pk=referral.pk)
        assert row.state == "served"
        assert row.need.state == "met"
        assert [one.state for one in row.appointments.order_by("starts_at")] == ["missed", "kept"]
        assert row.episodes.count() == 2
        assert Due.objects.get(target=row.pk).clock == "ask_family"
    with acting_as(cast.rosa, now=cast.later(hours=99)):
        assert Outcome.objects.get().received == "Six visits"
    with acting_as(cast.cruz, now=cast.later(hours=99)):
        assert not Outcome.objects.exists()


def test_a_link_holder_answers_too(cast):
    referral = casting.sent(cast, "diapers")
    holder = casting.link_holder(referral)
    for hours, verb, said in (
        (1, "accept", {}),
        (2, "serve", {"received": "Diapers", "need_met": "partly"}),
    ):
        at = cast.later(hours=hours)
        with acting_as(holder, now=at):
            row = Referral.objects.get(pk=referral.pk)
            getattr(actions, verb)(referral=row, by=holder, at=at, **said)
    with acting_as(cast.rosa, now=cast.later(hours=3)):
        assert Outcome.objects.get().need_met == "partly"
    with acting_as(holder, now=cast.later(hours=3)):
        assert not Person.objects.exists()


def test_a_link_opens_no_other_referral(cast):
    one, other = casting.sent(cast, "diapers"), casting.sent(cast)
    with acting_as(casting.link_holder(one), now=cast.later(hours=1)):
        assert list(Referral.objects.values_list("pk", flat=True)) == [one.pk]
        with pytest.raises(Referral.DoesNotExist):
            Referral.objects.get(pk=other.pk)


# ending --------------------------------------------------------------------------------------


def test_the_family_walks_away_at_once(cast):
    referral = casting.accepted(cast)
    do(cast, "rosa", "withdraw", referral, 2)
    with acting_as(cast.ben, now=cast.later(hours=3)):
        assert not Person.objects.exists()
        assert WorkItem.objects.get(closed_at=None).kind == "closed"


def test_a_worker_says_who_withdrew(cast):
    referral = casting.accepted(cast)
    with pytest.raises(Refused, match="who in the family"):
        do(cast, "ana", "withdraw", referral, 2)
    do(cast, "ana", "withdraw", referral, 2, on_behalf_of=cast.people["rosa"].id)
    with everything():
        assert referral.events.last().on_behalf_of == cast.people["rosa"].id


@pytest.mark.parametrize("name", ["rosa", "ana"])
def test_consent_that_ends_closes_the_content_at_that_statement(cast, name):
    from kinwork.trust.consent import actions as consents

    by = cast.actors[name]
    said = casting.consent(cast, by=by)
    made = casting.draft(cast)
    do(cast, "ana", "send", made)
    with acting_as(by, now=cast.later(hours=2)):
        consents.end(consent=said, by=by, at=cast.later(hours=2))
    assert state_of(made) == "consent ended"
    with acting_as(cast.ben, now=cast.later(hours=2)):
        assert not Person.objects.exists()
    with everything():
        event = made.events.last()
        assert event.party == "family"
        assert event.user_id == (cast.users["ana"].id if name == "ana" else None)


def test_accepting_one_ends_its_siblings(cast):
    answers = casting.need(cast)
    one = casting.sent(cast, answers=answers)
    other = casting.sent(cast, "bloom_visits", answers=answers)
    do(cast, "ben", "accept", one)
    assert state_of(other) == "obsolete"
    with acting_as(cast.cruz, now=cast.later(hours=2)):
        assert not Person.objects.exists()
        assert WorkItem.objects.get(closed_at=None).kind == "closed"
    with everything():
        assert Need.objects.get(pk=answers.pk).state == "addressed"


def test_taking_back_what_nobody_opened(cast):
    referral = casting.sent(cast)
    do(cast, "ana", "recall", referral, 30)
    with acting_as(cast.ben, now=cast.later(hours=31)):
        assert not Referral.objects.exists()


def test_what_was_opened_and_not_answered_is_cancelled_by_asking(cast):
    referral = casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        actions.mark_opened(referral=referral, by=cast.ben, at=cast.later(hours=1))
    do(cast, "ana", "ask_cancellation", referral, 4, reason="moved away")
    with pytest.raises(AlreadyMoved):
        do(cast, "ana", "ask_cancellation", referral, 5, reason="moved away")
    do(cast, "ben", "cancel", referral, 6)
    assert state_of(referral) == "cancelled"


def test_a_wait_is_confirmed_and_its_clock_begins_anew(cast):
    referral = casting.sent(cast)
    do(cast, "ben", "waitlist", referral, 1, place=3)
    with everything():
        first = Referral.objects.get(pk=referral.pk).due_at
    do(cast, "ben", "waitlist", referral, 24 * 29, place=2)
    with everything():
        row = Referral.objects.get(pk=referral.pk)
        assert (row.state, row.wait_place) == ("waitlisted", 2)
        assert row.due_at > first


def test_the_clock_of_tries_runs_from_the_first_and_ends_with_the_third(cast):
    referral = casting.accepted(cast)
    dues = []
    for hours in (2, 30, 60):
        do(cast, "ben", "try_contact", referral, hours, way="phone")
        with everything():
            dues.append(Referral.objects.get(pk=referral.pk).due_at)
    assert dues[0] == dues[1] > dues[2] == cast.later(hours=60)


def test_what_was_opened_is_cancelled_by_asking(cast):
    referral = casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        actions.mark_opened(referral=referral, by=cast.ben, at=cast.later(hours=1))
    with pytest.raises(Refused, match="opened it already"):
        do(cast, "ana", "recall", referral, 2)
    do(cast, "ben", "accept", referral, 3)
    do(cast, "ana", "ask_cancellation", referral, 4, reason="moved away")
    do(cast, "ben", "cancel", referral, 5)
    assert state_of(referral) == "cancelled"


@pytest.mark.parametrize("name", ["ana", "cora"])
def test_sent_another_way_keeps_the_first_clock_and_waits_for_consent(cast, name):
    referral = casting.sent(cast)
    new = do(cast, name, "reroute", referral, 2, service=cast.services["bloom_visits"])
    assert state_of(referral) == "re-routed"
    with everything():
        row = Referral.objects.get(pk=new.pk)
        assert (row.state, row.previous_id, row.sender_id) == (
            "draft", referral.pk, cast.agencies["library"].id
        )  # fmt: skip
        assert row.first_clock_at == cast.at
        assert row.subjects.count() == 2
    with acting_as(cast.cruz, now=cast.later(hours=3)):
        assert not Referral.objects.exists()
    with acting_as(cast.ana, now=cast.later(hours=3)):
        assert WorkItem.objects.get(target=new.pk, closed_at=None).kind == "ask consent"


def test_an_error_stays_in_the_trail(cast):
    referral = casting.sent(cast)
    do(cast, "ana", "enter_in_error", referral, 2, reason="other")
    assert state_of(referral) == "entered in error"


def test_a_supervisor_gives_it_to_a_colleague(cast):
    referral = casting.sent(cast)
    do(cast, "bea", "assign", referral, user=cast.users["bill"])
    with acting_as(cast.bea, now=cast.later(hours=2)):
        assert WorkItem.objects.get(kind="answer").assignee == cast.users["bill"]
    with pytest.raises(Refused):
        do(cast, "ben", "assign", referral, user=cast.users["ben"])
    with pytest.raises(Refused):
        do(cast, "bea", "assign", referral, user=cast.users["ana"])


# units, notices ------------------------------------------------------------------------------


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
