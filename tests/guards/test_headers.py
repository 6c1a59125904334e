"""What stands around every answer: the policy of content, cookies, and our own host alone (E6)."""

import re

import pytest
from django.test import Client

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.config.cookies import cookies
from tests import cast as casting
from tests.guards.crawling import HEADERS, Crawler
from tests.seeing import everything

EVIL = "evil.example"
OPEN = ["/", "/find/", "/start/", "/accounts/sign-in/", "/nowhere/", "/hsds/", "/hsds/nowhere"]


@pytest.fixture
def cast(db):
    return casting.make_cast()


@pytest.mark.parametrize("path", OPEN)
def test_every_answer_carries_the_headers(cast, path):
    response = Client().get(path)
    for name, value in HEADERS.items():
        assert value in response.headers[name]
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "*" not in policy and "nonce" not in policy
    assert "http:" not in policy and "https:" not in policy


def test_cookies_stay_with_us(cast):
    client = Client()
    client.get("/start/")
    client.post("/start/", {"words": "diapers"})
    for cookie in client.cookies.values():
        assert cookie["samesite"] == "Lax" and not cookie["domain"]
    assert client.cookies["sessionid"]["httponly"]


@pytest.fixture
def https(settings):
    """As with KINWORK_HTTPS."""
    for name, value in cookies(https=True).items():
        setattr(settings, name, value)


def test_under_https_every_cookie_is_bound_to_this_host(https, cast):
    """`__Host-`: secure, for this host alone, for every path; the browser refuses it otherwise."""
    client = Client()
    for path in ("/start/", "/accounts/sign-in/"):
        client.get(path, secure=True)
    client.post("/start/", {"words": "diapers"}, secure=True)
    client.post("/language/", {"language": "es", "next": "/"}, secure=True)
    assert len(client.cookies) >= 3
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-"), name
        assert cookie["secure"] and cookie["path"] == "/" and not cookie["domain"], name
        assert cookie["httponly"] and cookie["samesite"] == "Lax", name


def test_under_https_browsers_insist_on_it(https, cast):
    answer = Client().get("/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    plain = Client().get("/find/")
    assert plain.status_code == 301 and plain.headers["Location"] == "https://testserver/find/"


def test_only_pages_for_people_are_led_to_https(https, cast):
    """A program finds out at once that it speaks in the clear."""
    for path in ("/hsds/", "/hsds/services"):
        answer = Client().get(path)
        assert answer.status_code == 403 and answer.json()["error"] == "Ask with https."
        assert Client().get(path, secure=True).status_code == 200
    assert Client().get("/directory/quarantine/").status_code == 301


def test_leaving_takes_the_prefixed_cookies_too(https, cast):
    client = Client()
    client.post("/start/", {"words": "diapers"}, secure=True)
    left = client.post("/leave/", secure=True)
    gone = left.cookies["__Host-sessionid"]
    assert gone["max-age"] == 0 and gone["secure"], "a browser takes no __Host- cookie without it"


def test_on_http_the_names_are_plain(cast):
    said = cookies(https=False)
    assert said["SESSION_COOKIE_NAME"] == "sessionid" and not said["SECURE_HSTS_SECONDS"]


def test_under_https_cookies_are_for_https_only(settings, cast):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/start/", secure=True)
    client.post("/start/", {"words": "diapers"}, secure=True)
    assert {one["secure"] for one in client.cookies.values()} == {True}


@pytest.mark.parametrize("path", OPEN)
def test_a_poisoned_host_is_refused(cast, path):
    client = Client(raise_request_exception=False)
    for head in ({"HTTP_HOST": EVIL}, {"HTTP_HOST": f"testserver@{EVIL}"}):
        response = client.get(path, **head)
        assert response.status_code == 400 and EVIL not in response.content.decode()
    forwarded = client.get(path, HTTP_X_FORWARDED_HOST=EVIL, follow=True)
    assert EVIL not in forwarded.content.decode() + str(forwarded.headers)


def test_a_reset_link_names_our_own_host(cast, mailbox, settings):
    operator = Actor("staff", role="operator")
    with acting_as(operator):
        accounts.create_user(
            email="ines@example.org", name="Inés", password="two herons by the wash",
            by=operator, at=cast.at,
        )  # fmt: skip
    head = {"HTTP_X_FORWARDED_HOST": EVIL, "HTTP_ORIGIN": f"https://{EVIL}"}
    Client().post("/accounts/password/reset/", {"email": "ines@example.org"}, **head)
    with acting_as(VISITOR), everything():
        bodies = [mail.body for mail in Mail.objects.filter(to="ines@example.org")]
    assert bodies, "no letter was written"
    for body in bodies:
        assert EVIL not in body
        assert all(
            link.startswith(settings.SITE_ADDRESS) for link in re.findall(r"https?://\S+", body)
        )


@pytest.mark.parametrize(
    "elsewhere", [f"//{EVIL}", f"https://{EVIL}/", f"/\\{EVIL}", f"http:///{EVIL}"]
)
def test_nobody_is_sent_elsewhere(cast, elsewhere):
    """`next` leads to our own pages only, whoever asks."""
    crawlers = [Crawler(who) for who in (VISITOR, cast.ana, cast.rosa)]
    for path in ("/language/", "/accounts/sign-in/", "/accounts/hat/", "/leave/", "/demo/sign-in/"):
        for crawler in crawlers:
            for response in (
                crawler.send(path, "post", data={"next": elsewhere, "language": "es"}),
                crawler.send(f"{path}?next={elsewhere}"),
            ):
                assert is_ours(response.headers.get("Location", "/")), path


def is_ours(location: str) -> bool:
    """Would a browser stay with us? It reads a backslash as a slash."""
    return re.match(r"(http://testserver)?/(?!/)", location.replace("\\", "/")) is not None
