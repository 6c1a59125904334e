"""What the doctor says of texts, and what may not leave in the open."""

import pytest

from kinwork.config import lines, outgoing
from kinwork.config.health import text_finding
from kinwork.family.contact.tests import scenes


@pytest.mark.parametrize(
    ("url", "open_"),
    [
        ("", False),
        ("https://gateway.example/texts", False),
        ("http://127.0.0.1:8026/texts", False),
        ("http://localhost:8026/texts", False),
        ("http://gateway.example/texts", True),
        ("ftp://gateway.example/", True),
        ("gateway.example", True),
    ],
)
def test_numbers_do_not_cross_the_network_in_the_open(url, open_):
    assert bool(lines.text_holes(url)) is open_


def test_only_the_gateway_and_listed_hosts_are_called(settings):
    settings.SMS_URL, settings.WEBHOOK_HOSTS = "https://Gateway.example/x", ["partner.example"]
    assert {"gateway.example", "partner.example"} <= outgoing.listed()


@pytest.mark.parametrize(
    ("said", "ok", "words"),
    [
        ({}, True, "none are sent"),
        ({"SMS_URL": "https://g.example/"}, False, "KINWORK_SMS_KEY"),
        (
            {"SMS_URL": "https://g.example/", "SMS_KEY": "k", "SMS_FROM": "1"},
            False,
            "KINWORK_SMS_SIGNING_KEY",
        ),
        (
            {"SMS_URL": "https://g/", "SMS_KEY": "k", "SMS_FROM": "1", "SMS_SIGNING_KEY": "aaaa"},
            False,
            "too short",
        ),
        (
            {"SMS_URL": "https://g/", "SMS_KEY": "k", "SMS_FROM": "1"}
            | {"SMS_SIGNING_KEY": "Zk3v9Qw1Lm7Tx5Rb2Nc8Hy4Jd6Gf0Ps1uA"},
            True,
            "are set",
        ),
        ({"WEBHOOK_INSIDE": True}, False, "KINWORK_WEBHOOK_INSIDE"),
    ],
)
def test_the_doctor_says_what_is_missing(settings, said, ok, words):
    for name in ("SMS_URL", "SMS_KEY", "SMS_FROM", "SMS_SIGNING_KEY"):
        setattr(settings, name, said.get(name, ""))
    settings.WEBHOOK_INSIDE = said.get("WEBHOOK_INSIDE", False)
    found = text_finding(demo=False)
    assert found.ok is ok and words in found.says


def test_the_gateway_that_sends_nothing_lets_nobody_else_in(tmp_path, settings):
    from kinwork.family.contact import calling

    with scenes.gateway(tmp_path, settings) as phone:
        for body, key, status in ((b"{}", "wrong", 401), (b"{}", "our-key", 422), (b"x", "x", 400)):
            reply = calling.post(settings.SMS_URL, body, {"Authorization": f"Bearer {key}"})
            assert reply.status == status
    assert phone.tries == []
