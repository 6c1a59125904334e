"""What lies on a desk about room: a place to offer with one tap, openings to say anew with one tap."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.models import Community
from kinwork.directory.actions import set_capacity
from kinwork.directory.models import ServiceCapacity
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.tests.test_units import say_openings
from kinwork.family.waiting import actions, jobs
from kinwork.family.waiting.models import ListChoice, Offer
from kinwork.family.waiting.tests.line import waits
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

FREE = "Offer the free place to the next family"
ANEW = "Say your openings anew"


@pytest.fixture
def cast(db, settings):
    made = casting.make_cast(at=timezone.now() - timedelta(days=1))
    settings.COMMUNITY = made.community.slug
    return made


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def taps(page, address: str) -> str:
    """Where the line's own button leads, and the form's number."""
    found = re.search(rf'action="([^"]*{address}[^"]*)".*?name="form_id" value="([^"]*)"', page)
    assert found, address
    return found[1], {"form_id": found[2]}


def test_a_free_place_is_offered_from_the_inbox_with_one_tap(cast):
    one, ben = waits(cast, "Alfa", 1), browser_of(cast, "ben")
    assert FREE not in words(ben.get("/inbox/"))
    say_openings(cast, 1, hours=20)
    jobs.see_to_room(one.pk)
    page = ben.get("/inbox/")
    assert FREE in words(page) and "1 opening" in words(page)
    assert FREE in words(browser_of(cast, "bea").get("/desk/"))
    spanish = ben.get("/inbox/", headers={"accept-language": "es"}).content.decode()
    assert "Ofrezca el lugar libre" in spanish and "&lt;span" not in spanish
    for name in ("ana", "cruz"):
        assert FREE not in words(browser_of(cast, name).get("/desk/"))
    answer = ben.post(*taps(page.content.decode(), "offer/"), follow=True)
    assert "Offered. The family is told" in words(answer)
    assert FREE not in words(ben.get("/inbox/"))
    with everything():
        assert Offer.objects.get(referral=one.pk).state == "open"


def test_a_line_whose_place_somebody_else_took_is_not_shown(cast):
    one, ben = waits(cast, "Alfa", 1), browser_of(cast, "ben")
    say_openings(cast, 1, hours=20)
    jobs.see_to_room(one.pk)
    casting.accepted(cast)
    assert FREE not in words(ben.get("/inbox/"))


def test_openings_are_said_to_be_still_so_from_the_inbox(cast):
    say_openings(cast, 2)
    with everything():
        ends = ServiceCapacity.objects.get(service=cast.services["visits"]).valid_until
        Community.objects.filter(pk=cast.community.pk).update(settings={"openings_days": 21})
    assert jobs.run_due(ends - timedelta(days=1)) == 1
    ben = browser_of(cast, "ben")
    page = ben.get("/inbox/")
    assert ANEW in words(page) and "2 openings" in words(page)
    assert "A number counts for 21 days after you save it." in words(page)
    answer = ben.post(*taps(page.content.decode(), "still/"), follow=True)
    assert "Saved. It counts for 21 days." in words(answer)
    assert "21 days" in words(answer).split("It counts for", 2)[2], "it can be chosen, too"
    assert ANEW not in words(ben.get("/inbox/"))
    with everything():
        until = ServiceCapacity.objects.get(service=cast.services["visits"]).valid_until
    assert timedelta(days=20) < until - timezone.now() <= timedelta(days=21)


def path(cast) -> str:
    return f"/waiting/service/{cast.services['visits'].pk}/"


def test_whoever_gives_it_chooses_how_a_place_is_offered(cast):
    bea = browser_of(cast, "bea")
    assert "How a free place is offered" in words(bea.get(path(cast)))
    assert bea.post(path(cast) + "offering/", {"by_itself": "yes"}).status_code == 302
    with everything():
        assert ListChoice.objects.get().by_itself
    page = bea.get(path(cast)).content.decode()
    assert re.search(r'value="yes"[^>]*checked', page)
    refused = bea.post(path(cast) + "offering/", {"by_itself": "perhaps"}, follow=True)
    assert "Please choose one." in words(refused)
    assert bea.get(path(cast) + "offering/").status_code == 404
    with everything():
        assert ListChoice.objects.get().by_itself


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "eve", "rosa", "ana"])
def test_nobody_else_chooses_by_its_address(cast, name):
    answer = browser_of(cast, name).post(path(cast) + "offering/", {"by_itself": "yes"})
    assert answer.status_code in (403, 404)
    with everything():
        assert not ListChoice.objects.exists()


def test_who_was_put_back_after_its_yes_reads_that_it_keeps_its_place(cast):
    row, now = casting.sent(cast, by=cast.rosa), timezone.now()
    with acting_as(cast.ben, now=now):
        row = referrals.waitlist(referral=row, by=cast.ben, at=now)
        made = actions.offer_next(service=cast.services["visits"].pk, by=cast.ben, at=now)
    with acting_as(cast.rosa, now=now):
        actions.answer_offer(offer=made, wants=True, by=cast.rosa, at=now)
    rosa = browser_of(cast, "rosa")
    assert "You said yes to the place." in words(rosa.get(f"/waiting/{row.pk}/"))
    with acting_as(cast.ben, now=now):
        referrals.waitlist(referral=row, by=cast.ben, at=now)
    page = words(rosa.get(f"/waiting/{row.pk}/"))
    assert "is not free any more. You keep your place on the list" in page
    assert "You said yes" not in page


def test_lines_about_room_ask_no_more_questions_the_more_there_are(
    cast, django_assert_max_num_queries
):
    until = timezone.now() + timedelta(days=14)
    for key in ("visits", "well_child"):
        if key in cast.services:
            with acting_as(cast.ben):
                set_capacity(
                    service_id=cast.services[key].pk,
                    available=2,
                    valid_until=until,
                    by=cast.ben,
                    at=timezone.now(),
                )
    jobs.run_due(until)
    ben = browser_of(cast, "ben")
    ben.get("/inbox/")
    with django_assert_max_num_queries(45):
        assert ANEW in words(ben.get("/inbox/"))
