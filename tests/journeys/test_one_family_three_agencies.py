"""One family, three agencies, one plan, five pairs of eyes.

Rosa writes it on her phone, in Spanish. Ana at the library writes with her. The clinic reads what it is
let read, and no health step. Desert Bloom, on the team and let see nothing of it, reads that there is a
plan; before it took the family on, it finds nobody. Cora, who works with none of them, never does. And
when Rosa ends the clinic's view, the clinic's next page is empty.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.plans.models import Goal, Plan, Step
from kinwork.family.referrals import actions as referrals
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
es = words_in("es")
GOAL, READ, NURSE = "Que Mateo hable más", "Leer un libro cada noche", "Ver a la enfermera"
NOTHING = (403, 404)
HIDDEN = "This family has a plan. Ask the family to let you see it."


def rosa_writes_it(rosa, look) -> None:
    rosa.go("/ours/")
    look("ours-before")
    rosa.press(es("Start our plan"))
    rosa.press(es("Start our plan"))
    rosa.page.locator("textarea[name=words]").fill(GOAL)
    rosa.press(es("Keep this goal"))
    rosa.page.locator("a[href$='/steps/add/']").click()
    rosa.page.locator("textarea[name=words]").fill(READ)
    rosa.press(es("Add this step"))
    rosa.sees(READ)
    on_a_small_phone(rosa)


def rosa_says(rosa, look, agency, way: str, button: str) -> None:
    """`let` or `stop`: the second tap stands under what it means."""
    rosa.go(reverse("plans:our_who"))
    look("who-may-see")
    rosa.page.locator(f"a[href*='{agency.pk}/{way}']").click()
    look(f"before-{way}")
    on_a_small_phone(rosa)
    rosa.press(es(button))
    rosa.sees(es("It is done, and counts from now."))


def ana_writes_with_her(ana, cast, goal: Goal) -> None:
    """Rosa sits beside her; what a nurse does is health, and reaches whom health may reach."""
    ana.go(reverse("plans:add_step", args=[cast.household.pk, goal.pk]))
    ana.page.locator("textarea[name=words]").fill(NURSE)
    ana.page.locator("main form button[type=submit]").first.click()
    ana.sees(NURSE)
    with everything():
        found = Step.objects.filter(words=NURSE)
        assert found.get().recorded_by_id == cast.agencies["library"].pk
        found.update(sensitivity="health")


def bloom_takes_the_family_on(cast) -> None:
    row = casting.sent(cast, "bloom_visits")
    at = cast.later(minutes=20)
    with acting_as(cast.cruz, now=at):
        referrals.accept(referral=row, by=cast.cruz, at=at)


def test_five_pairs_of_eyes_on_one_plan(own_site, window):
    cast = casting.make_cast(timezone.now() - timedelta(hours=1))
    casting.accepted(cast)
    plan_url = reverse("plans:plan", args=[cast.household.pk])
    rosa = at_work(window, cast, "rosa", size="phone", language="es")
    eyes = {name: at_work(window, cast, name) for name in ("ana", "ben", "cruz", "cora")}
    look = looking(rosa, "one-plan", pictures=())

    for name in ("ben", "cruz", "cora"):
        status = eyes[name].go(plan_url).status
        assert status == 200 if name == "ben" else status in NOTHING
    rosa_writes_it(rosa, look)
    with everything():
        goal = Goal.objects.get()
        assert Plan.objects.count() == 1
    rosa_says(rosa, look, cast.agencies["library"], "let", "Yes, let them see it")
    ana_writes_with_her(eyes["ana"], cast, goal)

    ben = eyes["ben"]
    ben.go(plan_url)
    ben.sees(HIDDEN)
    assert GOAL not in ben.page.content()
    rosa_says(rosa, look, cast.agencies["clinic"], "let", "Yes, let them see it")
    ben.go(plan_url)
    ben.sees(GOAL)
    ben.go(reverse("plans:goal", args=[cast.household.pk, goal.pk]))
    ben.sees(READ)
    assert NURSE not in ben.page.content()
    looking(ben, "one-plan")("clinic")

    bloom_takes_the_family_on(cast)
    cruz = eyes["cruz"]
    cruz.go(plan_url)
    cruz.sees(HIDDEN)
    looking(cruz, "one-plan")("bloom")
    assert cruz.go(reverse("plans:goal", args=[cast.household.pk, goal.pk])).status == 404
    assert eyes["cora"].go(plan_url).status in NOTHING

    rosa.go("/ours/plan/")
    rosa.press(GOAL)
    for words in (READ, NURSE):
        rosa.sees(words)
    rosa_says(rosa, look, cast.agencies["clinic"], "stop", "Stop it")
    ben.go(plan_url)
    ben.sees(HIDDEN)
    for words in (GOAL, READ, NURSE):
        assert words not in ben.page.content()
