"""Programs side by side, as partners' leads see them; nobody else, and no family's facts."""

import csv
import io
from functools import cache

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.common.actor import VISITOR
from kinwork.library.programs import registry
from tests.cast import make_cast
from tests.guards.crawling import Crawler

pytestmark = pytest.mark.django_db
LIST, PATHS, FILE = (reverse(f"programs:{name}") for name in ("alignment", "paths", "export"))
PAIR = reverse("programs:pair", args=["wic", "snap"])
DAY = {"on": "2026-11-15", "state": "AZ"}


@pytest.fixture
def cast():
    return make_cast(household=False)


@cache
def browser(actor) -> Client:
    return Crawler(actor).client


def shown(actor, path: str, **data) -> str:
    response = browser(actor).get(path, DAY | data)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize("name", ["bea", "cora", "dana", "sam", "eve"])
def test_leads_of_partners_and_of_the_community_see_it(cast, name):
    assert "Programs side by side" in shown(cast.actors[name], LIST)


@pytest.mark.parametrize("path", [LIST, PATHS, PAIR, FILE])
def test_nobody_else_does(cast, path):
    for actor in (cast.ana, cast.ben, cast.cruz, VISITOR):
        assert browser(actor).get(path).status_code in (302, 403)


def test_the_filter_lives_in_the_address(cast):
    page = shown(cast.dana, LIST, program="wic", differs="income_year")
    assert "SNAP (food stamps)" in page and "Income year" in page
    same = shown(cast.dana, LIST, program="eitc", differs="excludes")
    assert "Head Start" not in same.partition("<tbody>")[2]


def test_a_pair_says_both_sides_with_their_sources(cast):
    page = shown(cast.dana, PAIR)
    for words in ("income of a year", "income of a month", "7 CFR 246.7(d)(1)", "7 CFR 273.9(a)"):
        assert words in page
    assert "Who gets SNAP (food stamps) may have WIC" in page
    assert "Taken in against the rule" in page


def test_a_pair_speaks_spanish(cast):
    browser(cast.dana).post(reverse("set_language"), {"language": "es", "next": "/"})
    try:
        assert "ingresos de un año" in shown(cast.dana, PAIR)
    finally:
        browser(cast.dana).post(reverse("set_language"), {"language": "en", "next": "/"})


def test_what_is_no_pair_is_not_found(cast):
    for two in (("wic", "wic"), ("wic", "nothing")):
        assert browser(cast.dana).get(reverse("programs:pair", args=two)).status_code == 404


def test_the_file_holds_every_pair(cast):
    rows = list(csv.DictReader(io.StringIO(shown(cast.dana, FILE, what="pairs"))))
    count = len(registry())
    assert len({(row["left"], row["right"]) for row in rows}) == count * (count - 1) // 2
    some = list(csv.DictReader(io.StringIO(shown(cast.dana, FILE, what="paths"))))
    assert ("snap", "wic") in {(row["gives"], row["opens"]) for row in some}


def test_a_nonsense_filter_shows_the_form_again(cast):
    assert (
        browser(cast.dana).get(LIST, {"state": "ZZ", "on": "x", "program": "?"}).status_code == 200
    )


def test_the_page_asks_few_questions_of_the_database(cast, django_assert_max_num_queries):
    shown(cast.dana, LIST)
    with django_assert_max_num_queries(25):
        shown(cast.dana, LIST)
