"""The pages of a child's dates: who opens which, what the family reads, files for the supervisor."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.clock import local_day
from kinwork.family.timelines.models import Mark
from kinwork.people.models import Person
from tests import cast as casting
from tests.journeys.people import open_town
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = open_town().cast
    need = casting.need(cast, code="early-intervention")
    casting.accepted(cast, answers=need)
    return cast


def child_page(cast, child="lucia", rest=""):
    return f"/children/{cast.household.pk}/{cast.people[child].pk}/{rest}"


def day_fields(day, name="done_on"):
    return {f"{name}_0": day.month, f"{name}_1": day.day, f"{name}_2": day.year}


def test_who_opens_the_childs_page(cast):
    found = {
        name: browser_of(cast, name).get(child_page(cast)).status_code
        for name in ("ana", "ben", "bea", "cruz", "cora", "sam", "rosa")
    }
    assert found["ana"] == found["ben"] == found["bea"] == 200
    assert found["cruz"] == 404
    assert found["cora"] in (403, 404) and found["sam"] in (403, 404)
    assert found["rosa"] == 403


def test_a_worker_reads_what_by_when_and_from_which_text(cast):
    text = browser_of(cast, "ana").get(child_page(cast)).content.decode()
    assert "First IFSP meeting" in text and "34 CFR 303.310" in text
    assert "Saguaro Wash Clinic" in text  # who holds it


def test_a_worker_writes_down_that_it_was_done_without_javascript(cast):
    today = local_day(timezone.now(), "America/Phoenix")
    browser = browser_of(cast, "ana")
    url = child_page(cast, rest="mark/?key=part_c_meeting")
    page = browser.get(url).content.decode()
    form = re.search(r'name="form_id"[^>]*value="([^"]+)"', page) or re.search(
        r'value="([^"]+)"[^>]*name="form_id"', page
    )
    names = re.findall(r'name="(done_on_[^"]+)"', page)
    said = dict(zip(names, (today.month, today.day, today.year), strict=True))
    said |= {"did": "done", "evidence": "own record", "form_id": form[1]}
    assert browser.post(url, said | {"did": "not"}).status_code == 200  # no reason: comes back
    assert browser.post(url, said).status_code == 302
    assert browser.post(url, said).status_code == 302  # the back button, sent again
    with everything():
        assert Mark.objects.count() == 1
    assert "Done" in browser.get(child_page(cast)).content.decode()
    again = browser.post(child_page(cast, rest="reopen/"), {"key": "part_c_meeting"})
    assert again.status_code == 302


@pytest.mark.parametrize("key", ["", "wings", "x" * 5000, "part_c_meeting' OR 1=1", "\u0663"])
def test_a_key_that_is_none_is_not_there(cast, key):
    response = browser_of(cast, "ana").get(child_page(cast, rest="mark/"), {"key": key})
    assert response.status_code == 404


def test_a_child_of_another_home_is_not_there(cast):
    from kinwork.people.actions import NewPerson

    other = NewPerson("Ivo", "Mora", "child", cast.people["lucia"].birth_date)
    home = casting.record_family(cast, cast.ana, [NewPerson("Luz", "Mora"), other])
    url = f"/children/{cast.household.pk}/{other.id}/"
    assert browser_of(cast, "ana").get(url).status_code == 404
    assert browser_of(cast, "ana").get(f"/children/{home.pk}/{other.id}/").status_code == 200
    assert browser_of(cast, "rosa").get(f"/ours/child/{other.id}/").status_code == 404


def test_the_mother_reads_it_in_spanish_in_plain_words(cast):
    browser = browser_of(cast, "rosa")
    browser.cookies["django_language"] = "es"
    text = browser.get("/ours/child/", HTTP_ACCEPT_LANGUAGE="es").content.decode()
    assert "Lucía" in text
    text = browser.get(
        f"/ours/child/{cast.people['lucia'].pk}/", HTTP_ACCEPT_LANGUAGE="es"
    ).content.decode()
    assert "303.310" not in text
    assert "ayuda temprana" in text


def test_the_supervisors_list_and_its_files(cast):
    bea = browser_of(cast, "bea")
    assert bea.get("/children/").status_code == 200
    assert bea.get("/children/?show=nonsense").status_code == 200
    response = bea.get("/children/list.csv?show=late")
    assert response["Content-Type"].startswith("text/csv")
    numbers = bea.get("/children/first-meetings.csv").content.decode()
    assert "2" not in numbers.replace("45", "")  # two children: kept back
    for name in ("ana", "ben", "cruz", "cora"):
        assert browser_of(cast, name).get("/children/").status_code in (403, 404)


def test_the_desk_is_reminded_by_one_tap(cast):
    browser = browser_of(cast, "ana")
    url = child_page(cast, rest="watch/")
    assert browser.get(url).status_code == 405
    assert browser.post(url, {"end": "1"}).status_code == 302
    assert browser.post(url).status_code == 302
    with acting_as(cast.ana):
        from kinwork.family.timelines.models import Watch

        row = Watch.objects.get(person=cast.people["lucia"].pk)
    assert browser.get(f"/children/desk/{row.pk}/").status_code == 302
    assert browser_of(cast, "cruz").get(f"/children/desk/{row.pk}/").status_code == 404


def test_a_long_list_has_pages_and_every_child_is_counted(cast, monkeypatch):
    monkeypatch.setattr("kinwork.family.timelines.views.MOST", 1)
    with everything():  # the third birthday is near for both
        born = timezone.localdate() - timedelta(days=1010)
        Person.objects.filter(pk__in=[cast.people[c].pk for c in ("mateo", "lucia")]).update(
            birth_date=born
        )
    bea, seen, start = browser_of(cast, "bea"), [], 0
    whole = bea.get("/children/list.csv").content.decode().strip().splitlines()[1:]
    assert len(whole) > 1
    for start in range(len(whole)):
        text = bea.get(f"/children/?after={start}").content.decode()
        seen += re.findall(r'class="kw-card__title"><a href="([^"]+)', text)
        assert (f"after={start + 1}" in text) is (start + 1 < len(whole))
    assert len(seen) == len(whole)
    for wrong in ("x", "-1", "999999999", "99"):
        assert bea.get(f"/children/?after={wrong}").status_code == 200
