"""Rosa makes the family's plan on her phone, in Spanish; Ana and Ben open the same plan and read
different steps of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.family.plans.models import Goal, Step
from kinwork.family.plans.tests import scenes
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
say = words_in("es")
LEVELS = ("No habla", "Dice lo mismo", "Dice dos palabras", "Dice frases", "Cuenta un cuento")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_rosa_makes_ticks_and_closes(own_site, window, script):
    cast = casting.make_cast(timezone.now())
    rosa = at_work(window, cast, "rosa", size="phone", language="es", javascript=script)
    look = looking(rosa, "family", axe=script, pictures=())
    rosa.go("/ours/plan/")
    look("plan-empty")
    rosa.press(say("Start our plan"))
    rosa.page.locator("textarea[name=words]").fill("Que Mateo hable más")
    rosa.press(say("Keep this goal"))
    rosa.sees("Que Mateo hable más")
    rosa.page.locator("a[href$='/scale/']").click()
    for number, words in enumerate(LEVELS):
        rosa.page.locator(f"input[name=level_{number}]").fill(words)
    look("plan-scale")
    rosa.press(say("Keep this scale"))
    rosa.page.locator("a[href$='/steps/add/']").click()
    rosa.page.locator("textarea[name=words]").fill("Leer un libro")
    look("plan-step")
    rosa.press(say("Add this step"))
    on_a_small_phone(rosa)
    look("plan-goal")
    rosa.go("/ours/plan/")
    look("plan")
    rosa.page.locator("form[action$='/finish/'] button").click()
    with everything():
        assert Step.objects.get().state == "done"
        goal = Goal.objects.get()
    rosa.go(reverse("plans:our_close_goal", args=[goal.pk]))
    rosa.page.locator("label[for$='_3']").click()
    look("plan-close")
    rosa.press(say("Close it"))
    with everything():
        goal = Goal.objects.get()
    assert (goal.state, goal.level) == ("closed", 1)
    for name in ("story", "paper", "who", "compare"):
        rosa.go(reverse(f"plans:our_{name}"))
        look(f"plan-{name}")


def test_ana_and_ben_open_one_plan_and_read_different_steps(own_site, window):
    cast = casting.make_cast(timezone.now())
    plan = scenes.started(cast, "ana")
    goal = scenes.goal(cast, plan, "ana", whose=scenes.with_rosa(cast))
    plain, health = (scenes.step(cast, goal, "ana", words) for words in ("Read", "See the nurse"))
    with everything():
        Step.objects.filter(pk=health.pk).update(sensitivity="health")
    casting.consent(cast, "clinic", ("identity", "household", "plan"))
    scenes.on_team(cast, "clinic", ())
    path = reverse("plans:goal", args=[cast.household.pk, goal.pk])
    ana, ben = at_work(window, cast, "ana"), at_work(window, cast, "ben")
    for worker in (ana, ben):
        worker.go(path)
        worker.sees(plain.words)
    ana.sees(health.words)
    look = looking(ben, "desk", axe=True, pictures=())
    look("plan-desk-goal")
    assert health.words not in ben.page.content()
    ben.go(reverse("plans:plan", args=[cast.household.pk]))
    look("plan-desk")
