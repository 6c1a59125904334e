"""What a family's pages leave on a phone: nothing. And the page that it may print."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from kinwork.directory.models import Phone
from kinwork.web.pages import declared
from tests import cast as casting
from tests.guards.family_doors import doors
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    made = casting.make_cast(timezone.now())
    casting.sent(made)
    return made


def test_every_familys_page_says_that_it_may_not_be_kept():
    kept = [name for name, view in doors() if not declared(view).is_private]
    assert not kept and len(list(doors())) > 60


def test_whatever_is_asked_of_it_no_page_of_ours_is_kept(cast):
    """Also what is answered to a wrong method, a wrong number, and to a stranger."""
    rosa = browser_of(cast, "rosa")
    paths = [path for path in ours() if "<" not in path]
    assert len(paths) > 15
    for path in paths:
        for answer in (rosa.get(path), Client().get(path)):
            assert "no-store" in answer.headers["Cache-Control"], path


def ours() -> list[str]:
    found = []

    def walk(patterns, before: str) -> None:
        for one in patterns:
            path = before + str(one.pattern)
            if isinstance(one, URLPattern):
                found.append("/" + path)
            else:
                walk(one.url_patterns, path)

    walk(list(get_resolver().url_patterns), "")
    return [path for path in found if path.startswith("/ours/")]


def test_the_copy_has_a_neutral_name_in_both_languages(cast):
    rosa = browser_of(cast, "rosa")
    for language in ("en", "es"):
        rosa.post("/language/", {"language": language, "next": "/"})
        said = rosa.get("/ours/copy/").headers["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="(page|pagina|página)\.html"', said), said


def test_one_page_says_what_is_next_and_whom_to_call(cast):
    with everything():
        Phone.objects.create(service=cast.services["visits"], number="520-555-0199")
    text = browser_of(cast, "rosa").get("/ours/summary/").content.decode()
    assert "Saguaro Wash Clinic" in text and "520-555-0199" in text
    assert "What happens next" in text and "data-print" in text


def test_a_stranger_sees_no_summary(cast):
    assert Client().get("/ours/summary/").headers["Location"] == "/ours/enter/"
    for name in ("ana", "cruz"):
        assert browser_of(cast, name).get("/ours/summary/").status_code in (302, 403)


def test_bigger_letters_stay_for_this_visit_without_a_script(cast):
    family = Client()
    assert "kw-big" not in family.get("/").content.decode()
    answer = family.post("/letters/", {"letters": "big", "next": "/start/"})
    assert answer.url == "/start/"
    assert 'class="kw-family kw-big"' in family.get("/start/").content.decode()
    assert "Smaller letters" in family.get("/").content.decode()
    family.post("/letters/", {"letters": "plain", "next": "/"})
    assert "kw-big" not in family.get("/").content.decode()


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example/", "evil", ""])
def test_bigger_letters_lead_nowhere_else(cast, back):
    assert Client().post("/letters/", {"letters": "big", "next": back}).url == "/"
