"""The pages of a list: those who give the service, those who wait, and everybody else."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.family.referrals.tests.test_units import say_openings
from kinwork.family.waiting import actions
from kinwork.family.waiting.models import Offer, PriorityRule
from kinwork.family.waiting.tests.line import waits
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of


@pytest.fixture
def cast(db, settings):
    made = casting.make_cast(at=timezone.now() - timedelta(days=1))
    settings.COMMUNITY = made.community.slug
    return made


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def path(cast) -> str:
    return f"/waiting/service/{cast.services['visits'].pk}/"


def rosa_waits(cast):
    row = casting.sent(cast, by=cast.rosa)
    at = cast.later(hours=1)
    with acting_as(cast.ben, now=at):
        from kinwork.family.referrals import actions as referrals

        return referrals.waitlist(referral=row, by=cast.ben, at=at)


def test_a_partner_says_who_comes_first_and_offers_a_place(cast):
    row, bea = rosa_waits(cast), browser_of(cast, "bea")
    assert 'href="/waiting/"' in bea.get("/inbox/").content.decode()
    assert "1 family waits" in words(bea.get("/waiting/"))
    told = {"kind": "homelessness", "why": "Head Start, 45 CFR 1302.14", "months": ""}
    assert bea.post(path(cast), told).status_code == 302
    page = words(bea.get(path(cast)))
    assert "Families without a stable home. Head Start, 45 CFR 1302.14" in page
    assert "1. Rosa Luna Ortega" in page
    assert bea.post(path(cast) + "offer/").status_code == 302
    assert "A place was offered" in words(bea.get(path(cast)))
    with everything():
        assert Offer.objects.get(referral=row.pk).state == "open"
        rule = PriorityRule.objects.get()
    assert bea.post(f"/waiting/rule/{rule.pk}/end/").status_code == 302
    assert "Who asked first stands first." in words(bea.get(path(cast)))


def test_a_double_click_offers_once_and_a_full_service_says_so(cast):
    waits(cast, "Alfa", 1)
    waits(cast, "Beta", 2)
    bea = browser_of(cast, "bea")
    form = re.search(r'name="form_id" value="([^"]*)"', bea.get(path(cast)).content.decode())[1]
    for _twice in range(2):
        bea.post(path(cast) + "offer/", {"form_id": form})
    with everything():
        assert Offer.objects.count() == 1
    say_openings(cast, 0, hours=20)
    page = bea.post(path(cast) + "offer/", follow=True)
    assert "You said that nothing is free." in words(page)
    with everything():
        assert Offer.objects.count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "nephews"},
        {"kind": ""},
        {"why": ""},
        {"why": "x" * 301},
        {"kind": "youngest", "months": ""},
        {"kind": "youngest", "months": "-3"},
        {"kind": "youngest", "months": "many"},
    ],
)
def test_what_is_no_rule_is_told_beside_the_field(cast, fault):
    told = {"kind": "homelessness", "why": "Our board", "months": "", **fault}
    page = browser_of(cast, "bea").post(path(cast), told)
    assert page.status_code == 200
    assert "usa-error" in page.content.decode()
    with everything():
        assert not PriorityRule.objects.exists()


def test_a_family_reads_its_place_and_what_comes_first_and_answers(cast):
    row, rosa = rosa_waits(cast), browser_of(cast, "rosa")
    with acting_as(cast.bea):
        actions.declare_priority(
            service=cast.services["visits"],
            kind="foster care",
            why="Our board",
            by=cast.bea,
            at=timezone.now(),
        )
        actions.offer_next(service=cast.services["visits"].pk, by=cast.bea, at=timezone.now())
    assert f"/waiting/{row.pk}/" in rosa.get(f"/referrals/{row.pk}/").content.decode()
    ours = rosa.get("/ours/")
    assert "A place is free for you." in words(ours)
    assert f'href="/waiting/{row.pk}/"' in ours.content.decode()
    page = words(rosa.get(f"/waiting/{row.pk}/"))
    assert "Your place now: number 1." in page
    assert "Children in foster care. Our board" in page
    assert "A place is free for you." in page
    assert rosa.post(f"/waiting/{row.pk}/", {}).status_code == 200  # nothing without an answer
    assert rosa.post(f"/waiting/{row.pk}/", {"wants": "yes"}).status_code == 302
    assert "You said yes to the place." in words(rosa.get(f"/waiting/{row.pk}/"))
    assert "A place is free for you." not in words(rosa.get("/ours/"))


def test_a_worker_says_who_answered(cast):
    one = waits(cast, "Alfa", 1)
    with acting_as(cast.bea):
        actions.offer_next(service=cast.services["visits"].pk, by=cast.bea, at=timezone.now())
    ana = browser_of(cast, "ana")
    assert "A place was offered: ask the family if they want it" in words(ana.get("/desk/"))
    assert ana.post(f"/waiting/{one.pk}/", {"wants": "no"}).status_code == 200
    told = {"wants": "no", "on_behalf_of": str(one.mother.id)}
    assert ana.post(f"/waiting/{one.pk}/", told).status_code == 302
    with everything():
        assert Offer.objects.get(referral=one.pk).state == "refused"


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "eve", "rosa"])
def test_nobody_else_sees_a_list_or_anothers_place(cast, name):
    one, browser = waits(cast, "Alfa", 1), browser_of(cast, name)
    for where in (path(cast), path(cast) + "offer/", f"/waiting/{one.pk}/"):
        assert browser.get(where).status_code in (403, 404)
        assert browser.post(where, {}).status_code in (403, 404)


def test_a_list_of_many_asks_no_more_questions(cast, django_assert_max_num_queries):
    for number in range(3):
        waits(cast, f"Uno{number}", number + 1)
    ben = browser_of(cast, "ben")
    ben.get(path(cast))
    with django_assert_max_num_queries(45):
        assert words(ben.get(path(cast))).count("Asked first") == 3
