"""The pages of answers and papers, by everyone who might try them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.family.eligibility import actions as eligibility
from kinwork.family.facts import actions
from kinwork.family.facts.models import Document, Fact
from kinwork.family.facts.tests import papers
from kinwork.family.facts.tests.test_sure import office, shared, told
from kinwork.web.papers.rules import LARGEST
from tests.cast import Cast, make_cast
from tests.guards.crawling import Crawler
from tests.seeing import everything


@pytest.fixture
def cast(db, settings) -> Cast:
    cast = make_cast()
    settings.COMMUNITY = cast.community.slug
    return cast


def browser(cast: Cast, name: str) -> Client:
    """The same one for the whole test: a worker's second step is set up once."""
    open_now = cast.__dict__.setdefault("browsers", {})
    if name not in open_now:
        open_now[name] = Crawler(cast.actors[name]).client
    return open_now[name]


def text(answer) -> str:
    return answer.content.decode()


def home(cast: Cast, rest: str) -> str:
    return f"/households/{cast.household.pk}/{rest}"


def upload(cast: Cast, name: str, data: bytes, kind: str = "income", called: str = "x.pdf"):
    where = "/ours/papers/" if name == "rosa" else home(cast, "papers/")
    sent = {"whose": "household", "files": [SimpleUploadedFile(called, data)]}
    return browser(cast, name).post(f"{where}add/{kind}/", sent)


def document() -> Document:
    with everything():
        return Document.objects.get()


def test_each_answer_says_where_it_comes_from(cast):
    fact = told(cast, by=cast.ana)
    with acting_as(cast.ana, now=cast.at):
        actions.show_paper(fact, kind="benefits", by=cast.ana, at=cast.at)
    page = text(browser(cast, "ana").get(home(cast, "facts/")))
    assert "SNAP (food stamps)" in page and "A paper was seen" in page
    assert "A letter about help you get" in page and "Ana, Mesquite Flats Library" in page
    assert "What was said before" in page
    page = text(browser(cast, "rosa").get("/ours/story/"))
    assert "A paper was seen" in page and "Mesquite Flats Library" in page


@pytest.mark.parametrize(("name", "status"), [("ana", 200), ("cruz", 404), ("dana", 403)])
@pytest.mark.parametrize(
    "rest", ["facts/", "papers/", "facts/correct/receives/", "papers/add/income/"]
)
def test_who_opens_the_pages(cast, name, status, rest):
    told(cast)
    assert browser(cast, name).get(home(cast, rest)).status_code == status


def test_an_answer_that_is_old_and_two_that_differ_say_so(cast):
    first = told(cast, by=cast.ana)
    shared(cast, "clinic")
    with acting_as(cast.ben, now=cast.at):
        at = cast.later(hours=1)
        second = actions.say(cast.household, key="receives", value=[], by=cast.ben, at=at)
    page = text(browser(cast, "ben").get(home(cast, "facts/")))
    old = timezone.localdate() - timedelta(days=3)
    assert "Too old: please ask again" in page or "Answers differ" in page
    with everything():
        Fact.objects.filter(pk__in=[first.pk, second.pk]).update(good_until=None)
    page = text(browser(cast, "ben").get(home(cast, "facts/")))
    assert "Answers differ" in page and "Somebody else said:" in page
    with everything():
        Fact.objects.filter(pk__in=[first.pk, second.pk]).update(good_until=old)
    page = text(browser(cast, "ben").get(home(cast, "facts/")))
    assert "Too old: please ask again" in page and "Answers differ" not in page


def test_a_worker_corrects_with_the_questions_own_form(cast):
    told(cast, by=cast.ana)
    ana = browser(cast, "ana")
    where = home(cast, "facts/correct/receives/")
    wrong = ana.post(where, {"answer0": ["none", "wic"]})
    assert "You chose “none” and something else" in text(wrong)
    assert 'value="wic"' in text(wrong) and text(wrong).count("checked") == 2
    assert ana.post(where, {"answer0": ["wic"]}).headers["Location"] == home(cast, "facts/")
    with everything():
        values = list(Fact.objects.order_by("recorded_at").values_list("value", flat=True))
    assert values == [["snap"], ["wic"]], "the old one stays"


def test_a_paper_was_seen_and_the_answer_certified(cast):
    fact = told(cast)
    shared(cast, "clinic")
    ben = browser(cast, "ben")
    where = home(cast, f"facts/{fact.pk}/")
    assert ben.get(f"{where}certify/").status_code == 404, "no office yet"
    office(cast, "clinic")
    day, until = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=90)
    said = {"program": "wic"}
    for name, one in (("on", day - timedelta(days=2)), ("until", until)):
        said |= {f"{name}_{part}": getattr(one, part) for part in ("month", "day", "year")}
    late = said | {"on_year": day.year + 1}
    assert ben.post(f"{where}certify/", late).status_code == 200
    assert ben.post(f"{where}certify/", said).status_code == 302
    assert ben.post(f"{where}paper/", {"paper": "benefits"}).status_code == 302
    page = text(ben.get(home(cast, "facts/")))
    assert "Certified: Saguaro Wash Clinic, WIC" in page and "good until" in page
    assert browser(cast, "cruz").post(f"{where}paper/", {"paper": "benefits"}).status_code == 404


