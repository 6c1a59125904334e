"""A full clinic says that a place is free again: Ben offers it from his inbox with one tap, Rosa says
yes on her phone, in Spanish, and Ben reads that she wants it. Then the clinic is full, without a list.
"""

import re

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.jobs import JOBS
from kinwork.family.referrals import actions as referrals
from kinwork.family.waiting.models import Offer
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.browser import Window
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town, words_in
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.browser
PICTURES = ("openings", "inbox", "list", "offer", "full")


@pytest.fixture
def cast(own_database):
    return open_town(openings=0).cast


def waits(cast):
    """Rosa asked the clinic, which put her on its list."""
    sent, at = casting.sent(cast, by=cast.rosa), cast.later(minutes=30)
    with acting_as(cast.ben, now=at):
        return referrals.waitlist(referral=sent, by=cast.ben, at=at)


def say(opened: Window, openings: str, answer: str) -> None:
    card = opened.page.locator(".kw-card", has_text="Home visits").first
    card.locator("summary").click()
    card.get_by_label("Openings", exact=True).fill(openings)
    card.locator("label", has_text=answer).click()


def save(opened: Window) -> None:
    card = opened.page.locator(".kw-card", has_text="Home visits").first
    card.get_by_role("button", name="Save").click()
    opened.sees("Saved. After its time it says nothing any more")


def test_a_place_goes_to_who_waits(cast, window):
    row = waits(cast)
    ben = at_work(window, cast, "ben")
    look = looking(ben, "room", pictures=PICTURES)
    ben.go("/openings/")
    ben.sees("Full")
    say(ben, "1", "Yes: families can wait")
    look("openings")
    save(ben)
    JOBS["waiting.room"](row.pk)  # what the worker does a moment later
    ben.go("/inbox/")
    ben.sees("Offer the free place to the next family")
    look("inbox")
    ben.press("Offer it now")
    ben.sees("Offered. The family is told")
    look("list")

    es = words_in("es")
    rosa = window("phone", language="es")
    session = browser_of(cast, "rosa").cookies["sessionid"].value
    rosa.context.add_cookies([{"name": "sessionid", "value": session, "url": rosa.address}])
    own = looking(rosa, "room", pictures=PICTURES)
    rosa.go("/ours/")
    rosa.sees(es("A place is free for you."))
    rosa.go(f"/waiting/{row.pk}/")
    rosa.sees(es("A place is free for you."))
    own("offer")
    on_a_small_phone(rosa)
    rosa.choose(es("Yes, we want it"))
    rosa.press(es("Send our answer"))
    rosa.sees(es("They are told that you want it. They call you next."))
    with everything():
        assert Offer.objects.get(referral=row.pk).state == "taken"
        assert WorkItem.objects.filter(kind="offer taken", closed_at=None).count() == 1

    ben.go("/openings/")
    say(ben, "0", "No: send nobody while we are full")
    save(ben)
    ben.sees("Full, and no waiting list")
    look("full")
    assert re.search("told at once that you are full", ben.page.locator("main").inner_text())
