"""Ways to read, or to stop, a complaint that is somebody else's; none of them may work."""

import pytest
from django.test import Client

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.family.complaints import actions, links, queries
from kinwork.family.complaints.models import Complaint, ComplaintWords
from kinwork.family.complaints.tests import scenes
from kinwork.family.complaints.tests.test_pages import NEW, SECOND, THIRD, first_page
from kinwork.family.contact.laid import ASKED
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast()


def sees(cast, name: str) -> int:
    with acting_as(cast.actors[name], now=cast.later(days=1)):
        return Complaint.objects.count() + ComplaintWords.objects.count()


@pytest.mark.parametrize("words", ["Something else.", scenes.WORDS])
def test_a_form_with_the_number_of_a_complaint_gives_no_link_to_it(cast, words):
    """Its number stands on the desk of whoever is asked; with the link one takes it back."""
    row = scenes.taken(cast)
    told = first_page(cast) | SECOND | THIRD | {"happened": words, "form_id": str(row.pk)}
    answer = Client().post(NEW, told)
    assert links.token(row.pk) not in answer.headers.get("Location", "")
    with everything():
        assert Complaint.objects.count() == 2, "what was typed is a complaint of its own"


def test_nor_does_the_number_of_a_strangers_complaint_with_other_words(cast):
    row = scenes.made(cast, "visitor")
    told = first_page(cast) | SECOND | THIRD | {"happened": "x", "form_id": str(row.pk)}
    assert links.token(row.pk) not in Client().post(NEW, told).headers.get("Location", "")


def test_the_same_form_twice_is_still_one(cast):
    id = new_id()
    for name in ("visitor", "rosa"):
        with everything():
            before = Complaint.objects.count()
        form = id if name == "visitor" else new_id()
        first, second = (scenes.made(cast, name, form_id=form) for _ in range(2))
        assert first.pk == second.pk
        with everything():
            assert Complaint.objects.count() == before + 1


def test_who_also_works_for_the_agency_complained_of_does_not_hear_it(cast):
    casting.hire(cast, "olga", "backbone", "privacy officer")
    said = {"by": casting.OPERATOR, "at": cast.at}
    with acting_as(casting.OPERATOR, now=cast.at):
        casting.accounts.add_membership(
            user=cast.users["olga"],
            agency=cast.agencies["clinic"],
            community=cast.community,
            role="caseworker",
            **said,
        )
    scenes.made(cast)
    assert sees(cast, "olga") == 0
    assert sees(cast, "cora") == 2
    scenes.made(cast, agency="library")
    assert sees(cast, "olga") == 2, "what is about others they hear as before"


def test_an_office_where_everybody_works_there_too_is_none_for_it(cast):
    with acting_as(casting.OPERATOR, now=cast.at):
        casting.accounts.add_membership(
            user=cast.users["cora"],
            agency=cast.agencies["clinic"],
            community=cast.community,
            role="caseworker",
            by=casting.OPERATOR,
            at=cast.at,
        )
        clinic, library = (cast.agencies[one].pk for one in ("clinic", "library"))
        assert queries.office_for(cast.community, clinic, cast.later(hours=1)) is None
        assert queries.office_for(cast.community, library, cast.later(hours=1)) is not None
    with pytest.raises(actions.NobodyHears):
        scenes.made(cast)


def test_when_it_turns_out_to_be_about_whoever_was_asked_their_line_goes(cast):
    row = scenes.taken(cast)
    scenes.do(cast, "cora", "ask_agency", row, told="Who helps in Spanish?")

    def lines() -> list:
        with everything():
            found = WorkItem.objects.filter(kind=ASKED, closed_at=None)
            return list(found.values_list("assignee", flat=True))

    assert lines() == [cast.bea.id]
    scenes.do(cast, "cora", "name_worker", row, user=cast.bea.id)
    assert lines() == []
    scenes.do(cast, "cora", "name_worker", row, user=None)
    casting.hire(cast, "bob", "clinic", "supervisor")
    scenes.do(cast, "cora", "name_worker", row, user=cast.bea.id)
    assert lines() == [cast.actors["bob"].id], "somebody else there answers instead"
