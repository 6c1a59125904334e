"""An evaluator, a contact by its link and a lead, on a phone and at a desk: every page of the registry."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.system.approaches import letters
from kinwork.system.approaches.models import Verification
from kinwork.system.approaches.tests import scenes
from kinwork.system.partnerships.tests import scenes as joined
from kinwork.trust.agreements.tests.test_in_browser import becomes, sends
from tests.cast import make_cast
from tests.seeing import everything

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "es")])
def test_from_a_public_page_to_a_model(own_site, window, size, language):
    cast = make_cast(timezone.now(), household=False)
    opened = window(size, site=own_site)
    becomes(opened, cast.eve, language)
    page = opened.page

    def shot(name: str) -> None:
        opened.check()
        opened.shot(f"approaches-{name}-{size}-{language}", whole=True)

    def look(name: str, where: str) -> None:
        opened.go(where)
        shot(name)

    for name in ("list", "counts", "projects"):
        look(f"{name}-empty", reverse(f"approaches:{name}"))
    opened.go(reverse("approaches:find"))
    page.locator("#id_name").fill("Approach 01")
    page.locator("label[for=id_level_1]").click()
    sends(opened)
    shot("find-lacks")  # where it was found is missing, and what was typed stands
    assert page.locator("#id_name").input_value() == "Approach 01"
    page.locator("#id_found_in").fill("Invented public page")
    sends(opened)
    shot("found")
    page.locator("main .kw-deeds a").first.click()
    page.locator("label[for=id_meets_0]").click()
    page.locator("#id_why").fill("It coordinates services.")
    sends(opened)
    page.locator("main .kw-deeds a").first.click()
    page.locator("#id_why").fill("None from this state yet.")
    sends(opened)
    page.locator("main table a").nth(7).click()  # which services
    page.locator("label[for=id_codes_2]").click()
    page.locator("#id_source").fill("Its web page")
    shot("draft")
    sends(opened)
    page.locator("main .kw-deeds a").first.click()
    shot("profile")
    sends(opened)
    page.locator("main .kw-deeds a").first.click()
    page.locator("#id_email").fill("contact@approach.example")
    sends(opened)
    shot("sent")
    _contact(window, own_site, size, language)
    apart = scenes.in_state(cast, "returned", "Approach 02")
    look("code", reverse("approaches:code", args=[apart.pk]))
    sends(opened)
    shot("code-lacks")
    scenes.coded_twice(cast, apart, "hub", other={"co_location": "no"})
    look("differ", reverse("approaches:see", args=[apart.pk]))
    opened.go(reverse("approaches:reconcile", args=[apart.pk, "co_location"]))
    page.locator("label[for=id_answer_0]").click()
    page.locator("#id_why").fill("The photo shows it.")
    sends(opened)
    sends(opened)  # classify it
    shot("classified")
    for name in ("list", "counts", "projects", "add_project", "import_projects"):
        look(name, reverse(f"approaches:{name}"))
    row = joined.started(cast)
    for key in ("backbone", "clinic", "library"):
        joined.member(cast, row, key)
    becomes(opened, cast.dana, language)
    look("own", reverse("own_approach:own", args=[row.pk]))
    opened.go(reverse("own_approach:say_own", args=[row.pk, "joint_case_management"]))
    page.locator("label[for=id_answer_0]").click()
    page.locator("#id_why").fill("Every second Monday.")
    sends(opened)
    opened.sees("Every second Monday.")
    shot("own-answered")


def _contact(window, own_site, size: str, language: str) -> None:
    """Somebody without an account, by the link of the letter."""
    with everything():
        sent = Verification.objects.get()
    other = window(size, site=own_site, language=language)
    other.go(reverse("open_approaches:confirm", args=[letters.token(sent.pk)]))
    other.check()
    other.shot(f"approaches-confirm-{size}-{language}", whole=True)
    sends(other)
    other.check()  # nothing was answered
    other.page.locator("label[for=id_says_services_1]").click()
    sends(other)
    other.check()
    other.shot(f"approaches-confirmed-{size}-{language}", whole=True)
