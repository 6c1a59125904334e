"""Declines that a coordinator looks at: by everyone who might try, and what the family hears."""

import pytest
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import jobs
from kinwork.family.referrals.actions import AlreadyMoved
from kinwork.family.referrals.codes import DECLINE_REASONS
from kinwork.family.referrals.models import CapacityHold, Referral, ReferralMessage
from kinwork.family.referrals.queries import proposed_reason, state_for_family
from kinwork.family.referrals.rules import CLOCKS, IN_REVIEW
from kinwork.family.referrals.tests.deeds import do, reviewing, state_of
from kinwork.family.referrals.tests.test_units import openings, say_openings
from kinwork.family.referrals.wire import wire_status
from kinwork.trust.access.models import Due, Tie, WorkItem
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

WORD = "They have openings on their own page. Please look again."


def declined(cast, reason="no room", **more):
    return do(reviewing(cast), "ben", "decline", casting.sent(cast), reason=reason, **more)


def told(referral):
    with everything():
        return set(Message.objects.filter(about=referral.pk).values_list("key", flat=True))


def test_without_the_setting_a_decline_stands_at_once(cast):
    row = do(cast, "ben", "decline", casting.sent(cast), reason="no room")
    assert row.state == "declined"
    assert "referral.declined" in told(row)


def test_with_it_the_decline_waits_and_nobody_tells_the_family(cast):
    say_openings(cast, 2)
    row = declined(cast, message="We are full.")
    assert row.state == IN_REVIEW
    assert told(row) == {"referral.sent"}
    assert openings(cast) == 1
    with everything():
        assert CapacityHold.objects.get(referral=row).state == "held"
        assert Tie.objects.get(work=row.pk, kind="referral").ends is None
        states = [one.to_state for one in row.events.all()]
        assert wire_status(states) == "requested"
        line = WorkItem.objects.get(target=row.pk, closed_at=None)
        assert (line.agency.name, line.kind) == (
            "Saguaro Wash Family Partnership",
            "review the decline",
        )
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        assert state_for_family(Referral.objects.get()) == "sent"
        assert not ReferralMessage.objects.exists()
    for name in ("ana", "ben"):
        with acting_as(cast.actors[name], now=cast.later(hours=2)):
            assert ReferralMessage.objects.get().body == "We are full."


def test_the_familys_pages_say_nothing_before_it_stands(cast):
    row = casting.sent(cast)
    client = browser_of(cast, "rosa")
    do(reviewing(cast), "ben", "decline", row, reason="no room", message="Full until May.")
    pages = [reverse("referrals:referral", args=[row.pk]), "/ours/", "/ours/timeline/"]
    for page in pages:
        said = client.get(page).content.decode()
        for word in ("Full until May.", "cannot help", "no room", "eclin", "review"):
            assert word not in said.split("</head>")[1], (page, word)
    do(cast, "cora", "uphold_decline", row, 3)
    said = [client.get(page).content.decode() for page in pages]
    assert all("cannot help" in page for page in said)
    assert "Full until May." in said[0]


def test_the_coordinator_lets_it_stand(cast):
    row = declined(cast)
    row = do(cast, "cora", "uphold_decline", row, 3)
    assert row.state == "declined"
    assert "referral.declined" in told(row)
    with everything():
        event = row.events.last()
        assert (event.verb, event.party, event.reason) == (
            "uphold_decline",
            "coordinator",
            "no room",
        )
        assert wire_status([one.to_state for one in row.events.all()]) == "rejected"
        assert AuditEntry.objects.filter(verb="referrals.uphold_decline", target_id=row.pk).exists()


def test_or_sends_it_back_with_a_word_that_the_family_never_reads(cast):
    row = declined(cast)
    row = do(cast, "cora", "return_decline", row, 3, message=WORD)
    assert row.state == "sent"
    assert row.due_at > cast.later(hours=3)
    assert told(row) == {"referral.sent"}
    with acting_as(cast.ben, now=cast.later(hours=4)):
        assert ReferralMessage.objects.get().body == WORD
        assert WorkItem.objects.get(closed_at=None).kind == "answer"
    for name in ("rosa", "cora", "cruz"):
        with acting_as(cast.actors[name], now=cast.later(hours=4)):
            assert not ReferralMessage.objects.exists(), name
    # declined again, and let stand: the word between the offices stays there
    do(cast, "ben", "decline", row, 5, reason="not eligible")
    do(cast, "cora", "uphold_decline", row, 6)
    with acting_as(cast.rosa, now=cast.later(hours=7)):
        assert not ReferralMessage.objects.exists()


