"""An agency's own system hears of moves: signed, over TLS, only where it may be, and shut when it fails."""

import json
import ssl
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.rights import Refused
from kinwork.family.contact import actions, calling, signing
from kinwork.family.contact.models import Delivery, Endpoint
from kinwork.family.contact.providers import endpoint as provider
from kinwork.family.contact.tests import scenes
from kinwork.family.contact.tests.certificate import write_pair
from kinwork.family.referrals import actions as referrals
from tests import cast as casting
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


class System:
    """A partner's server: what it heard, and what it answers."""

    def __init__(self):
        self.heard, self.answers, self.headers, self.drips = [], [], {}, 0


@pytest.fixture
def system(tmp_path, settings, monkeypatch):
    told = System()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told.heard.append((body, dict(self.headers)))
            for _letter in range(told.drips):
                self.wfile.write(b"H")
                time.sleep(0.2)
            self.send_response(told.answers.pop(0) if told.answers else 204)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_told):
            pass

    chain, key = write_pair(tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    settings.WEBHOOK_HOSTS, settings.WEBHOOK_INSIDE = ["localhost"], True
    told.url = f"https://localhost:{server.server_port}/hook"
    yield told
    server.shutdown()
    server.server_close()


def point(cast, url: str, agency: str = "clinic", by: str = "bea"):
    with acting_as(cast.actors[by], now=cast.at) as who:
        return actions.point_endpoint(
            agency=cast.agencies[agency], community=cast.community, url=url, by=who, at=cast.at
        )


def webhooks() -> list[Delivery]:
    with acting_as(Actor("clock")):
        return list(Delivery.objects.filter(kind="webhook").order_by("made_at", "id"))


def go(cast, row: Delivery, **later) -> str:
    return scenes.try_at(row, cast.later(**later))


def test_both_agencies_hear_the_envelope_and_nothing_else(system):
    cast = casting.make_cast()
    _row, secret = point(cast, system.url)
    referral = casting.accepted(cast)
    rows = webhooks()
    assert [one.said["state"] for one in rows] == ["sent", "accepted"]
    for row in rows:
        assert go(cast, row, hours=2) == "sent"
    body, headers = system.heard[0]
    assert set(json.loads(body)) == {*("id", "referral", "state", "at", "status", "statuses")}
    assert json.loads(body)["referral"] == str(referral.pk)
    now = int(time.time())
    assert signing.holds(headers[signing.HEADER], secret, body, now)
    assert not signing.holds(headers[signing.HEADER], secret, body + b" ", now)
    assert not signing.holds(headers[signing.HEADER], secret, body, now + signing.WINDOW + 60)
    assert headers["Idempotency-Key"] == str(scenes.line(rows[0]).key)


def test_the_wire_says_only_what_may_follow_and_never_goes_back(system):
    cast = casting.make_cast()
    point(cast, system.url)
    referral = casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)) as ben:
        said = {"by": ben, "at": cast.later(hours=1)}
        referral = referrals.ask_information(referral=referral, message="Which day?", **said)
    with acting_as(cast.ana, now=cast.later(hours=2)) as ana:
        said = {"by": ana, "at": cast.later(hours=2)}
        referral = referrals.give_information(referral=referral, message="Monday", **said)
    with acting_as(cast.ben, now=cast.later(hours=3)) as ben:
        said = {"by": ben, "at": cast.later(hours=3)}
        referrals.decline(referral=referral, reason="no room", **said)
    assert [
        (one.said["state"], one.said["status"], one.said["statuses"]) for one in webhooks()
    ] == [
        ("sent", "requested", ["requested"]),
        ("information needed", "on-hold", ["accepted", "on-hold"]),
        ("sent", "on-hold", []),
        ("declined", "cancelled", ["cancelled"]),
    ]


def test_a_new_secret_makes_the_old_one_worthless_and_neither_is_written_down(system):
    cast = casting.make_cast()
    row, old = point(cast, system.url)
    with acting_as(cast.bea, now=cast.at) as by:
        new = actions.rotate_secret(endpoint=row, by=by, at=cast.at)
        stored = " ".join(str(getattr(row, one.attname)) for one in row._meta.concrete_fields)
    assert old not in stored and new not in stored
    casting.sent(cast)
    (line,) = webhooks()
    go(cast, line)
    body, headers = system.heard[0]
    assert signing.holds(headers[signing.HEADER], new, body, int(time.time()))
    assert not signing.holds(headers[signing.HEADER], old, body, int(time.time()))


def test_the_secret_outlives_a_new_key_of_the_site(system, settings):
    cast = casting.make_cast()
    row, secret = point(cast, system.url)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-of-the-site"
    assert signing.known_secret(row.salt, row.secret_hash) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert signing.known_secret(row.salt, row.secret_hash) == ""


@pytest.mark.parametrize(
    ("status", "state"), [(500, "waiting"), (429, "waiting"), (302, "failed"), (410, "failed")]
)
def test_what_may_pass_and_what_does_not(system, status, state):
    cast = casting.make_cast()
    point(cast, system.url)
    casting.sent(cast)
    (line,) = webhooks()
    system.answers, system.headers = [status], {"Location": "http://169.254.169.254/"}
    assert go(cast, line) == state
    assert len(system.heard) == 1, "no redirect is followed"


