"""Walks docs/tutorials/first-hour.md on a running demo, word by word, and takes its pictures.

    make demo PORT=8123            (in another terminal)
    .venv/bin/python tools/walk_tutorial.py http://localhost:8123

It stops at the first step that is not what one sees. KINWORK_PICTURES=1 keeps the pictures.
"""

import re
import shutil
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import expect, sync_playwright

from tests.browser import FLAGS, SIZES, Window

NAME = sys.argv[2] if len(sys.argv) > 2 else "Marta"


class Walk:
    def __init__(self, browser, address: str):
        self.browser, self.address = browser, address

    def window(self, size: str = "desk", language: str = "en") -> Window:
        width, height = SIZES[size]
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            locale={"en": "en-US", "es": "es-MX"}[language],
            timezone_id="America/Phoenix",
            has_touch=size == "phone",
        )
        context.set_default_timeout(10_000)
        return Window(context, self.address)


def be(window: Window, name: str) -> None:
    window.go("/demo/")
    window.page.get_by_role("button", name=f"Be {name}", exact=True).click()
    window.page.wait_for_load_state()


def mother(walk: Walk) -> tuple[Window, str]:
    """2. Be a mother with a phone"""
    phone = walk.window("phone")
    phone.go("/")
    phone.shot("landing")
    phone.page.get_by_role("button", name="Food", exact=True).last.click()
    phone.page.wait_for_load_state()
    phone.go("/")
    phone.page.get_by_role("link", name="Start", exact=True).first.click()
    phone.choose("Doctor for children")
    phone.shot("family-needs")
    phone.press("Go on")
    phone.choose("In the next 2 days")
    phone.press("Go on")
    phone.fill("ZIP code or city", "85122")
    phone.press("Go on")
    phone.fill("Your first name", NAME)
    phone.press("Save")
    phone.press("A child")
    phone.fill("Child’s first name", "Leo")
    phone.page.locator("select").select_option(label="June")
    phone.page.locator("input[name$=_day]").fill("20")
    phone.page.locator("input[name$=_year]").fill(str(date.today().year - 1))
    phone.press("Save")
    phone.press("That is everyone")
    asked = 0
    while "/questions" in phone.path and asked < 25:
        if asked == 0:
            phone.shot("family-question-0")
        phone.press("Skip this question")
        asked += 1
    phone.shot("family-result")
    phone.press("See places near you")
    phone.shot("family-places")
    phone.choose("Well-child visits and shots")
    phone.press("Go on")
    phone.choose("Do not contact me")
    phone.press("Go on")
    phone.shot("family-agree")
    phone.choose("Yes, I agree")
    phone.press("Go on")
    phone.press("Send now")
    phone.sees("Sent. You did it.")
    phone.fill("Choose a word that only you know", "mariposa")
    phone.press("Get my code")
    phone.shot("family-code")
    code = phone.page.locator(".kw-code__letters").inner_text()
    phone.page.context.route(
        "**/*",
        lambda route: (
            route.continue_() if route.request.url.startswith(walk.address) else route.abort()
        ),
    )
    phone.press("Leave now")
    return phone, code


def clinic(walk: Walk) -> tuple[Window, str]:
    """3. Be the clinic"""
    ben = walk.window()
    be(ben, "Ben Whitehorse")
    ben.sees("business days left")
    ben.shot("partner-inbox")
    ben.page.get_by_role("link", name=re.compile(f"^{NAME}")).first.click()
    ben.sees("Leo")
    here = ben.path
    ben.shot("partner-opened")
    ben.press("Accept")
    ben.press("Accept")
    ben.sees("Accepted")
    ben.press("Set a date")
    day = date.today() + timedelta(days=1)
    ben.page.locator("select").first.select_option(label=day.strftime("%B"))
    ben.page.locator("input[name$=_day], input[name$=_1]").first.fill(str(day.day))
    ben.page.locator("input[name$=_year], input[name$=_2]").first.fill(str(day.year))
    ben.page.locator("input[name=hour]").fill("9:30")
    ben.page.locator("input[name=place]").fill("1 Wash Road")
    ben.press("Set a date")
    ben.sees("Date set")
    ben.press("Record what they received")
    ben.page.locator("textarea[name=received]").fill("A check-up and two shots")
    ben.choose("The need was met")
    ben.shot("partner-serve")
    ben.page.locator("main form button[type=submit]").click()
    ben.sees("Served")
    assert NAME not in ben.page.locator("main").inner_text(), "a name on an ended referral"
    return ben, here


def did_it_help(phone: Window, code: str) -> None:
    """4. Did it help?"""
    phone.go("/")
    phone.press("Open with my code")
    phone.page.locator("input[name=code]").fill(code)
    phone.page.locator("input[name=word]").fill("mariposa")
    phone.page.locator("main button[type=submit]").first.click()
    phone.sees("Tell us if it helped")
    phone.press("Tell us if it helped")
    phone.choose("Yes")
    phone.choose("Yes, it helped")
    phone.shot("family-word")
    phone.press("Send")
    phone.go("/ours/")
    phone.press("From the first day until now")
    phone.shot("family-timeline", whole=True)


