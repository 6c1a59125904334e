"""The first journey on a real directory: a family in Miami finds food near it. Nobody there has
signed anything, and the feed knows no e-mail: most places are a phone call. One pantry's address has
been found and written down, so the family's request goes there, with a first name and a way back.
"""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kinwork.accounts import actions as accounts
from kinwork.common.acting import acting_as
from kinwork.directory.models import Service
from kinwork.directory.search.places import find as find_place
from kinwork.directory.search.run import Query, find
from kinwork.family.referrals.models import Referral
from kinwork.interop.hsds.actions import import_feed
from kinwork.trust.consent import actions as consents
from tests.cast import OPERATOR
from tests.journeys.people import looking, on_a_small_phone, write_date
from tests.seeing import everything

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("KINWORK_SHARED") or ROOT.parent / "shared")
MIAMI = SHARED / "data" / "hsds" / "miami-211-hsds-1.1"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not MIAMI.exists(), reason=f"the Miami directory is not at {MIAMI}"),
]


@pytest.fixture
def miami(own_database):
    """The directory of a real 211, and a community of its own around ZIP 33135."""
    at = timezone.now()
    with acting_as(OPERATOR, now=at):
        accounts.create_community(
            slug="miami",
            name="Miami-Dade County",
            state="FL",
            county="Miami-Dade",
            postal_code="33135",
            by=OPERATOR,
            at=at,
        )
        consents.seed_texts(by=OPERATOR, at=at)
        report = import_feed(path=MIAMI, source="miami", by=OPERATOR, at=at)
        assert report.tables["services"]["loaded"] > 1000
        return _with_an_address(at)


def _with_an_address(at) -> Service:
    """The nearest pantry whose organization has a name: somebody has asked it for its e-mail."""
    hits = find(Query(category="food-pantry", place=find_place("33135", "FL"), size=6), at).hits
    named = next(hit for hit in hits if hit.entry["organization_name"])
    pantry = Service.objects.get(pk=named.entry["service_id"])
    Service.objects.filter(pk=pantry.pk).update(email="pantry@example.org")
    return pantry


def test_a_family_alone_in_miami(miami, window):
    phone = window("phone")
    see = looking(phone, "miami")

    def look(name: str) -> None:
        see(name)
        on_a_small_phone(phone)

    phone.go("/start/")
    phone.choose("Food")
    phone.press("Go on")
    phone.choose("In the next 2 days")
    phone.press("Go on")
    phone.fill("ZIP code or city", "33135")
    phone.press("Go on")
    phone.fill("Your first name", "Yolanda")
    phone.press("Save")
    phone.press("A child")
    phone.fill("Child’s first name", "Dariel")
    write_date(phone, "June", 20, 2024)
    phone.press("Save")
    phone.press("That is everyone")
    asked = 0
    while "/questions" in phone.path and asked < 20:
        phone.press("Skip this question")
        asked += 1
    look("result")
    phone.press("See places near you")
    look("places")
    phone.sees("Please call them. We send nothing.")
    expect(phone.page.locator("input[name=services]")).to_have_count(1)
    phone.page.locator(f"label[for='s-{miami.pk}']").click()
    phone.press("Go on")
    phone.choose("Do not contact me")
    phone.press("Go on")
    phone.sees("They are not a partner here yet")
    look("agree")
    phone.choose("Yes, I agree")
    phone.press("Go on")
    phone.press("Send now")
    phone.sees("Sent. You did it.")
    look("sent")
    phone.press("Go to our page")
    expect(phone.page).to_have_url(re.compile("/ours/$"))
    look("our-page")
    with everything():
        sent = Referral.objects.get()
    assert (sent.state, sent.sender, sent.receiver) == ("sent", None, None)
    assert sent.classes == ["identity", "contact"], "the least that is needed"
