"""The privacy officer's pages, opened by everybody who might try."""

import csv
import io
from datetime import timedelta
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.trust.access.queries import opened
from kinwork.trust.disclosures import actions, queries
from kinwork.trust.disclosures.models import OddView
from kinwork.trust.disclosures.tests.scenes import MORNING, list_week, odd_view
from tests.cast import make_cast
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
ODD, TRAIL, FILE = (reverse(f"disclosures:{name}") for name in ("odd", "trail", "export"))


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def officer(cast) -> Actor:
    return worker(cast, "privacy officer", "bloom")


@pytest.fixture
def odd(cast) -> OddView:
    """Cruz, of Desert Bloom, opened a family's record without a tie."""
    return odd_view(cast)


def review_of(odd: OddView) -> str:
    return reverse("disclosures:review", args=[odd.pk])


@cache
def browser(actor: Actor) -> Client:
    return Crawler(actor).client


def page(actor: Actor, path: str, **data) -> str:
    response = browser(actor).get(path, data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_the_officer_of_that_agency_sees_it(officer, odd):
    shown = page(officer, ODD)
    assert "Cruz" in shown and "No work with this family" in shown
    assert "Cruz" in page(officer, review_of(odd))
    assert "people.household.view" in page(officer, TRAIL)


def test_the_convening_agencys_officer_sees_every_agencys(cast, odd):
    officer = worker(cast, "privacy officer", "backbone")
    assert "Cruz" in page(officer, ODD)
    assert "people.household.view" in page(officer, TRAIL, user=cast.cruz.id)


def test_another_agencys_officer_sees_nothing(cast, odd):
    stranger = worker(cast, "privacy officer", "clinic")
    assert "Nothing stands out" in page(stranger, ODD)
    assert "Cruz" not in page(stranger, TRAIL)
    assert browser(stranger).get(review_of(odd)).status_code == 404


def test_an_officer_of_another_community_sees_nothing(odd):
    elsewhere = make_cast(household=False)
    stranger = worker(elsewhere, "privacy officer", "backbone")
    assert "Nothing stands out" in page(stranger, ODD)
    assert browser(stranger).get(review_of(odd)).status_code == 404
    with acting_as(stranger):
        assert not queries.trail(household=odd.household_id).exists()


@pytest.mark.parametrize("name", ["ana", "bea", "cruz", "cora", "dana", "sam", "eve", "rosa"])
@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_nobody_else_opens_a_page(cast, odd, name, which):
    path = [ODD, TRAIL, FILE, review_of(odd)][which]
    assert Crawler(getattr(cast, name)).client.get(path).status_code == 403


def test_a_passer_by_is_asked_to_sign_in(odd):
    for path in (ODD, TRAIL, FILE, review_of(odd)):
        assert Crawler(VISITOR).client.get(path).status_code in (302, 403)


@pytest.mark.parametrize("name", ["ana", "cruz", "dana", "rosa"])
def test_the_database_gives_the_list_to_no_one_else(cast, odd, name):
    with acting_as(getattr(cast, name)):
        assert not OddView.objects.exists()
        assert not OddView.objects.update(verdict="fine", words="")


def test_an_officer_says_what_it_was(officer, odd):
    said = {"verdict": "fine", "words": "The family called the wrong office."}
    response = browser(officer).post(review_of(odd), said)
    assert (response.status_code, response["Location"]) == (302, ODD)
    with everything():
        odd.refresh_from_db()
        assert (odd.verdict, odd.reviewed_by_id) == ("fine", officer.id)
        row = AuditEntry.objects.get(verb="disclosures.review")
        assert row.details == {"verdict": "fine"}, "no words in the trail"
    assert "Fine: there was a reason" in page(officer, ODD, state="fine")
    assert "Nothing fits this filter" in page(officer, ODD, state="open")


@pytest.mark.parametrize("verdict", ["follow up", "breach"])
def test_what_is_to_be_done_is_said_in_words(officer, odd, verdict):
    response = browser(officer).post(review_of(odd), {"verdict": verdict, "words": "  "})
    assert response.status_code == 200
    assert "Please say in a sentence what is to be done." in response.content.decode()


def test_nobody_reviews_their_own_view(cast, odd):
    with everything():
        OddView.objects.update(user=(own := worker(cast, "privacy officer", "bloom")).id)
        odd.refresh_from_db()
    assert "Another privacy officer says what it was" in page(own, review_of(odd))
    response = browser(own).post(review_of(odd), {"verdict": "fine"})
    assert response.status_code == 403
    with acting_as(own):
        told = {"verdict": "fine", "words": "", "at": MORNING}
        with pytest.raises(Refused):
            actions.review(view=odd, by=own, **told)
        assert not OddView.objects.update(verdict="fine", reviewed_by=own.id, reviewed_at=MORNING)


def test_filters_stand_in_the_address(officer, odd):
    assert "Cruz" in page(officer, ODD, week="2026-03-09", reason="no tie", state="open")
    assert "Nothing fits" in page(officer, ODD, reason="night")
    assert "Nothing fits" in page(officer, ODD, week="2026-03-16")
    assert "Cruz" in page(officer, TRAIL, household=odd.household_id, verb="people.household")
    assert "Cruz" in page(officer, TRAIL, since="2026-03-10", until="2026-03-10")
    assert "Nothing fits" in page(officer, TRAIL, since="2026-03-11", verb="people.household")


def test_the_file_holds_what_the_list_shows_and_runs_nothing(officer, odd, cast):
    with everything():
        OddView.objects.update(
            verdict="fine", words="=HYPERLINK(1)", reviewed_by=officer.id, reviewed_at=MORNING
        )
    rows = list(csv.DictReader(io.StringIO(page(officer, FILE))))
    assert [(row["worker"], row["reasons"], row["words"]) for row in rows] == [
        ("Cruz", "no tie", "'=HYPERLINK(1)")
    ]
    assert list(csv.DictReader(io.StringIO(page(officer, FILE, reason="night")))) == []


def test_no_page_shows_anything_of_the_family(officer, odd):
    shown = "".join(page(officer, path) for path in (ODD, TRAIL, FILE, review_of(odd)))
    for word in ("Rosa", "Luna", "Ortega", "Mateo", "Lucía", "rosa@example.org", "555-0142"):
        assert word not in shown


def test_looking_at_the_trail_is_a_row_of_the_trail(officer, odd):
    page(officer, ODD)
    page(officer, TRAIL)
    page(officer, FILE)
    with everything():
        verbs = set(AuditEntry.objects.filter(actor_id=officer.id).values_list("verb", flat=True))
    assert {"disclosures.odd.view", "disclosures.trail.view", "disclosures.export.view"} <= verbs


def test_long_lists_come_by_pages_each_row_once(cast, officer, odd):
    with acting_as(cast.cruz):
        for n in range(60):
            at = MORNING + timedelta(minutes=n // 2)
            opened(by=cast.cruz, household=new_id(), classes=[], page="people.household", at=at)
    list_week()
    seen, path, client = [], ODD, browser(officer)
    while path:
        response = client.get(path)
        seen += [line["row"].pk for line in response.context["lines"]]
        path = (key := response.context["next_key"]) and f"{ODD}?after={key}"
    assert len(seen) == len(set(seen)) == 61


@pytest.mark.parametrize("lines", [1, 20])
def test_the_lists_take_the_same_few_queries(cast, officer, lines, django_assert_max_num_queries):
    with acting_as(cast.cruz):
        for _ in range(lines):
            told = {"household": new_id(), "classes": [], "at": MORNING}
            opened(by=cast.cruz, page="people.household", **told)
    list_week()
    client = browser(officer)
    for path in (ODD, TRAIL):
        with django_assert_max_num_queries(24):
            assert client.get(path).status_code == 200
