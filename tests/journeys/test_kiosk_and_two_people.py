"""Three other ways to tell one story. On the library's tablet two families in a row, the second sees
nothing of the first. Rosa at home and Ana at her desk on one intake: each sees what the other says,
and is asked where they differ. Ana and an interpreter with Marta: both languages side by side.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from kinwork.family.intake.models import Draft
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town
from tests.seeing import everything

pytestmark = pytest.mark.browser


def code_on(opened) -> str:
    return opened.page.locator(".kw-code__letters").inner_text()


def first_answers(opened, *, name: str = "Rosa") -> None:
    """From the first page to the people of the home, in English or Spanish."""
    opened.page.locator("input[value=diapers] + label").first.click()
    opened.page.locator("main button[type=submit]").first.click()
    opened.page.locator("input[value=routine] + label").click()
    opened.page.locator("main button[type=submit]").first.click()
    opened.page.locator("input[name=where]").fill("85201")
    opened.page.locator("main button[type=submit]").first.click()
    opened.page.locator("input[name=given]").fill(name)
    opened.page.locator("main button[type=submit]").first.click()
    expect(opened.page).to_have_url(re.compile("/people/$"))


def set_up(tablet, look) -> None:
    tablet.go("/start/desk/kiosk/")
    look("kiosks", whole=True)
    on_a_small_phone(tablet)
    tablet.fill("Where does this computer stand?", "Front desk")
    tablet.fill("A number that ends it right here", "480213")
    tablet.press("Make it a shared computer")
    expect(tablet.page).to_have_url(re.compile("/start/kiosk/$"))
    look("kiosk-start")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_tablet_forgets_one_family_before_the_next(own_database, window, javascript):
    town = open_town()
    tablet = at_work(window, town.cast, "ana", size="tablet", javascript=javascript)
    look = looking(tablet, "ways", axe=javascript, pictures=("kiosk-start",))
    set_up(tablet, look)
    tablet.press("Empezar en español")
    tablet.sees("¿Qué necesita?")
    first_answers(tablet)
    tablet.sees("Rosa")
    look("kiosk-people")
    tablet.press("Terminar y borrar")
    expect(tablet.page).to_have_url(re.compile("/start/kiosk/$"))
    for _step in range(4):
        tablet.page.go_back()
        assert "Rosa" not in tablet.page.content()
    tablet.go("/start/people/")
    assert "Rosa" not in tablet.page.content()
    assert tablet.go(reverse("account_login")).status == 403
    look("kiosk-not-here")
    tablet.go("/start/kiosk/end/")
    on_a_small_phone(tablet)
    look("kiosk-end")
    tablet.fill("The number", "999021")
    tablet.page.locator("main form button[type=submit]").click()
    look("kiosk-end-wrong")
    with everything():
        assert not Draft.objects.exists()
    names = {one["name"] for one in tablet.context.cookies()}
    assert "sessionid" not in names and "kiosk" in names
    tablet.fill("The number", "480213")
    tablet.page.locator("main form button[type=submit]").click()
    expect(tablet.page).to_have_url(re.compile("[0-9]/$"))
    assert tablet.go(reverse("account_login")).status == 200


def test_a_tablet_asks_and_forgets_by_itself(own_database, window):
    town = open_town()
    tablet = at_work(window, town.cast, "ana", size="tablet")
    look = looking(tablet, "ways", pictures=("kiosk-asks",))
    set_up(tablet, look)
    tablet.page.clock.install()
    tablet.press("Start in English")
    tablet.page.locator("textarea[name=words]").fill("We need milk")
    tablet.page.clock.run_for(179_000)
    expect(tablet.page.get_by_role("alertdialog")).to_be_hidden()
    tablet.page.clock.run_for(3_000)
    expect(tablet.page.get_by_role("alertdialog")).to_be_visible()
    look("kiosk-asks")
    tablet.page.keyboard.press("Enter")  # the button has the focus
    expect(tablet.page.get_by_role("alertdialog")).to_be_hidden()
    assert tablet.page.locator("textarea[name=words]").input_value() == "We need milk"
    tablet.page.clock.run_for(250_000)
    expect(tablet.page).to_have_url(re.compile("/start/kiosk/$"))
    assert "milk" not in tablet.page.content()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_mother_at_home_and_a_navigator_at_her_desk(own_database, window, language):
    town = open_town()
    rosa = window("phone", language)
    ana = at_work(window, town.cast, "ana")
    shown = ("code", "alike", "two-answers") if language == "en" else ()
    at_home, at_desk = looking(rosa, "ways", pictures=shown), looking(ana, "ways")
    rosa.go("/start/")
    first_answers(rosa)
    rosa.page.locator(".kw-ways a").nth(1).click()
    at_home("together")
    rosa.page.locator("main button[type=submit]").first.click()
    at_home("code")
    on_a_small_phone(rosa)
    ana.go("/start/desk/join/")
    at_desk("join")
    ana.page.locator("input[name=code]").fill(code_on(rosa))
    ana.press("Open")
    ana.sees("Here with you")
    at_desk("desk-together")
    desk = ana.path.removesuffix("together/")
    ana.go(f"{desk}people/add/child/")
    ana.page.locator("input[name=given]").fill("Iker")
    ana.press("Save")
    at_desk("desk-people")
    rosa.go("/start/people/")
    rosa.sees("Iker")
    at_home("new")
    on_a_small_phone(rosa)
    rosa.go("/start/people/add/child/")
    rosa.page.locator("input[name=given]").fill("íker")
    rosa.page.locator("main form button[type=submit]").last.click()
    at_home("alike")
    on_a_small_phone(rosa)
    rosa.page.locator("button[name=are][value=one]").click()
    at_home("one-person")
    rosa.page.locator("input[value=saved] + label").click()
    rosa.page.locator("main button[type=submit]").first.click()
    expect(rosa.page.get_by_text("íker")).to_have_count(0)
    rosa.go("/start/reach/")
    ana.go(f"{desk}reach/")
    ana.page.locator("input[value=page] + label").click()
    ana.press("Go on")
    rosa.page.locator("input[value=email] + label").click()
    rosa.page.locator("input[name=email]").fill("rosa@example.org")
    rosa.page.locator("input[name=safe][value=yes] + label").click()
    rosa.page.locator("main button[type=submit]").first.click()
    rosa.sees("rosa@example.org")
    at_home("two-answers")
    on_a_small_phone(rosa)
    rosa.page.locator("input[value=typed] + label").click()
    rosa.page.locator("main button[type=submit]").first.click()
    with everything():
        assert Draft.objects.get().answers["reach"]["value"] == "rosa@example.org"
    rosa.go("/start/send/")
    at_home("send")
    rosa.page.locator("main form button[type=submit]").last.click()
    expect(rosa.page).to_have_url(re.compile("/start/sent/$"))
    ana.go(f"{desk}people/")
    ana.sees("The family has sent it")
    at_desk("desk-ended")


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_an_interpreter_reads_both_languages(own_database, window, size):
    town = open_town()
    ana = at_work(window, town.cast, "ana", size=size)
    look = looking(ana, "ways", pictures=("both",) if size == "desk" else ())
    ana.go("/start/desk/")
    ana.page.locator("input[value=diapers] + label").first.click()
    ana.choose("Español")
    ana.page.locator("input[name=where]").fill("85201")
    look("first")
    ana.page.locator("main button[type=submit]").first.click()
    look("person")
    ana.page.locator("input[name=given]").fill("Marta")
    ana.page.locator("main form button[type=submit]").last.click()
    look("people")
    desk = ana.path.removesuffix("people/")
    ana.go(f"{desk}languages/")
    look("interpreter")
    ana.choose("A child")
    ana.page.locator("main form button[type=submit]").last.click()
    ana.sees("A child may not interpret")
    look("child")
    ana.choose("A professional interpreter, by phone")
    ana.page.locator("input[name=name]").fill("No. 4411")
    ana.page.locator("input[name=line]").fill("Valley Language Line")
    ana.page.locator("main form button[type=submit]").last.click()
    ana.sees("Valley Language Line")
    for path in ("questions/", "questions/receives/", "questions/income/", "reach/", "places/"):
        ana.go(desk + path)
        ana.page.locator(".kw-pair__two").first.wait_for(state="attached")
        look("both" if path == "questions/" else path.replace("/", "-"))
    assert ana.page.locator(".kw-pair__one[lang=es]").count() > 0
    if size == "phone":
        on_a_small_phone(ana)
