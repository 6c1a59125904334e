"""The news on our page in a real browser: new, read, and none, on a phone, in both languages."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests import cast as casting
from tests.browser import *  # noqa: F403  (its fixtures)
from tests.guards.crawling import Crawler

pytestmark = pytest.mark.browser
SAID = {
    "en": ("News", "I have read this", "News that you have read", "Not read yet"),
    "es": ("Noticias", "Ya lo leí", "Noticias que ya leyó", "Sin leer"),
}


def enter(opened, actor, language):
    session, told = Crawler(actor).client.cookies["sessionid"].value, {"url": opened.address}
    opened.context.add_cookies(
        [
            {"name": "sessionid", "value": session, **told},
            {"name": "django_language", "value": language, **told},
        ]
    )


def picture(opened, name: str) -> None:
    folder = os.environ.get("KINWORK_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        opened.page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("language", SAID)
def test_news_are_read_with_one_press(own_site, window, language):
    cast = casting.make_cast(timezone.now() - timedelta(hours=30))
    opened = window("phone", site=own_site)
    enter(opened, cast.rosa, language)
    head, button, read, new = SAID[language]
    opened.go("/ours/")
    assert not opened.page.get_by_role("heading", name=head, exact=True).count()
    opened.check()
    picture(opened, f"news-none-{language}")
    casting.accepted(cast)
    for _more in range(5):
        casting.sent(cast)
    opened.go("/ours/")
    opened.sees(new)
    assert opened.page.get_by_role("heading", name=head, exact=True).count() == 1
    opened.check()
    picture(opened, f"news-new-{language}")
    opened.page.get_by_role("button", name=button).click()
    opened.page.get_by_text(read).click()
    opened.check()
    picture(opened, f"news-read-{language}")
    assert not opened.page.get_by_role("button", name=button).count()
