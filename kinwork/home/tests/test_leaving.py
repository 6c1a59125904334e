"""The family deletes everything on its own page: read first, then done, undone for two weeks (C20)."""

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.trust.consent.models import Closing
from kinwork.trust.consent.tests.deeds import co_parent
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

PAGES = ("/ours/", "/ours/who/", "/ours/story/", "/ours/timeline/", "/ours/looked/", "/ours/copy/")


@pytest.fixture
def cast(db):
    made = casting.make_cast(timezone.now())
    casting.accepted(made)
    return made


def said(page) -> str:
    return page.content.decode()


def test_reading_deletes_nothing_and_a_mark_is_asked(cast):
    rosa = browser_of(cast, "rosa")
    page = said(rosa.get("/ours/delete/"))
    assert (
        "For 14 days you can change your mind" in page and "7 years" in page and "35 days" in page
    )
    assert "Mark this if you are sure" in said(rosa.post("/ours/delete/"))
    with everything():
        assert not Closing.objects.exists()


def test_deleted_only_one_page_is_left_and_it_brings_it_back(cast):
    rosa = browser_of(cast, "rosa")
    assert rosa.post("/ours/delete/", {"sure": "on"}).headers["Location"] == "/ours/closed/"
    assert "Your page is closed" in said(rosa.get("/ours/closed/"))
    for path in (*PAGES, "/ours/delete/"):
        assert rosa.get(path).headers["Location"] == "/ours/closed/", path
    for name in ("ana", "ben", "bea"):
        worker = browser_of(cast, name)
        assert worker.get(f"/households/{cast.household.pk}/").status_code in (403, 404)
        for path in ("/desk/", "/inbox/", "/team/"):
            assert "Luna" not in said(worker.get(path))
    assert rosa.post("/ours/closed/undo/").headers["Location"] == "/ours/"
    assert "Rosa" in said(rosa.get("/ours/"))
    assert browser_of(cast, "ben").get(f"/households/{cast.household.pk}/").status_code != 200


def test_with_another_adult_on_the_page_a_person_helps(cast):
    co_parent(cast, branch="main")
    page = browser_of(cast, "rosa").post("/ours/delete/", {"sure": "on"})
    assert "More than one adult" in said(page)
    with everything():
        assert not Closing.objects.exists()


@pytest.mark.parametrize("name", ["ana", "ben", "dana"])
@pytest.mark.parametrize("path", ["/ours/delete/", "/ours/closed/", "/ours/closed/undo/"])
def test_it_is_nobody_elses_page(cast, name, path):
    for browser in (browser_of(cast, name), Client()):
        assert browser.post(path, {"sure": "on"}).status_code in (302, 403, 404)
    with everything():
        assert not Closing.objects.exists()
