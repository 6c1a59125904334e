"""Lines about agreements and emergencies are drawn for whoever must act, with a date and a way there."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.family.referrals.models import Referral
from kinwork.people.actions import NewPerson
from kinwork.people.models import IdentityLink, Match
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import linking
from kinwork.trust.access.models import Glass, WorkItem
from kinwork.trust.access.tests.breaking import ROSA, WHY, clause
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements import jobs
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.agreements.tests import scenes
from tests import cast as casting
from tests.guards.crawling import Crawler, worker
from tests.seeing import everything

pytestmark = pytest.mark.django_db
FIRST = {"ana": "/desk/", "bea": "/team/", "cora": "/worklist/", "dana": "/work/", "ben": "/inbox/"}


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now() - timedelta(hours=3))


def words(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def first_page(actor) -> str:
    client = Crawler(actor).client
    return words(client.get("/", follow=True))


def submitted(cast, **said):
    made = scenes.draft(cast, **said)
    scenes.do(cast, "submit", made)
    return made


def test_who_must_sign_reads_it_until_it_has(cast):
    made = submitted(cast)
    clinic = next(
        one for one in scenes.parties(cast, made) if one.agency_id == cast.agencies["clinic"].pk
    )
    where = reverse("agreements:sign", args=[made.pk, clinic.pk])
    client = Crawler(cast.bea).client
    for path in ("/team/", "/desk/"):
        page = words(client.get(path))
        assert f'<a href="{where}">Read it and sign: Together</a>' in page
    for name in ("ana", "ben", "cora"):
        assert "Read it and sign" not in words(Crawler(cast.actors[name]).client.get(FIRST[name]))
    client.post(where, scenes.SIGNED)
    assert "Read it and sign" not in words(client.get("/team/"))
    with everything():
        left = WorkItem.objects.filter(kind=agreements.SIGN, closed_at=None)
        assert [one.agency_id for one in left] == [cast.agencies["library"].pk]


def test_taken_back_to_draft_nobody_must_sign(cast):
    made = submitted(cast)
    scenes.do(cast, "withdraw", made)
    assert "Read it and sign" not in first_page(cast.bea)


def test_a_renewal_stands_with_whoever_convenes_and_the_parties(cast):
    made = scenes.in_force(cast, ends=cast.later(days=100))
    jobs.run_due(cast.later(days=11))
    where = reverse("agreements:renew", args=[made.pk])
    for actor in (cast.dana, cast.bea):
        assert f'<a href="{where}">It ends soon: renew it or let it end: Together</a>' in (
            first_page(actor)
        )


def broken(cast) -> Glass:
    clause(True)
    with acting_as(cast.cruz):
        glass = access.break_glass(by=cast.cruz, at=timezone.now(), **(WHY | ROSA))
    with acting_as(clock(glass.pk, glass.community_id)) as by:
        return access.tell_glass(glass=glass, by=by, at=timezone.now())


def test_an_emergency_stands_with_the_owner_and_the_reviewer(cast):
    officer = worker(cast, "privacy officer", "backbone")
    glass = broken(cast)
    where = reverse("access:glass", args=[glass.pk])
    ana, reviewer = first_page(cast.ana), first_page(officer)
    assert f'<a href="{where}">A family&#x27;s record was opened in an emergency' in ana
    assert f'<a href="{where}">Review an emergency opening</a>' in reviewer
    assert "business day" in reviewer or "Due" in reviewer, "until when"
    for actor in (cast.bea, cast.ben, cast.dana):
        page = first_page(actor)
        assert "opened in an emergency: read" not in page and "Review an emer" not in page
    late = glass.review_due_at + timedelta(days=1)
    with acting_as(clock(glass.pk, glass.community_id), now=late) as by:
        access.glass_overdue(glass=Glass.objects.get(pk=glass.pk), by=by, at=late)
    page = first_page(cast.cora)
    assert "The review of an emergency opening is late" in page and where not in page


def test_what_lost_its_receiver_stands_on_the_worklist_before_it_is_late(cast):
    referral = casting.sent(cast)
    with everything():
        pact = Agreement.objects.get(kind="participation", community=cast.community)
        assert Referral.objects.get(pk=referral.pk).due_at > timezone.now()
    cora = Crawler(cast.cora).client
    assert str(referral.pk) not in words(cora.get("/worklist/"))
    scenes.do(cast, "suspend", pact, at=timezone.now())
    page = words(cora.get("/worklist/"))
    assert str(referral.pk) in page and "they take part no more" in page
    ana = words(Crawler(cast.ana).client.get("/desk/"))
    assert "they take part no more" in ana


def test_a_new_partner_is_asked_to_join(cast):
    from kinwork.trust.agreements.tests.test_deed_pages import newcomer

    chief = newcomer(cast)
    assert f'<a href="{reverse("agreements:join")}">Your agency does not take part yet' in (
        first_page(chief)
    )


@pytest.mark.parametrize("path", ["/team/", "/desk/"])
def test_more_lines_ask_no_more(cast, path):
    asked, client = [], Crawler(cast.bea).client
    for times in (1, 3):
        for _time in range(times):
            submitted(cast)
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(path)
        asked.append((words(page).count("Read it and sign"), len(captured)))
    (few, asked_few), (many, asked_many) = asked
    assert 0 < few < many and asked_few == asked_many


# Records to compare -----------------------------------------------------------------------------


def said_to_be_one(cast) -> None:
    """Bloom writes Rosa down again; the family says on its own page that it is the same person."""
    again = NewPerson("Rosa", "Luna Ortega", "caregiver", cast.people["rosa"].birth_date)
    casting.record_family(cast, cast.cruz, [again])
    linking.look_for_match(again.id, cast.later(hours=1))
    with acting_as(cast.rosa):
        match = Match.objects.get()
        assert linking.answer_match(match=match.pk, yes=True, by=cast.rosa, at=timezone.now())


@pytest.mark.parametrize("press", ["link", "leave"])
def test_records_to_compare_stand_with_the_supervisor_until_it_is_done(cast, press):
    said_to_be_one(cast)
    where = reverse("same:records")
    line = f'<a href="{where}">The family says two records are one person: link them or leave them'
    lou = worker(cast, "supervisor")
    client = Crawler(lou).client
    for path in ("/team/", "/desk/"):
        assert line in words(client.get(path))
    others = {"ana": "/desk/", "bea": "/team/", "cruz": "/desk/", "cora": "/worklist/"}
    for name, path in others.items():
        page = words(Crawler(cast.actors[name]).client.get(path))
        assert "two records are one" not in page and "records to compare" not in page, name
    with acting_as(lou):
        match = Match.objects.get().pk
    client.post(f"/desk/same/{match}/settle/", {press: ""})
    assert line not in words(client.get("/team/"))
    with everything():
        assert not WorkItem.objects.filter(target=match, closed_at=None).exists()
        assert (IdentityLink.objects.count() == 1) is (press == "link")


# The way to an emergency -----------------------------------------------------------------------


def closed_referral(cast):
    """Bloom received it; then the family ended its consent: an envelope is left."""
    from kinwork.trust.access.tests.test_glass_limits import consents_of
    from kinwork.trust.consent import actions as consents

    referral = casting.sent(cast, "bloom_visits")
    with acting_as(cast.rosa):
        for one in consents_of(cast):
            consents.end(consent=one, by=cast.rosa, at=timezone.now())
    return referral


def test_from_a_referral_that_shows_nothing(cast):
    referral = closed_referral(cast)
    where = reverse("access:break", args=[cast.household.pk])
    client = Crawler(cast.cruz).client
    page = words(client.get(f"/referrals/{referral.pk}/"))
    assert "Is this an emergency?" in page and where in page
    colleague = Crawler(worker(cast, "navigator", "bloom")).client
    assert "Is this an emergency?" not in words(colleague.get(f"/referrals/{referral.pk}/"))


def test_not_from_a_referral_that_shows_the_family(cast):
    referral = casting.sent(cast, "bloom_visits")
    page = words(Crawler(cast.cruz).client.get(f"/referrals/{referral.pk}/"))
    assert "Rosa" in page and "Is this an emergency?" not in page


@pytest.mark.parametrize(
    ("name", "offered"), [("cruz", True), ("bea", True), ("ana", False), ("ben", False)]
)
@pytest.mark.parametrize("given", ["Rosa", "Nobody"])
def test_from_a_search_for_a_family(cast, name, offered, given):
    page = words(Crawler(cast.actors[name]).client.post("/desk/people/", {"given": given}))
    assert ("Is this an emergency?" in page) is offered
    assert (reverse("access:break_by_name") in page) is offered
