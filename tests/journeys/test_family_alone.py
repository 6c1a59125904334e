"""A family alone: a mother on a phone tells her story once, agrees, is served, and says if it helped.

The same with JavaScript off, and in Spanish. What the partner does is done as the partner.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.family.intake.tests.conftest import open_town
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from tests.journeys.people import on_a_small_phone
from tests.seeing import everything

pytestmark = pytest.mark.browser

WORDS = {
    "en": {
        "tile": "WIC",
        "on": "Go on",
        "soon": "In the next 2 days",
        "zip": "ZIP code or city",
        "first": "Your first name",
        "save": "Save",
        "child": "A child",
        "name": "Child’s first name",
        "month": "June",
        "everyone": "That is everyone",
        "skip": "Skip this question",
        "places": "See places near you",
        "page": "Do not contact me",
        "yes": "Yes, I agree",
        "send": "Send now",
        "sent": "Sent. You did it.",
        "word": "Choose a word that only you know",
        "code": "Get my code",
        "ours": "Go to our page",
        "next": "What happens next",
        "begin": "Start",
    },
    "es": {
        "tile": "WIC",
        "on": "Seguir",
        "soon": "En los próximos 2 días",
        "zip": "Código postal o ciudad",
        "first": "Su nombre",
        "save": "Guardar",
        "child": "Un niño o una niña",
        "name": "Nombre del niño o de la niña",
        "month": "junio",
        "everyone": "Ya están todos",
        "skip": "Dejar esta pregunta",
        "places": "Ver lugares cerca de usted",
        "page": "No me contacten",
        "yes": "Sí, estoy de acuerdo",
        "send": "Mandar ahora",
        "sent": "Enviado. Lo logró.",
        "word": "Escoja una palabra que solo usted sepa",
        "code": "Recibir mi código",
        "ours": "Ir a nuestra página",
        "next": "Lo que sigue",
        "begin": "Empezar",
    },
}


@pytest.fixture
def town(own_database):
    return open_town()


def tell(phone, say, town, look) -> str:
    """From the first page to the code. `look(name)` is called on every page."""
    phone.go("/")
    look("first-page")
    phone.page.get_by_role("link", name=say["begin"], exact=True).first.click()
    look("needs")
    phone.choose(say["tile"])
    phone.press(say["on"])
    look("soon")
    phone.choose(say["soon"])
    phone.press(say["on"])
    look("place")
    phone.fill(say["zip"], "85201")
    phone.press(say["on"])
    look("you")
    phone.fill(say["first"], "Rosa")
    phone.press(say["save"])
    phone.press(say["child"])
    look("child")
    phone.fill(say["name"], "Lucía")
    phone.page.locator("select").select_option(label=say["month"])
    phone.page.locator("input[name$=_day]").fill("20")
    phone.page.locator("input[name$=_year]").fill("2025")
    phone.press(say["save"])
    look("people")
    phone.press(say["everyone"])
    asked = 0
    while "/questions" in phone.path and asked < 20:
        look(f"question-{asked}")
        phone.press(say["skip"])
        asked += 1
    look("result")
    phone.press(say["places"])
    look("places")
    phone.page.locator(f"label[for='s-{town.service['bloom_visits']}']").click()
    phone.press(say["on"])
    look("reach")
    phone.choose(say["page"])
    phone.press(say["on"])
    look("agree")
    phone.choose(say["yes"])
    phone.press(say["on"])
    look("send")
    phone.press(say["send"])
    phone.sees(say["sent"])
    look("sent")
    phone.fill(say["word"], "mariposa")
    phone.press(say["code"])
    look("code")
    return phone.page.locator(".kw-code__letters").inner_text()


def serve(town) -> Referral:
    """Desert Bloom answers, gives a date, and serves."""
    cruz = town.cast.cruz
    helper = Actor("staff", cruz.id, cruz.hat, cruz.role, cruz.community)
    with everything():
        one = Referral.objects.get(service_id=town.service["bloom_visits"])
    at = timezone.now()
    with acting_as(helper):
        referrals.accept(referral=one, by=helper, at=at)
        day = at + timedelta(days=3)
        referrals.schedule(
            referral=one,
            starts_at=day,
            place="1 Wash Road",
            by=helper,
            at=at + timedelta(minutes=1),
        )
        return referrals.serve(
            referral=one,
            received="Food card",
            need_met="fully",
            by=helper,
            at=at + timedelta(minutes=2),
        )


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_family_alone_through_the_whole_loop(window, town, language):
    phone, say = window("phone", language=language), WORDS[language]

    def look(name: str) -> None:
        phone.page.wait_for_load_state()
        phone.check()
        on_a_small_phone(phone)

    code = tell(phone, say, town, look)
    phone.press(say["ours"])
    look("our-page")
    expect(phone.page.get_by_role("heading", name=say["next"])).to_be_visible()
    serve(town)
    phone.context.clear_cookies()
    phone.go("/ours/")
    phone.page.locator("input[name=code]").fill(code)
    phone.page.locator("input[name=word]").fill("mariposa")
    phone.page.locator("main button[type=submit]").first.click()
    expect(phone.page).to_have_url(re.compile("/ours/$"))
    look("our-page-served")
    phone.go("/ours/timeline/")
    expect(phone.page.locator(".kw-timeline__item")).to_have_count(5)
    look("timeline")


def test_the_same_without_javascript(window, town):
    """H3: every task works with JavaScript off."""
    phone = window("small", javascript=False)
    code = tell(phone, WORDS["en"], town, lambda name: None)
    assert len(code.replace("-", "")) == 14
    phone.press("Go to our page")
    phone.sees("Desert Bloom Family Center reads it and answers you.")
