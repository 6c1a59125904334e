"""Answers: the receiver alone gives them: each deed, by everyone who might try it."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.models import Outcome, Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.people.models import Person
from kinwork.trust.access.models import Due, WorkItem
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

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
    with acting_as(VISITOR), pytest.raises((Refused, Referral.DoesNotExist)):
        answer = getattr(actions, verb)
        answer(referral=referral, by=VISITOR, at=cast.later(hours=1), **ANSWERS[verb])
    assert state_of(referral) == "sent"


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
        assert [one.clock for one in Due.objects.filter(target=referral.pk)] == ["next_door"]
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


@pytest.mark.parametrize("name", ["rosa", "ana"])
def test_a_question_is_told_to_the_family_whoever_sent_it(cast, name):
    """What the family sent itself lies on no sender's desk: nobody else would hear of it."""
    referral = casting.sent(cast, by=cast.actors[name])
    do(cast, "ben", "ask_information", referral, message="Which clinic?")
    with everything():
        (told,) = Message.objects.filter(about=referral.pk, deed="referrals.ask_information")
    assert (told.key, told.household_id) == ("referral.asked", cast.household.pk)
    do(cast, "rosa", "give_information", referral, hours=3, message="The one on First Street.")
    assert state_of(referral) == "sent"


def test_the_whole_way_to_being_served(cast):
    referral = casting.accepted(cast)
    do(cast, "ben", "try_contact", referral, 2, way="no answer")
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


def test_a_try_by_no_declared_way_is_asked_again(cast):
    """A way that nobody counts would be no try, or one too many."""
    referral = casting.accepted(cast)
    for way in ("", "phone", "smoke"):
        with pytest.raises(Refused, match="from the list"):
            do(cast, "ben", "try_contact", referral, 2, way=way)
    assert state_of(referral) == "accepted"


@pytest.mark.parametrize("days", [-400, 0, 367, 13_000, 2_900_000])
def test_nobody_is_given_a_date_that_is_over_or_years_ahead(cast, days):
    """Another year than was meant, typed in a hurry: said at once, with nothing moved."""
    referral = casting.accepted(cast)
    with pytest.raises(Refused, match="over|year"):
        do(cast, "ben", "schedule", referral, 2, starts_at=cast.later(hours=2, days=days))
    assert state_of(referral) == "accepted"
    do(cast, "ben", "schedule", referral, 3, starts_at=cast.later(days=366))
    assert state_of(referral) == "scheduled"


def test_a_date_that_is_over_keeps_what_was_typed(cast):
    referral = casting.accepted(cast)
    said = {"day_month": "3", "day_day": "4", "day_year": "2025", "hour": "9:30", "place": "Room 7"}
    page = browser_of(cast, "ben").post(f"/referrals/{referral.pk}/schedule/", said)
    text = page.content.decode()
    assert page.status_code == 200 and "This time is over" in text and "Room 7" in text


def test_numbers_beyond_all_lists_are_refused_in_words(cast):
    referral = casting.sent(cast)
    said = {"place": "9999999999", "days": "9999999999"}
    page = browser_of(cast, "ben").post(f"/referrals/{referral.pk}/waitlist/", said)
    assert page.status_code == 200 and "9999" in page.content.decode()
    assert state_of(referral) == "sent"
