"""A family helped at a desk gets its own way in; nobody else hands out keys."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast as casting
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


def test_the_code_and_the_word_open_the_familys_page():
    cast = casting.make_cast(timezone.now())
    path = f"/households/{cast.household.pk}/code/"
    page = browser_of(cast, "ana").post(path, {"word": "mariposa"}).content.decode()
    code = re.search(r'kw-code__letters">([^<]+)<', page)[1]
    rosa = Client()
    assert rosa.post("/start/back/", {"code": code, "word": "gaviota"}).status_code == 200
    assert rosa.post("/start/back/", {"code": code, "word": "mariposa"}).url == "/ours/"
    assert "Rosa" in rosa.get("/ours/").content.decode()


@pytest.mark.parametrize(
    ("name", "status"), [("ben", 403), ("bea", 404), ("cruz", 404), ("dana", 403)]
)
def test_whoever_receives_a_referral_makes_no_key(name, status):
    cast = casting.make_cast(timezone.now())
    casting.sent(cast)
    path = f"/households/{cast.household.pk}/code/"
    assert browser_of(cast, name).post(path, {"word": "mariposa"}).status_code == status
