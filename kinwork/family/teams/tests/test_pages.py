"""The pages of a care team, as each of the cast opens and sends them."""

import pytest
from django.urls import reverse

from kinwork.family.teams import actions
from kinwork.family.teams.models import Lead, LeadHandover, TeamMessage
from kinwork.family.teams.tests import scenes
from kinwork.trust.access.models import Block
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

OURS = "/ours/team/"
LIBRARY, CLINIC = casting.AGENCIES["library"], casting.AGENCIES["clinic"]


def desk(cast, path: str = "") -> str:
    return f"/care-team/{cast.household.pk}/{path}"


def read(cast, name: str, path: str) -> str:
    answer = browser_of(cast, name).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_family_reads_its_team_before_and_after(cast):
    assert LIBRARY in read(cast, "rosa", OURS)
    scenes.served(cast)
    page = read(cast, "rosa", OURS)
    assert LIBRARY in page and CLINIC in page and "Ben" in page
    assert OURS in read(cast, "rosa", "/ours/")


def test_the_family_writes_and_what_was_typed_stays(cast):
    rosa = browser_of(cast, "rosa")
    said = rosa.post(f"{OURS}write/", {"body": "Please call"})
    assert said.status_code == 409 and "Please call" in said.content.decode()
    scenes.served(cast)
    empty = rosa.post(f"{OURS}write/", {"body": " "})
    assert empty.status_code == 200
    long = rosa.post(f"{OURS}write/", {"body": "word " * 1000})
    assert long.status_code == 200 and "word word" in long.content.decode()
    assert rosa.post(f"{OURS}write/", {"body": "<b>Hello</b>"}).status_code == 302
    assert "&lt;b&gt;Hello" in read(cast, "ana", desk(cast))
    assert rosa.get(f"{OURS}write/").status_code == 302


def test_the_lead_answers_on_its_page_and_the_family_reads_it(cast):
    scenes.served(cast)
    ana = browser_of(cast, "ana")
    assert ana.post(desk(cast, "answer/"), {"body": ""}).status_code == 200
    assert ana.post(desk(cast, "answer/"), {"body": "On Friday"}).status_code == 302
    assert "On Friday" in read(cast, "rosa", OURS)
    assert "On Friday" not in read(cast, "ben", desk(cast))


def test_somebody_is_removed_and_let_in_again(cast):
    row = scenes.served(cast)
    rosa = browser_of(cast, "rosa")
    clinic = cast.agencies["clinic"].pk
    page = read(cast, "rosa", f"{OURS}{clinic}/remove/")
    assert "stop" in page and "place" in page
    assert rosa.post(f"{OURS}{clinic}/remove/", {}).status_code == 200
    ben = str(cast.users["ben"].pk)
    assert rosa.post(f"{OURS}{clinic}/remove/", {"how": ben}).status_code == 302
    with everything():
        block = Block.objects.get(ends=None)
    assert "Let them in again" in read(cast, "rosa", OURS) or "entrar" in read(cast, "rosa", OURS)
    assert rosa.post(f"{OURS}back/{block.pk}/").status_code == 302
    assert rosa.post(f"{OURS}{clinic}/remove/", {"how": "stop"}).status_code == 302
    with everything():
        row.refresh_from_db()
        assert row.state == "withdrawn" and Block.objects.filter(ends=None).count() == 0
    assert rosa.get(f"{OURS}{clinic}/remove/").status_code == 404


def test_a_whole_place_is_kept_out(cast):
    scenes.served(cast)
    rosa = browser_of(cast, "rosa")
    library = cast.agencies["library"].pk
    assert rosa.post(f"{OURS}{library}/remove/", {"how": "place"}).status_code == 302
    assert browser_of(cast, "ana").get(desk(cast)).status_code == 404
    with everything():
        assert not Lead.objects.filter(ends=None).exists()


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "cora"])
def test_nobody_else_opens_the_familys_pages(cast, name):
    scenes.served(cast)
    browser = browser_of(cast, name)
    for path in (OURS, f"{OURS}{cast.agencies['clinic'].pk}/remove/"):
        assert browser.get(path).status_code in (302, 403)
    assert browser.post(f"{OURS}write/", {"body": "As them"}).status_code in (302, 403)
    with everything():
        assert not TeamMessage.objects.exists()


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "rosa"])
def test_nobody_else_opens_the_desks_pages(cast, name):
    scenes.served(cast)
    browser = browser_of(cast, name)
    for path in ("", "lead/hand/"):
        assert browser.get(desk(cast, path)).status_code in (302, 403, 404)
    for path in ("answer/", "lead/", "lead/hand/", "lead/answer/", "lead/back/"):
        said = {"body": "x", "takes": "yes"}
        assert browser.post(desk(cast, path), said).status_code in (302, 403, 404)
    with everything():
        assert not TeamMessage.objects.exists() and not LeadHandover.objects.exists()


def test_the_lead_is_handed_over_on_the_pages(cast):
    scenes.served(cast)
    ana, ben = browser_of(cast, "ana"), browser_of(cast, "ben")
    form = desk(cast, "lead/hand/")
    assert CLINIC in read(cast, "ana", form)
    assert ben.get(form).status_code == 404
    kept = ana.post(form, {"summary": "As far as we are"})
    assert kept.status_code == 200 and "As far as we are" in kept.content.decode()
    said = {"taker": cast.agencies["clinic"].pk, "summary": "Two visits done"}
    assert ana.post(form, said).status_code == 302
    again = ana.post(form, said)
    assert again.status_code == 409 and "Two visits done" in again.content.decode()
    assert "Two visits done" in read(cast, "ben", desk(cast))
    assert ben.post(desk(cast, "lead/answer/"), {"takes": "yes"}).status_code == 302
    with everything():
        assert Lead.objects.get(ends=None).agency.name == CLINIC
    assert "Two visits done" in read(cast, "rosa", OURS)
    assert ben.post(desk(cast, "lead/answer/"), {"takes": "yes"}).status_code == 302  # stale
    assert ana.post(desk(cast, "lead/back/")).status_code == 302


def test_what_the_family_wrote_lies_on_the_leads_desk(cast):
    scenes.served(cast)
    scenes.do(cast, "rosa", actions.write, 3, household=cast.household, body="Please call")
    assert desk(cast) in read(cast, "ana", "/desk/")
    assert desk(cast) not in read(cast, "cruz", "/desk/")


def test_the_household_page_shows_the_team_to_who_may_see_it(cast):
    scenes.served(cast)
    page = read(cast, "ana", reverse("home:household", args=[cast.household.pk]))
    assert CLINIC in page and desk(cast) in page


def test_as_many_questions_for_one_member_as_for_three(cast, django_assert_max_num_queries):
    scenes.served(cast)
    browser = browser_of(cast, "rosa")
    browser.get(OURS)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        browser.get(OURS)
    casting.sent(cast, "bloom_visits", answers=casting.need(cast, code="food"))
    casting.sent(cast, "diapers", answers=casting.need(cast, code="diapers"))
    with CaptureQueriesContext(connection) as three:
        browser.get(OURS)
    assert len(three) <= len(one)
