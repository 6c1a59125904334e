"""Whoever leads, at a desk and on a phone: noted in under a minute, put, answered."""

import pytest
from django.urls import reverse

from kinwork.system.barriers.tests import scenes
from kinwork.trust.agreements.tests.test_in_browser import becomes, sends
from tests.cast import make_cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "es")])
def test_a_barrier_is_noted_put_and_answered(own_site, window, size, language):
    cast = make_cast(household=False)
    opened = window(size, site=own_site)
    becomes(opened, cast.dana, language)

    def shot(name: str) -> None:
        opened.check()
        opened.shot(f"barriers-{name}-{size}-{language}", whole=True)

    opened.go(reverse("barriers:list"))
    shot("empty")
    scenes.released(cast)
    scenes.put(cast, scenes.noted(cast))
    scenes.answered(cast, "relieved for a time", lane="ccdf_temporary")
    opened.go(reverse("barriers:note"))
    page = opened.page
    page.locator("#id_said").fill("Two agencies ask for the same proof, each in its own form.")
    page.locator("#id_kind").select_option("eligibility")
    page.locator("#id_level").select_option("state agency")
    sends(opened)
    shot("note-lacks")  # the office is missing, and what was typed stands
    assert page.locator("#id_level").input_value() == "state agency"
    page.locator("#id_office").fill("State office of economic security")
    page.locator("#id_count").select_option(index=1)
    sends(opened)
    shot("noted")
    page.locator("main .kw-deeds a").first.click()
    page.locator("#id_how").fill("By letter")
    shot("put")
    sends(opened)
    page.locator("main .kw-deeds a").first.click()
    page.locator("label[for=id_came_1]").click()
    page.locator("#id_said").fill("They will try it for a year.")
    sends(opened)
    shot("answer-lacks")  # until when is missing
    page.locator("#id_until").fill("2031-01-01")
    sends(opened)
    opened.sees("2031")
    shot("see")
    opened.go(reverse("barriers:list"))
    shot("list")
