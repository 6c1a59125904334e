"""A worker asks for a yes by a card; Rosa answers on her own phone without JavaScript; whoever else
opens it learns nothing. Later she has everything deleted, and brings it back."""

import re
from datetime import timedelta

from django.utils import timezone

from kinwork.trust.consent.models import Closing, Consent
from tests.journeys.people import (
    at_work,
    looking,
    on_a_small_phone,
    open_town,
    words_in,
    write_date,
)
from tests.seeing import everything

say = words_in("es")


def ana_makes_a_card(ana, look, cast) -> str:
    ana.go(f"/households/{cast.household.pk}/")
    ana.press("Ask for their yes by a link")
    look("ask", whole=True)
    ana.page.get_by_label("Who would see it?").select_option(label="Saguaro Wash Clinic")
    day = timezone.localdate() + timedelta(days=90)
    write_until(ana, day)
    ana.choose("On a card that I print and hand over")
    ana.press("Ask them")
    ana.sees("We show it only this once")
    look("card", whole=True)
    return re.search(r"/consent/[A-Z0-9-]+/", ana.page.locator(".kw-code__letters").inner_text())[0]


def write_until(ana, day) -> None:
    ana.page.locator("select[name=until_month]").select_option(str(day.month))
    ana.page.locator("input[name=until_day]").fill(str(day.day))
    ana.page.locator("input[name=until_year]").fill(str(day.year))


def rosa_signs(rosa, look, where: str) -> None:
    rosa.go(where)
    rosa.sees(say("Who are you?"))
    assert "Saguaro Wash Clinic" not in rosa.page.content()
    on_a_small_phone(rosa)
    look("who")
    write_date(rosa, "mayo", 14, 1997)
    rosa.press(say("Go on"))
    rosa.sees(say("A question for you"))
    on_a_small_phone(rosa)
    look("question", whole=True)
    rosa.choose(say("Yes, I agree."))
    rosa.press(say("Send my answer"))
    rosa.sees(say("You said yes"))
    on_a_small_phone(rosa)
    look("receipt", whole=True)


def test_a_yes_by_a_card(own_database, window):
    town = open_town()
    ana = at_work(window, town.cast, "ana")
    where = ana_makes_a_card(ana, looking(ana, "link", pictures=("ask", "card")), town.cast)
    stranger = window("phone")
    stranger.go(where)
    write_date(stranger, "May", 15, 1997)
    stranger.press("Go on")
    stranger.sees("This does not fit")
    stranger.check()
    rosa = window("phone", language="es", javascript=False)
    rosa_signs(
        rosa, looking(rosa, "link", axe=False, pictures=("who", "question", "receipt")), where
    )
    with everything():
        assert Consent.objects.get().way == "by link"
    again = window("phone", language="es")
    again.go(where)
    again.check()
    write_date(again, "mayo", 14, 1997)
    again.press(say("Go on"))
    again.sees(say("You said yes"))
    again.check()
    ana.go(f"/households/{town.cast.household.pk}/ask/")
    ana.sees("They said yes")
    ana.check()


def test_a_family_leaves_and_comes_back(own_database, window):
    town = open_town()
    rosa = at_work(window, town.cast, "rosa", size="phone", language="es")
    look = looking(rosa, "leaving", pictures=("before", "after"))
    rosa.go("/ours/who/")
    rosa.press(say("Delete everything about us"))
    on_a_small_phone(rosa)
    look("before", whole=True)
    rosa.choose(say("Yes, delete everything about us"))
    rosa.press(say("Delete it now"))
    rosa.sees(say("Your page is closed"))
    on_a_small_phone(rosa)
    look("after")
    with everything():
        assert Closing.objects.get().undone_at is None
    rosa.press(say("I changed my mind: bring it back"))
    rosa.sees("Hola, Rosa")
    rosa.check()
