"""The pages of conferences, as each of the cast opens and sends them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.family.conferences.models import AgendaItem, Conference, FollowUp, Note
from kinwork.family.conferences.tests import scenes
from kinwork.family.teams.tests import scenes as teaming
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

OURS = "/ours/conferences/"


def of_family(cast, path: str = "") -> str:
    return f"/conferences/family/{cast.household.pk}/{path}"


def read(cast, name: str, path: str) -> str:
    answer = browser_of(cast, name).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def one() -> Conference:
    with everything():
        return Conference.objects.get()


@pytest.fixture
def soon(cast):
    """Planned by hand, for a day that has not come for the pages either."""
    row = teaming.served(cast)
    return scenes.planned(cast, row=row, starts_at=max(timezone.now(), cast.at) + timedelta(days=2))


def test_it_is_planned_on_the_page_and_nothing_typed_is_lost(cast):
    row = teaming.served(cast)
    ana, path = browser_of(cast, "ana"), of_family(cast, "plan/")
    page = read(cast, "ana", path)
    assert casting.AGENCIES["clinic"] in page
    told = {
        "minutes": "60",
        "way": "video",
        "place": "Room 4",
        "words": "The rent",
        "invite": [str(cast.agencies["clinic"].pk)],
        "about": [str(row.pk)],
    }
    kept = ana.post(path, told)
    assert kept.status_code == 200 and "Room 4" in kept.content.decode()
    past = ana.post(path, told | scenes.day(cast.at.date()) | {"hour": "9:30"})
    assert past.status_code == 409 and "The rent" in past.content.decode()
    when = (timezone.now() + timedelta(days=30)).date()
    said = told | scenes.day(when) | {"hour": "9:30"}
    answer = ana.post(path, said)
    assert answer.status_code == 302
    page = read(cast, "ana", answer.headers["Location"])
    assert "Room 4" in page and "The rent" in page
    assert "Room 4" in read(cast, "rosa", f"{OURS}{one().pk}/")


def test_the_family_answers_and_adds(cast, soon):
    rosa, path = browser_of(cast, "rosa"), f"{OURS}{soon.pk}/"
    assert path in read(cast, "rosa", OURS)
    assert rosa.post(f"{path}answer/", {"comes": "yes"}).status_code == 302
    assert one().family_answer == "yes"
    assert rosa.post(f"{path}item/", {"words": " "}).status_code == 200
    assert rosa.post(f"{path}item/", {"words": "<i>Our bus</i>"}).status_code == 302
    assert "&lt;i&gt;Our bus" in read(cast, "ben", f"/conferences/{soon.pk}/")
    assert rosa.get(f"{path}answer/").status_code == 405


def test_who_is_invited_answers_from_the_desk(cast, soon):
    assert f"/conferences/{soon.pk}/" in read(cast, "ben", "/inbox/")
    ben = browser_of(cast, "ben")
    assert ben.post(f"/conferences/{soon.pk}/answer/", {"comes": "no"}).status_code == 302
    assert scenes.invitation(cast, soon).answer == "no"


def test_held_noted_and_promised_on_the_page(cast):
    row = scenes.planned(cast)
    ana, path = browser_of(cast, "ana"), f"/conferences/{row.pk}/"
    assert ana.post(f"{path}held/", {"came": ["nobody"], "version": "0"}).status_code == 200
    there = ["family", str(cast.agencies["clinic"].pk)]
    assert ana.post(f"{path}held/", {"came": there, "version": "0"}).status_code == 302
    kept = ana.post(f"{path}note/", {"body": "x " * 3000, "kind": "note", "sensitivity": "plan"})
    assert kept.status_code == 200 and "x x" in kept.content.decode()
    note = {"body": "We meet again", "kind": "agreed", "sensitivity": "plan"}
    assert ana.post(f"{path}note/", note).status_code == 302
    due = scenes.day((timezone.now() + timedelta(days=9)).date())
    due = {key.replace("day_", "due_on_", 1): value for key, value in due.items()}
    promise = {"words": "Call the landlord", "whose": str(cast.agencies["clinic"].pk), **due}
    answer = ana.post(f"{path}promise/", promise)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    with everything():
        made = FollowUp.objects.get()
    page = read(cast, "ben", path)
    assert "We meet again" in page and "Call the landlord" in page
    ben = browser_of(cast, "ben")
    assert ben.get(f"/conferences/promise/{made.pk}/").status_code == 302
    assert ben.post(f"/conferences/promise/{made.pk}/settle/", {"done": "yes"}).status_code == 302
    assert "We meet again" in read(cast, "rosa", f"{OURS}{row.pk}/")


def test_moved_and_called_off_on_the_page(cast, soon):
    ana, path = browser_of(cast, "ana"), f"/conferences/{soon.pk}/"
    when = scenes.day((timezone.now() + timedelta(days=40)).date()) | {"hour": "14:00"}
    assert ana.post(f"{path}move/", when | {"version": "9"}).status_code == 409
    assert ana.post(f"{path}move/", when | {"version": "0"}).status_code == 302
    assert ana.get(f"{path}off/").status_code == 200
    assert ana.post(f"{path}off/").status_code == 302
    assert one().state == "called off"
    assert browser_of(cast, "ben").get(f"{path}off/").status_code == 404


def test_the_calendar_names_nobody(cast, soon):
    for name in ("ana", "ben", "rosa"):
        answer = browser_of(cast, name).get(f"/conferences/{soon.pk}/date/")
        text = answer.content.decode()
        assert answer.headers["Content-Type"].startswith("text/calendar")
        for word in ("Luna", "Rosa", "library", "Library", "Clinic", "rent"):
            assert word not in text, word


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "sam"])
def test_nobody_else_opens_any_page(cast, soon, name):
    browser, path = browser_of(cast, name), f"/conferences/{soon.pk}/"
    for one_path in (of_family(cast), of_family(cast, "plan/"), path, f"{path}date/", OURS):
        assert browser.get(one_path).status_code in (302, 403, 404), one_path
    for end in ("answer/", "item/", "move/", "off/", "held/", "note/", "promise/"):
        said = browser.post(path + end, {"words": "x", "body": "x", "comes": "yes"})
        assert said.status_code in (302, 403, 404), end
    with everything():
        assert AgendaItem.objects.count() == 2 and not Note.objects.exists()
