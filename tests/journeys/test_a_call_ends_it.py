"""Rosa has no phone with her: she calls Ana, who ends a yes and writes down a no and a written yes,
each with its receipt. On her own page Rosa keeps a whole place out. Every page fits its screen."""

import os
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.trust.access.models import Block
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.journeys.people import at_work, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("KINWORK_SHOTS")


def look(window, name: str) -> None:
    window.check()
    if SHOTS:
        window.page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)


def ends_it(window, say, home: str, name: str) -> None:
    window.go(home)
    look(window, f"{name}-household")
    window.page.locator("a[href$='/end/']").first.click()
    look(window, f"{name}-end")
    window.page.locator("label[for^=id_way]").nth(2).click()
    window.page.fill("[name=witness]", "Teresa, front desk")
    window.press(say("End it now"))
    window.sees("Teresa, front desk")
    look(window, f"{name}-receipt")


@pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "es")])
def test_by_a_call(own_site, window, size, language):
    cast, say = casting.make_cast(timezone.now() - timedelta(hours=2)), words_in(language)
    casting.consent(cast, by=cast.ana)
    casting.draft(cast)
    ana = at_work(window, cast, "ana", size=size, language=language)
    home, name = f"/households/{cast.household.pk}/", f"{size}-{language}"
    ends_it(ana, say, home, name)
    with everything():
        assert Consent.objects.get().ended_witness == "Teresa, front desk"
    for tail in ("sharing/", "sharing/no/", "sharing/written/"):
        ana.go(home + tail)
        look(ana, f"{name}-{tail.replace('/', '-')}")
    ana.go(f"{home}sharing/no/?agency={cast.agencies['bloom'].pk}")
    look(ana, f"{name}-no")


@pytest.mark.parametrize(("size", "language"), [("phone", "es"), ("desk", "en")])
def test_a_whole_place_is_kept_out(own_site, window, size, language):
    cast, say = casting.make_cast(timezone.now() - timedelta(hours=2)), words_in(language)
    casting.sent(cast)
    rosa = at_work(window, cast, "rosa", size=size, language=language)
    name = f"ours-{size}-{language}"
    rosa.go("/ours/out/places/")
    look(rosa, f"{name}-places")
    rosa.page.locator(f"a[href*='{cast.agencies['clinic'].pk}']").first.click()
    look(rosa, f"{name}-no")
    rosa.page.locator("a[href*='/out/']").last.click()
    look(rosa, f"{name}-shut")
    rosa.press(say("Keep them out now"))
    look(rosa, f"{name}-out")
    with everything():
        assert Block.objects.get().agency_id == cast.agencies["clinic"].pk
    for tail in ("who/", "who/said/"):
        rosa.go(f"/ours/{tail}")
        look(rosa, f"{name}-{tail.replace('/', '-')}")
