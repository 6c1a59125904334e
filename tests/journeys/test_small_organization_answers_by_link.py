"""A small organization that has signed nothing answers by the link in its mail: on a phone, with no
account, and seeing no more of the family than it needs to call.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kinwork.family.referrals.models import Outcome
from tests import cast as casting
from tests.journeys.people import looking, on_a_small_phone, open_town, write_date
from tests.posting import post
from tests.seeing import everything, unsigned

pytestmark = pytest.mark.browser
PICTURES = ("opened", "accepted", "schedule")


@pytest.fixture
def letter(own_database, own_site, settings, mailbox):
    """Rosa asks for diapers; what Casa Chica finds in its mail."""
    settings.SITE_ADDRESS = own_site.address
    cast = open_town().cast
    referral = casting.sent(
        cast, "diapers", by=cast.rosa, answers=casting.need(cast, cast.rosa, code="diapers")
    )
    post(referral.pk)
    return referral, mailbox[0]


def test_the_letter_names_nobody(letter):
    _referral, mail = letter
    words = unsigned(f"{mail['subject']} {mail.get_content()}")
    assert mail["to"] == "casa@example.org"
    assert not any(name in words for name in ("Rosa", "Mateo", "Lucía", "iaper"))


def test_yes_a_date_and_served_from_a_phone(letter, window):
    referral, mail = letter
    helper = window("phone")
    look = looking(helper, "link", pictures=PICTURES)

    def seen(name: str) -> None:
        look(name)
        on_a_small_phone(helper)

    address = re.search(r"http\S+", mail.get_content())[0]
    helper.go(address.removeprefix(helper.address))
    expect(helper.page).to_have_url(re.compile(f"/referrals/{referral.pk}/$"))
    helper.sees("Can you help?")
    assert "Rosa" not in helper.page.content(), "before a yes it needs no name"
    seen("opened")
    helper.press("Yes, we can help")
    helper.sees("Rosa")
    assert "Luna Ortega" not in helper.page.content(), "a first name is enough to call"
    seen("accepted")
    helper.press("We have a date")
    day = timezone.localdate() + timedelta(days=2)
    write_date(helper, day.strftime("%B"), day.day, day.year)
    helper.page.locator("input[name=hour]").fill("14:15")
    seen("schedule")
    helper.page.locator("main form button[type=submit]").click()
    helper.sees("Date set")
    helper.press("They have received it")
    helper.page.locator("textarea[name=received]").fill("A month of diapers")
    helper.choose("The need was met")
    seen("serve")
    helper.page.locator("main form button[type=submit]").click()
    helper.sees("This request is over")
    assert "Rosa" not in helper.page.content(), "when it is over, the name is gone"
    seen("served")
    with everything():
        assert Outcome.objects.get(referral=referral).received == "A month of diapers"
    assert helper.go("/inbox/").status in (200, 403)
    expect(helper.page.locator(".kw-list")).to_have_count(0)
