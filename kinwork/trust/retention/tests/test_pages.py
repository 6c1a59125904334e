"""The privacy officer's page of records that must stay, opened by everybody who might try."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.common.actor import VISITOR
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.people.actions import NewPerson
from kinwork.trust.retention.models import Hold
from kinwork.trust.retention.tests.scenes import officer
from tests import cast as casting
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
LIST, HOLD = reverse("retention:holds"), reverse("retention:hold")


@pytest.fixture
def cast():
    made = casting.make_cast()
    made.actors["olga"] = officer(made)
    return made


def client(cast, name="olga"):
    return Crawler(cast.actors[name] if name else VISITOR).client


def body(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def said(cast, **more) -> dict[str, str]:
    return {"household": str(cast.household.pk), "reason": "complaint"} | more


def test_held_listed_and_released(cast):
    olga = client(cast)
    assert "No record is held" in body(olga.get(LIST))
    page = body(olga.post(HOLD, said(cast, words="Case 12"), follow=True))
    assert "Nothing of this record is deleted now." in page
    assert "A complaint: Case 12" in page and str(cast.household.pk)[:8] in page
    for name in ("Rosa", "Luna", "Mateo"):
        assert name not in page
    with everything():
        made = Hold.objects.get()
    page = body(olga.post(reverse("retention:release", args=[made.pk]), follow=True))
    assert "Released." in page and "No record is held" in page
    assert olga.post(reverse("retention:release", args=[made.pk])).status_code == 404
    with everything():
        verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"retention.hold", "retention.release", "retention.hold.view"} <= verbs


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"household": "Rosa"}, "This is no number of a family."),
        ({"household": str(new_id())}, "No family of this community has this number."),
        ({"reason": "other"}, "Please say in a sentence what it is."),
        ({"reason": ""}, "Please choose one."),
        ({"until": "2020-01-01"}, "This day is over."),
    ],
)
def test_what_is_wrong_is_said_beside_it(cast, more, words):
    assert words in body(client(cast).post(HOLD, said(cast, **more)))
    with everything():
        assert not Hold.objects.exists()


def test_the_number_comes_along_from_the_trail(cast):
    page = body(client(cast).get(HOLD, {"household": str(cast.household.pk)}))
    assert f'value="{cast.household.pk}"' in page


@pytest.mark.parametrize(
    "name", [None, "rosa", "ana", "ben", "bea", "cruz", "cora", "dana", "sam", "eve"]
)
def test_nobody_else_opens_it(cast, name):
    browser = client(cast, name)
    for path in (LIST, HOLD):
        assert browser.get(path).status_code in (302, 403, 404)
    assert browser.post(HOLD, said(cast)).status_code in (302, 403, 404)
    with everything():
        assert not Hold.objects.exists()


def test_ten_lines_cost_as_much_as_one(cast):
    olga = client(cast)
    olga.post(HOLD, said(cast))
    body(olga.get(LIST))
    with CaptureQueriesContext(connection) as one:
        body(olga.get(LIST))
    for number in range(9):
        told = [NewPerson(f"Ines {number}", "Paz", "caregiver")]
        home = casting.record_family(cast, cast.ana, told)
        olga.post(HOLD, {"household": str(home.pk), "reason": "audit"})
    body(olga.get(LIST))
    with CaptureQueriesContext(connection) as ten:
        assert body(olga.get(LIST)).count("<tr>") == 11
    assert len(ten) == len(one)
