"""The pages: by whom, without JavaScript, with a stale form, a double click, bad inputs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.common.ids import new_id
from kinwork.common.models import Text
from kinwork.family.complaints import links
from kinwork.family.complaints.actions import Who
from kinwork.family.complaints.models import Complaint, ComplaintAsk, ComplaintWords
from kinwork.family.complaints.tests import scenes
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
NEW = "/complaints/new/"


@pytest.fixture
def cast():
    return casting.make_cast()


def first_page(cast, agency="clinic"):
    chosen = str(cast.agencies[agency].pk) if agency else "site"
    return {"step": "0", "agency": chosen, "worker": "", "form_id": str(new_id())}


SECOND = {"step": "1", "subject": "language", "happened": scenes.WORDS, "wanted": "Somebody."}
THIRD = {"step": "2", "known": "known", "name": "", "reach": "520-555-0100"}


def text(response) -> str:
    return response.content.decode()


def test_a_visitor_complains_on_three_short_pages(cast):
    browser, typed = Client(), first_page(cast)
    assert "Who is it about?" in text(browser.get(NEW))
    assert "What happened?" in text(browser.post(NEW, typed))
    assert "How can we reach you?" in text(browser.post(NEW, typed | SECOND))
    sent = browser.post(NEW, typed | SECOND | THIRD)
    page = text(browser.get(sent.url))
    assert "Keep this address" in page and scenes.WORDS not in page
    assert casting.AGENCIES["clinic"] not in page
    browser.post(NEW, typed | SECOND | THIRD)  # a double click
    with everything():
        (row,) = Complaint.objects.all()
        assert (row.state, row.about, row.door) == ("received", "agency", "visitor")


def test_what_was_typed_stays_when_something_is_missing(cast):
    told = text(Client().post(NEW, first_page(cast) | SECOND | {"happened": "  "}))
    assert "Please fill this in." in told and "Somebody." in told
    with everything():
        assert not Complaint.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"agency": "nobody"},
        {"agency": str(new_id())},
        {"agency": ""},
        {"subject": "weather"},
        {"happened": "x" * 6001},
        {"step": "9"},
        {"step": "٣"},
    ],
)
def test_bad_inputs_make_no_complaint(cast, wrong):
    answer = Client().post(NEW, first_page(cast) | SECOND | THIRD | wrong)
    assert answer.status_code == 200
    with everything():
        assert not Complaint.objects.exists()


def test_invisible_signs_and_markup_are_only_text(cast):
    words = "<script>alert(1)</script> caf\u0065\u0301 \u0000 مرحبا"
    Client().post(NEW, first_page(cast) | SECOND | THIRD | {"happened": words})
    with everything():
        kept = ComplaintWords.objects.get()
    assert "\u0000" not in kept.happened and "مرحبا" in kept.happened
    cora = browser_of(cast, "cora")
    row = kept.complaint_id
    cora.post(f"/complaints/{row}/take/", {"version": "1"})
    assert "<script>alert" not in text(cora.get(f"/complaints/{row}/"))


def test_where_nobody_hears_it_the_family_reads_whom_to_go_to(cast):
    with everything():
        Text.objects.create(
            key="complaints.state_path", language="en", community=cast.community,
            body="Call the state’s ombudsman.",
        )  # fmt: skip
    answer = text(Client().post(NEW, first_page(cast, "backbone"), follow=True))
    assert "Nobody here can hear this" in answer and "ombudsman" in answer
    assert "ombudsman" in text(Client().get(reverse("complaints:how")))
    assert "ombudsman" in text(browser_of(cast, "ana").get(reverse("complaints:elsewhere")))
    with everything():
        assert not Complaint.objects.exists()


def test_rosa_reads_the_answer_on_her_page_and_says_it_settles(cast):
    rosa = browser_of(cast, "rosa")
    typed = first_page(cast) | SECOND | THIRD
    assert rosa.post(NEW, typed).url == reverse("complaints:mine")
    with everything():
        row = Complaint.objects.get()
    cora = browser_of(cast, "cora")
    cora.post(f"/complaints/{row.pk}/take/", {"version": "1"})
    answer = {"words": "Ahora hay alguien.", "version": "2"}
    assert cora.post(f"/complaints/{row.pk}/answer/", answer).status_code == 302
    page = f"/complaints/mine/{row.pk}/"
    assert "Ahora hay alguien." in text(rosa.get(page))
    missing = text(rosa.post(page, {"deed": "reopen", "words": ""}))
    assert "Please fill this in." in missing
    assert rosa.post(page, {"deed": "settle"}).status_code == 302
    assert rosa.post(page, {"deed": "settle"}).status_code == 302  # twice
    with everything():
        assert Complaint.objects.get().settled is True


def test_a_stale_answer_comes_back_with_what_was_typed(cast):
    row = scenes.taken(cast)
    scenes.do(cast, "rosa", "add", row, words="And again.")
    stale = {"words": "We looked at it.", "version": str(row.version)}
    answer = browser_of(cast, "cora").post(f"/complaints/{row.pk}/answer/", stale)
    assert "Something changed meanwhile" in text(answer)
    assert "We looked at it." in text(answer)


STAFF = [name for name in casting.STAFF if name != "cora"]


@pytest.mark.parametrize("name", [*STAFF, "rosa", "nobody"])
def test_nobody_else_opens_its_pages(cast, name):
    row = scenes.taken(cast)
    browser = Client() if name == "nobody" else browser_of(cast, name)
    for end in ("", "take/", "answer/", "hand-on/", "ask-agency/", "about-whom/"):
        got = browser.get(f"/complaints/{row.pk}/{end}")
        assert got.status_code in (302, 403, 404)
        assert scenes.WORDS not in text(got)
    own = browser.get(f"/complaints/mine/{row.pk}/")
    assert own.status_code == (200 if name == "rosa" else own.status_code)
    assert name == "rosa" or own.status_code in (302, 403, 404)


def test_a_guarded_one_says_nothing_in_the_list(cast):
    scenes.made(cast, is_about_safety=True)
    told = text(browser_of(cast, "cora").get("/complaints/"))
    assert "Only who takes it can read it" in told
    assert casting.AGENCIES["clinic"] not in told and "Not in my language" not in told


def test_the_agency_reads_what_it_is_asked_and_nothing_else(cast):
    row = scenes.taken(cast)
    scenes.do(cast, "cora", "ask_agency", row, told="Who helps in Spanish?")
    bea = browser_of(cast, "bea")
    page = text(bea.get("/complaints/asked/"))
    assert "Who helps in Spanish?" in page and "Rosa" not in page and scenes.WORDS not in page
    with everything():
        ask = ComplaintAsk.objects.get()
    assert "An office asks us about a complaint" in text(bea.get("/team/"))
    assert bea.post(f"/complaints/asked/{ask.pk}/", {"words": "Nobody yet."}).status_code == 302
    assert "Nobody yet." in text(browser_of(cast, "cora").get(f"/complaints/{row.pk}/"))
    for name in ("ben", "ana", "rosa"):
        got = browser_of(cast, name).get(f"/complaints/asked/{ask.pk}/")
        assert got.status_code in (302, 403, 404)


@pytest.mark.parametrize(("words", "name"), [(True, False), (False, True), (False, False)])
def test_the_familys_words_stand_there_only_where_it_allowed_that(cast, words, name):
    row = scenes.taken(cast, who=Who(allows_words=words, allows_name=name))
    page = text(browser_of(cast, "cora").get(f"/complaints/{row.pk}/ask-agency/"))
    assert (scenes.WORDS in page) is words
    assert ("Rosa" in page) is name


def test_a_worker_writes_it_down_for_a_family(cast):
    ana = browser_of(cast, "ana")
    page = reverse("complaints:write_for", args=[cast.household.pk])
    typed = first_page(cast) | SECOND | {"known": "known"}
    assert "Please choose one." in text(ana.post(page, typed))
    typed["on_behalf_of"] = str(cast.people["rosa"].pk)
    assert ana.post(page, typed).status_code == 302
    with everything():
        row = Complaint.objects.get()
    assert ana.get(f"/complaints/mine/{row.pk}/").status_code in (302, 403, 404)
    assert browser_of(cast, "rosa").get(f"/complaints/mine/{row.pk}/").status_code == 200
    assert browser_of(cast, "cruz").get(page).status_code == 404


def test_a_link_that_is_none_opens_nothing(cast):
    scenes.made(cast, "visitor")
    for token in ("x", links.token(new_id()), links.token(cast.household.pk)):
        assert Client().get(reverse("complaints:link", args=[token])).status_code == 404


def test_the_list_asks_no_more_for_three_than_for_one(cast):
    cora = browser_of(cast, "cora")
    scenes.made(cast)
    cora.get("/complaints/")
    with CaptureQueriesContext(connection) as one:
        cora.get("/complaints/")
    for _n in range(2):
        scenes.made(cast)
    with CaptureQueriesContext(connection) as three:
        cora.get("/complaints/")
    assert len(three) <= len(one)


def test_the_lead_names_the_other_office(cast):
    casting.hire(cast, "pia", "library", "privacy officer")
    dana = browser_of(cast, "dana")
    assert "No agency is named yet" in text(dana.get("/complaints/office/"))
    wrong = {"agency": str(cast.agencies["clinic"].pk)}
    assert "Give somebody that role first" in text(dana.post("/complaints/office/", wrong))
    right = {"agency": str(cast.agencies["library"].pk)}
    assert dana.post("/complaints/office/", right).status_code == 302
    assert casting.AGENCIES["library"] in text(dana.get("/complaints/office/"))