def test_a_family_adds_a_paper_and_gets_it_back_as_a_file_only(cast):
    assert upload(cast, "rosa", papers.photo(), called="../../<b>x</b>.html").status_code == 302
    found = document()
    answer = browser(cast, "rosa").get(f"/papers/{found.pk}/")
    said = answer.headers
    assert said["Content-Disposition"] == 'attachment; filename="income.jpg"'
    assert said["X-Content-Type-Options"] == "nosniff" and said["Content-Type"] == "image/jpeg"
    assert said["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in said["Cache-Control"] and papers.PLACE not in answer.content
    with everything():
        assert AuditEntry.objects.filter(verb="facts.open_paper", target_id=found.pk).count() == 1
        assert not any("html" in str(one.__dict__) for one in Document.objects.all())


@pytest.mark.parametrize("name", ["ben", "cruz", "dana", "cora"])
def test_nobody_else_gets_the_paper(cast, name):
    upload(cast, "rosa", papers.photo())
    for rest in ("", "remove/"):
        answer = browser(cast, name).get(f"/papers/{document().pk}/{rest}")
        assert answer.status_code in (403, 404)
    assert Client().get(f"/papers/{document().pk}/").status_code == 302


def test_who_the_family_lets_opens_it_and_cannot_take_it_away(cast):
    upload(cast, "rosa", papers.photo())
    shared(cast, "clinic")
    ben = browser(cast, "ben")
    assert "Proof of the money that comes in" in text(ben.get(home(cast, "papers/")))
    assert ben.get(f"/papers/{document().pk}/").status_code == 200
    assert ben.post(f"/papers/{document().pk}/remove/").status_code == 404
    assert browser(cast, "rosa").post(f"/papers/{document().pk}/remove/").status_code == 302
    assert ben.get(f"/papers/{document().pk}/").status_code == 404


@pytest.mark.parametrize("name", ["empty", "svg", "heic", "locked", "picture bomb"])
def test_a_hostile_file_gets_a_plain_sentence(cast, name):
    data, _why = papers.HOSTILE[name]
    answer = upload(cast, "rosa", data)
    assert answer.status_code == 200 and "usa-error-message" in text(answer)
    assert "lease" in text(answer) or "photo" in text(answer)
    with everything():
        assert not Document.objects.exists()


def test_forty_megabytes_are_read_and_dropped(cast):
    answer = upload(cast, "rosa", b"\xff\xd8\xff" + b"\0" * (LARGEST + 15 * 1024 * 1024))
    assert "That is too big" in text(answer)


def test_the_results_say_which_papers_are_here(cast):
    with acting_as(cast.rosa, now=cast.at):
        eligibility.screen(household=cast.household, by=cast.rosa, at=cast.at)
    where = f"/eligibility/{cast.household.pk}/"
    before = text(browser(cast, "rosa").get(where))
    assert "Here already" not in before and "/ours/papers/add/income/" in before
    upload(cast, "rosa", papers.photo())
    after = text(browser(cast, "rosa").get(where))
    assert "Here already" in after and "/ours/papers/add/income/" not in after


def test_more_answers_and_papers_ask_no_more_of_the_database(cast):
    def asked(rest: str) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert ana.get(home(cast, rest)).status_code == 200
        return len(counted)

    ana = browser(cast, "ana")
    told(cast, by=cast.ana)
    upload(cast, "ana", papers.photo())
    before = [asked("facts/"), asked("papers/")]
    with acting_as(cast.ana, now=cast.at):
        for key in ("homeless", "pays_utilities"):
            actions.say(cast.household, key=key, value=True, by=cast.ana, at=cast.at)
    for _more in range(3):
        upload(cast, "ana", papers.photo())
    assert [asked("facts/"), asked("papers/")] == before
    assert max(before) <= 60, before


@pytest.mark.parametrize("name", ["ana", "ben", "rosa"])
def test_only_who_convenes_or_keeps_accounts_names_an_office(cast, name):
    assert browser(cast, name).get("/community/offices/").status_code == 403


def test_an_office_is_named_and_ended(cast):
    dana = browser(cast, "dana")
    said = {"agency": cast.agencies["clinic"].pk, "program": "wic"}
    assert dana.post("/community/offices/", said).status_code == 302
    assert dana.post("/community/offices/", said).status_code == 302
    page = text(dana.get("/community/offices/"))
    assert page.count("/end/") == 1 and "Saguaro Wash Clinic" in page
    end = next(part for part in page.split('"') if part.endswith("/end/"))
    assert dana.post(end).status_code == 302
    assert "Nobody is named yet." in text(dana.get("/community/offices/"))
