"""A form on paper: Marta prints it in Spanish and fills it in at home; Ana types it in three weeks
later, at the keyboard alone, and goes on with what is still open.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kinwork.family.facts.models import Fact
from kinwork.family.intake.models import Draft
from kinwork.library.questions.bank import version
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
say = words_in("es")


def marta_prints(marta, look) -> None:
    marta.go("/start/")
    marta.press(say("Print the questions on paper"))
    on_a_small_phone(marta)
    look("choose")
    marta.page.locator("input[value=es] + label").click()
    marta.page.locator("select[name=children]").select_option("2")
    marta.press(say("See the form"))
    marta.sees("Cuente su historia una sola vez")
    marta.sees(version())
    look("form")
    assert "{who}" not in marta.page.content()


def nothing_breaks_across_pages(marta) -> None:
    """What a printer would break apart is asked for by the sheet's own rules."""
    marta.page.set_viewport_size({"width": 696, "height": 1000})  # A4 within its margins
    marta.page.emulate_media(media="print")
    rules = marta.page.evaluate(
        "[...new Set([...document.querySelectorAll('.kw-paper__block')]"
        ".map(part => getComputedStyle(part).breakInside))]"
    )
    assert rules == ["avoid"]
    marta.shot("paper-form")
    assert marta.page.locator(".kw-header").is_hidden()
    tall = marta.page.evaluate(
        "Math.max(...[...document.querySelectorAll('.kw-paper__block')]"
        ".map(part => part.getBoundingClientRect().height))"
    )
    assert tall < 900, "a block that no page can hold is broken all the same"
    marta.page.emulate_media(media="screen")


def ana_types(ana, look) -> Draft:
    day = timezone.localdate() - timedelta(days=20)
    ana.go("/start/desk/")
    ana.press("Type in a paper form")
    keys = ana.page.keyboard
    ana.page.locator("input[name=day]").focus()
    keys.type(f"{day.month} {day.day} {day.year}")
    keys.press("Tab")
    keys.type(version())
    ana.page.locator("input[name=language][value=es] + label").click()
    ana.page.locator("input[value=diapers] + label").click()
    ana.page.locator("input[name=where]").fill("85201")
    look("paper-typed", whole=True)
    ana.press("Go on")
    rows = ana.page.locator("fieldset.kw-keying__row")
    rows.nth(0).locator("input").first.focus()
    for typed in ("Marta", "Soto", "1 2 1999", "y", "A p"):
        keys.type(typed)
        keys.press("Tab")
    rows.nth(2).locator("input").first.focus()
    for typed in ("Iker", "Soto", "06202025"):
        keys.type(typed)
        keys.press("Tab")
    look("paper-people", whole=True)
    ana.press("Go on")
    ana.page.locator("input[value=snap] + label").click()
    ana.page.locator("select[name=homeless]").focus()
    keys.type("n")
    ana.page.locator("input[name=amount0]").fill("450")
    ana.page.locator("select[name=period0]").select_option("weekly")
    look("paper-answers", whole=True)
    ana.press("Go on")
    ana.sees("The paper is typed in")
    look("paper-check")
    ana.press("Go on")
    expect(ana.page).to_have_url(re.compile("/(questions|result)/"))
    with everything():
        return Draft.objects.latest("began_at")


def ana_finishes(ana, look, draft: Draft) -> None:
    asked = 0
    while "/questions" in ana.path and asked < 20:
        assert "SNAP (food stamps)" not in ana.page.locator("h1").inner_text()
        ana.press("Skip this question")
        asked += 1
    look("result")
    ana.press("See places near you")
    ana.press("Do not ask anybody now")
    ana.choose("Do not contact me")
    ana.press("Go on")
    ana.press("Save my answers")
    expect(ana.page).to_have_url(re.compile("/households/"))
    with everything():
        draft.refresh_from_db()
        told = Fact.objects.filter(said_in=draft.household)
        assert {one.how for one in told} == {"told on paper"}
        assert {one.said_at.date() for one in told} == {timezone.localdate() - timedelta(days=20)}
    ana.go(f"/households/{draft.household}/facts/")
    ana.sees("Told on paper")
    look("told-on-paper")


def test_a_paper_form_is_printed_filled_in_and_typed_in(own_database, window):
    town = open_town()
    marta = window("phone", language="es")
    marta_prints(marta, looking(marta, "paper"))
    nothing_breaks_across_pages(marta)
    ana = at_work(window, town.cast, "ana")
    look = looking(ana, "paper-desk")
    ana_finishes(ana, look, ana_types(ana, look))
