"""One-click sign-in: in a demo over a demo's database, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.core.checks import run_checks
from django.urls import include, path

from kinwork.accounts.tests.conftest import *  # noqa: F403  (the world and its people)
from kinwork.accounts.tests.conftest import actor
from kinwork.common.actor import Actor
from kinwork.config.webserver import free_port
from kinwork.demo import cast, guard, outbox

ROOT = Path(__file__).resolve().parents[3]
HOUSEHOLD, PERSON = uuid4(), uuid4()


class Addresses:
    """The site's addresses with the demo's, as `KINWORK_DEMO=1` makes them."""

    from kinwork.config.urls import handler403, handler404, handler500
    from kinwork.config.urls import urlpatterns as ordinary

    urlpatterns = [*ordinary, path("demo/", include("kinwork.demo.urls"))]


@pytest.fixture
def unmarked(db):
    """The same database, as if its owner had never said that it is for play."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("DELETE FROM common_databasemark WHERE kind = 'test'")
        yield
        owner.execute("INSERT INTO common_databasemark (kind) VALUES ('test')")


@pytest.fixture
def played(world, settings, tmp_path):
    """A demo whose play is over: Ana is staff, Rosa's is a family."""
    ana = world.worker("Ana", "navigator")
    second = world.hat(ana.user, "intake worker", world.clinic)
    settings.DEMO, settings.DATA_DIR, settings.ROOT_URLCONF = True, tmp_path, Addresses
    family = {"person": PERSON, "household": HOUSEHOLD, "community": world.community.id}
    people = [
        {"kind": "staff", "label": "Ana", "says": "Navigator", "membership": second.id},
        {"kind": "family", "label": "Rosa", "says": "Mother", **family},
    ]
    cast.write(tmp_path, people)
    return {"ana": second, "family": family}


def test_everybody_of_the_cast_is_offered(client, played):
    body = client.get("/demo/").content.decode()
    assert "Be Ana" in body and "Be Rosa" in body


def test_one_click_is_staff_with_that_hat(client, played):
    done = client.post("/demo/sign-in/", {"who": str(played["ana"].id)})
    assert done["Location"] == "/"
    assert client.get("/accounts/").wsgi_request.actor == actor(played["ana"])


def test_one_click_is_a_family(client, played):
    client.post("/demo/sign-in/", {"who": str(played["ana"].id)})
    client.post("/demo/sign-in/", {"who": str(PERSON)})
    community = played["family"]["community"]
    now = client.get("/demo/").wsgi_request
    assert now.actor == Actor("family", PERSON, HOUSEHOLD, "family member", community)
    assert not now.user.is_authenticated


@pytest.mark.parametrize("who", ["", "nobody", "0b6c2d1e-4a53-4f7e-9a7d-0c2b8f1e5a90"])
def test_nobody_else_can_be_signed_in_as(client, played, who):
    assert client.post("/demo/sign-in/", {"who": who}).status_code == 404


def test_a_link_signs_nobody_in(client, played):
    assert client.get("/demo/sign-in/", {"who": str(played["ana"].id)}).status_code == 405


@pytest.mark.parametrize("address", ["/demo/", "/demo/outbox/", "/demo/outbox/x.eml/"])
def test_outside_demo_mode_there_is_no_such_page(client, played, settings, address):
    settings.DEMO = False
    assert client.get(address).status_code == 404
    assert client.post("/demo/sign-in/", {"who": str(played["ana"].id)}).status_code == 404


def test_over_an_unmarked_database_there_is_no_such_page(client, played, unmarked):
    assert not guard.is_marked()
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/sign-in/", {"who": str(played["ana"].id)}).status_code == 404


def test_leaving_demo_mode_ends_the_one_click_session(client, played, settings):
    client.post("/demo/sign-in/", {"who": str(played["ana"].id)})
    settings.DEMO = False
    assert client.get("/accounts/").wsgi_request.actor.kind == "visitor"


# --- the checks that refuse to start ---


def ids(**told) -> set[str]:
    return {one.id for one in run_checks(**told)}


def test_pages_without_demo_mode_are_refused(settings):
    settings.ROOT_URLCONF, settings.DEMO = Addresses, False
    assert "demo.E001" in ids(tags=["security"])


