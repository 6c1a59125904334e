"""A no, and the next door: Ben declines with a reason; Rosa reads why in plain words, asks the next
place that has room without telling anything again, and Desert Bloom takes her on. The same with
JavaScript off, and once through Ana, who had sent it.
"""

import re

import pytest
from playwright.sync_api import expect

from kinwork.family.referrals.models import Referral
from tests import cast as casting
from tests.browser import Window
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town, words_in
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.browser


def ben_declines(ben: Window, look) -> None:
    ben.go("/inbox/")
    ben.page.get_by_role("link", name=re.compile("^Decline")).first.click()
    look("decline")
    ben.choose("We have no room")
    ben.fill("A word to the sender", "We open a new group in spring.")
    ben.page.locator("main form button[type=submit]").click()
    ben.sees("Declined")
    look("declined")


def rosa_asks_the_next_place(rosa: Window, look, say, old: Referral) -> None:
    rosa.go("/ours/")
    rosa.sees(say("%(name)s cannot help. You can ask another place.", name="Saguaro Wash Clinic"))
    rosa.sees(say("They have no room now."))
    look("after-a-no")
    rosa.press(say("Find another place"))
    rosa.sees(say("They have no room now."))
    rosa.sees(say("Has room"))
    assert rosa.page.locator(".kw-card").count() == 1, "the place that said no is not offered again"
    look("next-door")
    rosa.press(say("Ask this place"))
    rosa.sees(say("Nothing has to be told again."))
    assert rosa.page.locator("main input:not([type=hidden])").count() == 1, "one yes, nothing else"
    look("next-yes")
    rosa.choose(say("Yes, I agree. Ask them for help."))
    rosa.press(say("Send now"))
    rosa.sees(say("Sent. You told nothing twice."))
    look("next-sent")


def desert_bloom_takes_her_on(cruz: Window, look) -> None:
    cruz.go("/inbox/")
    cruz.sees("Rosa Luna Ortega")
    cruz.page.get_by_role("link", name=re.compile("^Accept")).first.click()
    cruz.press("Accept")
    cruz.sees("Accepted")
    look("accepted-next")


def as_rosa(cast, opened: Window) -> Window:
    session = browser_of(cast, "rosa").cookies["sessionid"].value
    opened.context.add_cookies([{"name": "sessionid", "value": session, "url": opened.address}])
    return opened


def the_clock_ran_on(old: Referral) -> None:
    with everything():
        new = Referral.objects.get(previous=old)
        old.refresh_from_db()
    assert (old.state, new.state) == ("declined", "accepted")
    assert new.first_clock_at == old.first_clock_at


@pytest.mark.parametrize(("language", "javascript"), [("es", True), ("en", False)])
def test_a_no_and_the_next_door(own_database, window, language, javascript):
    cast, say = open_town().cast, words_in(language)
    old = casting.sent(cast, by=cast.rosa)
    ben = at_work(window, cast, "ben", javascript=javascript)
    ben_declines(ben, looking(ben, "partner", axe=javascript))
    rosa = as_rosa(cast, window("phone", language=language, javascript=javascript))
    look = looking(rosa, "family", axe=javascript)

    def fits_too(name: str) -> None:
        look(name)
        if javascript:
            on_a_small_phone(rosa)

    rosa_asks_the_next_place(rosa, fits_too, say, old)
    cruz = at_work(window, cast, "cruz", javascript=javascript)
    desert_bloom_takes_her_on(cruz, looking(cruz, "partner", axe=javascript))
    the_clock_ran_on(old)
    rosa.go("/ours/")
    rosa.sees(say("They said yes"))
    rosa.go("/ours/timeline/")
    rosa.sees(say("%(name)s cannot help", name="Saguaro Wash Clinic"))
    rosa.sees(say("%(name)s said yes", name="Desert Bloom Family Center"))
    look("two-doors")


def test_ana_who_sent_it_finds_the_next_door(own_database, window):
    cast = open_town().cast
    old = casting.sent(cast)
    ben = at_work(window, cast, "ben")
    ben_declines(ben, looking(ben, "partner"))
    ana = at_work(window, cast, "ana")
    look = looking(ana, "navigator")
    ana.go("/desk/")
    ana.sees("Find the next place")
    look("desk-next-place")
    ana.page.get_by_role("link", name=re.compile("^Rosa")).first.click()
    ana.sees("We have no room")
    ana.press("Find the next place")
    ana.sees("Has room")
    look("next-door")
    ana.press("Ask this place")
    ana.sees("Permito que Desert Bloom Family Center vea: nuestros nombres")
    ana.choose("They read it here and said yes")
    look("next-yes")
    ana.press("They said yes: send")
    ana.sees("Sent. You told nothing twice.")
    ana.go("/desk/")
    expect(ana.page.get_by_text("Find the next place")).to_have_count(0)
    cruz = at_work(window, cast, "cruz")
    desert_bloom_takes_her_on(cruz, looking(cruz, "partner"))
    the_clock_ran_on(old)
