"""The pages of agreements: who reads which, both sides from one record, and the moves."""

import pytest
from django.urls import reverse

from tests.signing import browser_of

from . import scenes as deeds


@pytest.mark.parametrize(
    ("who", "status"), [("dana", 200), ("bea", 200), ("ana", 200), ("cruz", 404), ("rosa", 403)]
)
def test_who_reads_it(cast, who, status):
    made = deeds.in_force(cast)
    answer = browser_of(cast, who).get(reverse("agreements:see", args=[made.pk]))
    assert answer.status_code in ((status, 302, 404) if status == 403 else (status,))


def test_both_sides_come_from_the_record(cast):
    made = deeds.in_force(cast, "data-sharing", classes=["health"], storage="Kept here only")
    browser = browser_of(cast, "dana")
    english = browser.get(reverse("agreements:see", args=[made.pk]) + "?words=en").content.decode()
    spanish = browser.get(reverse("agreements:see", args=[made.pk]) + "?words=es").content.decode()
    assert (
        "Mesquite Flats Library (the provider) shares what it owns with Saguaro Wash Clinic"
        in english
    )
    assert "classes: health" in english and "break-glass: no" in english
    assert "comparte" in spanish and "Inés Duarte" in spanish


def test_the_list_keeps_its_filter_in_the_address(cast):
    made = deeds.in_force(cast)
    browser = browser_of(cast, "dana")
    url = reverse("agreements:list")
    assert f"/{made.pk}/" in browser.get(url + "?state=in+force&kind=mou").content.decode()
    assert f"/{made.pk}/" not in browser.get(url + "?state=suspended").content.decode()
    assert browser.get(url + "?after=nonsense&state=%00").status_code == 200


def test_drafted_reviewed_and_signed_on_pages(cast):
    browser = browser_of(cast, "dana")
    said = {"title": "On pages", "starts": "2026-03-02", "purposes": ["care"]}
    made = browser.post(reverse("agreements:make", args=["mou"]), said)
    assert made.status_code == 302, made.content.decode()
    page = made["Location"]
    for agency in ("library", "clinic"):
        named = {"agency": str(cast.agencies[agency].pk), "role": "party"}
        assert browser.post(page + "party/", named).status_code == 302
    assert browser.post(page + "submit/").status_code == 302
    agreement = page.strip("/").split("/")[-1]
    for party in deeds.parties(cast, type("A", (), {"pk": agreement})()):
        signed = browser.post(page + f"sign/{party.pk}/", deeds.SIGNED)
        assert signed.status_code == 302, signed.content.decode()
    assert "In force" in browser.get(page).content.decode()
    assert browser.get(page + "suspend/").status_code == 200
    assert browser.post(page + "suspend/").status_code == 302
    assert "Suspended" in browser.get(page).content.decode()


def test_a_stranger_moves_nothing(cast):
    made = deeds.in_force(cast)
    for who in ("ana", "bea", "cruz", "rosa"):
        url = reverse("agreements:move", args=[made.pk, "suspend"])
        assert browser_of(cast, who).post(url).status_code in (302, 403, 404)
    assert deeds.fresh(cast, made).state == "in force"
