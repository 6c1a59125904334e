"""Whoever leads and whoever votes, at a desk and on a phone: every page of meetings, and one held."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.system.meetings import letters
from kinwork.system.meetings.tests import scenes
from kinwork.system.partnerships.tests import scenes as joined
from kinwork.trust.agreements.tests.test_in_browser import becomes, sends
from tests.cast import make_cast

pytestmark = pytest.mark.browser
LISTS = ("list", "compliance", "proposals", "decisions", "promises")


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "es")])
def test_every_page_of_meetings(own_site, window, size, language):
    cast = make_cast(timezone.now(), household=False)
    bare = joined.started(cast, "Nobody meets yet")
    row = scenes.chartered(cast, minutes_for="everybody").partnership
    made = scenes.everything_of(cast, row)
    opened = window(size, site=own_site)
    becomes(opened, cast.dana, language)

    def look(name: str, where: str) -> None:
        opened.go(where)
        opened.check()
        opened.shot(f"meetings-{name}-{size}-{language}", whole=True)

    def of(name: str, *ids, row=row) -> str:
        return reverse(f"meetings:{name}", args=[row.pk, *ids])

    for name in LISTS:
        look(f"{name}-empty", of(name, row=bare))
        look(name, of(name))
    now = made["open"].pk
    for name, where in (
        ("planned", of("see", made["planned"].pk)),
        ("open", of("see", now)),
        ("over", of("see", made["over"].pk)),
        ("offers", of("offers", made["planned"].pk)),
        ("there", of("there", now)),
        ("decide", of("decide", now)),
        ("decision", of("decision", made["decision"].pk)),
        ("vote", of("decision", made["vote"].pk)),
        ("promise", of("one_promise", made["kept"].pk)),
        ("minutes", of("minutes", made["minutes"].pk)),
        ("plan", of("plan")),
        ("writing", of("put_in_writing")),
    ):
        look(name, where)
    becomes(opened, cast.bea, language)
    look("ours", reverse("open_meetings:ours"))
    opened = window(size, site=own_site, language=language)
    look("ballot", reverse("open_meetings:ballot", args=[letters.token(made["ballot"].pk)]))
    opened.page.locator("#id_marks").fill("zz")
    opened.page.locator("main button[type=submit]").click()
    opened.check()
    opened.shot(f"meetings-ballot-wrong-{size}-{language}", whole=True)
    opened.page.locator("#id_marks").fill("ab")
    opened.page.locator("main button[type=submit]").click()
    opened.sees("AB")


def test_a_meeting_is_held_at_the_table(own_site, window):
    """Opened, who is here, decided, somebody leaves, closed: by clicks alone, on a phone."""
    cast = make_cast(timezone.now(), household=False)
    row = scenes.chartered(cast).partnership
    meeting = scenes.planned(cast, row, starts_at=timezone.now() + timedelta(minutes=20))
    scenes.item(cast, meeting, "One form for all")
    opened = window("phone", site=own_site)
    becomes(opened, cast.dana, "en")
    page = opened.page
    opened.go(reverse("meetings:see", args=[row.pk, meeting.pk]))
    page.get_by_role("button", name="Open the meeting").click()
    opened.sees("Who is here")
    for number, way in enumerate(("in person", "phone", "in person")):
        page.locator("select[name^=way_]").nth(number).select_option(way)
    sends(opened)
    opened.sees("3 of 4 seats are there")
    page.get_by_role("link", name=re.compile("Decide.*One form for all")).click()
    page.locator("select[name^=voice_]").nth(1).select_option("object")
    sends(opened)
    opened.sees("An objection says why.")
    page.locator("input[name^=reason_]").nth(1).fill("We cannot print it.")
    sends(opened)
    opened.sees("2 yes, 0 no, 1 objected")
    page.get_by_role("link", name="Write down a promise").click()
    page.locator("#id_member").select_option(index=1)
    page.locator("#id_promised").fill("Print it for the clinic")
    page.locator("#id_due_on").fill(str(scenes.day(cast, 10)))
    sends(opened)
    opened.sees("Print it for the clinic")
    opened.go(reverse("meetings:there", args=[row.pk, meeting.pk]))
    page.locator("select[name^=way_]").nth(0).select_option("")
    sends(opened)
    opened.sees("No quorum")
    page.get_by_role("link", name="Close the meeting").click()
    page.get_by_role("button", name="Close the meeting").click()
    opened.sees("We cannot print it.")
    page.get_by_role("button", name="Publish them").click()
    opened.sees("They are published.")
