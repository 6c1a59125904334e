"""A message does not arrive, a call is made, a family turns texts off: on every page, in both languages."""

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.contact import actions, stops
from kinwork.family.contact.models import Delivery
from kinwork.trust.access.actions import open_work_item
from tests import cast as casting
from tests.journeys.people import at_work, looking, on_a_small_phone, open_town
from tests.seeing import everything

pytestmark = pytest.mark.browser
PICTURES = ("call", "mine")


@pytest.fixture
def town(own_database, own_site):
    """Three messages of Rosa's: one failed, one to call, one to post."""
    cast = open_town().cast
    with acting_as(cast.ana, now=cast.at):
        for channel, value, hours in (
            ("text", "520-555-0177", "after 5 pm"),
            ("mail", "P.O. Box 7\nMesquite Flats, AZ 85128", ""),
        ):
            actions.record_contact(
                household=cast.household,
                channel=channel,
                value=value,
                safe_hours=hours,
                recorded_by=cast.agencies["library"],
                by=cast.ana,
                at=cast.at,
            )
    casting.accepted(cast)
    casting.sent(cast, "bloom_visits")
    with everything():
        rows = list(Delivery.objects.order_by("made_at", "id"))
    shown = (("failed", "email", "message failed"), ("on a desk", "phone", "call to make"))
    made = {}
    for row, (state, channel, kind) in zip(
        rows, (*shown, ("on a desk", "mail", "letter to post")), strict=False
    ):
        with everything():
            Delivery.objects.filter(pk=row.pk).update(
                state=state, channel=channel, why="no such mailbox", settled_at=timezone.now()
            )
        lay(cast, row, kind)
        made[channel] = row
    return cast, made


def lay(cast, row, kind):
    from kinwork.common.actor import clock

    with acting_as(clock(row.pk, cast.community.pk)):
        open_work_item(
            agency=cast.agencies["library"].pk,
            community=cast.community.pk,
            kind=kind,
            target=row.pk,
            due_at=timezone.now(),
            assignee=cast.ana.id,
            at=timezone.now(),
        )


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_of_messages(town, window, language):
    cast, made = town
    pictures = PICTURES if language == "en" else ()
    mark = "messages" if language == "en" else "messages-es"
    ana = at_work(window, cast, "ana", language=language)
    see = looking(ana, mark, pictures=pictures)
    ana.go("/desk/")
    see("desk", whole=True)
    ana.go(f"/contact/failed/{made['email'].pk}/")
    see("failed", whole=True)
    ana.go(f"/contact/by-hand/{made['phone'].pk}/")
    see("call", whole=True)
    on_a_small_phone(ana)
    ana.go(f"/contact/by-hand/{made['mail'].pk}/")
    see("letter", whole=True)
    ana.go("/contact/mails/")
    see("mails")
    bea = at_work(window, cast, "bea", language=language, size="phone")
    for path in ("/contact/failed/", "/contact/endpoint/"):
        bea.go(path)
        looking(bea, mark)("supervisor")
        on_a_small_phone(bea)
    rosa = at_work(window, cast, "rosa", size="phone", language=language)
    rosa.go("/contact/mine/")
    looking(rosa, mark, pictures=pictures)("mine", whole=True)
    on_a_small_phone(rosa)
    stranger = window("small", language=language)
    stranger.go(f"/contact/stop/{stops.token('email', 'rosa@example.org')}/")
    looking(stranger, mark)("stop")


@pytest.mark.parametrize("javascript", [True, False])
def test_two_taps_end_a_call_and_one_turns_e_mail_off(town, window, javascript):
    cast, made = town
    ana = at_work(window, cast, "ana", javascript=javascript)
    ana.go("/desk/")
    ana.press("Call a family")
    ana.press("I told them")
    ana.sees("It is written down.")
    with everything():
        assert Delivery.objects.get(pk=made["phone"].pk).state == "told"
    ana.press("A message to a family did not arrive")
    ana.fill("Why do you give up?", "Told her at the visit")
    ana.press("Give it up")
    ana.sees("It is given up, with your reason.")
    rosa = at_work(window, cast, "rosa", size="phone", javascript=javascript)
    rosa.go("/ours/")
    rosa.press("How we write to you")
    rosa.press("Turn it off")
    rosa.sees("No more messages go there.")
