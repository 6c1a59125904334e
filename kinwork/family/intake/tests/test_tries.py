"""Who guesses at codes has to wait; the office that they stand in has not."""

import pytest
from django.core.cache import cache
from django.test import Client

from kinwork.family.intake import tries
from kinwork.family.intake.tests.test_together import code_of
from kinwork.family.intake.tests.walking import Walk, story
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


def guesses(times: int) -> None:
    guesser = Walk(Client())
    for _time in range(times):
        guesser.get("/start/join/")
        guesser.post("/start/join/", code="WRNGCDEF")


def test_a_guesser_at_the_same_address_keeps_no_worker_from_joining(town):
    rosa = Walk(Client())
    story(rosa)
    guesses(tries.WRONG + 1)
    other = Walk(Client())
    other.get("/start/join/")
    other.post("/start/join/", code=code_of(rosa))
    assert other.here == "/start/join/", "the address rests"
    ana = Walk(browser_of(town.cast, "ana"))
    ana.get("/start/desk/join/")
    ana.post("/start/desk/join/", code=code_of(rosa))
    assert ana.here.endswith("/together/"), ana.text


def test_trying_while_it_rests_does_not_make_it_longer(town, monkeypatch):
    guesses(tries.WRONG)
    kept = []
    monkeypatch.setattr(cache, "set", lambda *told: kept.append(told))
    guesses(3)
    assert not [key for key, *_rest in kept if key.startswith("card:")]
