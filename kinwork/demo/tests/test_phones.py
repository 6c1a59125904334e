"""The demo's phones: what they got, and an answer that goes the way of a real one."""

import pytest
from django.test import Client

from kinwork.config.sms_sink import sms_sink, texts
from kinwork.demo.tests.test_one_click import played, world  # noqa: F401
from kinwork.family.contact.tests import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(tmp_path, settings, played):  # noqa: F811
    with sms_sink(tmp_path / "texts", **scenes.KEYS) as (address, phone):
        settings.SMS_URL, settings.SMS_SIGNING_KEY = address, scenes.KEYS["signing_key"]
        # the site of this test answers in its own process
        phone.call = lambda said: (200, {"reply": f"heard {said['text']}"})
        phone.take({"key": "1", "to": "+15205550177", "from": "", "text": "<b>News</b>"})
        yield phone


def test_texts_stand_beside_letters(phone, client):
    body = client.get("/demo/outbox/").content.decode()
    assert "+15205550177" in body and "&lt;b&gt;News&lt;/b&gt;" in body


def test_a_phone_shows_its_texts_and_answers(phone, client):
    assert "News" in client.get("/demo/phones/+15205550177/").content.decode()
    done = client.post("/demo/phones/+15205550177/", {"text": "STOP"})
    assert done.status_code == 302
    assert [one["text"] for one in texts(phone.folder)][-1] == "heard STOP"


@pytest.mark.parametrize("number", ["+15205550100", "..", "1.json", "%00"])
def test_a_phone_that_got_nothing_is_not_there(phone, number):
    assert Client().get(f"/demo/phones/{number}/").status_code == 404
