"""Texts through a real gateway on this machine: once, neutral, by day, and what comes back."""

import json
import socket
import struct
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.config.sms_sink import texts
from kinwork.family.contact import actions, jobs, providers, wire, words
from kinwork.family.contact.models import Message
from kinwork.family.contact.tests import scenes
from tests import cast as casting
from tests.faults.test_jobs import wait_until
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(tmp_path, settings):
    with scenes.gateway(tmp_path / "texts", settings) as phone:
        yield phone


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    "address", ["http://localhost:8000", "https://page.saguaro-county.example"]
)
def test_a_text_is_one_segment(language, address, settings):
    settings.SITE_ADDRESS = address
    assert wire.segments(words.text(language))[::2] == ("GSM-7", 1)
    for kind in ("stop", "start", "help", ""):
        assert wire.segments(words.reply(kind, language))[::2] == ("GSM-7", 1)


def test_a_text_says_nothing_and_is_sent_once(phone):
    cast = casting.make_cast()
    scenes.reach(cast)
    message = scenes.told(cast)
    for _time in range(3):
        assert scenes.try_at(message, cast.at) == "sent"
    (text,) = texts(phone.folder)
    assert text["to"] == "+15205550177" and len(phone.tries) == 1
    for secret in ("Rosa", "Luna", "Clinic", "visit", "Saguaro", "Mesquite", "Kinwork"):
        assert secret.casefold() not in text["text"].casefold(), secret
    assert text["text"].startswith("Hay algo nuevo") and "/ours/" in text["text"]


def test_killed_between_sending_and_noting_it_is_one_text_all_the_same(phone):
    """The gateway took it; whoever sent it died before writing that down. The claim runs out, the same
    key comes again, and the gateway knows it."""
    cast = casting.make_cast()
    scenes.reach(cast)
    message = scenes.told(cast)
    with acting_as(clock(message.pk)) as by:
        parcel = actions.claim(delivery=message.pk, by=by, at=cast.at)
    assert providers.send(parcel).kind == "accepted"
    assert scenes.line(message).state == "sending"
    assert scenes.try_at(message, cast.later(minutes=2)) == "sent"
    assert len(phone.tries) == 2 and len(texts(phone.folder)) == 1


@pytest.mark.parametrize(
    ("status", "state", "why"),
    [
        (503, "waiting", "busy"),
        (429, "waiting", "busy"),
        (401, "waiting", "we are not let in"),
        (302, "failed", "refused"),
        (404, "failed", "refused"),
        (422, "failed", "refused"),
    ],
)
def test_what_may_pass_is_told_from_what_does_not(phone, status, state, why):
    cast = casting.make_cast()
    scenes.reach(cast)
    message = scenes.told(cast)
    phone.manners = {"fail": 1, "status": status}
    assert scenes.try_at(message, cast.at) == state
    assert scenes.line(message).why == why
    assert len(scenes.lines_of("message failed")) == (state == "failed")


def test_a_slow_gateway_is_given_up(phone, monkeypatch):
    from kinwork.family.contact import calling

    monkeypatch.setattr(calling, "ANSWER_SECONDS", 0.3)
    cast = casting.make_cast()
    scenes.reach(cast)
    message = scenes.told(cast)
    phone.manners = {"slow": 1.5}
    assert scenes.try_at(message, cast.at) == "waiting"
    phone.manners = {}
    assert scenes.try_at(message, cast.later(minutes=10)) == "sent"


def test_what_is_no_number_needs_a_person(phone):
    cast = casting.make_cast()
    scenes.reach(cast, value="ask my sister")
    message = scenes.told(cast)
    assert scenes.try_at(message, cast.at) == "failed"
    assert scenes.line(message).why == "no address" and phone.tries == []


@pytest.mark.parametrize(
    ("hours", "zone", "at", "comes"),
    [
        ("", "America/Phoenix", 14, None),  # after 8 p.m.: in the morning
        ("", "America/Phoenix", 0, 0),  # 9 in the morning
        ("after 5 pm", "America/Phoenix", 0, 8),
        ("after 5 pm", "America/Chicago", 0, 7),  # an hour further east
        ("9 to 10 pm", "America/Phoenix", 0, 12),  # its own hours stand
    ],
)
def test_texts_come_when_it_is_safe_where_the_family_is(phone, hours, zone, at, comes):
    cast = casting.make_cast()
    scenes.reach(cast, safe_hours=hours)
    with everything():
        type(cast.household).objects.filter(pk=cast.household.pk).update(time_zone=zone)
    message = scenes.told(cast)
    now = cast.at + timedelta(hours=at)
    state = scenes.try_at(message, now)
    if comes == at:
        assert state == "sent"
        return
    assert state == "waiting" and scenes.line(message).why == "not now"
    when = scenes.line(message).next_at
    expected = cast.at.replace(hour=15) + timedelta(days=1) if comes is None else None
    assert when == (expected or cast.at + timedelta(hours=comes))
    assert scenes.try_at(message, when) == "sent"


def test_hours_that_nobody_understands_are_left_to_the_page(phone):
    cast = casting.make_cast()
    scenes.reach(cast, safe_hours="not when he is home")
    message = scenes.told(cast)
    assert (message.channel, message.state) == ("page", "sent")


def test_everything_is_asked_again_when_it_leaves(phone, mailbox):
    """When it was written a text was safe; when it leaves it is not, and an e-mail is."""
    cast = casting.make_cast()
    point = scenes.reach(cast)
    message = scenes.told(cast)
    with acting_as(cast.ana, now=cast.at):
        actions.end_contact(point=point, by=cast.ana, at=cast.at)
        actions.record_contact(
            household=cast.household,
            channel="email",
            value="rosa.new@example.org",
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
        )
    jobs.send(message.pk)
    assert phone.tries == [] and [one["To"] for one in mailbox.letters] == ["rosa.new@example.org"]
    with everything():
        assert Message.objects.get(pk=message.pk).channel == "email"


def test_who_hangs_up_on_the_small_gateway_leaves_no_trace_of_a_fault(phone, settings, capfd):
    phone.manners = {"slow_after": 0.3}
    at, said = urlsplit(settings.SMS_URL), json.dumps({"key": "1", "to": "+1", "text": "Hola"})
    head = f"POST /texts HTTP/1.1\r\nAuthorization: Bearer {phone.key}\r\n"
    with socket.create_connection((at.hostname, at.port)) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        line.sendall(f"{head}Content-Length: {len(said)}\r\n\r\n{said}".encode())
        wait_until(lambda: texts(phone.folder))
    time.sleep(1)  # by then it has tried to answer
    assert len(texts(phone.folder)) == 1 and capfd.readouterr().err == ""
