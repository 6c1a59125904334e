"""Whoever answers for an agency, in a real browser: joins, renews, leaves, speaks for a nation."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.trust.agreements import jobs
from kinwork.trust.agreements.tests import scenes
from kinwork.trust.agreements.tests.test_deed_pages import newcomer, pact_of
from tests.cast import make_cast
from tests.guards.crawling import Crawler, worker

pytestmark = pytest.mark.browser


def becomes(opened, actor, language) -> None:
    session = Crawler(actor).client.cookies["sessionid"].value
    told = {"url": opened.address}
    opened.context.add_cookies(
        [
            {"name": "sessionid", "value": session, **told},
            {"name": "django_language", "value": language, **told},
        ]
    )


def sends(opened) -> None:
    opened.page.locator("main form button[type=submit]").last.click()


@pytest.mark.parametrize(
    ("size", "language"),
    [("phone", "en"), ("desk", "es"), ("phone", "es"), ("desk", "en")],
)
def test_who_answers_for_an_agency(own_site, window, size, language):
    cast = make_cast()
    in_english = language == "en"
    opened = window(size, site=own_site)
    becomes(opened, newcomer(cast), language)
    opened.go("/team/")
    opened.check()
    opened.shot(f"agreements-team-{size}-{language}", whole=True)
    opened.go(reverse("agreements:join"))
    opened.check()
    opened.shot(f"agreements-join-{size}-{language}", whole=True)
    opened.page.locator("#id_name").fill("Inés Duarte")
    opened.page.locator("label[for=id_nation_1]").click()
    sends(opened)
    opened.check()  # what is missing is said, what was typed stands
    assert opened.page.locator("#id_name").input_value() == "Inés Duarte"
    opened.page.locator("#id_title").fill("Director")
    opened.page.locator("#id_authority").fill("Bylaws, article 4")
    opened.page.locator("#id_evidence").fill("List of federally recognized tribes, 2026")
    sends(opened)
    opened.sees("Your agency takes part" if in_english else "Su agencia participa")
    opened.go(reverse("agreements:nation"))
    opened.check()
    opened.shot(f"agreements-nation-{size}-{language}", whole=True)
    opened.go(reverse("agreements:figures", args=["withhold"]))
    opened.check()
    sends(opened)
    opened.check()
    becomes(opened, cast.bea, language)
    made = scenes.in_force(cast, ends=timezone.now() + timedelta(days=20))
    jobs.run_due(timezone.now())
    scenes.do(cast, "submit", scenes.draft(cast))
    pact, party = pact_of(cast.agencies["clinic"])
    for path, name in (
        ("/team/", "tasks"),
        ("/desk/", "desk"),
        (reverse("agreements:renew", args=[made.pk]), "renew"),
        (reverse("agreements:leave", args=[pact.pk, party.pk]), "leave"),
        (reverse("agreements:see", args=[made.pk]), "see"),
        (reverse("agreements:nation"), "nation-mark"),
        (reverse("agreements:join"), "joined"),
    ):
        opened.go(path)
        opened.check()
        opened.shot(f"agreements-{name}-{size}-{language}", whole=True)


def test_without_javascript(own_site, window):
    cast = make_cast()
    opened = window("phone", site=own_site, javascript=False)
    becomes(opened, newcomer(cast), "en")
    opened.go(reverse("agreements:join"))
    for name, text in (("name", "Inés Duarte"), ("title", "Director"), ("authority", "Bylaws")):
        opened.page.locator(f"#id_{name}").fill(text)
    sends(opened)
    opened.sees("Your agency takes part")


@pytest.mark.parametrize(("size", "language"), [("phone", "es"), ("desk", "en")])
def test_a_privacy_officer_reads_what_waits_and_the_alarms(own_site, window, size, language):
    from kinwork.home.tests.test_tasks import broken
    from kinwork.trust.access.tests.test_bad_glass import tries

    cast = make_cast()
    officer = worker(cast, "privacy officer", "backbone")
    broken(cast)
    tries(Crawler(cast.bea).client, 7, given="Maria")
    opened = window(size, site=own_site)
    becomes(opened, officer, language)
    for path, name in (("/work/", "first"), (reverse("access:emergencies"), "alarms")):
        opened.go(path)
        opened.check()
        opened.shot(f"emergencies-{name}-{size}-{language}", whole=True)
    sends(opened)
    opened.sees("you have looked at it" if language == "en" else "usted")
    opened.check()
