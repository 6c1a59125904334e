"""The privacy officer at work, in a real browser, in both languages, at a desk and on a phone."""

import pytest

from kinwork.trust.disclosures.tests.scenes import odd_view
from tests.cast import make_cast
from tests.guards.crawling import Crawler, worker

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("size", "language"), [("desk", "en"), ("phone", "es"), ("phone", "en"), ("desk", "es")]
)
def test_an_officer_looks_and_says_what_it_was(own_site, window, size, language):
    cast = make_cast()
    officer = worker(cast, "privacy officer", "backbone")
    opened = window(size, site=own_site)
    session = Crawler(officer).client.cookies["sessionid"].value
    told = {"url": opened.address}
    opened.context.add_cookies(
        [
            {"name": "sessionid", "value": session, **told},
            {"name": "django_language", "value": language, **told},
        ]
    )
    opened.go("/audit/")
    opened.sees({"en": "Nothing stands out", "es": "Nada llama la atención"}[language])
    opened.check()
    odd_view(cast)
    opened.go("/audit/")
    opened.check()
    opened.page.get_by_role("link", name="Cruz").click()
    opened.check()
    opened.page.locator("label[for=id_verdict_1]").click()
    opened.page.locator("main form button[type=submit]").last.click()
    opened.sees({"en": "Please say in a sentence", "es": "Por favor diga"}[language])
    opened.check()
    opened.page.locator("textarea").fill("Ask Cruz on Thursday.")
    opened.page.locator("main form button[type=submit]").last.click()
    opened.sees({"en": "Your finding is kept.", "es": "Guardamos lo que encontró."}[language])
    opened.go("/audit/trail/")
    opened.check()
