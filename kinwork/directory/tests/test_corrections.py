"""A suggestion is decided by whoever keeps the directory, once."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, VISITOR
from kinwork.common.rights import Refused
from kinwork.directory.actions import settle_correction, suggest_correction
from kinwork.directory.models import Correction, Service
from tests import cast as casting
from tests.guards.crawling import Crawler, worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return casting.make_cast()


def suggested(cast, field="description", words="Open on Sundays too") -> Correction:
    with acting_as(VISITOR):
        return suggest_correction(
            service_id=cast.services["visits"].pk,
            field=field,
            suggestion=words,
            by=VISITOR,
            at=cast.at,
        )


def test_accepting_changes_the_entry(cast):
    made = suggested(cast)
    with acting_as(OPERATOR):
        settle_correction(correction_id=made.pk, accept=True, by=OPERATOR, at=cast.at)
        assert Service.objects.get(pk=made.service_id).description == "Open on Sundays too"


def test_declining_leaves_it_and_nothing_is_decided_twice(cast):
    made = suggested(cast)
    with acting_as(OPERATOR):
        before = Service.objects.get(pk=made.service_id).description
        settle_correction(correction_id=made.pk, accept=False, by=OPERATOR, at=cast.at)
        assert Service.objects.get(pk=made.service_id).description == before
        with pytest.raises(Correction.DoesNotExist):
            settle_correction(correction_id=made.pk, accept=True, by=OPERATOR, at=cast.at)


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "rosa"])
def test_others_do_not_decide(cast, name):
    made, actor = suggested(cast), cast.actors[name]
    with acting_as(actor), pytest.raises(Refused):
        settle_correction(correction_id=made.pk, accept=True, by=actor, at=cast.at)


def test_a_visitor_is_not_shown_the_list(client):
    assert client.get("/corrections/").status_code in (302, 403)


def test_the_list_shows_what_was_said_and_takes_the_answer(cast):
    made = suggested(cast)
    keeper = Crawler(worker(cast, "account administrator"))
    shown = keeper.send("/corrections/", undo=False)
    assert shown.status_code == 200 and b"Open on Sundays too" in shown.content
    done = keeper.send(f"/corrections/{made.pk}/", "post", data={"answer": "decline"}, undo=False)
    assert done.status_code == 302
    assert b"Open on Sundays too" not in keeper.send("/corrections/", undo=False).content
