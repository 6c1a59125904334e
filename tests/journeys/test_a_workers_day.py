"""A worker's day: Ben answers three requests at once, tries to reach a family in two taps until he
has to decide, puts a line off, and hands the rest to Bill; Bea sees the team. On a phone, too, in
both languages, and without JavaScript.
"""

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.family.phrases import actions as phrases
from kinwork.family.referrals.models import Referral
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
SIZES = (("desk", "en", True), ("phone", "es", True), ("phone", "en", False))


@pytest.mark.parametrize(("size", "language", "script"), SIZES)
def test_a_day(own_site, window, size, language, script):
    town, say = open_town(), words_in(language)
    cast = town.cast
    for _need in range(4):
        casting.sent(cast)
    with acting_as(cast.bea):
        phrases.write(
            deed="decline",
            name="Full",
            english="We are full.",
            spanish="No hay lugar.",
            form_id=new_id(),
            by=cast.bea,
            at=timezone.now(),
        )
    options = {"size": size, "language": language, "javascript": script}
    ben = at_work(window, cast, "ben", **options)
    look = looking(ben, f"day-{size}-{language}", axe=script, pictures=PICTURES)
    many(ben, look, say)
    three_tries(ben, look, say)
    bea = at_work(window, cast, "bea", **options)
    look_on = looking(bea, f"day-{size}-{language}", axe=script, pictures=PICTURES)
    puts_off(bea, look_on, say, cast)
    hands_over(bea, look_on, say, cast)


PICTURES = (
    "inbox",
    "many",
    "done",
    "tries",
    "decide",
    "desk",
    "later",
    "put-off",
    "hand",
    "hand-what",
    "team",
    "assign",
    "texts",
)


def many(ben, look, say) -> None:
    ben.go("/inbox/")
    look("inbox", whole=True)
    for box in ben.page.locator("label[for^=row-]").all()[:3]:
        box.click()
    ben.page.locator("#do").select_option("accept")
    ben.press(say("Go on"))
    ben.sees(say("To these"))
    look("many", whole=True)
    ben.page.locator("form#bulk button[type=submit]").first.click()
    ben.sees(say("Back to the list"))
    look("done", whole=True)


def three_tries(ben, look, say) -> None:
    with everything():
        taken = Referral.objects.filter(state="accepted").first().pk
    for way in ("Called: no answer", "Called: left word", "At the door"):
        ben.go("/inbox/?show=working")
        form = ben.page.locator(f"form[action='/desk/tried/{taken}/']")
        ben.page.locator("details", has=form).locator("summary").click()
        if way == "Called: left word":
            look("tries", whole=True)
        form.get_by_role("button", name=say(way)).click()
    ben.sees(say("What now?"))
    look("decide", whole=True)
    on_a_small_phone(ben)


def puts_off(bea, look, say, cast) -> None:
    bea.go("/desk/")
    look("desk", whole=True)
    with everything():
        line = WorkItem.objects.filter(
            closed_at=None, agency=cast.agencies["clinic"], kind="answer"
        )
        line = (
            line.first()
            or WorkItem.objects.filter(closed_at=None, agency=cast.agencies["clinic"]).first()
        )
        line.due_at = timezone.now() + timezone.timedelta(days=4)
        line.assignee = None
        line.save()
    bea.go(f"/desk/lines/{line.pk}/later/")
    look("later", whole=True)
    bea.choose(say("Papers are on the way"))
    bea.press(say("Put it off"))
    bea.sees(say("Put off. It comes back by itself."))
    look("put-off", whole=True)
    on_a_small_phone(bea)


def hands_over(bea, look, say, cast) -> None:
    bea.go("/team/")
    look("team", whole=True)
    on_a_small_phone(bea)
    bea.go("/desk/hand-over/")
    look("hand", whole=True)
    bea.page.locator("#from").select_option(label="Ben")
    bea.page.locator("#to").select_option(label="Bill")
    bea.press(say("Show what goes over"))
    look("hand-what", whole=True)
    bea.press(say("Hand it over"))
    bea.sees(say("Handed over"))
    with everything():
        assert WorkItem.objects.filter(assignee=cast.users["bill"], kind="handed over").exists()
    bea.go("/texts/")
    look("texts", whole=True)