def test_an_ordinary_site_passes(settings):
    assert not any(one.startswith("demo.") for one in ids(tags=["security"]))


def test_a_demo_in_public_is_refused(settings):
    settings.DEMO, settings.HTTPS, settings.ALLOWED_HOSTS = True, True, ["*"]
    assert {"demo.E002", "demo.E003"} <= ids(tags=["security"])


def test_a_demo_over_an_unmarked_database_is_refused(unmarked, settings):
    settings.DEMO = True
    assert "demo.E004" in ids(databases=["default"], tags=["database"])
    settings.DEMO = False
    assert "demo.E004" not in ids(databases=["default"], tags=["database"])


def test_a_demo_over_a_marked_database_passes(db, settings):
    settings.DEMO = True
    assert "demo.E004" not in ids(databases=["default"], tags=["database"])


def test_the_command_refuses_in_one_sentence():
    """The whole process, as somebody would start it by mistake."""
    told = {**os.environ, "KINWORK_DEMO": "1", "KINWORK_HTTPS": "1"}
    told["DJANGO_SETTINGS_MODULE"] = "kinwork.config.settings_test"
    asked = [sys.executable, "manage.py", "check", "--tag", "security"]
    done = subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True)
    assert done.returncode != 0 and "lets everybody in with one click" in done.stderr


def serving(address: str, **environment: str):
    """What `kinwork serve` says before it starts anything; it never gets further here."""
    told = {**os.environ, "DATABASE_URL": address, "KINWORK_DEMO": "1", **environment}
    told["DJANGO_SETTINGS_MODULE"] = "kinwork.config.settings_test"
    asked = [sys.executable, "-m", "kinwork", "serve", "--port", str(free_port("127.0.0.1", 8750))]
    return subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True, timeout=60)


@pytest.mark.own_database
def test_the_server_does_not_start_over_an_unmarked_database(own_database):
    with psycopg.connect(own_database.address("kw_owner"), autocommit=True) as owner:
        owner.execute("DELETE FROM common_databasemark")
    done = serving(own_database.address())
    assert done.returncode == 1 and "not marked as a demo's" in done.stderr


@pytest.mark.own_database
def test_the_server_does_not_start_a_demo_in_public(own_database):
    done = serving(own_database.address(), KINWORK_HTTPS="1")
    assert done.returncode == 1 and "lets everybody in with one click" in done.stderr


# --- cast and outbox ---


def test_a_cast_that_is_wrong_is_not_written(tmp_path):
    for wrong in ({"kind": "staff", "label": "X"}, {"kind": "robot", "label": "X"}):
        with pytest.raises(ValueError):
            cast.write(tmp_path, [wrong])
    assert cast.people(tmp_path) == []


LETTER = (
    "From: Kinwork <kinwork@localhost>\r\nTo: ben@example.org\r\n"
    "Subject: =?utf-8?q?Ma=C3=B1ana?=\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nHola <b>Ben</b> http://localhost:8000/x\r\n"
)


@pytest.fixture
def letter(tmp_path):
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "1.eml").write_bytes(LETTER.encode())
    (tmp_path / "secret-key").write_text("secret")
    (tmp_path / "secret.eml").write_text("secret")


def test_letters_are_shown_as_plain_text(client, played, letter):
    body = client.get("/demo/outbox/").content.decode()
    assert "Mañana" in body and "ben@example.org" in body
    body = client.get("/demo/outbox/1.eml/").content.decode()
    assert "Hola &lt;b&gt;Ben&lt;/b&gt;" in body and 'href="http://localhost:8000/x"' in body


@pytest.mark.parametrize(
    "name", ["../secret.eml", "..", "secret-key", "2.eml", "", "..%2fsecret.eml"]
)
def test_only_letters_are_opened(tmp_path, letter, name):
    assert outbox.letter(tmp_path, name) is None


def test_an_empty_outbox_says_what_will_be_there(client, played):
    assert "No mail yet" in client.get("/demo/outbox/").content.decode()


def test_a_broken_letter_is_still_shown(tmp_path):
    (tmp_path / "outbox").mkdir()
    (tmp_path / "outbox" / "1.eml").write_bytes(
        b"Content-Type: text/plain; charset=nope\n\n\xff\xfehi"
    )
    assert "hi" in outbox.letters(tmp_path)[0].body
