"""The pages of programs in a browser: axe, width and policy, at a desk and on a phone."""

import pytest
from django.urls import reverse

from kinwork.family.programs.tests import scenes
from tests.browser import *  # noqa: F403
from tests.cast import make_cast
from tests.journeys.people import at_work

pytestmark = pytest.mark.browser
PAIR = reverse("programs:pair", args=["wic", "snap"])
PATHS = reverse("programs:paths")


@pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "es")])
def test_every_page_of_programs_fits_and_can_be_read(own_site, window, size, language):
    cast = make_cast(household=False)
    row = scenes.draft(cast)
    opened = at_work(window, cast, "dana", size=size, language=language)
    opened.page.set_default_navigation_timeout(60_000)  # the invented families are made once
    pages = {
        "alignment": reverse("programs:alignment"),
        "one": reverse("programs:alignment") + "?program=wic",
        "pair": PAIR,
        "paths": PATHS,
        "own": reverse("programs:own"),
        "write": reverse("programs:new"),
        "version": reverse("programs:version", args=[row.pk]) + "?count=1",
    }
    for name, path in pages.items():
        opened.go(path)
        opened.check()
        opened.shot(f"programs-{name}-{size}", whole=True)
