"""Whom the family has shut out, or who never worked with it, sees to none of its messages; nor does the
agency that convenes, once it is shut out, hear of them."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.rights import Refused
from kinwork.family.contact import actions, queries
from kinwork.family.contact.models import Delivery
from kinwork.family.contact.tests import scenes
from kinwork.family.contact.tests.test_outbox import do, fails, no_server  # noqa: F401
from kinwork.family.contact.tests.test_pages import by_hand, page
from kinwork.trust.access.actions import block
from kinwork.trust.access.models import Tie
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
WORDS = {"give_up": {"words": "no"}}


def shut_out(cast, **whom) -> None:
    with acting_as(cast.rosa, now=cast.at) as by:
        block(household=cast.household, by=by, at=cast.at, **whom)


def nobody_works_with_them(cast) -> None:
    with everything():
        Tie.objects.filter(household=cast.household).update(ends=cast.at)


@pytest.mark.parametrize("verb", ["retry", "give_up"])
def test_a_worker_shut_out_ends_no_dead_letter(verb, no_server):  # noqa: F811
    cast = casting.make_cast()
    message = fails(cast)
    shut_out(cast, user=cast.users["ana"])
    with pytest.raises(Refused):
        do(cast, "ana", verb, message, **WORDS.get(verb, {}))
    assert page(cast, "ana", f"/contact/failed/{message.pk}/")[0] == 404
    assert scenes.line(message).state == "failed"


@pytest.mark.parametrize("verb", ["tell", "miss", "give_up"])
def test_a_worker_shut_out_ends_no_call(verb):
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    shut_out(cast, user=cast.users["ana"])
    with pytest.raises(Refused):
        do(cast, "ana", verb, row, **WORDS.get(verb, {}))
    how = {"tell": "told", "miss": "missed", "give_up": "wrong"}[verb]
    assert page(cast, "ana", f"/contact/by-hand/{row.pk}/ended/", how=how)[0] == 403
    assert scenes.line(row).state == "on a desk" and scenes.line(row).tries == 0


@pytest.mark.parametrize("verb", ["tell", "miss", "give_up"])
def test_a_colleague_who_does_not_see_the_family_ends_no_call(verb):
    cast = casting.make_cast()
    row = by_hand(cast, "phone", "520-555-0142")
    with everything():
        Delivery.objects.filter(pk=row.pk).update(agency=cast.agencies["bloom"])
    with pytest.raises(Refused):
        do(cast, "cruz", verb, row, **WORDS.get(verb, {}))
    assert scenes.line(row).state == "on a desk"


def test_with_nobody_in_particular_it_falls_to_who_convenes_and_does_not_lie_there():
    cast = casting.make_cast()
    message = scenes.told(cast)
    nobody_works_with_them(cast)
    with everything():
        backbone = cast.agencies["backbone"]
        Delivery.objects.filter(pk=message.pk).update(agency=backbone, state="failed")
    with acting_as(cast.cora) as by:
        row = Delivery.objects.get(pk=message.pk)
        actions.give_up(delivery=row, words="Nobody knows them", by=by, at=cast.at)
    assert scenes.line(message).state == "given up"


def test_who_convenes_hears_nothing_of_a_family_that_shut_it_out():
    cast = casting.make_cast()
    nobody_works_with_them(cast)
    home, place, backbone = cast.household.pk, cast.community.pk, cast.agencies["backbone"]
    with acting_as(clock(home)):
        assert queries.who_follows(home, place) == (backbone.pk, None)
    shut_out(cast, agency=backbone)
    with acting_as(clock(home)):
        assert queries.who_follows(home, place) == (None, None)
