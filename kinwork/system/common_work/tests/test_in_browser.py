"""Whoever leads, at a desk and on a phone: every page of common work, empty and with all of it."""

import pytest
from django.urls import reverse

from kinwork.system.common_work.tests import scenes
from kinwork.trust.agreements.tests.test_in_browser import becomes, sends
from tests.cast import make_cast

pytestmark = pytest.mark.browser
PARTS = ("hub", "strategies", "changes", "support", "funding", "check", "events")


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "es")])
def test_common_work_is_written_down_and_read(own_site, window, size, language):
    cast = make_cast(household=False)
    row = scenes.together(cast)
    opened = window(size, site=own_site)
    becomes(opened, cast.dana, language)

    def go(name: str, *ids) -> None:
        opened.go(reverse(f"common_work:{name}", args=[row.pk, *ids]))

    def shot(name: str) -> None:
        opened.check()
        opened.shot(f"common-work-{name}-{size}-{language}", whole=True)

    for name in PARTS:
        go(name)
        shot(f"{name}-empty")
    made = scenes.everything_of(cast, row)
    for name in PARTS:
        go(name)
        shot(name)
    one = made["funding"][0]
    for name, *ids in (
        ("strategy", "processes"),
        ("change", made["change"].pk),
        ("one_support", made["support"].pk),
        ("one_funding", one.pk),
        ("event", made["event"].pk),
        ("rate",),
        ("count_people", made["event"].pk),
    ):
        go(name, *ids)
        shot(name)
    page = opened.page
    go("prepare_funding", one.pk)
    sends(opened)
    shot("prepare-lacks")  # nobody applies yet
    page.locator("#id_applicant").select_option(index=1)
    sends(opened)
    opened.sees("Application being written" if language == "en" else "Se escribe la solicitud")
    go("review_strategy", "mission")
    page.locator("label[for=id_adopted_0]").click()
    page.locator("#id_evidence").fill("The charter")
    sends(opened)
    shot("review-lacks")  # since when, and how many do it
    assert page.locator("#id_evidence").input_value() == "The charter"
    page.locator("#id_since").fill("2026-03-02")
    page.locator("#id_intensity").select_option("all")
    sends(opened)
    opened.sees("All members do it" if language == "en" else "Todos los miembros lo hacen")
