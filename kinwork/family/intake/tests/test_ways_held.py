"""Pages of two people and two languages ask the database the same, however much there is to show."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kinwork.family.intake.tests.test_together import helped
from kinwork.family.intake.tests.walking import Walk, birth, story
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
PAGES = ("people/", "together/", "together/news/", "questions/", "soon/")


def asked(walk: Walk, path: str) -> int:
    walk.get(path)  # what is new was told
    with CaptureQueriesContext(connection) as found:
        assert walk.client.get(path).status_code == 200, path
    return len(found)


def test_as_many_queries_for_one_person_as_for_four(town):
    rosa, ana = Walk(Client()), Walk(browser_of(town.cast, "ana"))
    story(rosa)
    desk = helped(rosa, ana)
    before = {path: asked(rosa, f"/start/{path}") for path in PAGES}
    at_desk = asked(ana, f"{desk}/people/")
    for name in ("Iker", "Mateo", "Inés"):
        ana.get(f"{desk}/people/add/child/")
        ana.post(ana.here, given=name, **birth(date(2022, 2, 3)))
    for path in PAGES:
        assert asked(rosa, f"/start/{path}") <= before[path], path
    assert asked(ana, f"{desk}/people/") <= at_desk
    assert max(before.values()) < 30, before


def test_two_languages_cost_less_than_two_pages(town):
    rosa = Walk(Client())
    story(rosa)
    for path in ("people/", "soon/", "questions/"):
        one = asked(rosa, f"/start/{path}?beside=")
        assert asked(rosa, f"/start/{path}?beside=es") <= one + 2, path


def test_who_interpreted_stands_on_the_familys_page_at_the_desk(town):
    ana = Walk(browser_of(town.cast, "ana"))
    ana.get("/start/desk/")
    ana.post("/start/desk/", needs=["wic"], soon="2 days", where="85201", family_language="es")
    desk = ana.here.removesuffix("people/add/caregiver/")
    ana.get(f"{desk}people/add/caregiver/")
    ana.post(ana.here, given="Marta", family="Soto")
    ana.get(f"{desk}languages/")
    ana.post(f"{desk}languages/", language="es", kind="phone", name="No. 4411", line="Valley Line")
    ana.post(f"{desk}places/", none="yes")
    ana.post(f"{desk}reach/", channel="page")
    ana.post(f"{desk}send/", way="on screen")
    assert ana.here.startswith("/households/"), ana.text
    assert "Who interpreted" in ana.text and "Valley Line" in ana.text
    for name, status in (("cruz", 404), ("ben", 404)):
        assert browser_of(town.cast, name).get(ana.here).status_code == status
