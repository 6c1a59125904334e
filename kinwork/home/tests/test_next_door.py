"""After a no: the reason in plain words, the next places, and nothing told again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.intake.tests.conftest import open_town
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
CODES = {"visits": "home-visiting", "bloom_visits": "home-visiting", "diapers": "diapers"}


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("kinwork.family.intake.tests.conftest.CODES", CODES)
    return open_town(at=timezone.now() - timedelta(hours=3)).cast


def declined(cast, by=None) -> Referral:
    referral = casting.sent(cast, by=by) if by else casting.sent(cast)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        return actions.decline(
            referral=referral, reason="no room", by=cast.ben, at=cast.later(hours=1)
        )


def form_id(page) -> str:
    return re.search(r'name="form_id" value="([^"]*)"', page.content.decode())[1]


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_the_family_reads_why_and_asks_the_next_place(cast):
    old, rosa = declined(cast), browser_of(cast, "rosa")
    assert "They have no room now." in words(rosa.get(f"/referrals/{old.pk}/"))
    places = words(rosa.get(f"/referrals/{old.pk}/next/"))
    assert "Desert Bloom" in places
    assert "Home visits for new parents" not in places
    path = f"/referrals/{old.pk}/next/{cast.services['bloom_visits'].pk}/"
    page = rosa.get(path)
    assert rosa.post(path, {"form_id": form_id(page)}).status_code == 200  # nothing without a yes
    told = {"form_id": form_id(page), "agree": "yes"}
    assert [rosa.post(path, told).status_code for _time in "ab"] == [302, 302]
    with everything():
        new = Referral.objects.get(previous=old)
        assert (new.state, new.sender, new.receiver) == ("sent", None, cast.agencies["bloom"])
        assert new.first_clock_at == old.first_clock_at
        assert set(new.subjects.values_list("person", flat=True)) == set(
            old.subjects.values_list("person", flat=True)
        )


def test_the_worker_who_sent_it_goes_on_from_there(cast):
    old, ana = declined(cast), browser_of(cast, "ana")
    assert f"/referrals/{old.pk}/next/" in ana.get(f"/referrals/{old.pk}/").content.decode()
    assert "We have no room" in words(ana.get(f"/referrals/{old.pk}/next/"))
    path = f"/referrals/{old.pk}/next/{cast.services['bloom_visits'].pk}/"
    told = {
        "form_id": form_id(ana.get(path)),
        "given_by": str(cast.people["rosa"].pk),
        "way": "on paper",
        "signed_on_month": "7",
        "signed_on_day": "1",
        "signed_on_year": "2026",
        "paper_at": "Front desk",
    }
    assert ana.post(path, told).status_code == 302
    with everything():
        assert Referral.objects.get(previous=old).sender == cast.agencies["library"]
        assert not WorkItem.objects.filter(target=old.pk, kind="next door", closed_at=None).exists()


@pytest.mark.parametrize("name", ["ben", "cruz", "cora", "dana"])
def test_nobody_else_goes_on_for_them(cast, name):
    old = declined(cast)
    other = browser_of(cast, name)
    path = f"/referrals/{old.pk}/next/{cast.services['bloom_visits'].pk}/"
    assert other.get(f"/referrals/{old.pk}/next/").status_code in (403, 404)
    assert other.post(path, {"agree": "yes"}).status_code in (403, 404)


def test_an_open_referral_has_no_next_place(cast):
    one = casting.sent(cast)
    assert browser_of(cast, "rosa").get(f"/referrals/{one.pk}/next/").status_code == 404


def test_our_page_says_so_first_until_another_place_was_asked(cast):
    old, rosa = declined(cast), browser_of(cast, "rosa")
    page = words(rosa.get("/ours/"))
    assert "Saguaro Wash Clinic cannot help. You can ask another place." in page
    path = f"/referrals/{old.pk}/next/{cast.services['bloom_visits'].pk}/"
    rosa.post(path, {"form_id": form_id(rosa.get(path)), "agree": "yes"})
    page = words(rosa.get("/ours/"))
    assert "You can ask another place" not in page
    assert "Desert Bloom Family Center reads it and answers you." in page


def test_the_worker_reads_the_familys_language_to_it(cast):
    old, ana = declined(cast), browser_of(cast, "ana")
    path = f"/referrals/{old.pk}/next/{cast.services['bloom_visits'].pk}/"
    assert "our names and birth dates" not in words(ana.get(path))
