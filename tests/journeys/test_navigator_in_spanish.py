"""A navigator with a family in Spanish: Ana at the library looks first, types what Marta tells her,
records how she said yes, and sends. Ben at the clinic finds it in his inbox with the time left,
accepts, sets a date, and says what Marta received. Cruz sees nothing of it. Marta says what it was
worth, in Spanish, on her own phone.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kinwork.family.referrals.models import Referral
from kinwork.trust.consent.models import Consent
from tests.journeys.people import (
    at_work,
    looking,
    on_a_small_phone,
    open_town,
    words_in,
    write_date,
)
from tests.seeing import everything

pytestmark = pytest.mark.browser
say = words_in("es")


def search_before_create(ana, look) -> None:
    """Nobody is found, and Ana is told to ask whether another office helps them."""
    ana.go("/desk/")
    look("desk")
    ana.press("Español")
    ana.press(say("Find a family"))
    ana.page.locator("input[name=given]").fill("Marta")
    ana.page.locator("input[name=family]").fill("Soto")
    ana.page.get_by_role("button", name=say("Look"), exact=True).click()
    ana.sees(say("Nobody of that name is with your agency."))
    ana.sees(
        say(
            "Ask whether another office helps them. If so, call that office together before you begin."
        )
    )
    look("search")
    ana.press(say("This family is new: begin"))


def intake_at_the_desk(ana, look, town) -> None:
    ana.sees(say("What does the family need?"))
    ana.page.locator("label", has=ana.page.locator("text=/visit|hogar/i")).first.wait_for()
    ana.page.locator("input[value=home-visiting] + label").first.click()
    ana.choose(say("In the next 2 days"))
    ana.page.locator("input[name=where]").fill("85201")
    look("intake")
    ana.press(say("Go on"))
    ana.page.locator("input[name=given]").fill("Marta")
    ana.page.locator("input[name=family]").fill("Soto")
    ana.press(say("Save"))
    ana.press(say("A child"))
    ana.page.locator("input[name=given]").fill("Iker")
    write_date(ana, "febrero", 3, 2025)
    look("child")
    ana.press(say("Save"))
    ana.press(say("That is everyone"))
    asked = 0
    while "/questions" in ana.path and asked < 20:
        if asked == 0:
            look("question")
        ana.press(say("Skip this question"))
        asked += 1
    look("result")
    ana.press(say("See places near you"))
    ana.page.locator(f"label[for='s-{town.service['visits']}']").click()
    look("places")
    ana.press(say("Go on"))
    ana.choose(say("Do not contact me"))
    ana.press(say("Go on"))


def consent_with_its_way(ana, look) -> None:
    """What the clinic would see is read in Spanish; Marta signs on paper."""
    ana.sees(say("They will see"))
    look("agree")
    ana.choose(say("Yes, I agree. Ask them for help."))
    ana.press(say("Go on"))
    ana.choose(say("They signed it on paper"))
    write_date(ana, "julio", 1, 2026)
    ana.page.locator("input[name=paper_at]").fill("Archivo de la entrada")
    look("send")
    ana.press(say("Send now"))
    expect(ana.page).to_have_url(re.compile("/households/"))
    ana.sees("Marta Soto")
    look("household")


def a_card_for_her_page(ana, look) -> str:
    """Ana types no word of Marta's: she hands her a card that works once."""
    ana.press(say("A card for their page"))
    look("before-the-card")
    ana.press(say("Make the card"))
    code = ana.page.locator(".kw-code__letters").inner_text()
    look("code")
    return code


def marta_makes_her_own_code(marta, look, card: str) -> str:
    marta.go("/start/claim/")
    marta.page.locator("input[name=code]").fill(card)
    marta.page.locator("input[name=word]").fill("colibrí")
    look("card")
    marta.page.locator("main button[type=submit]").first.click()
    code = marta.page.locator(".kw-code__letters").inner_text()
    on_a_small_phone(marta)
    look("card-used")
    assert code != card
    marta.page.context.clear_cookies(name="sessionid")
    return code


