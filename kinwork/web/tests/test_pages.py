"""Declared pages, error pages, quick exit: what is sent, and what is never shown."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kinwork.common.actor import VISITOR, Actor
from kinwork.common.rights import Refused
from kinwork.web import errors, pages, views
from kinwork.web.pages import ANYONE, FAMILY, SIGNED_IN, STAFF, declared, page, roles

BEN = Actor("staff", role="intake worker")
ROSA = Actor("family", role="family member")
ask = RequestFactory()


def shown(**said) -> HttpResponse:
    return page(action="test.show", **said)(lambda request: HttpResponse("x"))(ask.get("/"))


def test_who():
    actors = (VISITOR, BEN, ROSA, Actor("draft"), Actor("link"), Actor("machine"))
    assert [ANYONE(actor) for actor in actors] == [True] * 6
    assert [STAFF(actor) for actor in actors] == [False, True, False, False, False, False]
    assert [FAMILY(actor) for actor in actors] == [False, False, True, True, True, False]
    assert [SIGNED_IN(actor) for actor in actors] == [False, True, True, True, True, False]
    assert [roles("navigator", "intake worker")(actor) for actor in actors] == [
        False,
        True,
        False,
        False,
        False,
        False,
    ]


def test_right_reads_the_table(monkeypatch):
    from kinwork.common import rights

    monkeypatch.setitem(rights.TABLE, "x.accept", rights.right(roles=("intake worker",)))
    assert pages.right("x.accept")(BEN) and not pages.right("x.accept")(ROSA)
    assert not pages.right("x.unknown")(BEN)


def test_declared_pages_are_never_kept_unless_they_say_so():
    assert "no-store" in shown()["Cache-Control"]
    assert "no-store" in shown(who=STAFF, classes=("contact",))["Cache-Control"]
    assert not shown(keep=True).has_header("Cache-Control")


def test_a_page_about_somebody_cannot_be_kept():
    with pytest.raises(ValueError, match="may not be kept"):
        page(action="x.y", who=STAFF, keep=True)


def test_an_undeclared_view_declares_nothing():
    assert declared(lambda request: None) is None
    assert declared(views.leave).action == "web.leave"


def test_unavailable_shows_what_was_typed_and_no_secrets():
    request = ask.post(
        "/x/", {"story": "my <b>story</b>", "password": "hush", "csrfmiddlewaretoken": "tok"}
    )
    response = errors.unavailable(request)
    body = response.content.decode()
    assert response.status_code == 503 and response["Retry-After"]
    assert "my &lt;b&gt;story&lt;/b&gt;" in body
    assert "hush" not in body and "tok" not in body.replace("token", "")


@pytest.mark.parametrize(
    ("origin", "kept"),
    [("http://testserver", True), ("https://evil.example", False), (None, False)],
)
def test_a_stale_form_shows_its_text_only_to_our_own_page(origin, kept):
    extra = {"HTTP_ORIGIN": origin} if origin else {}
    response = errors.csrf_failure(ask.post("/x/", {"story": "a long story"}, **extra))
    assert response.status_code == 403
    assert ("a long story" in response.content.decode()) is kept


def test_refusal_says_who_could():
    response = errors.refused(
        ask.post("/x/"), Refused("x.accept", "Only the agency it was sent to can accept.")
    )
    assert response.status_code == 403
    assert "Only the agency it was sent to" in response.content.decode()


def test_conflict_shows_both_texts():
    body = errors.conflict(
        ask.post("/x/"), [("Goal", "theirs <i>", "mine")], by="Ana"
    ).content.decode()
    assert "theirs &lt;i&gt;" in body and "mine" in body and "Ana" in body


def test_a_stranger_is_sent_to_sign_in_and_back():
    request = ask.get("/desk/?due=today")
    response = errors.turned_away(request, None)
    assert response.status_code == 302 and response["Location"].endswith(
        "next=%2Fdesk%2F%3Fdue%3Dtoday"
    )


def test_machines_get_json():
    response = errors.not_found(ask.get("/x", HTTP_ACCEPT="application/json"))
    assert response["Content-Type"] == "application/json" and response.status_code == 404


def test_leaving_needs_no_token_and_takes_every_cookie_but_the_language(client, db):
    client.cookies["sessionid"] = "x"
    client.cookies["family_code"] = "y"
    client.cookies["django_language"] = "es"
    response = client.post("/leave/")
    assert response.status_code == 302 and response["Location"] == "/away/"
    assert response.cookies["family_code"]["max-age"] == 0
    assert response.cookies["sessionid"]["max-age"] == 0
    assert "django_language" not in response.cookies


def test_nobody_is_signed_out_by_a_link(client, db):
    assert client.get("/leave/").status_code == 405


def test_language_switch_never_leads_elsewhere(client, db):
    response = client.post("/language/", {"language": "es", "next": "//evil.example/"})
    assert response["Location"] == "/"
