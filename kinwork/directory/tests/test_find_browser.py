"""The public pages in a real browser: both languages, two widths, with and without JavaScript."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR
from kinwork.directory.models import RequiredDocument, SearchEntry
from kinwork.directory.tests.town import add, community

pytestmark = pytest.mark.browser


@pytest.fixture
def town(own_database):
    community()
    today = date.today()
    add(
        "Mesquite Community Pantry", organization="Mesquite Neighbors", code="food-pantry",
        hours=("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00"), languages=("en", "es"), openings=12,
        checked=today - timedelta(days=20), eligibility_description="Anyone who lives in the county.",
        description="A box of groceries for the week: vegetables, rice, beans, milk and eggs. "
        "Baby food when we have it. You choose what your family eats.",
        application_process="Come in. No appointment. Say how many people live with you.",
        fees_description="Free", minimum_age_months=0,
    )  # fmt: skip
    pantry = add(
        "Saint Clare Food Box", organization="Saint Clare Parish", code="food-pantry",
        zip_code="85204", hours=("WE,SA", "09:00", "11:30"), checked=today - timedelta(days=260),
        languages=("en", "es", "nv"), phone="480-555-0177", application_process="Bring a bag.",
    )  # fmt: skip
    add(
        "Desert WIC Clinic", organization="Saguaro Wash Health", code="wic", zip_code="85210",
        checked=today, openings=0, serves_pregnancy=True, maximum_age_months=59,
        phone="480-555-0123",
    )  # fmt: skip
    add("Food help by phone", code="food-pantry", zip_code="", remote=True, phone="480-555-0100")
    add("Cactus Diaper Bank", code="diapers", zip_code="85203", checked=today)
    safe = add(
        "Ocotillo House", organization="Ocotillo", code="domestic-violence-help",
        is_victim_service=True, phone="480-555-0199", description="A safe place and people who "
        "listen, day and night.",
    )  # fmt: skip
    with acting_as(VISITOR):
        RequiredDocument.objects.create(service=pantry, document="Something with your address")
        until = timedelta(days=300)
        for entry in SearchEntry.objects.exclude(room_until=None):
            SearchEntry.objects.filter(pk=entry.pk).update(room_until=entry.room_until + until)
    return {"pantry": pantry, "safe": safe}


def picture(tab, name: str) -> None:
    """For the designer's eye: KINWORK_LOOK=folder."""
    folder = os.environ.get("KINWORK_LOOK")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        tab.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("size", "language"), [("phone", "en"), ("phone", "es"), ("desk", "en"), ("small", "es")]
)
def test_every_public_page_is_accessible_and_fits(town, own_site, window, size, language):
    tab = window(size, language, javascript=language == "en")
    checked = tab.check if language == "en" else tab.fits
    look = f"{size}-{language}"
    tab.go("/find/")
    tab.page.locator("summary").first.click()
    checked()
    picture(tab, f"{look}-1-find")
    tab.page.locator("#id_words").fill("comida" if language == "es" else "food")
    tab.page.locator("#id_place").fill("85201")
    tab.page.locator(".kd-ask button").click()
    tab.page.locator(".kd-card").first.wait_for()
    checked()
    picture(tab, f"{look}-2-results")
    tab.page.locator(".kd-map summary").click()
    tab.page.locator(".kd-change summary").click()
    checked()
    picture(tab, f"{look}-3-narrow-and-map")
    tab.page.locator(".kd-card__name a").first.click()
    tab.page.locator(".kd-facts").wait_for()
    checked()
    picture(tab, f"{look}-4-service")
    tab.page.go_back()
    tab.page.locator(".kd-card").first.wait_for()
    tab.go(f"/services/{town['pantry'].pk}/correct/")
    checked()
    picture(tab, f"{look}-5-correct")
    tab.go(f"/services/{town['safe'].pk}/")
    checked()
    picture(tab, f"{look}-6-safe")


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("phone", "es"), ("desk", "es")])
def test_right_now_without_a_single_script(town, own_site, window, size, language):
    tab = window(size, language, javascript=False)
    look = f"{size}-{language}"
    tab.go("/right-now/")
    tab.fits()
    picture(tab, f"{look}-7-right-now")
    tab.page.locator("button[value=food]").click()
    picture(tab, f"{look}-8-where")
    tab.page.locator("#id_place").fill("85201")
    tab.page.locator(".kd-place button").first.click()
    tab.page.locator(".kd-card").first.wait_for()
    tab.fits()
    picture(tab, f"{look}-9-places")
    tab.go("/right-now/")
    tab.page.locator("button[value=safety]").click()
    tab.page.locator(".kd-hotlines").wait_for()
    tab.fits()
    picture(tab, f"{look}-9-safety")


def test_right_now_is_accessible(town, own_site, window):
    tab = window("small", "en")
    tab.go("/right-now/")
    tab.check()
    tab.page.locator("button[value=safety]").click()
    tab.check()
    tab.page.locator("button[name=here]").click()
    tab.page.locator(".kd-card").first.wait_for()
    tab.check()
    assert "/right-now/" in tab.path
