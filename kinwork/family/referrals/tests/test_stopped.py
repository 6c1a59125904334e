"""What its sender stops (cancelled, a mistake) leaves no family without a word or a next step."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.contact.models import Message
from kinwork.family.referrals import jobs
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.next_door import NOTHING_FOLLOWS
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.family.referrals.tests.test_next_door import BACKBONE, LIBRARY, due, lines, sent_after
from tests import cast as casting
from tests.seeing import everything


def cancelled(cast, reason="wrong place", by="ben"):
    row = do(cast, "ana", "ask_cancellation", casting.accepted(cast), 2, reason=reason)
    if by == "clock":
        jobs.run_due(row.due_at, only={row.pk})
        with everything():
            return Referral.objects.get(pk=row.pk)
    return do(cast, "ben", "cancel", row, 3)


def mistaken(cast, reason="wrong place", before=casting.sent):
    return do(cast, "ana", "enter_in_error", before(cast), 4, reason=reason)


def told(row):
    with everything():
        return list(Message.objects.filter(about=row.pk).values_list("key", flat=True))


@pytest.mark.parametrize(
    ("stop", "key"),
    [
        (cancelled, "referral.cancelled"),
        (lambda cast: cancelled(cast, by="clock"), "referral.cancelled"),
        (mistaken, "referral.entered_in_error"),
        (lambda cast: mistaken(cast, before=casting.accepted), "referral.entered_in_error"),
    ],
)
def test_the_family_is_told_and_somebody_finds_the_next_place(cast, stop, key):
    row = stop(cast)
    assert key in told(row)
    assert lines(row) == {(LIBRARY, "next door")}
    late = due(row)
    jobs.run_due(late, only={row.pk})
    assert lines(row) == {(LIBRARY, "next door"), (BACKBONE, "no next door")}


@pytest.mark.parametrize("reason", NOTHING_FOLLOWS)
@pytest.mark.parametrize("stop", [cancelled, mistaken])
def test_where_its_reason_says_that_nothing_follows_nobody_looks(cast, stop, reason):
    row = stop(cast, reason)
    assert (lines(row), due(row)) == (set(), None)
    assert {"referral.cancelled", "referral.entered_in_error"} & set(told(row))


@pytest.mark.parametrize("stop", [cancelled, mistaken])
def test_the_sender_can_still_say_why_no_other_place_follows(cast, stop):
    row = stop(cast)
    before = state_of(row)
    do(cast, "ana", "end_search", row, 5, reason="no other place")
    assert (state_of(row), lines(row), due(row)) == (before, set(), None)
    with everything():
        assert Need.objects.get(pk=row.need_id).state == "no service exists"


@pytest.mark.parametrize("stop", [cancelled, mistaken])
def test_it_is_over_when_another_place_is_asked(cast, stop):
    row = stop(cast)
    sent_after(cast, row)
    assert (lines(row), due(row)) == (set(), None)


@pytest.mark.parametrize("stop", [cancelled, mistaken])
def test_nobody_looks_where_another_place_has_taken_the_family_on(cast, stop):
    row = casting.accepted(cast)
    other = sent_after(cast, row)
    do(cast, "cruz", "accept", other, 4)
    if stop is cancelled:
        row = do(cast, "ana", "ask_cancellation", row, 5, reason="other")
        row = do(cast, "ben", "cancel", row, 6)
    else:
        row = do(cast, "ana", "enter_in_error", row, 5, reason="other")
    assert (lines(row), due(row)) == (set(), None)


def withdrawn(cast):
    return do(cast, "rosa", "withdraw", casting.sent(cast), 2)


def declined(cast):
    return do(cast, "ben", "decline", casting.sent(cast), 2, reason="no room")


def settled(cast):
    return do(cast, "ana", "end_search", declined(cast), 3, reason="family looks itself")


def served(cast):
    said = {"received": "A visit", "need_met": "fully"}
    return do(cast, "ben", "serve", casting.accepted(cast), 2, **said)


@pytest.mark.parametrize("before", [withdrawn, settled])
def test_what_the_family_or_its_sender_had_ended_stays_ended(cast, before):
    row = mistaken(cast, before=before)
    assert (lines(row), due(row)) == (set(), None)
    assert "referral.entered_in_error" not in told(row)


def test_a_search_that_runs_goes_on_until_the_same_date(cast):
    row = declined(cast)
    until = due(row)
    row = mistaken(cast, before=lambda _cast: row)
    assert (lines(row), due(row)) == ({(LIBRARY, "next door")}, until)


def test_a_service_that_was_a_mistake_met_nothing(cast):
    row = mistaken(cast, before=served)
    assert lines(row) == {(LIBRARY, "next door")}
    assert "referral.entered_in_error" in told(row)
    with everything():
        assert Need.objects.get(pk=row.need_id).state == "open"


def test_unless_another_place_met_the_same_need(cast):
    row = casting.accepted(cast)
    other = sent_after(cast, row)
    do(cast, "cruz", "accept", other, 4)
    do(cast, "cruz", "serve", other, 5, received="Visits", need_met="fully")
    row = do(cast, "ana", "enter_in_error", row, 6, reason="other")
    assert (lines(row), due(row)) == (set(), None)
    with everything():
        assert Need.objects.get(pk=row.need_id).state == "met"


def test_a_draft_that_was_a_mistake_is_no_news(cast):
    row = mistaken(cast, before=casting.draft)
    assert (told(row), lines(row), due(row)) == ([], set(), None)


def test_for_its_own_eyes_the_family_reads_the_same(cast):
    row = cancelled(cast)
    with acting_as(cast.rosa, now=cast.later(hours=5)):
        assert Referral.objects.get(pk=row.pk).next_door_due
