"""Every page of evidence, at a desk and on a phone, in both languages; a number is changed with a reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.system.evidence.tests import scenes
from kinwork.system.partnerships.tests import scenes as joined
from kinwork.trust.agreements.tests.test_in_browser import becomes
from tests.cast import make_cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "es")])
def test_every_page_of_evidence(own_site, window, size, language):
    cast = make_cast(timezone.now())
    bare = joined.started(cast, "Nobody counted us")
    row = scenes.together(cast)
    scenes.six(cast)
    scenes.counted(cast, row, timezone.now())
    opened = window(size, site=own_site)
    becomes(opened, cast.dana, language)

    def look(name: str, where: str) -> None:
        opened.go(where)
        opened.check()
        opened.shot(f"evidence-{name}-{size}-{language}", whole=True)

    def of(name: str, *ids, row=row) -> str:
        return reverse(f"evidence:{name}", args=[row.pk, *ids])

    look("empty", of("board", row=bare))
    for name in ("board", "system", "thresholds"):
        look(name, of(name))
    look("pair", of("pair", *scenes.ids(cast, row, "clinic", "library")))
    look("set", of("set_threshold", "answered"))
    if language == "en":
        opened.fill("At least how many percent", "80")
        opened.fill("Why", "Families wait.")
        opened.press("Save")
        opened.sees("80 percent")
        opened.sees("Families wait.")
