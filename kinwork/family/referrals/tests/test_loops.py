"""Loops: said before sending, with what happened there; marked afterwards; nobody learns of others."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.referrals import loops
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import do
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of


def before(cast, name, service="visits", **more):
    actor = cast.actors[name]
    with acting_as(actor, now=cast.later(hours=9)):
        door = cast.services[service].organization_id
        found = loops.been_before(
            cast.household.pk, door, "home-visiting", sender=actor.agency, **more
        )
        return [(one.kind, one.row.state, str(one.reason)) for one in found]


def test_a_door_that_said_no(cast):
    do(cast, "ben", "decline", casting.sent(cast), reason="no room")
    told = [("been here before", "declined", "We have no room")]
    assert before(cast, "ana") == told
    assert before(cast, "rosa") == told
    assert before(cast, "ana", "bloom_visits") == []


def test_for_another_child_it_is_another_way(cast):
    do(cast, "ben", "decline", casting.sent(cast), reason="no room")
    assert before(cast, "ana", subjects=[cast.people["rosa"].id]) == []
    assert len(before(cast, "ana", subjects=[cast.people["lucia"].id])) == 1


@pytest.mark.parametrize("verb", ["serve", "recall", "enter_in_error"])
def test_what_went_well_or_was_a_mistake_is_no_loop(cast, verb):
    if verb == "serve":
        row = casting.accepted(cast)
        do(cast, "ben", "serve", row, 2, received="A visit", need_met="fully")
    else:
        said = {"reason": "other"} if verb == "enter_in_error" else {}
        do(cast, "ana", verb, casting.sent(cast), 2, **said)
    assert before(cast, "ana") == []


def test_who_is_no_party_is_told_nothing(cast):
    """That somebody else sent the family there is nobody's to know: not even as a warning."""
    do(cast, "ben", "decline", casting.sent(cast), reason="no room")
    assert before(cast, "cruz") == []


def test_back_to_where_it_came_from(cast):
    """The library sent it to the center; the center would send it to the library."""
    row = casting.sent(cast, "bloom_visits")
    with acting_as(cast.cruz, now=cast.later(hours=9)):
        found = loops.been_before(
            cast.household.pk,
            cast.agencies["library"].organization_id,
            "home-visiting",
            sender=cast.cruz.agency,
        )
    assert [(one.kind, one.row.pk) for one in found] == [("back where it came from", row.pk)]


def test_sent_all_the_same_it_is_marked_for_everybody(cast):
    do(cast, "ben", "decline", casting.sent(cast), reason="no room")
    again = casting.draft(cast)
    again = do(cast, "ana", "send", again, 3)
    assert again.loop == "been here before"
    with everything():
        assert again.events.last().reason == "been here before"
    page = browser_of(cast, "ana").get(f"/referrals/{again.pk}/").content.decode()
    assert page.count("It has been at this place before") == 2  # on top, and in the trail
    assert "Goes in circles" in browser_of(cast, "ana").get("/desk/").content.decode()
    family = browser_of(cast, "rosa").get(f"/referrals/{again.pk}/").content.decode()
    assert "been at this place" not in family


def test_it_is_said_before_sending(cast):
    row = casting.sent(cast)
    do(cast, "ben", "decline", row, reason="no room")
    with everything():
        service = cast.services["visits"].pk
        assert Referral.objects.filter(pk=row.pk, state="declined").exists()
    page = browser_of(cast, "ana").get(
        f"/households/{cast.household.pk}/refer/{service}/?need=home-visiting"
    )
    assert "This need has been there before." in page.content.decode()
    assert "We have no room" in page.content.decode()