def ben_answers(ben, look, referral: Referral) -> None:
    ben.go("/inbox/")
    ben.sees("Marta Soto")
    ben.sees("business days left")
    look("inbox")
    ben.page.get_by_role("link", name=re.compile("^Marta Soto")).first.click()
    expect(ben.page).to_have_url(re.compile(f"/referrals/{referral.pk}/$"))
    ben.sees("Iker")
    look("opened")
    ben.press("Accept")
    look("accept")
    ben.press("Accept")
    ben.sees("Accepted")
    ben.press("Set a date")
    day = timezone.localdate() + timedelta(days=3)
    write_date(ben, day.strftime("%B"), day.day, day.year)
    ben.page.locator("input[name=hour]").fill("9:30")
    ben.page.locator("input[name=place]").fill("1 Wash Road")
    look("schedule")
    ben.press("Set a date")
    ben.sees("Date set")
    ben.press("Record what they received")
    ben.page.locator("textarea[name=received]").fill("Two visits at home")
    ben.choose("The need was met")
    look("serve")
    ben.page.locator("main form button[type=submit]").click()
    ben.sees("Served")
    look("served")


def cruz_sees_nothing(cruz, referral: Referral) -> None:
    for path in (f"/referrals/{referral.pk}/", f"/households/{referral.household_id}/"):
        assert cruz.go(path).status == 404
        assert "Marta" not in cruz.page.content()
        cruz.axe()


def marta_says_what_it_was_worth(marta, look, code: str) -> None:
    marta.go("/ours/")
    marta.page.locator("input[name=code]").fill(code)
    marta.page.locator("input[name=word]").fill("colibrí")
    look("come-back")
    marta.page.locator("main button[type=submit]").first.click()
    expect(marta.page).to_have_url(re.compile("/ours/$"))
    marta.sees("Hola, Marta")
    look("our-page")
    on_a_small_phone(marta)
    marta.press(say("Tell us if it helped"))
    on_a_small_phone(marta)
    for answer in ("Sí", say("Yes, it helped"), say("Once"), "Sí"):
        marta.choose(answer)
        look("word")
        marta.press(say("Go on"))
        on_a_small_phone(marta)
    marta.sees(say("Do you want to say more?"))
    marta.press(say("Send"))
    marta.go("/ours/timeline/")
    on_a_small_phone(marta)
    look("timeline", whole=True)
    told = " ".join(marta.page.locator(".kw-timeline__item").all_inner_texts())
    clinic = "Saguaro Wash Clinic"
    for text in (
        say("You told your story to us"),
        say("Sent to %(name)s", name=clinic),
        say("%(name)s said yes", name=clinic),
        say("%(name)s gave you a date", name=clinic),
        say("%(name)s says they helped", name=clinic),
        say("You said: yes, it helped"),
    ):
        assert text in told, f"{text!r} is not in the timeline: {told}"


def test_a_navigator_with_a_family_in_spanish(own_database, window):
    town = open_town()
    cast = town.cast
    ana = at_work(window, cast, "ana")
    look = looking(ana, "navigator")
    search_before_create(ana, look)
    intake_at_the_desk(ana, look, town)
    consent_with_its_way(ana, look)
    card = a_card_for_her_page(ana, look)
    with everything():
        referral = Referral.objects.get(service=cast.services["visits"])
        agreed = Consent.objects.get(household=referral.household_id)
        assert (agreed.way, agreed.language) == ("on paper", "es")
    ben = at_work(window, cast, "ben")
    ben_answers(ben, looking(ben, "partner"), referral)
    cruz_sees_nothing(at_work(window, cast, "cruz"), referral)
    marta = window("phone", language="es")
    look_marta = looking(marta, "family")
    code = marta_makes_her_own_code(marta, look_marta, card)
    marta_says_what_it_was_worth(marta, look_marta, code)
    ana.go(f"/referrals/{referral.pk}/")
    ana.sees(say("It helped"))
    look("word-read")
