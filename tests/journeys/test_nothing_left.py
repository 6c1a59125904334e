"""Rosa leaves in a hurry, or signs out: nobody who takes the phone finds her page again, by the button
back, by a page kept in memory, or in what the browser stores. And letters grow, and pages are read aloud.
"""

import pytest
from django.utils import timezone

from tests import cast as casting
from tests.journeys.people import at_work, words_in

pytestmark = pytest.mark.browser
say = words_in("es")
STORED = """async () => {
  const bases = indexedDB.databases ? await indexedDB.databases() : [];
  return [localStorage.length, sessionStorage.length, (await caches.keys()).length, bases.length];
}"""


@pytest.fixture
def rosa(own_site, window):
    cast = casting.make_cast(timezone.now())
    casting.sent(cast)
    opened = at_work(window, cast, "rosa", size="phone", language="es")
    for path in ("/ours/", "/ours/summary/", "/ours/who/"):
        opened.go(path)
    opened.sees("Saguaro Wash Clinic")
    return opened


def finds_nothing(rosa) -> None:
    for _step in range(4):
        rosa.page.go_back()
        rosa.page.wait_for_load_state()
        words = rosa.page.locator("body").inner_text()
        assert "Saguaro Wash Clinic" not in words and "Rosa" not in words, rosa.path


def test_the_button_back_shows_nothing_after_leaving_in_a_hurry(rosa):
    rosa.press(say("Leave now"))
    rosa.page.wait_for_url("**/away/")
    assert rosa.page.evaluate(STORED) == [0, 0, 0, 0]
    assert not [one for one in rosa.context.cookies() if one["name"] == "sessionid"]
    finds_nothing(rosa)


def test_the_button_back_shows_nothing_after_signing_out(rosa):
    rosa.go("/ours/")
    rosa.press(say("Sign out of this page"))
    rosa.page.wait_for_url("**/away/")
    finds_nothing(rosa)


def test_the_copy_comes_down_with_a_name_that_says_nothing(rosa):
    rosa.go("/ours/")
    with rosa.page.expect_download() as coming:
        rosa.page.locator("a[href='/ours/copy/']").click()
    name = coming.value.suggested_filename
    assert name.endswith(".html") and not any(
        word in name.casefold() for word in ("kinwork", "rosa", "ayuda", "help", "famil")
    )


@pytest.mark.parametrize("zoom", [2, 4])
def test_nothing_breaks_at_200_and_400_percent_with_bigger_letters(rosa, zoom):
    """400 % of a screen of 1280 leaves 320."""
    rosa.page.set_viewport_size({"width": 1280 // zoom, "height": 900 // zoom})
    rosa.go("/ours/")
    rosa.press(say("Bigger letters"))
    for path in ("/ours/", "/ours/summary/", "/ours/lock/", "/ours/who/", "/start/back/"):
        rosa.go(path)
        rosa.check()


def test_landmarks_and_headings_are_in_order(rosa):
    for path in ("/ours/", "/ours/summary/", "/ours/lock/", "/ours/looked/"):
        rosa.go(path)
        told = rosa.page.evaluate(
            "[document.documentElement.lang, document.querySelectorAll('main').length,"
            " document.querySelectorAll('h1').length,"
            " [...document.querySelectorAll('h1,h2,h3,h4')].map(part => +part.tagName[1])]"
        )
        language, mains, firsts, levels = told
        assert (language, mains, firsts, levels[0]) == ("es", 1, 1, 1), path
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


VOICE = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => [
    { lang: 'es-MX', localService: LOCAL, name: 'one' }, { lang: 'en-US', localService: true },
  ],
  speak: one => window.spoken.push([one.lang, one.text]),
  cancel: () => { window.stopped = (window.stopped || 0) + 1; },
  addEventListener: () => {},
}});
"""


def test_the_page_is_read_by_a_voice_of_the_phone_in_its_language(rosa):
    rosa.page.add_init_script(VOICE.replace("LOCAL", "true"))
    rosa.go("/ours/")
    rosa.press(say("Read aloud"))
    spoken = rosa.page.evaluate("window.spoken")
    assert {language for language, _text in spoken} == {"es-MX"}
    assert "Rosa" in spoken[0][1] and len(spoken) > 5
    rosa.press(say("Stop reading"))
    assert rosa.page.evaluate("window.stopped") >= 2


def test_no_page_is_read_by_a_voice_from_elsewhere(rosa):
    rosa.page.add_init_script(VOICE.replace("LOCAL", "false"))
    rosa.go("/ours/")
    assert not rosa.page.locator("[data-aloud]").is_visible()
