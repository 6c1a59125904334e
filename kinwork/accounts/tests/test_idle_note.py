"""Two minutes before the end of a session a worker is asked, and stays with one key (H6)."""

import pytest

from tests.browser import *  # noqa: F403
from tests.cast import make_cast
from tests.signing import browser_of

pytestmark = pytest.mark.browser


def test_a_worker_who_reads_slowly_is_asked_and_stays(own_site, window):
    cast = make_cast(household=False)
    opened = window("desk", site=own_site)
    session = browser_of(cast, "bea").cookies["sessionid"].value
    opened.context.add_cookies([{"name": "sessionid", "value": session, "url": opened.address}])
    opened.page.clock.install()
    opened.go("/accounts/staff/invite/")
    opened.page.locator("#id_email").fill("new@example.org")
    note = opened.page.locator("[data-idle]")
    assert not note.is_visible()
    opened.page.clock.fast_forward("27:50")
    assert not note.is_visible()
    opened.page.clock.fast_forward("00:20")
    note.wait_for(state="visible")
    assert "In two minutes we sign you out" in note.inner_text()
    opened.check()
    note.get_by_role("button").press("Enter")
    note.wait_for(state="hidden")
    assert opened.page.locator("#id_email").input_value() == "new@example.org"
    opened.page.clock.fast_forward("28:05")
    note.wait_for(state="visible")