def navigator(walk: Walk) -> None:
    """5. Be the navigator"""
    ana = walk.window()
    be(ana, "Ana Beltrán")
    ana.press("Find a family")
    ana.page.locator("input[name=given]").fill("Itzayana")
    ana.page.locator("input[name=family]").fill("Soto")
    ana.page.get_by_role("button", name="Look", exact=True).click()
    ana.sees("Ask whether another office helps them.")
    ana.shot("navigator-search")
    ana.press("This family is new: begin")
    ana.press("Español")
    ana.page.locator("input[value=pediatric-care] + label").first.click()
    ana.choose("En los próximos 2 días")
    ana.page.locator("input[name=where]").fill("85122")
    ana.press("Seguir")
    ana.page.locator("input[name=given]").fill("Itzayana")
    ana.page.locator("input[name=family]").fill("Soto")
    ana.press("Guardar")
    ana.press("Un niño o una niña")
    ana.page.locator("input[name=given]").fill("Iker")
    ana.page.locator("select").first.select_option(label="febrero")
    ana.page.locator("input[name$=_day], input[name$=_1]").first.fill("3")
    ana.page.locator("input[name$=_year], input[name$=_2]").first.fill(str(date.today().year - 1))
    ana.press("Guardar")
    ana.press("Ya están todos")
    asked = 0
    while "/questions" in ana.path and asked < 25:
        ana.press("Dejar esta pregunta")
        asked += 1
    ana.press("Ver lugares cerca de usted")
    ana.page.locator("main label[for^='s-']").first.click()
    ana.press("Seguir")
    ana.choose("No me contacten")
    ana.press("Seguir")
    ana.choose("Sí, estoy de acuerdo")
    ana.press("Seguir")
    ana.choose("Firmó en papel")
    ana.press("Mandar ahora")
    expect(ana.page).to_have_url(re.compile("/households/"))
    ana.shot("navigator-household")
    ana.press("Una tarjeta para su página")
    ana.press("Hacer la tarjeta")
    ana.page.locator(".kw-code__letters").wait_for()
    ana.shot("navigator-code")


def a_no(walk: Walk, ben: Window) -> Window:
    """6. A no, and the next door"""
    be(ben, "Ben Whitehorse")
    ben.page.get_by_role("link", name=re.compile("^Decline.*Rosa|Rosa.*Decline")).first.click()
    ben.page.wait_for_load_state()
    ben.choose("We have no room")
    ben.shot("partner-decline")
    ben.page.locator("main form button[type=submit]").click()
    ben.sees("Declined")
    rosa = walk.window("phone")
    be(rosa, "Rosa Luna Ortega")
    rosa.shot("family-after-a-no")
    rosa.press("Buscar otro lugar")
    rosa.page.wait_for_load_state()
    rosa.shot("family-next-door")
    rosa.press("Preguntar a este lugar")
    rosa.page.wait_for_load_state()
    return rosa


def small_one(walk: Walk) -> None:
    """7. The small organization with no account"""
    desk = walk.window()
    desk.go("/demo/")
    desk.press("Read the mail that this site has sent")
    desk.page.get_by_role("link", name="A family asks for your service").first.click()
    link = desk.page.locator(".kw-letter a").first.get_attribute("href")
    small = walk.window("phone")
    small.page.goto(link)
    small.sees("How to reach them")
    small.shot("link-opened")


def nothing(walk: Walk, here: str) -> None:
    """8. Who sees nothing"""
    cruz = walk.window()
    be(cruz, "Cruz Aldama")
    assert cruz.go(here).status == 404
    dana = walk.window()
    be(dana, "Dana Okafor, coordinator")
    dana.sees("Worklist")
    assert NAME not in dana.page.content()


def on_a_bad_day(walk: Walk) -> None:
    """9. When people disagree, and who watches"""
    father = walk.window("phone")
    be(father, "Desmond Holloway")
    assert "Nadia" not in father.page.content() and "Legal" not in father.page.content()
    mother = walk.window("phone")
    be(mother, "Nadia Holloway")
    mother.sees("Mesa Verde Legal Aid")
    less = walk.window("phone")
    be(less, "Lorena Murillo")
    less.go("/ours/who/")
    told = less.page.locator("main").inner_text()
    assert "Saguaro Wash Housing Authority" in told, told
    night = walk.window("phone")
    be(night, "Verónica Nájera")
    night.go("/ours/looked/")
    assert "emergencia" in night.page.content()
    vera = walk.window()
    be(vera, "Vera Castellanos")
    vera.shot("officer-odd-views")
    vera.press("Emergencies")
    vera.sees("Waiting")
    dana = walk.window()
    be(dana, "Dana Okafor, backbone lead")
    dana.press("Agreements")
    dana.sees("on trial")


def main(address: str) -> None:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        walk = Walk(browser, address)
        if "bad-day" not in sys.argv:
            phone, code = mother(walk)
            ben, here = clinic(walk)
            did_it_help(phone, code)
            navigator(walk)
            a_no(walk, ben)
            small_one(walk)
            nothing(walk, here)
        on_a_bad_day(walk)


if __name__ == "__main__":
    main(sys.argv[1])
