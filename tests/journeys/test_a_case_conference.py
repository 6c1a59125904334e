"""A case conference in a browser: Ana calls the clinic and Rosa together; Ben and Rosa, on her phone and in
Spanish, say that they come, and Rosa adds what she wants to talk about; it takes place, what was agreed is
kept, and what somebody promised becomes a step of the family's plan. The calendar file names nobody.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.family.conferences.models import Conference, FollowUp
from kinwork.family.plans.models import Step
from kinwork.family.plans.tests import scenes as plans
from kinwork.family.teams.tests import scenes
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, words_in, write_date
from tests.seeing import everything

pytestmark = pytest.mark.browser
es = words_in("es")
CLINIC, HERS = casting.AGENCIES["clinic"], "Quiero visitas por la tarde."
AGREED, PROMISED = "The van comes on Tuesdays.", "Put her on the list of the van"


def called_together(ana, cast) -> None:
    ana.go(reverse("conferences:of_family", args=[cast.household.pk]))
    look = looking(ana, "conference")
    look("none-yet")
    ana.press("Plan a conference")
    ana.press("Invite them")  # nothing chosen: asked back
    look("asked-back")
    then = timezone.localdate() + timedelta(days=2)
    write_date(ana, then.strftime("%B"), then.day, then.year)
    ana.page.locator("input[name=hour]").fill("15:00")
    ana.choose("In person")
    ana.page.locator("[name=place]").fill("The library, room 2")
    ana.choose(CLINIC)
    look("planned")
    ana.press("Invite them")
    ana.sees("Case conference")


def no_name_in_the_file(opened, row: Conference) -> None:
    """A calendar is read by whoever looks over a shoulder."""
    answer = opened.context.request.get(opened.address + reverse("conferences:file", args=[row.pk]))
    assert answer.ok and "BEGIN:VEVENT" in answer.text()
    for name in ("Rosa", "Luna", "Mateo", CLINIC):
        assert name not in answer.text()


def it_takes_place(row: Conference) -> None:
    """Two days later: nobody waits for them here, so the meeting is moved to an hour ago."""
    with everything():
        Conference.objects.filter(pk=row.pk).update(starts_at=timezone.now() - timedelta(hours=1))


def test_from_the_invitation_to_a_step(own_site, window):
    cast = casting.make_cast(timezone.now() - timedelta(hours=2))
    scenes.served(cast)
    plan = plans.started(cast)
    goal = plans.goal(cast, plan)
    ana, ben = at_work(window, cast, "ana"), at_work(window, cast, "ben")
    rosa = at_work(window, cast, "rosa", size="phone", language="es")
    called_together(ana, cast)
    with everything():
        row = Conference.objects.get()
    see = reverse("conferences:see", args=[row.pk])

    ben.go(see)
    looking(ben, "conference")("invited")
    ben.press("We come")
    rosa.go("/ours/")
    rosa.press(es("Meetings about us"))
    rosa.press(es("See and answer"))
    looking(rosa, "conference")("ours", whole=True)
    on_a_small_phone(rosa)
    rosa.press(es("We come"))
    rosa.page.locator("textarea[name=words]").fill(HERS)
    rosa.press(es("Add this"))
    rosa.sees(HERS)
    for opened in (ana, ben, rosa):
        no_name_in_the_file(opened, row)

    it_takes_place(row)
    ana.go(see)
    ana.sees(HERS)
    ana.choose("The family")  # who was invited is ticked; whether the family came is asked
    looking(ana, "conference")("it-took-place")
    ana.press("Write it down")
    ana.page.get_by_text("A note, or what we agreed").click()
    ana.page.locator("textarea[name=body]").fill(AGREED)
    ana.choose("What we agreed")
    ana.page.locator("form[action$='/note/'] button").click()
    ana.sees(AGREED)
    ana.page.get_by_text("Who does what until when").click()
    ana.page.locator("form[action$='/promise/'] [name=words]").fill(PROMISED)
    ana.page.locator("form[action$='/promise/'] label", has_text=CLINIC).click()
    then = timezone.localdate() + timedelta(days=9)
    promise = ana.page.locator("form[action$='/promise/']")
    promise.locator("select").first.select_option(label=then.strftime("%B"))
    promise.locator("input[name$=_day]").fill(str(then.day))
    promise.locator("input[name$=_year]").fill(str(then.year))
    promise.locator("button[type=submit]").click()
    ana.sees(PROMISED)
    looking(ana, "conference")("promised", whole=True)
    with everything():
        assert FollowUp.objects.get().agency_id == cast.agencies["clinic"].pk

    ben.go(see)
    ben.page.get_by_text("Put it into the plan").click()
    ben.press("Make it a step")
    with everything():
        step = Step.objects.get(words=PROMISED)
        assert step.goal_id == goal.pk
    rosa.go(reverse("plans:our_goal", args=[goal.pk]))
    rosa.sees(PROMISED)
    rosa.go(reverse("our_meetings:meeting", args=[row.pk]))
    rosa.sees(AGREED)
    looking(rosa, "conference")("after", whole=True)
    on_a_small_phone(rosa)
