"""Whoever leads, at a desk; a respondent on a phone in Spanish; every page of waves looked at."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.system.continuum import letters, queries
from kinwork.system.continuum.tests import scenes
from kinwork.system.evidence.tests import scenes as counting
from kinwork.trust.agreements.tests.test_in_browser import becomes
from tests.cast import make_cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("size", "language"), [("phone", "en"), ("desk", "es")])
def test_every_page_of_waves(own_site, window, size, language):
    cast = make_cast(timezone.now(), household=False)
    row = counting.together(cast)
    opened = window(size, site=own_site)
    becomes(opened, cast.dana, language)

    def look(name: str, where: str) -> None:
        opened.go(where)
        opened.check()
        opened.shot(f"continuum-{name}-{size}-{language}", whole=True)

    def of(name: str, *ids) -> str:
        return reverse(f"continuum:{name}", args=[row.pk, *ids])

    for name in ("hub", "board", "next", "prepare"):
        look(f"{name}-empty", of(name))
    scenes.closed(cast, row, title="Spring wave")
    wave = scenes.closed(cast, row, title="Summer wave", dimensions=True)
    going = scenes.opened(cast, row, title="Fall wave")
    scenes.says(cast, going, "clinic", {"library": 3})
    counting.counted(cast, row, timezone.now())
    clinic, library = (scenes.member(cast, row, key).pk for key in ("clinic", "library"))
    for name, where in (
        ("hub", of("hub")),
        ("wave", of("wave", going.pk)),
        ("close", of("close", going.pk)),
        ("results", of("results", wave.pk)),
        ("network", of("network", wave.pk) + "?level=1"),
        ("organization", of("organization", wave.pk, clinic) + "?level=1"),
        ("board", of("board")),
        ("pair", of("pair", clinic, library)),
        ("next", of("next")),
    ):
        look(name, where)


def test_a_wave_from_the_invitation_to_the_board(own_site, window):
    """Prepared and opened by clicks; answered on a phone in Spanish, left and gone on with; one never
    answers; a pair two levels apart; closed; the claim stands beside what the records show."""
    cast = make_cast(timezone.now(), household=False)
    row = counting.together(cast)
    counting.counted(cast, row, timezone.now())
    desk = window("desk", site=own_site)
    becomes(desk, cast.dana, "en")
    desk.go(reverse("continuum:hub", args=[row.pk]))
    desk.page.get_by_role("link", name="Prepare a wave").click()
    desk.page.get_by_label("Last day for answers").fill(f"{cast.at + scenes.WEEK:%Y-%m-%d}")
    desk.page.locator("main button[type=submit]").click()
    desk.page.get_by_role("button", name="Open it: send everybody a link").click()
    desk.sees("0 of 4 have answered")
    wave = _wave(cast, row)

    phone = window("phone", site=own_site, language="es")
    phone.go(_link(cast, wave, "clinic"))
    phone.check()
    phone.shot("continuum-start-phone-es", whole=True)
    phone.page.get_by_role("link", name="Empezar").click()
    phone.check()
    phone.shot(
        "continuum-answer-phone-es", whole=True
    )  # before the page has moved: its head is on top
    phone.page.locator("label", has_text="Colaboración").first.click()
    phone.page.locator("main button[type=submit]").click()
    # left here; the same link, later: what was said is kept, and it goes on with the next one
    phone.go(_link(cast, wave, "clinic"))
    phone.page.get_by_role("link", name="Seguir").click()
    phone.page.locator("label", has_text="No nos conocemos").first.click()
    phone.page.locator("main button[type=submit]").click()
    for number in range(1, 10):
        name = f"question_{number}"
        phone.page.locator(f"label[for=id_{name}_{0 if number < 4 else 1}]").click()
    phone.check()
    phone.shot("continuum-whole-phone-es", whole=True)
    phone.page.locator("main button[type=submit]").click()
    phone.page.get_by_role("button", name="Enviar mis respuestas").click()
    phone.sees("Sus respuestas se enviaron")
    phone.shot("continuum-sent-phone-es", whole=True)

    # the backbone sees it otherwise by two steps; the library never answers
    scenes.says(cast, wave, "backbone", {"clinic": 2, "library": 3}, at=timezone.now())
    scenes.answers(cast, wave, "backbone", 1, 2, at=timezone.now())
    scenes.sends(cast, wave, "backbone", at=timezone.now())
    desk.go(reverse("continuum:wave", args=[row.pk, wave.pk]))
    desk.sees("2 of 4 have answered")
    desk.page.get_by_role("link", name="Close and count").click()
    desk.page.get_by_role("button", name="Close and count").click()
    desk.sees("Fewer than 70 percent answered")
    desk.sees("Two steps apart or more")
    desk.page.get_by_role("link", name="Beside the records").click()
    desk.sees("pairs say something")
    desk.sees("Says more than the records show")


def _wave(cast, row):
    with acting_as(cast.dana):
        return queries.waves(row).get()


def _link(cast, wave, key: str) -> str:
    return reverse("open_continuum:start", args=[letters.token(scenes.voice(cast, wave, key).pk)])
