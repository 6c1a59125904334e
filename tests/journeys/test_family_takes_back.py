"""Rosa takes a mark away on her phone, then ends it. At his next click Ben sees less, then nothing;
her request stays with him at first, and stops with the end. She keeps what she said as a file.
"""

import json

import pytest
from django.utils import timezone

from kinwork.family.referrals.models import Referral
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
say = words_in("es")


def state(referral) -> str:
    with everything():
        return Referral.objects.get(pk=referral.pk).state


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_narrowed_and_ended(own_site, window, script):
    cast = casting.make_cast(timezone.now())
    referral = casting.sent(cast)
    rosa = at_work(window, cast, "rosa", size="phone", language="es", javascript=script)
    look = looking(rosa, "family", axe=script, pictures=("who-sees", "share-less"))
    ben = at_work(window, cast, "ben")
    ben.go(f"/referrals/{referral.pk}/")
    ben.sees("Rosa")

    rosa.go("/ours/who/")
    rosa.sees("Saguaro Wash Clinic")
    on_a_small_phone(rosa)
    look("who-sees")
    rosa.page.locator("a[href$='/change/']").click()
    rosa.page.locator("label[for=see-household]").click()
    look("share-less")
    rosa.press(say("Share only this"))
    assert rosa.path == "/ours/who/"
    assert state(referral) == "sent"
    with everything():
        assert Consent.objects.get(ended_at=None).classes == ["identity", "contact"]

    rosa.page.locator("a[href$='/receipt/']").first.click()
    rosa.sees("Saguaro Wash Clinic")
    look("receipt")
    href = rosa.page.locator("a[href$='/receipt/file/']").get_attribute("href")
    kept = json.loads(rosa.page.request.get(rosa.address + href).text())
    assert kept["pii_processing"]["notice"]["words"].startswith("Desde ahora")

    rosa.go("/ours/who/")
    rosa.page.locator("a[href$='/end/']").first.click()
    look("end")
    rosa.press(say("End it now"))
    assert state(referral) == "consent ended"
    ben.go(f"/referrals/{referral.pk}/")
    assert "Rosa" not in ben.page.content()
