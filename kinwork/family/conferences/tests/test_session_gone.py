"""The visit ended while somebody typed: the words are still there to be taken along, and nothing is kept."""

import pytest
from django.test import Client

from kinwork.common.ids import new_id
from kinwork.family.complaints.models import ComplaintAsk, ComplaintEvent
from kinwork.family.complaints.tests import scenes as complaining
from kinwork.family.conferences.models import Note
from kinwork.family.conferences.tests import scenes
from kinwork.family.screenings.models import Screening
from kinwork.family.teams.models import TeamMessage
from tests.seeing import everything

TYPED = "We talked about the rent & the <winter>"
SHOWN = "We talked about the rent &amp; the &lt;winter&gt;"


@pytest.mark.parametrize(
    "path",
    [
        "/ours/team/write/",
        "/care-team/{home}/answer/",
        "/conferences/{row}/note/",
        "/conferences/{row}/item/",
        "/ours/conferences/{row}/item/",
        "/complaints/write/{home}/",
        "/complaints/{complaint}/answer/",
        "/screenings/{home}/who-5/",
    ],
)
def test_what_was_typed_is_shown_again_and_nothing_is_done(cast, path):
    row = scenes.held(cast)
    complaint = complaining.taken(cast)
    here = path.format(home=cast.household.pk, row=row.pk, complaint=complaint.pk)
    with everything():
        before = counted()
    said = {"body": TYPED, "words": TYPED, "happened": TYPED, "form_id": str(new_id())}
    answer = Client().post(here, said)
    assert answer.status_code == 403, answer.headers.get("Location")
    assert SHOWN in answer.content.decode()
    with everything():
        assert counted() == before


def counted() -> list[int]:
    tables = (TeamMessage, Note, ComplaintEvent, ComplaintAsk, Screening)
    return [table.objects.count() for table in tables]
