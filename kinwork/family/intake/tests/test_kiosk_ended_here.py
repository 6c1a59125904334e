"""A shared computer is ended at the computer itself, by the number it was set up with."""

import pytest
from django.urls import reverse

from kinwork.common.models import AuditEntry
from kinwork.family.intake.forms.ways import is_hard_to_guess
from kinwork.family.intake.models import Draft, Kiosk
from kinwork.family.intake.rules import KIOSK_TRIES
from kinwork.family.intake.tests.walking import Walk, story
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
NUMBER, END = "480213", "/start/kiosk/end/"


def set_up(town, number: str = NUMBER) -> Walk:
    walk = Walk(browser_of(town.cast, "ana"))
    walk.get("/start/desk/kiosk/")
    walk.post("/start/desk/kiosk/", place="Front desk", number=number)
    return walk


def is_ended() -> bool:
    with everything():
        return Kiosk.objects.get().ended_at is not None


@pytest.mark.parametrize(
    "number, good",
    [("480213", True), ("48021", False), ("123456", False), ("987654", False), ("111111", False)]
    + [("121212", False), ("48021a", False), ("٤٨٠٢١٣", False), ("8901234", False)],
)
def test_numbers_that_anybody_would_try_are_refused(number, good):
    assert is_hard_to_guess(number) is good


def test_an_easy_number_is_said_beside_the_field(town):
    walk = set_up(town, "123456")
    assert walk.here == "/start/desk/kiosk/" and "in a row" in walk.text
    with everything():
        assert not Kiosk.objects.exists()


def test_the_number_ends_it_and_clears_whoever_is_there(town):
    walk = set_up(town)
    assert END in walk.text
    walk.post("/start/kiosk/", language="en")
    story(walk)
    walk.get(END)
    walk.post(END, number=NUMBER)
    assert is_ended() and walk.here == "/"
    assert not walk.client.cookies["kiosk"].value
    assert walk.client.get(reverse("account_login")).status_code == 200
    with everything():
        assert not Draft.objects.exists()
        told = AuditEntry.objects.get(verb="intake.end_kiosk_here")
        assert told.outcome == "done"


def test_wrong_numbers_end_nothing_and_the_right_one_is_too_late_after_five(town):
    walk = set_up(town)
    walk.get(END)
    for n in range(KIOSK_TRIES):
        walk.post(END, number=f"99021{n}")
        assert "not the number" in walk.text
    walk.post(END, number=NUMBER)
    assert not is_ended() and walk.here == END
    ana = Walk(browser_of(town.cast, "ana"))
    with everything():
        kiosk = Kiosk.objects.get()
    ana.get("/start/desk/kiosk/")
    ana.post(f"/start/desk/kiosk/{kiosk.pk}/end/")
    assert is_ended()


def test_a_number_of_another_kiosk_ends_nothing_here(town):
    set_up(town, "730518")
    walk = set_up(town)
    walk.get(END)
    walk.post(END, number="730518")
    with everything():
        assert not Kiosk.objects.exclude(ended_at=None).exists()


def test_without_a_number_there_is_no_such_page(town):
    walk = set_up(town, "")
    assert walk.here == "/start/kiosk/" and END not in walk.text
    assert walk.client.get(END).status_code == 404
    assert browser_of(town.cast, "ana").get(END).status_code in (403, 404)
