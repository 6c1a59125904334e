"""Every page of the site, opened once in a browser by somebody who may see it: axe finds nothing,
it fits its screen, speaks its language, has a title and one heading above all others.

Languages take turns; families' pages are seen on a phone. A page that nobody can open, or a
template that nothing shows, fails here until it is opened or named with a reason
(tests/journeys/every_page).
"""

import os
import re
from pathlib import Path

import pytest

from tests.browser import SIZES, Window, serve
from tests.journeys.every_page.pressed import PRESSED, Pressed, answered, press
from tests.journeys.every_page.stops import NO_PAGE, NO_TEMPLATE, Stop, pages, planned
from tests.journeys.every_page.world import make_world

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
SHOTS = os.environ.get("KINWORK_SHOTS")  # a folder: a picture of each page, to look through
HEAD = """() => ({
    title: document.title.trim(),
    language: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].map(one => one.innerText.trim()),
    main: document.querySelectorAll("main").length,
})"""


def test_every_page(own_database, settings, tmp_path, window):
    settings.DEMO, settings.DATA_DIR = True, tmp_path
    settings.ROOT_URLCONF = "tests.journeys.every_page.urls"
    world = make_world(tmp_path, settings)
    stops = planned(world)
    sent = [(one, answered(world, one)) for one in PRESSED]
    assert [one for one, stop in sent if stop is None] == []
    forms_only = set().union(*(guest.forms_only for guest in world.guests))
    found = forgotten([*stops, *[stop for _one, stop in sent]], forms_only)
    told = {"KINWORK_COMMUNITY": settings.COMMUNITY, "KINWORK_DATA": str(tmp_path)}
    with serve(own_database.address("kw_web"), tmp_path, **told) as site:
        looker = Looker(window("desk", site=site))
        for stop in stops:
            looker.opens(stop)
        for one, stop in sent:
            looker.presses(one, stop)
    wrong = [*found, *looker.faults]
    assert not wrong, "\n".join(wrong)


def forgotten(stops: list[Stop], forms_only: set[str]) -> list[str]:
    """Addresses and templates that nobody was shown, and names in the lists that are shown."""
    opened = {stop.where for stop in stops}
    known = opened | forms_only | {*NO_PAGE}
    missed = [f"/{where}: nobody opens it" for where in pages() if where not in known]
    stale = [f"/{where}: is a page, so NO_PAGE is wrong" for where in NO_PAGE if where in opened]
    gone = [
        f"/{where}: in NO_PAGE, and not on the site" for where in NO_PAGE if where not in pages()
    ]
    drawn = {name for stop in stops for name in stop.templates}
    undrawn = [f"{name}: no page shows it" for name in templates() - drawn - {*NO_TEMPLATE}]
    return [*missed, *stale, *gone, *sorted(undrawn)]


def templates() -> set[str]:
    """Each template that is a page: it stands in a layout, or is a whole document."""
    found = set()
    for path in (ROOT / "kinwork").rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        if text.lstrip().startswith("{% extends") or "<!doctype" in text:
            found.add(str(path).split("/templates/")[1])
    return found


class Looker:
    """One window that is everybody in turn, and what it found wrong."""

    def __init__(self, window: Window):
        self.window, self.faults, self.turn = window, [], 0

    def opens(self, stop: Stop) -> None:
        self._becomes(stop)
        if stop.attached:
            self.window.page.set_content(stop.html)
        else:
            self.window.go(stop.path)
        self._looks(str(stop), stop)

    def presses(self, one: Pressed, stop: Stop) -> None:
        self._becomes(stop)
        press(self.window, one)
        self._looks(f"{stop}, {dict(one.said)}", stop)

    def _becomes(self, stop: Stop) -> None:
        """This guest's cookies, the other language, the screen of this kind of page."""
        self.turn += 1
        self.language = ("en", "es")[self.turn % 2]
        cookies = {name: one.value for name, one in stop.guest.client.cookies.items()}
        cookies["django_language"] = self.language
        context, address = self.window.context, self.window.address
        context.clear_cookies()
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        self._is_wide("phone" if stop.is_familys else "desk")

    def _is_wide(self, size: str) -> None:
        width, height = SIZES[size]
        self.window.page.set_viewport_size({"width": width, "height": height})

    def _looks(self, name: str, stop: Stop) -> None:
        """Each thing that is wrong is noted; the next page is opened all the same."""
        self.window.page.wait_for_load_state()
        checks = [self.window.check, lambda: self._has_a_head(stop)]
        if stop.is_familys:
            checks.append(self._fits_a_small_phone)
        for check in checks:
            try:
                check()
            except AssertionError as wrong:
                self.faults.append(f"{name} ({self.language}): {wrong}")
        self.window.against_policy.clear()
        if SHOTS:
            name = re.sub(r"[0-9a-f-]{36}", "ID", name).replace("/", "_")
            shot = f"{SHOTS}/{self.turn:03}-{name[:80]}-{self.language}.png"
            self.window.page.screenshot(path=shot, full_page=True)

    def _has_a_head(self, stop: Stop) -> None:
        head = self.window.page.evaluate(HEAD)
        assert head["title"], "no title"
        assert head["language"] == (stop.speaks or self.language), f"lang={head['language']}"
        assert len(head["headings"]) == 1 and head["headings"][0], f"h1: {head['headings']}"
        assert head["main"] == 1, f"{head['main']} <main>"

    def _fits_a_small_phone(self) -> None:
        self._is_wide("small")
        self.window.fits()
        self._is_wide("phone")
