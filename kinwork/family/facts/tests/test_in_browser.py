"""A mother adds a paper with her phone; a worker reads where each answer comes from."""

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.facts import actions
from kinwork.family.facts.tests import papers
from kinwork.family.facts.tests.test_sure import told
from tests.browser import *  # noqa: F403
from tests.cast import make_cast
from tests.guards.crawling import Crawler

pytestmark = pytest.mark.browser


def as_(opened, actor, language: str) -> None:
    session = Crawler(actor).client.cookies["sessionid"].value
    said = {"sessionid": session, "django_language": language}
    opened.context.add_cookies(
        [{"name": name, "value": value, "url": opened.address} for name, value in said.items()]
    )


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_paper_from_a_phone(own_site, window, language, tmp_path):
    cast = make_cast()
    opened = window("phone", site=own_site)
    as_(opened, cast.rosa, language)
    opened.go("/ours/papers/")
    opened.check()
    opened.go("/ours/papers/add/income/")
    opened.page.locator("form button[type=submit]").last.click()
    opened.check()
    photo = tmp_path / "IMG_0001.jpg"
    photo.write_bytes(papers.photo())
    opened.page.locator("main label[for=id_whose_0]").click()
    opened.page.locator("input[type=file]").set_input_files(str(photo))
    opened.shot(f"papers-add-{language}")
    opened.page.locator("main form button[type=submit]").last.click()
    opened.sees(
        {"en": "Proof of the money that comes in", "es": "Prueba del dinero que entra"}[language]
    )
    opened.check()
    opened.shot(f"papers-{language}")


@pytest.mark.parametrize(("size", "language"), [("desk", "en"), ("phone", "es")])
def test_a_worker_reads_where_answers_come_from(own_site, window, size, language):
    cast = make_cast(timezone.now())
    fact = told(cast, by=cast.ana)
    with acting_as(cast.ana, now=cast.at):
        actions.show_paper(fact, kind="benefits", by=cast.ana, at=cast.at)
    opened = window(size, site=own_site)
    as_(opened, cast.ana, language)
    opened.go(f"/households/{cast.household.pk}/facts/")
    opened.sees({"en": "A paper was seen", "es": "Se vio un papel"}[language])
    opened.check()
    opened.shot(f"answers-{size}-{language}")
