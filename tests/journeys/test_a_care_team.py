"""The care team: who leads is written to and answers, hands the lead over with how things stand, and Rosa,
on her phone and in Spanish, reads who works with her and why, and removes one of them.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from kinwork.family.referrals.models import Referral
from kinwork.family.teams.models import Lead, Member
from kinwork.family.teams.tests import scenes
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, words_in
from tests.seeing import everything

pytestmark = pytest.mark.browser
es = words_in("es")
LETTER, ANSWER = "¿Quién me ayuda con los papeles?", "Yo. Venga el jueves a las diez."
CLINIC, LIBRARY = casting.AGENCIES["clinic"], casting.AGENCIES["library"]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_a_lead_is_written_to_handed_over_and_a_member_removed(own_site, window, script):
    cast = casting.make_cast(timezone.now() - timedelta(hours=2))
    row = scenes.served(cast)
    rosa = at_work(window, cast, "rosa", size="phone", language="es", javascript=script)
    look = looking(rosa, "team", axe=script)
    rosa.go("/ours/")
    rosa.press(es("Our team"))
    rosa.sees(LIBRARY)
    rosa.sees(es("Leads your team"))
    look("ours", whole=True)
    on_a_small_phone(rosa)
    rosa.press(es("Send"))  # nothing typed: asked back, nothing lost
    look("empty-letter")
    rosa.page.locator("textarea[name=body]").fill(LETTER)
    rosa.press(es("Send"))
    rosa.sees(es("Sent. The answer comes to this page."))

    team = reverse("teams:team", args=[cast.household.pk])
    ana, ben = (at_work(window, cast, name, javascript=script) for name in ("ana", "ben"))
    ana.go(team)
    ana.sees(LETTER)
    looking(ana, "team", axe=script)("desk")
    ana.page.locator("textarea[name=body]").fill(ANSWER)
    ana.press("Send to the family")
    ana.press("Hand over the lead")
    ana.choose(CLINIC)
    ana.page.locator("textarea[name=summary]").fill(scenes.SUMMARY)
    looking(ana, "team", axe=script)("hand-over")
    ana.press("Ask them")
    ana.sees("They are asked. You lead until they say yes.")

    ben.go(team)
    ben.sees(scenes.SUMMARY)
    looking(ben, "team", axe=script)("asked")
    ben.press("Take the lead")
    ben.sees("You lead now.")
    with everything():
        assert Lead.objects.get(ends=None).agency_id == cast.agencies["clinic"].pk

    rosa.go("/ours/team/")
    rosa.sees(ANSWER)
    rosa.page.get_by_text(es("How the lead was handed over")).click()
    rosa.sees(scenes.SUMMARY)
    card = rosa.page.locator("article, .kw-card", has_text=CLINIC).first
    card.get_by_role("link", name=es("Remove")).click()
    look("remove")
    on_a_small_phone(rosa)
    rosa.choose(es("Keep all of %(name)s out", name=CLINIC))
    rosa.press(es("Do this now"))
    rosa.sees(es("Kept out"))
    look("removed", whole=True)
    with everything():
        assert not Member.objects.filter(agency=cast.agencies["clinic"], ends=None).exists()
        assert Referral.objects.get(pk=row.pk).ended_at is not None
    assert ben.go(team).status == 404
    rosa.press(es("Let them in again"))
    rosa.sees(es("They are let in again."))
