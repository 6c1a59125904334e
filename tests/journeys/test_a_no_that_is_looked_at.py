"""A community has its coordinator look at declines: Ana introduces Rosa to the clinic, Ben says no, Rosa
hears nothing of it, Cora reads the envelope and sends it back; the second no stands, and Rosa is told.
"""

import re

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.models import Community
from kinwork.family.referrals.tests.deeds import state_of
from tests import cast as casting
from tests.browser import Window
from tests.journeys.people import at_work, looking, open_town
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.browser
PICTURES = ("referral-beside", "decline-review", "family-before-review")


@pytest.fixture
def cast(own_database):
    cast = open_town().cast
    with acting_as(casting.OPERATOR, now=cast.at):
        Community.objects.filter(pk=cast.community.pk).update(settings={"decline_review_days": 2})
    return cast


def says_no(ben: Window, referral, look) -> None:
    ben.go(f"/referrals/{referral.pk}/decline/")
    ben.sees("The coordinator looks at it first. After 2 business days it stands by itself.")
    ben.choose("We have no room")
    ben.fill("A word to the sender", "We open a new group in spring.")
    ben.page.locator("main form button[type=submit]").click()
    ben.sees("Decline under review")
    look("declined")


def test_a_no_that_is_looked_at(cast, window):
    referral = casting.sent(cast)
    page = f"/referrals/{referral.pk}/"
    ana, ben, cora = (at_work(window, cast, name) for name in ("ana", "ben", "cora"))
    rosa = window("phone", language="es")
    session = browser_of(cast, "rosa").cookies["sessionid"].value
    rosa.context.add_cookies([{"name": "sessionid", "value": session, "url": rosa.address}])

    look = looking(ana, "looked-at-ana", pictures=PICTURES)
    ana.go(page)
    ana.sees("this goes to the coordinator, unless it is answered.")
    ana.press("Write down an introduction")
    look("introduce")
    ana.choose("in a call of three")
    ana.fill("Whom did the family meet?", "the intake nurse")
    ana.choose("Yes")
    ana.page.locator("main form button[type=submit]").click()
    ana.sees("introduced the family to the intake nurse, in a call of three")

    says_no(ben, referral, looking(ben, "looked-at-ben"))
    ana.go(page)
    ana.sees("Names and birth dates")
    look("referral-beside", whole=True)

    own = looking(rosa, "looked-at-rosa", pictures=PICTURES)
    rosa.go(page)
    rosa.sees("Enviada")
    assert not re.search("rechaz|revisi|spring", rosa.page.locator("main").inner_text())
    own("family-before-review", whole=True)

    review = looking(cora, "looked-at-cora", pictures=PICTURES)
    cora.go(page)
    cora.sees("Let the decline stand")
    assert "Rosa" not in cora.page.locator("main").inner_text()
    review("decline-review")
    cora.press("Send it back with a word")
    review("send-back")
    cora.fill("A word to the receiver", "Your own page says three openings.")
    cora.page.locator("main form button[type=submit]").click()
    assert state_of(referral) == "sent"
    ben.go(page)
    ben.sees("Your own page says three openings.")

    says_no(ben, referral, looking(ben, "looked-at-ben-again"))
    cora.go(f"/referrals/{referral.pk}/uphold_decline/")
    cora.page.locator("main form button[type=submit]").click()
    cora.sees("Declined")
    rosa.go(page)
    rosa.sees("Ahora no tienen lugar.")
    with everything():
        assert referral.events.filter(verb="propose_decline").count() == 2
