"""By a link: “we are full” with one tap, what was taken back, and the same after a no for want of room.
At the desk: a call whose number is no longer safe. On a phone, in both languages."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.contact.models import ContactPoint, Delivery
from kinwork.family.referrals import actions, links
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town
from tests.journeys.test_messages import lay
from tests.seeing import everything

pytestmark = pytest.mark.browser
SAID = {
    "en": ("We are full", "You said that you are full", "We have room again", "Are you full?"),
    "es": ("Estamos llenos", "Ustedes dijeron que están llenos", "Otra vez tenemos lugar", "¿Están llenos?"),
}  # fmt: skip
GONE = {"en": "Nothing of it is here any more", "es": "Aquí ya no hay nada de ella"}
NO_WAY = {"en": "There is no safe way to call", "es": "no hay una forma segura de llamar"}


@pytest.fixture
def town(own_database, own_site):
    return open_town().cast


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("javascript", [True, False])
def test_full_with_one_tap_and_room_again(town, window, language, javascript):
    referral = casting.sent(town, "diapers")
    helper = window("phone", language=language, javascript=javascript)
    look = looking(helper, "link", axe=javascript)
    full, told, again, asks = SAID[language]
    helper.go(f"/referrals/link/{links.token(referral.pk)}/")
    helper.sees(asks)
    look("before", whole=True)
    helper.page.get_by_role("button", name=full, exact=True).click()
    helper.sees(told)
    look("full", whole=True)
    on_a_small_phone(helper)
    helper.page.locator("main section a.kw-tap").click()
    helper.page.wait_for_url("**/full/")
    look("times", whole=True)
    helper.page.locator("main form button[type=submit]").click()
    helper.sees(told)
    helper.press(again)
    helper.sees(asks)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_was_taken_back(town, window, language):
    by_link, desk = casting.sent(town, "diapers"), casting.sent(town)
    for one in (by_link, desk):
        with acting_as(town.ana, now=town.at):
            actions.recall(referral=one, by=town.ana, at=town.later(minutes=5))
    helper = window("phone", language=language)
    helper.go(f"/referrals/link/{links.token(by_link.pk)}/")
    helper.sees(GONE[language])
    looking(helper, "link")("taken-back")
    on_a_small_phone(helper)
    ben = at_work(window, town, "ben", language=language)
    ben.go(f"/referrals/{desk.pk}/")
    ben.sees(GONE[language])
    looking(ben, "desk")("taken-back")


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_call_without_a_safe_number(town, window, language):
    casting.accepted(town)
    with everything():
        row = Delivery.objects.filter(kind="notice").order_by("made_at").first()
        Delivery.objects.filter(pk=row.pk).update(state="on a desk", channel="phone")
    lay(town, row, "call to make")
    ana = at_work(window, town, "ana", language=language, size="phone")
    ana.go(f"/contact/by-hand/{row.pk}/")
    looking(ana, "call")("safe", whole=True)
    with everything():
        ContactPoint.objects.filter(channel="phone").update(is_safe=False)
    ana.go(f"/contact/by-hand/{row.pk}/")
    looking(ana, "call")("no-safe-way", whole=True)
    on_a_small_phone(ana)
    assert "555-0142" not in ana.page.content()
