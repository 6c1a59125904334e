"""The page behind a consent link, and the worker's page that sends it (C17)."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.intake.tests.walking import birth
from kinwork.trust.access.actions import make_key
from kinwork.trust.consent import links
from kinwork.trust.consent.models import Consent, ConsentAsk
from tests import cast as casting
from tests.posting import post
from tests.seeing import everything, unsigned
from tests.signing import browser_of

BORN = date(1997, 5, 14)
TELLS = ("Rosa", "Saguaro Wash Clinic", "Mateo", "Biblioteca", "Town Library")


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now())


def form_of(page) -> str:
    return re.search(r'name="form_id" value="([^"]*)"', page.content.decode())[1]


def asks(cast, name="ana", **more):
    """Ana presses the button on her page."""
    worker, path = browser_of(cast, name), f"/households/{cast.household.pk}/ask/"
    page = worker.get(path)
    if page.status_code != 200:
        return page
    told = {
        "form_id": form_of(page),
        "person": str(cast.people["rosa"].pk),
        "agency": str(cast.agencies["clinic"].pk),
        "classes": ["identity", "contact"],
        "way": "card",
        **birth(timezone.localdate().replace(day=28), "until"),
    } | more
    told["until_year"] = str(timezone.localdate().year + 1)
    return worker.post(path, told)


def address(cast) -> str:
    with everything():
        return f"/consent/{links.token(ConsentAsk.objects.latest('made_at').pk)}/"


def said(page) -> str:
    return unsigned(page.content.decode())


def test_a_scanner_may_open_it_as_often_as_it_likes(cast):
    asks(cast)
    for _time in range(3):
        page = Client().get(address(cast))
        assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
        assert not any(word in said(page) for word in TELLS)
    with everything():
        assert ConsentAsk.objects.get().waits and not Consent.objects.exists()


def test_a_forwarded_link_shows_nothing_to_who_cannot_say_who_they_are(cast):
    asks(cast)
    stranger = Client()
    for told in (birth(date(1990, 1, 1), "born"), {"answer": "yes"}, birth(BORN, "no")):
        page = stranger.post(address(cast), told)
        assert page.status_code == 200 and not any(word in said(page) for word in TELLS)
    wrong = said(stranger.post(address(cast), birth(date(1990, 1, 1), "born")))
    path = f"{address(cast)}?code"
    by_code = said(stranger.post(path, {"code": "ABCD", "word": "x"}))
    for page in (wrong, by_code):
        assert "This does not fit" in page
    with everything():
        assert ConsentAsk.objects.get().waits


def test_she_reads_it_in_her_language_signs_once_and_has_a_receipt(cast):
    asks(cast)
    rosa, where = Client(), address(cast)
    assert rosa.post(where, birth(BORN, "born")).status_code == 302
    page = rosa.get(where)
    assert "Saguaro Wash Clinic" in said(page) and "Permito que" in said(page)
    with everything():
        assert not Consent.objects.exists()
    text = re.search(r'name="words" value="([^"]*)"', said(page))[1]
    assert "Elija sí o no" in said(rosa.post(where, {"words": text}))
    assert rosa.post(where, {"words": text, "answer": "yes"}).status_code == 302
    receipt = said(rosa.get(where))
    assert "Usted dijo que sí" in receipt and "Permito que" in receipt
    # the second opening, by whoever it is: who are you? then the receipt, never the question
    again = Client()
    assert not any(word in said(again.get(where)) for word in TELLS)
    again.post(where, birth(BORN, "born"))
    assert "Usted dijo que sí" in said(again.get(where))
    again.post(where, {"words": text, "answer": "no"})
    with everything():
        assert Consent.objects.get().way == "by link" and ConsentAsk.objects.get().answer == "yes"
    ana = browser_of(cast, "ana")
    desk = said(ana.get("/desk/"))
    assert "Answers to your questions" in desk and "They said yes" in desk
    ana.get(f"/households/{cast.household.pk}/ask/")
    assert "Answers to your questions" not in said(ana.get("/desk/"))  # read


def test_other_words_than_those_that_were_read_are_shown_first(cast):
    asks(cast)
    rosa, where = Client(), address(cast)
    rosa.post(where, birth(BORN, "born"))
    other = "00000000-0000-4000-8000-000000000000"
    assert "Permito que" in said(rosa.post(where, {"words": other, "answer": "yes"}))
    with everything():
        assert not Consent.objects.exists()


def test_the_familys_code_and_word_say_who_she_is_too(cast):
    asks(cast)
    with acting_as(cast.rosa):
        code = make_key(
            household=cast.household,
            person=cast.people["rosa"],
            community=cast.community,
            word="colibrí",
            by=cast.rosa,
            at=timezone.now(),
        )
    rosa, where = Client(), address(cast)
    assert rosa.post(f"{where}?code", {"code": code, "word": "colibrí"}).status_code == 302
    assert "Saguaro Wash Clinic" in said(rosa.get(where))


def test_on_her_own_page_it_waits_for_her_and_needs_no_second_proof(cast):
    asks(cast)
    rosa = browser_of(cast, "rosa")
    page = rosa.get("/ours/who/").content.decode()
    where = re.search(r'href="(/consent/[^"]*)"', page)[1]
    assert "Saguaro Wash Clinic" in said(rosa.get(where))
    text = re.search(r'name="words" value="([^"]*)"', said(rosa.get(where)))[1]
    rosa.post(where, {"words": text, "answer": "no"})
    assert "/consent/" not in said(rosa.get("/ours/who/"))
    with everything():
        assert ConsentAsk.objects.get().answer == "no"


def test_a_worker_reads_what_became_of_it_and_takes_it_back(cast):
    page = asks(cast)
    card = re.search(r"/consent/([A-Z0-9-]{19})/", said(page))[1]
    assert "data:image/svg+xml" in said(page)
    assert not any(word in said(page).split("kw-handout")[1].split("</div>")[0] for word in TELLS)
    assert Client().get(f"/consent/{card}/").status_code == 200
    ana = browser_of(cast, "ana")
    own = f"/households/{cast.household.pk}/ask/"
    assert "Waits for an answer" in said(ana.get(own))
    assert card not in said(ana.get(own))  # shown once
    where = re.search(r'action="([^"]*/end/)"', said(ana.get(own)))[1]
    ana.post(where)
    assert "Taken back" in said(ana.get(own))
    for link in (f"/consent/{card}/", address(cast)):
        assert "This link is over" in said(Client().get(link))


@pytest.mark.parametrize("name", ["ben", "bill", "cruz", "cora", "dana", "sam", "eve"])
def test_nobody_else_finds_the_page(cast, name):
    assert asks(cast, name).status_code in (302, 403, 404)
    asks(cast)
    with everything():
        one = ConsentAsk.objects.get().pk
    path = f"/households/{cast.household.pk}/ask/{one}/end/"
    assert browser_of(cast, name).post(path).status_code in (302, 403, 404)
    with everything():
        assert ConsentAsk.objects.get().waits


def test_who_is_signed_in_for_an_agency_answers_for_no_family(cast):
    asks(cast)
    page = browser_of(cast, "ana").post(address(cast), birth(BORN, "born"))
    assert "This link is for a family" in said(page)


def test_pressed_twice_it_is_asked_once(cast, mailbox):
    worker, path = browser_of(cast, "ana"), f"/households/{cast.household.pk}/ask/"
    told = {
        "form_id": form_of(worker.get(path)),
        "person": str(cast.people["rosa"].pk),
        "agency": str(cast.agencies["clinic"].pk),
        "classes": ["identity"],
        "way": "e-mail",
        **birth(date(timezone.localdate().year + 1, 6, 1), "until"),
    }
    assert [worker.post(path, told).status_code for _time in "ab"] == [302, 302]
    with everything():
        one = ConsentAsk.objects.get().pk
    post(one, kind="ask")
    assert len(mailbox) == 1


def test_what_needs_paper_is_not_on_the_list(cast):
    page = said(browser_of(cast, "ana").get(f"/households/{cast.household.pk}/ask/"))
    for name in ("sud", "safety", "education", "notes"):
        assert f'value="{name}"' not in page
    assert "kw-form" in said(asks(cast, classes=["identity", "sud"]))
    with everything():
        assert not ConsentAsk.objects.exists()


@pytest.mark.django_db
def test_until_today_is_today_where_the_family_is(monkeypatch):
    """Half past eleven at night in Arizona: UTC has begun tomorrow."""
    night = (timezone.now() - timedelta(days=1)).replace(hour=6, minute=30)
    cast = casting.make_cast(night - timedelta(hours=3))
    yesterday, here = (night.date() - timedelta(days=days) for days in (2, 1))
    worker, path = browser_of(cast, "ana"), f"/households/{cast.household.pk}/ask/"
    monkeypatch.setattr(timezone, "now", lambda: night)
    for day, refused in ((yesterday, True), (here, False)):
        page = worker.post(path, birth(day, "until")).content.decode()
        assert ("too long ago" in page) is refused
