"""The privacy officer holds a record and releases it, in a real browser."""

import pytest

from kinwork.trust.retention.tests.scenes import officer
from tests.cast import make_cast
from tests.guards.crawling import Crawler

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "es")])
def test_an_officer_holds_and_releases(own_site, window, size, language):
    cast = make_cast()
    opened = window(size, site=own_site)
    session = Crawler(officer(cast)).client.cookies["sessionid"].value
    told = {"url": opened.address}
    opened.context.add_cookies(
        [
            {"name": "sessionid", "value": session, **told},
            {"name": "django_language", "value": language, **told},
        ]
    )
    opened.go("/retention/")
    opened.sees({"en": "No record is held", "es": "No se guarda ningún expediente"}[language])
    opened.check()
    opened.go("/retention/hold/")
    opened.check()
    opened.page.locator("#id_household").fill(str(cast.household.pk))
    opened.page.locator("label[for=id_reason_0]").click()
    opened.page.locator("#id_words").fill("Case 12 of the county court")
    opened.page.locator("main form button[type=submit]").last.click()
    opened.sees({"en": "is deleted now", "es": "Ahora no se borra nada"}[language])
    opened.check()
    opened.page.locator("main table button").click()
    opened.sees({"en": "Released.", "es": "Liberado."}[language])
    opened.go("/who-sees/")
    opened.check()
