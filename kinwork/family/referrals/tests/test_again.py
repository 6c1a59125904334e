"""What became obsolete is asked again; a dispute opens a linked referral; nothing is typed twice."""

import pytest
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.followup import actions as followup
from kinwork.family.referrals.models import Need, Referral
from kinwork.family.referrals.tests.deeds import do, state_of
from kinwork.trust.access.models import Tie, WorkItem
from kinwork.trust.consent import actions as consents
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of


@pytest.fixture
def pair(cast):
    """Two places were asked for the same need; Ben's accepted, Cruz's became obsolete."""
    need = casting.need(cast)
    one = casting.sent(cast, answers=need)
    other = casting.sent(cast, "bloom_visits", answers=need)
    do(cast, "ben", "accept", one)
    assert state_of(other) == "obsolete"
    return one, other


def undo(cast, name, row, hours=2, **said):
    if name == "ana":
        said.setdefault("on_behalf_of", cast.people["rosa"].id)
    return do(cast, name, "undo_obsolete", row, hours, **said)


@pytest.mark.parametrize("name", ["ana", "rosa"])
def test_it_is_sent_again_to_the_same_door_with_the_first_clock(cast, pair, name):
    _one, other = pair
    new = undo(cast, name, other)
    with everything():
        row = Referral.objects.get(pk=new.pk)
        assert (row.state, row.previous_id, row.service) == ("sent", other.pk, other.service)
        assert row.first_clock_at == cast.at
        assert row.loop == ""  # what ended for another place is no loop
        assert set(row.subjects.values_list("person_id", flat=True)) == {
            cast.people["mateo"].id,
            cast.people["lucia"].id,
        }
        assert (
            Tie.objects.get(work=row.pk, kind="referral", ends=None).agency
            == cast.agencies["bloom"]
        )
    assert state_of(other) == "obsolete"


def test_pressed_twice_it_is_one(cast, pair):
    first, second = undo(cast, "ana", pair[1]), undo(cast, "rosa", pair[1], 3)
    assert first.pk == second.pk
    with everything():
        assert pair[1].next.count() == 1


def test_accepting_it_does_not_end_what_was_accepted_before(cast, pair):
    one, other = pair
    new = undo(cast, "ana", other)
    do(cast, "cruz", "accept", new, 3)
    assert (state_of(one), state_of(new)) == ("accepted", "accepted")


def test_without_a_yes_it_waits_for_one(cast, pair):
    with everything():
        from kinwork.trust.consent.models import Consent

        said = Consent.objects.get(agency=cast.agencies["bloom"], ended_at=None)
    with acting_as(cast.rosa, now=cast.later(hours=2)):
        consents.end(consent=said, by=cast.rosa, at=cast.later(hours=2))
    new = undo(cast, "ana", pair[1], 3)
    assert new.state == "awaiting consent"
    with everything():
        line = WorkItem.objects.get(target=new.pk, closed_at=None)
        assert (line.agency, line.kind) == (cast.agencies["library"], "ask consent")
        assert line.due_at is not None


@pytest.mark.parametrize("name", ["ben", "bea", "cruz", "cora", "dana", "sam", "eve"])
def test_others_cannot(cast, pair, name):
    with pytest.raises((Refused, Referral.DoesNotExist)):
        undo(cast, name, pair[1])


def test_what_ended_otherwise_is_not_undone(cast):
    row = casting.sent(cast)
    do(cast, "ben", "decline", row, reason="no room")
    with pytest.raises(Refused, match="another place said yes"):
        undo(cast, "ana", row)


def test_the_pages(cast, pair):
    _one, other = pair
    again = reverse("referrals:again", args=[other.pk])
    for name in ("ana", "rosa"):
        assert again in browser_of(cast, name).get(f"/referrals/{other.pk}/").content.decode()
    assert browser_of(cast, "cruz").get(again).status_code in (403, 404)
    answer = browser_of(cast, "rosa").post(again, {})
    with everything():
        new = other.next.get()
    assert (answer.status_code, answer.url) == (302, f"/referrals/{new.pk}/")
    assert browser_of(cast, "ana").get(again).status_code == 200


def disputed(cast, row):
    at = cast.later(days=3)
    do(cast, "ben", "serve", row, 2, received="Diapers", need_met="fully")
    with acting_as(cast.rosa, now=at):
        fresh = Referral.objects.get(pk=row.pk)
        return followup.say(referral=fresh, helped="no", got_it=False, by=cast.rosa, at=at)


@pytest.mark.parametrize("sender", ["ana", "rosa"])
def test_the_familys_no_opens_a_linked_one(cast, sender):
    row = casting.sent(cast, by=cast.actors[sender])
    do(cast, "ben", "accept", row)
    assert disputed(cast, row).disputes
    with everything():
        new = row.next.get()
        assert (new.state, new.service, new.first_clock_at) == ("draft", row.service, cast.at)
        assert new.sender_id == row.sender_id
        assert Need.objects.get(pk=row.need_id).state == "open"
    assert state_of(row) == "served"  # the claim stays, the word stands beside it


def test_said_twice_it_opens_one(cast):
    row = casting.accepted(cast)
    disputed(cast, row)
    at = cast.later(days=4)
    with acting_as(cast.rosa, now=at):
        fresh = Referral.objects.get(pk=row.pk)
        followup.say(referral=fresh, helped="no", got_it=False, by=cast.rosa, at=at)
    with everything():
        assert row.next.count() == 1


def test_it_goes_to_the_same_door_unmarked_or_another_way(cast):
    row = casting.accepted(cast)
    disputed(cast, row)
    with everything():
        new = row.next.get()
    other = do(cast, "ana", "reroute", new, 80, service=cast.services["bloom_visits"])
    assert state_of(new) == "re-routed"
    with everything():
        assert (other.previous_id, other.first_clock_at) == (new.pk, cast.at)
