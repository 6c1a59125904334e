"""The pages of screenings: a family's check one question a page, a worker's scores, both without JavaScript."""

import re

import pytest

from kinwork.family.referrals.models import Need
from kinwork.family.screenings.models import Screening
from tests.journeys.people import open_town
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
AREAS = ("communication", "gross_motor", "fine_motor", "problem_solving", "personal_social")


@pytest.fixture
def cast():
    return open_town().cast


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))


def answered(browser, answers):
    """Through all ten questions; how it ended."""
    response = browser.get("/ours/check/questions/")
    for answer in answers:
        said = hidden(response.content.decode())
        said.pop("csrfmiddlewaretoken", None)
        more = {"skip": "1"} if answer is None else {"answer": answer}
        response = browser.post("/ours/check/questions/", said | more)
    return response


def test_a_family_answers_one_question_a_page_and_chooses(cast):
    browser = browser_of(cast, "rosa")
    response = answered(browser, ["yes", "no", None, "no", "yes", "no", "no", "no", "no", None])
    assert response.status_code == 302
    page = browser.get(response["Location"]).content.decode()
    assert 'value="food-pantry"' in page and 'value="diapers"' in page
    browser.post(response["Location"], {"codes": ["diapers"]})
    with everything():
        assert [row.code for row in Need.objects.all()] == ["diapers"]
        assert Screening.objects.count() == 3
    assert browser.get("/ours/check/").status_code == 200


def test_going_back_changes_an_answer_and_keeps_the_rest(cast):
    browser = browser_of(cast, "rosa")
    page = browser.get("/ours/check/questions/").content.decode()
    second = browser.post("/ours/check/questions/", hidden(page) | {"answer": "yes"})
    text = second.content.decode()
    assert hidden(text)["said_food"] == "yes" and hidden(text)["place"] == "1"
    first = browser.post("/ours/check/questions/", hidden(text) | {"back": "0"}).content.decode()
    assert hidden(first)["place"] == "0" and hidden(first)["said_food"] == "yes"


@pytest.mark.parametrize("place", ["-1", "9" * 30, "NaN", "٣", ""])
def test_a_place_that_is_none_begins_somewhere_sound(cast, place):
    response = browser_of(cast, "rosa").post(
        "/ours/check/questions/", {"place": place, "said_food": "<b>", "skip": "1"}
    )
    assert response.status_code in (200, 302)


def test_a_worker_enters_scores_and_sees_the_result_in_words(cast):
    browser = browser_of(cast, "ana")
    url = f"/screenings/{cast.household.pk}/asq_3/"
    page = browser.get(url).content.decode()
    said = {"person": str(cast.people["lucia"].pk)}
    said |= dict.fromkeys(AREAS, "50") | {f"{area}_cutoff": "30" for area in AREAS}
    wrong = browser.post(url, said | {"communication": "61"})
    assert wrong.status_code == 200 and 'value="50"' in wrong.content.decode()
    response = browser.post(url, said | {"communication": "20"})
    assert response.status_code == 302, response.content.decode()
    text = browser.get(response["Location"]).content.decode()
    assert "Below the cut-off" in text
    response = browser.post(response["Location"], {"codes": ["early-intervention"]})
    assert response.status_code == 302
    with everything():
        assert [row.code for row in Need.objects.all()] == ["early-intervention"]
    assert "Ages" in page or "ASQ" in page


def test_who_opens_them(cast):
    url = f"/screenings/{cast.household.pk}/"
    found = {
        name: browser_of(cast, name).get(url).status_code
        for name in ("ana", "ben", "cruz", "cora", "rosa")
    }
    assert found["ana"] == 200
    assert found["ben"] == found["cruz"] == 404
    assert found["cora"] in (403, 404) and found["rosa"] == 403
    assert browser_of(cast, "ana").get(url + "wings/").status_code == 404


def test_a_no_is_written_down_once(cast):
    browser = browser_of(cast, "ana")
    url = f"/screenings/{cast.household.pk}/asq_3/no/"
    from kinwork.common.ids import new_id

    said = {"person": str(cast.people["lucia"].pk), "form_id": str(new_id())}
    assert browser.get(url).status_code == 405
    assert browser.post(url, said).status_code == browser.post(url, said).status_code == 302
    with everything():
        assert [row.state for row in Screening.objects.all()] == ["refused"]
