"""The pages of a broken glass."""

import pytest
from django.test import Client
from django.urls import reverse

from kinwork.trust.access.models import Glass
from kinwork.trust.access.tests.breaking import (
    WHY,
    breaks,
    glass_cast,
    worker,
)
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return glass_cast()


def post_name(client: Client, **said):
    born = {"born_month": "5", "born_day": "14", "born_year": "1997"}
    return client.post(
        reverse("access:break_by_name"),
        {"given": "Rosa", "family": "Luna Ortega"} | born | WHY | said,
    )


def test_hit_and_miss_are_answered_alike(cast):
    hit = post_name(Crawler(cast.cruz).client)
    miss = post_name(Crawler(cast.bea).client, given="Maria")
    assert (
        (hit.status_code, hit["Location"])
        == (miss.status_code, miss["Location"])
        == (
            302,
            reverse("access:after"),
        )
    )


def test_the_band_stands_on_every_page_with_a_way_out(cast):
    client = Crawler(cast.cruz).client
    assert "kw-emergency" not in client.get("/desk/").content.decode()
    post_name(client)
    for path in ("/desk/", "/desk/people/", "/find/", reverse("access:emergencies")):
        page = client.get(path).content.decode()
        assert "kw-emergency" in page and "60 more minutes" in page, path
    with everything():
        glass = Glass.objects.get()
    record = client.get(reverse("home:household", args=[glass.household_id])).content.decode()
    assert "Mateo" in record and "New referral" not in record
    assert "kw-emergency" not in Crawler(cast.bea).client.get("/desk/").content.decode()
    client.post(reverse("access:close", args=[glass.pk]))
    assert "kw-emergency" not in client.get("/desk/").content.decode()
    assert client.get(reverse("home:household", args=[glass.household_id])).status_code == 404


def test_a_reason_that_says_nothing_comes_back_with_what_was_typed(cast):
    page = post_name(Crawler(cast.cruz).client, words="asdf").content.decode()
    assert "Please say in a sentence what happened." in page and "Luna Ortega" in page


def test_a_limit_says_whom_to_call(cast):
    client = Crawler(cast.cruz).client
    post_name(client)
    assert "Close it first" in post_name(client).content.decode()


@pytest.mark.parametrize("name", ["ben", "cora", "dana", "sam", "eve", "rosa"])
def test_pages_are_for_those_whom_it_concerns(cast, name):
    breaks(cast.cruz)
    with everything():
        glass = Glass.objects.get()
    client = Crawler(getattr(cast, name)).client
    for path in (
        reverse("access:emergencies"),
        reverse("access:break_by_name"),
        reverse("access:break", args=[cast.household.pk]),
        reverse("access:glass", args=[glass.pk]),
    ):
        assert client.get(path).status_code == 403, path
    assert client.post(reverse("access:close", args=[glass.pk])).status_code == 403


def test_the_reviewers_page(cast):
    officer = worker(cast, "privacy officer", "backbone")
    glass = breaks(cast.cruz)
    client = Crawler(officer).client
    assert "Cruz" in client.get(reverse("access:emergencies")).content.decode()
    where = reverse("access:glass", args=[glass.pk])
    page = client.get(where).content.decode()
    assert "Your review" in page and "fainted" in page and "Rosa" not in page
    assert (
        "Please say in a sentence" in client.post(where, {"verdict": "follow up"}).content.decode()
    )
    assert client.post(where, {"verdict": "in order"}).status_code == 302
    with everything():
        assert Glass.objects.get().verdict == "in order"
    inside = Crawler(worker(cast, "privacy officer", "bloom")).client
    assert "Your review" not in inside.get(where).content.decode()
