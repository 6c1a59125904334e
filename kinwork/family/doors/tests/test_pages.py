"""Wishes and the order of doors on the pages of a family and of its worker, and who is turned away."""

import re

import pytest

from kinwork.family.doors import queries
from kinwork.family.doors.tests.conftest import say_room
from tests.seeing import everything
from tests.signing import browser_of

STRANGERS = ["cruz", "ben", "cora", "dana", "eve"]


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def refer(cast) -> str:
    return f"/households/{cast.household.pk}/refer/?need=home-visiting"


def test_the_worker_reads_why_each_door_stands_there(cast):
    say_room(cast, "bloom_visits", 3)
    page = words(browser_of(cast, "ana").get(refer(cast)))
    assert page.index("Visits at home") < page.index("Home visits for new parents")
    assert "Has 3 places until" in page
    assert "Why this order?" in page


def test_in_spanish_too(cast):
    say_room(cast, "bloom_visits", 3)
    ana = browser_of(cast, "ana")
    ana.cookies["language"] = "es"
    page = words(ana.get(refer(cast), headers={"accept-language": "es"}))
    assert "Tiene 3 lugares hasta el" in page
    assert "¿Por qué este orden?" in page


def test_a_family_says_what_matters_most(cast):
    rosa = browser_of(cast, "rosa")
    assert rosa.get("/doors/wishes/").status_code == 200
    done = rosa.post("/doors/wishes/?back=/ours/", {"kinds": ["near", "evening"]})
    assert (done.status_code, done.url) == (302, "/ours/")
    assert rosa.get("/doors/wishes/").content.decode().count("checked") == 2
    with everything():
        assert queries.family(cast.household).wishes == {"near", "evening"}


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil", "x" * 400])
def test_it_leads_back_to_this_site_alone(cast, back):
    done = browser_of(cast, "rosa").post(f"/doors/wishes/?back={back}", {"kinds": []})
    assert done.url == "/ours/"


def test_a_wish_nobody_offered_is_refused_beside_the_field(cast):
    page = browser_of(cast, "rosa").post("/doors/wishes/", {"kinds": ["cheap"]})
    assert page.status_code == 200
    assert "usa-error" in page.content.decode()


def test_a_family_does_not_want_an_organization_and_then_does(cast):
    rosa, service = browser_of(cast, "rosa"), cast.services["bloom_visits"].pk
    path = f"/doors/{cast.household.pk}/not/{service}/"
    assert "Desert Bloom Family Center" in words(rosa.get(path))
    assert rosa.post(path).status_code == 302
    assert rosa.post(path).status_code == 302  # twice is once
    listed = rosa.get("/doors/wishes/")
    assert "Desert Bloom Family Center" in words(listed)
    bloom = str(cast.agencies["bloom"].organization_id)
    rosa.post("/doors/wishes/", {"kinds": [], "let_in": [bloom]})
    with everything():
        assert queries.family(cast.household).not_these == set()


def test_the_desk_writes_it_down_for_the_family(cast):
    ana = browser_of(cast, "ana")
    path = f"/doors/{cast.household.pk}/wishes/"
    assert ana.post(path, {"kinds": ["soon"]}).url == f"/households/{cast.household.pk}/"
    assert ana.get(path).status_code == 200


@pytest.mark.parametrize("name", STRANGERS)
def test_nobody_else_comes_near_it(cast, name):
    browser, home = browser_of(cast, name), cast.household.pk
    for path in (f"/doors/{home}/wishes/", f"/doors/{home}/not/{cast.services['visits'].pk}/"):
        assert browser.get(path).status_code in (403, 404)
        assert browser.post(path, {"kinds": ["near"]}).status_code in (403, 404)
    with everything():
        assert not queries.live(home).exists()


def test_a_service_that_does_not_exist(cast):
    nobody = "00000000-0000-4000-8000-000000000000"
    path = f"/doors/{cast.household.pk}/not/{nobody}/"
    assert browser_of(cast, "rosa").get(path).status_code == 404
    assert browser_of(cast, "rosa").get(f"/doors/{nobody}/wishes/").status_code == 404