def test_one_that_fails_for_days_is_shut_and_its_supervisor_told(system):
    cast = casting.make_cast(endpoint_days=2)
    row, _secret = point(cast, system.url)
    casting.sent(cast)
    (line,) = webhooks()
    system.answers = [500] * 9
    go(cast, line)
    at = scenes.line(line).next_at
    while scenes.line(line).state == "waiting":
        at = max(at, scenes.line(line).next_at) + timedelta(hours=10)
        scenes.try_at(line, at)
    with acting_as(cast.bea):
        row.refresh_from_db()
        assert (row.off_why, row.off_at is not None) == ("failing", True)
    assert [one.agency_id for one in scenes.lines_of("endpoint shut")] == [row.agency_id]
    with acting_as(cast.bea, now=cast.at) as by:
        actions.resume_endpoint(endpoint=row, by=by, at=at)
    assert scenes.lines_of("endpoint shut") == []


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.1", "172.16.0.9", "169.254.169.254", "0.0.0.0"]
    + ["100.64.0.1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254"]
    + ["2002:7f00:1::", "64:ff9b::7f00:1", "224.0.0.1", "255.255.255.255", "198.18.0.1", "::"],
)
def test_numbers_inside_are_refused(number):
    assert not calling.is_outside(number)


@pytest.mark.parametrize("number", ["93.184.215.14", "2606:4700:4700::1111", "8.8.8.8"])
def test_numbers_outside_are_not(number):
    assert calling.is_outside(number)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://partner.example/hook", "no address"),
        ("https://", "no address"),
        ("https://user:word@partner.example/", "no address"),
        ("https://partner.example:5432/", "port"),
        ("https://169.254.169.254/latest/meta-data/", "not listed"),
        ("https://localhost:8443/", "not listed"),
        ("https://partner.example.evil.example/", "not listed"),
        ("ftp://partner.example/", "no address"),
        ("https://[::1", "no address"),
        ("https://partner.example:99999/", "no address"),
    ],
)
def test_addresses_that_nobody_may_set(settings, url, why):
    """D15: only hosts that the operator listed, by HTTPS, at the usual ports."""
    settings.WEBHOOK_HOSTS = ["partner.example"]
    cast = casting.make_cast()
    with pytest.raises(ValueError, match=why):
        point(cast, url)


def test_a_listed_name_that_leads_inside_is_not_called(system, settings):
    """The name is listed, but lies on this machine: refused before anything is connected to."""
    cast = casting.make_cast()
    point(cast, system.url)
    casting.sent(cast)
    (line,) = webhooks()
    settings.WEBHOOK_INSIDE = False
    assert go(cast, line) == "failed"
    assert scenes.line(line).why == "not allowed" and system.heard == []


def test_a_certificate_that_proves_nothing_is_not_spoken_to(system, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    cast = casting.make_cast()
    point(cast, system.url)
    casting.sent(cast)
    (line,) = webhooks()
    assert go(cast, line) == "waiting"
    assert scenes.line(line).why == "certificate" and system.heard == []


def test_one_that_answers_a_letter_at_a_time_holds_nobody(system, monkeypatch):
    monkeypatch.setattr(calling, "ANSWER_SECONDS", 1)
    cast = casting.make_cast()
    point(cast, system.url)
    casting.sent(cast)
    (line,) = webhooks()
    system.drips, began = 600, time.monotonic()  # two minutes, where somebody waits for its end
    assert go(cast, line) == "waiting" and time.monotonic() - began < 60


@pytest.mark.parametrize("name", ["ana", "ben", "cruz", "cora", "dana", "rosa"])
def test_nobody_else_points_it_anywhere(system, name):
    cast = casting.make_cast()
    with pytest.raises(Refused):
        point(cast, system.url, by=name)


def test_what_is_for_named_people_no_system_hears(system):
    cast = casting.make_cast()
    point(cast, system.url)
    with acting_as(Actor("clock", id=cast.household.pk)) as by:
        told = actions.tell_parties(
            referral=cast.household.pk,
            state="sent",
            verb="send",
            sensitivity="sud",
            parties=[cast.agencies["clinic"].pk],
            community=cast.community.pk,
            wire=lambda: pytest.fail("nobody hears of it"),
            by=by,
            at=cast.at,
        )
    assert told == 0 and webhooks() == []


def test_the_page_shows_a_secret_once(system):
    cast = casting.make_cast()
    bea = browser_of(cast, "bea")
    page = bea.post("/contact/endpoint/", {"deed": "set", "url": system.url}).content.decode()
    assert page.count("kw_") and "not shown again" in page
    assert "kw_" not in bea.get("/contact/endpoint/").content.decode()
    refused = bea.post("/contact/endpoint/", {"deed": "set", "url": "https://10.0.0.1/"})
    assert "has not allowed this host" in refused.content.decode()
    bea.post("/contact/endpoint/", {"deed": "try"})
    (line,) = webhooks()
    assert scenes.try_at(line, line.made_at) == "sent"
    assert json.loads(system.heard[0][0])["state"] == "test"
    bea.post("/contact/endpoint/", {"deed": "pause"})
    with acting_as(cast.bea):
        assert Endpoint.objects.get().off_why == "paused"
    assert browser_of(cast, "ana").get("/contact/endpoint/").status_code == 403


def test_an_answer_is_read_by_its_number():
    from kinwork.family.contact.calling import Reply

    kinds = {one: provider._answer(Reply(one, b"")).kind for one in (200, 204, 301, 404, 410, 503)}
    assert kinds == {
        200: "accepted", 204: "accepted", 301: "permanent",
        404: "permanent", 410: "permanent", 503: "temporary",
    }  # fmt: skip