def test_a_word_is_needed_to_send_it_back(cast):
    row = declined(cast)
    with pytest.raises(Refused, match="what you want to say"):
        do(cast, "cora", "return_decline", row, 3, message=" ")
    assert state_of(row) == IN_REVIEW


def test_it_stands_by_itself_after_the_communitys_days(cast):
    row = declined(cast)
    jobs.run_due(cast.later(days=1), only={row.pk})
    assert state_of(row) == IN_REVIEW
    jobs.run_due(cast.later(days=3), only={row.pk})
    assert state_of(row) == "declined"
    assert "referral.declined" in told(row)


@pytest.mark.parametrize("verb", ["uphold_decline", "return_decline"])
@pytest.mark.parametrize("name", ["ana", "ben", "bea", "rosa", "cruz", "dana", "sam", "eve"])
def test_nobody_else_decides(cast, verb, name):
    row = declined(cast)
    said = {"message": WORD} if verb == "return_decline" else {}
    with pytest.raises((Refused, Referral.DoesNotExist)):
        do(cast, name, verb, row, 3, **said)
    assert state_of(row) == IN_REVIEW


@pytest.mark.parametrize("reason", [r for r, who in DECLINE_REASONS.items() if who == "family"])
def test_what_the_family_said_is_not_for_a_coordinator(cast, reason):
    assert declined(cast, reason).state == "declined"


def test_meanwhile_the_receiver_may_think_again_and_the_family_may_leave(cast):
    row = declined(cast)
    assert do(cast, "ben", "accept", row, 3).state == "accepted"
    other = declined(cast)
    assert do(cast, "rosa", "withdraw", other, 3).state == "withdrawn"


def test_two_who_decide_at_once(cast):
    row = declined(cast)
    do(cast, "cora", "uphold_decline", row, 3)
    with pytest.raises(AlreadyMoved):
        do(cast, "cora", "return_decline", row, 4, message=WORD)


def test_the_same_form_twice_declines_once(cast):
    from kinwork.common.ids import new_id

    form = new_id()
    row = declined(cast, form_id=form)
    again = do(cast, "ben", "decline", row, 2, reason="no room", form_id=form)
    assert (again.state, again.version) == (IN_REVIEW, row.version)
    with everything():
        assert proposed_reason(again) == "no room"


def test_what_nobody_may_read_stands_at_once(cast):
    """An envelope of treatment or safety is for its parties alone: no coordinator could look."""
    row = casting.sent(reviewing(cast))
    with everything():
        Referral.objects.filter(pk=row.pk).update(sensitivity="sud", sent_by=cast.users["ben"])
    assert do(cast, "ben", "decline", row, reason="no room").state == "declined"


def under_review(cast, *steps):
    """Taken on, moved on, and then declined by its receiver."""
    row = casting.accepted(reviewing(cast))
    for verb, said in steps:
        row = do(cast, "ben", verb, row, 2, **said)
    return do(cast, "ben", "decline", row, 3, reason="no room")


def in_days(cast, days):
    return {"starts_at": cast.later(days=days)}


@pytest.mark.parametrize(
    ("steps", "state", "line"),
    [
        ([("start_service", {})], "being served", "record the outcome"),
        ([], "accepted", "first contact"),
        ([("try_contact", {"way": "no answer"})], "contact being tried", "first contact"),
        ([("waitlist", {})], "waitlisted", "confirm the wait"),
        ([("ask_information", {"message": "When?"})], "information needed", "give information"),
    ],
)
def test_sent_back_it_stands_as_before_with_its_clock_anew(cast, steps, state, line):
    row = under_review(cast, *steps)
    assert row.state == IN_REVIEW
    row = do(cast, "cora", "return_decline", row, 4, message=WORD)
    assert row.state == state
    with everything():
        due = Due.objects.get(target=row.pk, clock=CLOCKS[state].then)
        kinds = set(
            WorkItem.objects.filter(target=row.pk, closed_at=None).values_list("kind", flat=True)
        )
    assert due.at == row.due_at > cast.later(hours=4)
    assert line in kinds


def test_a_date_that_stands_keeps_its_clock(cast):
    row = under_review(cast, ("schedule", in_days(cast, 9)))
    with everything():
        planned = row.events.get(verb="schedule")
    assert planned.to_state == "scheduled"
    row = do(cast, "cora", "return_decline", row, 4, message=WORD)
    assert row.state == "scheduled"
    assert row.due_at > cast.later(days=9)


def test_sent_back_twice_it_is_still_what_it_was(cast):
    row = under_review(cast, ("start_service", {}))
    row = do(cast, "cora", "return_decline", row, 4, message=WORD)
    row = do(cast, "ben", "decline", row, 5, reason="no room")
    assert do(cast, "cora", "return_decline", row, 6, message=WORD).state == "being served"
