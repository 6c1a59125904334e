"""Whoever leads, and a member, in a real browser: what is missing, the charter, the decision."""

import pytest
from django.urls import reverse

from kinwork.system.partnerships.tests import scenes
from kinwork.trust.agreements.tests.test_in_browser import becomes, sends
from tests.cast import make_cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "es")])
def test_a_charter_is_decided(own_site, window, size, language):
    cast = make_cast(household=False)
    made = scenes.ready(cast)
    row = made.partnership
    scenes.do(cast, "change_charter", charter=made, goals="")
    opened = window(size, site=own_site)
    becomes(opened, cast.dana, language)
    for name, where in (
        ("list", reverse("partnerships:list")),
        ("start", reverse("partnerships:start")),
        ("see", reverse("partnerships:see", args=[row.pk])),
        ("change", reverse("partnerships:change_charter", args=[row.pk, made.pk])),
    ):
        opened.go(where)
        opened.check()
        opened.shot(f"partnerships-{name}-{size}-{language}", whole=True)
    opened.page.locator("#id_goals").fill("More children ready for school.")
    sends(opened)
    opened.go(reverse("partnerships:decide", args=[row.pk, made.pk]))
    for number in range(4):
        opened.page.locator(f"#id_way_{number}").select_option("in person")
        opened.page.locator(f"#id_said_{number}").select_option("object" if number == 3 else "yes")
    sends(opened)
    opened.check()  # an objection says why, and what was chosen stands
    opened.shot(f"partnerships-decide-{size}-{language}", whole=True)
    assert opened.page.locator("#id_said_3").input_value() == "object"
    opened.page.locator("#id_said_3").select_option("abstain")
    sends(opened)
    opened.sees("Adopted" if language == "en" else "Adoptado")
    opened.check()
    opened.shot(f"partnerships-charter-{size}-{language}", whole=True)
