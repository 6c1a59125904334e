"""Ben publishes times and offers them; Rosa chooses, moves and cancels on her phone, two taps each."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kinwork.common.acting import acting_as
from kinwork.directory.models import Phone, RequiredDocument
from kinwork.family.appointments.models import Seat
from kinwork.family.referrals.models import Appointment
from tests import cast as casting
from tests.cast import OPERATOR
from tests.journeys.people import (
    at_work,
    looking,
    on_a_small_phone,
    open_town,
    words_in,
)
from tests.seeing import everything

pytestmark = pytest.mark.browser
PICTURES = ("published", "offer", "offered", "times", "chosen", "cancel")


@pytest.fixture
def town(own_database, own_site, settings):
    settings.SITE_ADDRESS = own_site.address
    cast = open_town().cast
    with acting_as(OPERATOR, now=cast.at):
        visits = cast.services["visits"]
        RequiredDocument.objects.create(service=visits, document="Birth certificate of the child")
        Phone.objects.create(service=visits, number="520-555-0180")
    return cast, casting.accepted(cast)


@pytest.mark.parametrize("language", ["en", "es"])
def test_two_taps_to_choose_to_move_and_to_cancel(town, window, language):
    cast, referral = town
    say, pictures = words_in(language), PICTURES if language == "en" else ()
    ben = at_work(window, cast, "ben")
    see = looking(ben, "appointments", pictures=pictures)
    publish(ben, see)
    ben.go(f"/dates/{referral.pk}/offer/")
    ben.choose("Any of our open times")
    see("offer")
    ben.press("Offer")
    ben.sees("The family can choose now, and is told.")

    rosa = at_work(window, cast, "rosa", size="phone", language=language)
    look = looking(rosa, "appointments", pictures=pictures)

    def seen(name, **more):
        look(name, **more)
        on_a_small_phone(rosa)

    rosa.go("/ours/")
    seen("offered")
    rosa.press(say("Choose a time"))  # the first tap
    seen("times")
    first, second = (rosa.page.locator("main .kw-times button").nth(n) for n in (0, 1))
    then = second.inner_text()
    first.click()  # the second
    rosa.sees(say("Your date is set."))
    rosa.sees(say("Bring with you:"))
    rosa.sees("Birth certificate of the child")
    seen("chosen")

    rosa.press(say("Choose another time"))
    rosa.page.locator("main .kw-times button", has_text=then).click()
    expect(rosa.page.locator(".kw-next__words").first).to_contain_text(then)
    with everything():
        kept = Appointment.objects.get(referral=referral, state="planned")
        assert Seat.objects.exclude(held_by=None).get().held_by == kept.pk
        assert kept.zone == "America/Phoenix"

    calendar_file_is_neutral(rosa, say, kept)
    rosa.press(say("I cannot come"))
    seen("cancel")
    rosa.page.locator("main form button[type=submit]").first.click()
    rosa.sees(say("We told them that you cannot come."))
    seen("offered-again")
    with everything():
        assert not Seat.objects.exclude(held_by=None).exists()

    ben.go("/dates/ours/")
    see("published", whole=True)
    expect(ben.page.get_by_text("Cancelled")).to_have_count(1)


def publish(ben, see):
    """Every week on two days, from tomorrow on."""
    day = timezone.localdate() + timedelta(days=3)
    ben.go("/dates/ours/")
    see("nothing-yet")
    ben.press("Add times")
    see("publish-empty")
    ben.page.locator("select[name=service]").select_option(label="Home visits for new parents")
    ben.page.locator("select[name=day_month]").select_option(label=day.strftime("%B"))
    ben.page.locator("input[name=day_day]").fill(str(day.day))
    ben.page.locator("input[name=day_year]").fill(str(day.year))
    ben.page.locator("input[name=hour]").fill("9:30")
    ben.choose("Monday")
    ben.choose("Thursday")
    see("publish", whole=True)
    ben.page.locator("main form button[type=submit]").click()
    ben.sees("Families can be offered these times now.")
    see("times-of-an-office")


def calendar_file_is_neutral(rosa, say, kept):
    with rosa.page.expect_download() as told:
        rosa.press(say("Add it to my calendar"))
    text = told.value.path().read_text()
    assert re.search(rf"DTSTART:{kept.starts_at:%Y%m%dT%H%M%SZ}", text)
    assert not re.search("Rosa|Luna|visit|Clinic|Saguaro", text)


def test_too_close_she_asks_and_ben_reads_it(town, window):
    cast, referral = town
    with acting_as(cast.ben):
        from kinwork.family.referrals import actions

        actions.schedule(
            referral=referral,
            starts_at=timezone.now() + timedelta(hours=5),
            place="The library",
            by=cast.ben,
            at=timezone.now(),
        )
    rosa = at_work(window, cast, "rosa", size="phone")
    look = looking(rosa, "appointments", pictures=("too-close",))
    rosa.go("/ours/")
    rosa.press("Ask for another time")
    look("too-close")
    rosa.press("I need another time")
    rosa.sees("We asked them. They contact you.")
    look("asked")
    ben = at_work(window, cast, "ben")
    ben.go(f"/referrals/{referral.pk}/")
    ben.sees("The family needs another time")
