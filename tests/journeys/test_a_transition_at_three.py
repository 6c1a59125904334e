"""A transition at three: Lucía turns three in some months. Ana at the library finds it on her desk, reads
what has to happen by when and from which text, and writes down that the school was told. Her mother
reads on a small phone, in Spanish, what happens by when and who does it; she answers a short check."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.clock import local_day
from kinwork.family.referrals.models import Need
from kinwork.family.timelines import jobs
from kinwork.family.timelines.models import Mark
from kinwork.library.timelines import birthday
from kinwork.people.actions import correct_person
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
PICTURES = ("desk", "child", "mother", "question")


@pytest.fixture
def town(own_database, own_site, settings):
    """Lucía is three in 80 days: sent after the 90 days, so that notice and conference are due at once."""
    settings.SITE_ADDRESS = own_site.address
    cast = open_town().cast
    today = local_day(timezone.now(), "America/Phoenix")
    born = birthday(today + timedelta(days=80), -3)
    with acting_as(cast.ana, now=cast.at):
        lucia = cast.people["lucia"]
        correct_person(
            person=lucia,
            given_name=lucia.given_name,
            family_name=lucia.family_name,
            birth_date=born,
            by=cast.ana,
            at=cast.at,
        )
    need = casting.need(cast, code="early-intervention")
    casting.accepted(cast, answers=need)
    return cast


def test_a_transition_at_three(town, window):
    cast, say = town, words_in("es")
    assert jobs.run_due(timezone.now()) >= 1
    ana = at_work(window, cast, "ana")
    see = looking(ana, "transition", pictures=PICTURES)
    ana.go("/desk/")
    ana.sees("A date around a child comes near")
    see("desk")
    ana.page.locator("a[href*='/children/desk/']").first.click()
    ana.sees("Lucía Luna")
    ana.sees("Transition conference")
    ana.page.locator("summary").first.click()
    see("child", whole=True)
    ana.page.locator("a[href*='key=part_c_notice']").click()
    ana.choose("It was done")
    today = local_day(timezone.now(), "America/Phoenix")
    ana.page.locator("select").first.select_option(index=today.month)
    ana.page.locator("input[name$=_day], input[name$=_1]").first.fill(str(today.day))
    ana.page.locator("input[name$=_year], input[name$=_2]").first.fill(str(today.year))
    ana.choose("Whoever did it told us")
    see("mark")
    ana.press("Keep it")
    ana.sees("Written down.")
    with everything():
        assert [row.key for row in Mark.objects.all()] == ["part_c_notice"]

    rosa = at_work(window, cast, "rosa", size="phone", language="es")
    look = looking(rosa, "transition", pictures=PICTURES)
    rosa.go("/ours/")
    rosa.press(say("What comes next for your children"))
    on_a_small_phone(rosa)
    rosa.press("Lucía")
    rosa.sees("Usted se reúne con el equipo y la escuela para ver qué sigue después de los 3 años.")
    rosa.sees("Saguaro Wash Clinic")
    look("mother", whole=True)
    on_a_small_phone(rosa)
    rosa.go("/ours/check/")
    rosa.press(say("Begin"))
    look("question")
    on_a_small_phone(rosa)
    rosa.choose("Sí")
    rosa.press(say("Next"))
    for _question in range(9):
        rosa.page.get_by_role("button", name=say("Skip"), exact=True).click()
    rosa.sees("Puede haber ayuda")
    look("result")
    rosa.page.locator("input[name=codes] + label").first.click()
    rosa.press(say("Save"))
    with everything():
        assert Need.objects.filter(code="food-pantry", state="open").count() == 1


def test_without_javascript_the_mother_reads_the_same(town, window):
    rosa = at_work(window, town, "rosa", size="phone", language="es", javascript=False)
    rosa.go("/ours/child/")
    rosa.press("Lucía")
    rosa.sees("Termina")
    on_a_small_phone(rosa)
