"""Somebody wants no more of it: by an answer, by the link in a letter, on the page. Held when it leaves."""

import json
import time

import pytest
from django.test import Client

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, clock
from kinwork.family.contact import actions, jobs, queries, signing, stops, wire
from kinwork.family.contact.models import Message, Stop
from kinwork.family.contact.parcels import accepted
from kinwork.family.contact.tests import scenes
from tests import cast as casting
from tests.seeing import everything, unsigned
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(tmp_path, settings):
    with scenes.gateway(tmp_path / "texts", settings) as phone:
        yield phone


def stops_now() -> int:
    with acting_as(VISITOR):
        return Stop.objects.filter(started_at=None).count()


def event(said: dict, key: str = scenes.KEYS["signing_key"], at: int | None = None, body=None):
    body = json.dumps(said).encode() if body is None else body
    sign = signing.sign(key, body, int(time.time()) if at is None else at)
    return Client().post(
        "/contact/texts/", body, content_type="application/json", headers={signing.HEADER: sign}
    )


def answers(text: str, id: str = "event-0001", number: str = "+15205550177"):
    return event({"type": "answer", "id": id, "from": number, "text": text})


@pytest.mark.parametrize(("word", "again"), [("STOP", "START"), ("Alto", "Empezar")])
def test_an_answer_ends_the_texts_and_another_brings_them_back(phone, word, again):
    cast = casting.make_cast()
    scenes.reach(cast)
    message = scenes.told(cast)
    reply = answers(word)
    assert reply.status_code == 200 and wire.segments(reply.json()["reply"])[2] == 1
    assert scenes.try_at(message, cast.at) == "stopped" and phone.tries == []
    answers(again, "event-0002")
    other = scenes.told(cast, service="bloom_visits")
    assert scenes.try_at(other, cast.at) == "sent"


def test_a_stop_leaves_the_page_and_other_ways(phone, mailbox):
    cast = casting.make_cast()
    answers("STOP", number="520-555-0142")
    message = scenes.told(cast)
    jobs.send(message.pk)
    assert len(mailbox) == 1, "her e-mail was not stopped"


def test_a_link_in_a_letter_asks_first_and_ends_the_letters(mailbox):
    cast = casting.make_cast()
    link = f"/contact/stop/{stops.token('email', 'rosa@example.org')}/"
    for _scanner in range(3):
        page = Client().get(link)
        assert page.status_code == 200
        assert "rosa" not in unsigned(page.content.decode()).casefold()
    assert stops_now() == 0
    assert Client().post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Client().post(link).status_code == 200, "pressed twice"
    assert stops_now() == 1
    message = scenes.told(cast)
    assert (message.channel, message.state) == ("page", "sent")
    Client().post(link, {"again": "1"})
    assert stops_now() == 0


def test_stopped_after_it_was_written_and_before_it_left(mailbox):
    cast = casting.make_cast()
    message = scenes.told(cast)
    Client().post(f"/contact/stop/{stops.token('email', 'ROSA@example.org')}/")
    jobs.send(message.pk)
    assert len(mailbox) == 0 and scenes.line(message).state == "stopped"
    with everything():
        assert Message.objects.get(pk=message.pk).state == "not safe"


@pytest.mark.parametrize("token", ["x", "WyJlbWFpbCIsICJhIl0:1:abc", "é" * 50, "%00"])
def test_a_link_that_nobody_signed_does_nothing(token):
    page = Client().post(f"/contact/stop/{token}/")
    assert page.status_code in (200, 404) and stops_now() == 0


def test_the_familys_page_turns_it_off_and_workers_read_that(mailbox):
    cast = casting.make_cast()
    with acting_as(cast.rosa, now=cast.at):
        point = next(one for one in queries.points(cast.household.pk) if one.channel == "email")
    rosa, ana = browser_of(cast, "rosa"), browser_of(cast, "ana")
    assert "rosa@example.org" in rosa.get("/contact/mine/").content.decode()
    assert rosa.get(f"/contact/mine/{point.pk}/").status_code == 302
    assert stops_now() == 0, "looking changes nothing"
    rosa.post(f"/contact/mine/{point.pk}/")
    with acting_as(cast.ana, now=cast.at):
        stopped = {one.value: one.stopped for one in queries.points(cast.household.pk)}
    assert stopped == {"rosa@example.org": True, "520-555-0142": False}
    assert "Prefers no e-mails" in ana.get(f"/households/{cast.household.pk}/").content.decode()
    rosa.post(f"/contact/mine/{point.pk}/", {"on": "1"})
    assert stops_now() == 0


