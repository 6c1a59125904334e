"""A real browser on our real stack, for journeys and for pages' own tests.

    from tests.browser import *   # in a conftest.py: brings the fixtures

    def test_a_mother_finds_food(phone):
        phone.go("/")
        phone.page.get_by_role("link", name="Food today").click()
        phone.check()                # axe, no sideways scroll, nothing against the policy
        phone.shot("food-today")     # docs/pictures/food-today.png where KINWORK_PICTURES=1

`site` serves a clone of the template database by granian as the web login; the test itself reads
and writes the same clone. Without chromium these tests are skipped loudly, and fail where CI=true.
"""

import atexit
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

__all__ = ["Site", "Window", "browser", "chromium", "own_site", "phone", "serve", "site", "window"]

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"desk": (1280, 900), "phone": (390, 844), "small": (320, 640), "tablet": (820, 1180)}
# A label leads to the first of two equal ids: the tap on it would do nothing, or something else.
TWICE = (
    "[...document.querySelectorAll('[id]')].map(part => part.id)"
    ".filter((id, place, ids) => ids.indexOf(id) !== place)"
)
START = 40  # seconds that the server may take on a busy machine


class Site:
    """A running server: `address`, and the environment it was started with."""

    def __init__(self, address: str):
        self.address = address


@contextmanager
def serve(database: str, folder: Path, **environment: str) -> Iterator[Site]:
    """Our web server on a free port of the loopback, with `database` as the web login's address."""
    from kinwork.config import webserver

    port = webserver.free_port("127.0.0.1", 8600 + os.getpid() % 300)
    said = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test",
        "DATABASE_URL": database,
        "KINWORK_DEMO": "1",
        "KINWORK_ADDRESS": f"http://127.0.0.1:{port}",
        **environment,
    }
    log = folder / "server.log"
    command = webserver.command("127.0.0.1", port, workers=1, threads=4)
    with log.open("wb") as output:
        running = subprocess.Popen(
            command, cwd=ROOT, env=said, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        _wait(running, port, log)
        yield Site(f"http://127.0.0.1:{port}")
    finally:
        running.terminate()
        try:
            running.wait(15)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait(running: subprocess.Popen, port: int, log: Path) -> None:
    from kinwork.config import webserver

    until = time.monotonic() + START
    while not webserver.answers("127.0.0.1", port):
        if running.poll() is not None or time.monotonic() > until:
            pytest.fail(f"the web server did not start:\n{log.read_text()[-3000:]}")
        time.sleep(0.1)


@pytest.fixture(scope="module")
def site(django_db_setup, database_server, run_database, tmp_path_factory) -> Iterator[Site]:
    """The site on the run's shared database: for pages that write nothing."""
    folder = tmp_path_factory.mktemp("site")
    with serve(database_server.address("kw_web", run_database), folder) as running:
        yield running


@pytest.fixture
def own_site(own_database, tmp_path) -> Iterator[Site]:
    """The site on this test's own clone: for journeys."""
    with serve(own_database.address("kw_web"), tmp_path) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's browser, started once."""
    program = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    if not program:
        why = "no chromium on this machine: pages were NOT tried in a browser"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        print(f"\n*** {why} ***", file=sys.stderr)
        pytest.skip(why)
    yield _launched(program)


@cache
def _launched(program: str) -> Any:
    """One browser a process: every conftest that brings these fixtures has a `chromium` of its own,
    and Playwright cannot run twice side by side."""
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
    play = sync_playwright().start()
    running = play.chromium.launch(executable_path=program, args=FLAGS)
    atexit.register(play.stop)
    atexit.register(running.close)
    return running


class Window:
    """A person's browser: `page` is Playwright's; the rest is what every story does."""

    def __init__(self, context: Any, address: str):
        self.context, self.address = context, address
        self.page = context.new_page()
        self.against_policy: list[str] = []
        self.page.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.against_policy.append(message.text)

    def go(self, path: str = "/") -> Any:
        """Open `path`; the answer is returned."""
        return self.page.goto(self.address + path)

    @property
    def path(self) -> str:
        """Where this window is, without the host."""
        return self.page.url.removeprefix(self.address)

    def press(self, name: str) -> None:
        """The button or link of this name (the first when it stands there twice)."""
        found = self.page.get_by_role("button", name=name).or_(
            self.page.get_by_role("link", name=name)
        )
        found.first.click()

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def choose(self, label: str) -> None:
        """A radio button or a box, by its words (the tile takes the tap)."""
        self.page.locator("label", has_text=re.compile(rf"^\s*{re.escape(label)}")).first.click()

    def sees(self, text: str) -> bool:
        """Fails unless `text` is shown within five seconds."""
        from playwright.sync_api import expect

        expect(self.page.get_by_text(text).first).to_be_visible()
        return True

    def check(self) -> None:
        """axe finds nothing, no id stands twice, nothing scrolls sideways, and the policy was kept."""
        self.axe()
        self.fits()
        assert not (twice := self.page.evaluate(TWICE)), f"ids that stand twice: {twice}"
        assert not self.against_policy, self.against_policy

    def axe(self) -> None:
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        assert not found, "\n".join(
            f"{one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}" for one in found
        )

    def fits(self) -> None:
        wider = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{self.path} is {wider} px wider than the screen: {self._widest()}"

    def _widest(self) -> list[str]:
        return self.page.evaluate(
            "[...document.querySelectorAll('body *')]"
            ".filter(part => part.getBoundingClientRect().right > innerWidth + 1)"
            ".slice(0, 5).map(part => part.tagName + '.' + part.className)"
        )

    def shot(self, name: str, *, whole: bool = False) -> None:
        """A picture for the docs, taken only where KINWORK_PICTURES=1."""
        if os.environ.get("KINWORK_PICTURES") == "1":
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)


@pytest.fixture
def window(chromium, request) -> Iterator[Callable[..., Window]]:
    """`window("phone", language="es", javascript=False)`: as many as the story has people."""
    opened = []

    def open_window(size: str = "desk", language: str = "en", **options: Any) -> Window:
        width, height = SIZES[size]
        javascript = options.pop("javascript", True)
        where = options.pop("site", None) or request.getfixturevalue("own_site")
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            locale={"en": "en-US", "es": "es-MX"}[language],
            timezone_id="America/Phoenix",
            java_script_enabled=javascript,
            has_touch=size in ("phone", "small"),
            **options,
        )
        context.set_default_timeout(10_000)
        opened.append(context)
        return Window(context, where.address)

    yield open_window
    for context in opened:
        context.close()


@pytest.fixture
def browser(window) -> Window:
    """A worker's wide screen."""
    return window("desk")


@pytest.fixture
def phone(window) -> Window:
    """A family's phone."""
    return window("phone")