@pytest.mark.parametrize("name", ["ana", "ben", "cruz"])
def test_only_the_family_turns_it_off_there(name):
    cast = casting.make_cast()
    with acting_as(cast.rosa, now=cast.at):
        point = queries.points(cast.household.pk)[0]
    browser_of(cast, name).post(f"/contact/mine/{point.pk}/")
    assert stops_now() == 0


# What the gateway calls ------------------------------------------------------------------------


def sent(cast, phone):
    scenes.reach(cast)
    message = scenes.told(cast)
    assert scenes.try_at(message, cast.at) == "sent"
    return message, scenes.line(message).key


def state(key, word: str, id: str = "event-1001"):
    return event({"type": "state", "id": id, "key": str(key), "state": word})


def test_what_arrives_and_what_does_not(phone):
    cast = casting.make_cast()
    message, key = sent(cast, phone)
    assert state(key, "failed").status_code == 200
    assert scenes.line(message).state == "failed" and len(scenes.lines_of("message failed")) == 1
    assert state(key, "delivered", "event-1002").status_code == 200, "late, but there"
    assert scenes.line(message).state == "delivered" and scenes.lines_of("message failed") == []
    assert state(key, "failed", "event-1003").status_code == 200
    assert scenes.line(message).state == "delivered", "what arrived has arrived"


def test_a_no_that_is_faster_than_our_own_note_of_the_yes_counts(phone):
    cast = casting.make_cast()
    scenes.reach(cast)
    message = scenes.told(cast)
    with acting_as(clock(message.pk)) as by:
        parcel = actions.claim(delivery=message.pk, by=by, at=cast.at)
    assert state(parcel.key, "failed").status_code == 200
    with acting_as(clock(message.pk)) as by:
        actions.settle_delivery(parcel=parcel, answer=accepted(), by=by, at=cast.at)
    assert scenes.line(message).state == "failed"


def test_an_event_counts_once(phone):
    cast = casting.make_cast()
    message, key = sent(cast, phone)
    told = {"type": "state", "id": "event-2001", "key": str(key), "state": "failed"}
    assert [event(told).json()["said"] for _time in range(3)] == ["noted", "known", "known"]


def test_nobody_but_the_gateway(phone, settings):
    cast = casting.make_cast()
    message, key = sent(cast, phone)
    told = {"type": "state", "id": "event-3001", "key": str(key), "state": "failed"}
    now = int(time.time())
    for bad in (
        event(told, key="another-key"),
        event(told, at=now - signing.WINDOW - 5),
        event(told, at=now + signing.WINDOW + 5),
        Client().post("/contact/texts/", json.dumps(told), content_type="application/json"),
    ):
        assert bad.status_code == 401
    settings.SMS_SIGNING_KEY = ""
    assert event(told, key="").status_code == 401, "no key is no key"
    assert scenes.line(message).state == "sent"


def test_wrong_signatures_have_to_wait(phone):
    told = {"type": "answer", "id": "event-4001", "from": "1", "text": "STOP"}
    codes = [event(told, key="guess").status_code for _try in range(25)]
    assert codes[:20] == [401] * 20 and codes[-1] == 429


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"type": ["state"]}',
        b'{"type": {"a": 1}, "id": "event-0001"}',
        b'{"type": "state", "id": 7, "key": 1, "state": 2}',
        b'{"type": "state", "id": "event-0001", "key": "no-uuid", "state": "failed"}',
        b'{"type": "state", "id": "event-0001", "key": "\\u0000", "state": "failed"}',
        b'{"type": "answer", "id": "\\ud800abcdefgh", "from": "1", "text": "x"}',
        b'{"type": "answer", "id": "event-0001", "from": "\\ud800", "text": "\\ud800"}',
        b'{"type": "answer", "id": "event-0001", "from": "' + b"9" * 4000 + b'", "text": "STOP"}',
        b"[" * 5000,
        b"x" * 20000,
    ],
    ids=range(16),
)
def test_nonsense_is_no_fault_of_ours(phone, body):
    assert event({}, body=body).status_code in (200, 400, 413)
    assert stops_now() == 0


def test_other_ways_of_asking_are_refused(phone):
    assert Client().get("/contact/texts/").status_code == 405
    assert Client().put("/contact/texts/", b"x").status_code == 405
