"""Pages after an end without help: the coordinator's part, a place proposed, why none follows, circles."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.family.intake.tests.conftest import open_town
from kinwork.family.referrals import actions, jobs
from kinwork.family.referrals.models import Need, Referral
from kinwork.trust.access.models import WorkItem
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db
CODES = {"visits": "home-visiting", "bloom_visits": "home-visiting", "diapers": "diapers"}


@pytest.fixture
def cast(monkeypatch):
    monkeypatch.setattr("kinwork.family.intake.tests.conftest.CODES", CODES)
    return open_town(at=timezone.now() - timedelta(hours=3)).cast


def declined(cast, by=None) -> Referral:
    row, at = casting.sent(cast, by=by or cast.ana), cast.later(hours=1)
    with acting_as(cast.ben, now=at):
        return actions.decline(referral=row, reason="no room", by=cast.ben, at=at)


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form_id(page) -> str:
    return re.search(r'name="form_id" value="([^"]*)"', page.content.decode())[1]


def left(row) -> bool:
    with everything():
        lines = WorkItem.objects.filter(target=row.pk, closed_at=None)
        return lines.exclude(kind="closed").exists()


def test_the_coordinator_proposes_a_place_for_what_a_family_sent_itself(cast):
    row, cora = declined(cast, cast.rosa), browser_of(cast, "cora")
    page = cora.get("/worklist/?show=door")
    assert "Propose a place" in words(page)
    assert "Rosa" not in words(page)
    assert "left" in words(page)  # the time until it is due
    path = f"/referrals/{row.pk}/reroute/"
    assert "on its own page" in words(cora.get(path))
    told = {"service": str(cast.services["bloom_visits"].pk), "version": "2"}
    told["form_id"] = form_id(cora.get(path))
    for _time in "ab":
        answer = cora.post(path, told, follow=True)
        assert "The family reads it on its page, and says yes or no." in words(answer)
    with everything():
        new = Referral.objects.get(previous=row)
    rosa = browser_of(cast, "rosa")
    assert "Desert Bloom" in words(rosa.get("/ours/"))
    path = f"/referrals/{new.pk}/send/"
    rosa.post(path, {"form_id": form_id(rosa.get(path)), "agree": "yes"})
    assert not left(row)
    assert "Propose a place" not in words(cora.get("/worklist/?show=door"))


def test_late_it_stands_on_the_coordinators_worklist_with_what_was_told(cast):
    row, cora = declined(cast), browser_of(cast, "cora")
    assert "Find the next place" not in words(cora.get("/worklist/?show=door"))
    with everything():
        jobs.run_due(Referral.objects.get(pk=row.pk).next_door_due, only={row.pk})
    page = words(cora.get("/worklist/?show=door"))
    assert "No next place in time" in page
    assert "No other place follows" in page
    assert "Propose a place" not in page
    with everything():
        WorkItem.objects.filter(target=row.pk).update(due_at=timezone.now() - timedelta(hours=1))
    assert "Find the next place" in words(browser_of(cast, "ana").get("/desk/?show=due"))


def test_a_worker_says_why_none_follows(cast):
    row, ana = declined(cast), browser_of(cast, "ana")
    path = f"/referrals/{row.pk}/end_search/"
    assert path in ana.get(f"/referrals/{row.pk}/next/").content.decode()
    page = ana.get(path)
    assert "it leaves the desks" in words(page)
    told = {"form_id": form_id(page), "version": "2"}
    assert ana.post(path, told).status_code == 200  # a reason is missing
    assert left(row)
    assert ana.post(path, told | {"reason": "no other place"}).status_code == 302
    assert not left(row)
    assert "No other place gives this here" in words(ana.get(f"/referrals/{row.pk}/"))
    assert ana.get(path).status_code == 302  # nothing to say any more


def test_the_family_needs_no_other_place(cast):
    row, rosa = declined(cast), browser_of(cast, "rosa")
    assert "You can ask another place" in words(rosa.get("/ours/"))
    assert "We do not need another place" in words(rosa.get(f"/referrals/{row.pk}/next/"))
    path = f"/referrals/{row.pk}/end_search/"
    told = {"form_id": form_id(rosa.get(path)), "version": "2"}
    assert rosa.post(path, told).status_code == 302
    assert not left(row)
    assert "You can ask another place" not in words(rosa.get("/ours/"))
    assert "They have no room now." in words(
        browser_of(cast, "rosa").get(f"/referrals/{row.pk}/next/")
    )


@pytest.mark.parametrize("name", ["ben", "cruz", "dana", "cora"])
def test_pages_are_for_those_who_may(cast, name):
    """Of what staff sent the coordinator may say it too: late, it is on its worklist."""
    row, other = declined(cast), browser_of(cast, name)
    answer = other.post(
        f"/referrals/{row.pk}/end_search/",
        {"form_id": str(new_id()), "version": "2", "reason": "other"},
    )
    assert (answer.status_code == 302) is (name == "cora")
    assert left(row) is (name != "cora")


def test_a_service_in_vain_goes_on_to_the_next_place(cast):
    row = casting.accepted(cast)
    with acting_as(cast.ben, now=cast.later(hours=2)):
        actions.serve(
            referral=Referral.objects.get(pk=row.pk), received="A visit", need_met="not",
            by=cast.ben, at=cast.later(hours=2),
        )  # fmt: skip
    with everything():
        assert Need.objects.get(pk=row.need_id).state == "unmet"
    ana = browser_of(cast, "ana")
    assert f"/referrals/{row.pk}/next/" in ana.get(f"/referrals/{row.pk}/").content.decode()
    assert "the need is still there" in words(ana.get(f"/referrals/{row.pk}/next/"))
    rosa = browser_of(cast, "rosa")
    assert f"/referrals/{row.pk}/next/" in rosa.get("/ours/").content.decode()


def test_circles_are_said_on_the_next_places_page_and_where_it_is_sent_another_way(cast):
    """Desert Bloom said no to the need before; now the clinic does, and then it is overdue there."""
    before, at = casting.sent(cast, "bloom_visits"), cast.later(hours=1)
    with acting_as(cast.cruz, now=at):
        actions.decline(referral=before, reason="too far", by=cast.cruz, at=at)
    row, ana, bloom = declined(cast), browser_of(cast, "ana"), cast.services["bloom_visits"].pk
    page = words(ana.get(f"/referrals/{row.pk}/next/{bloom}/"))
    assert "This need has been there before." in page
    family = words(browser_of(cast, "rosa").get(f"/referrals/{row.pk}/next/{bloom}/"))
    assert "You have asked this place before." in family
    waits = casting.sent(cast)
    page = words(browser_of(cast, "cora").get(f"/referrals/{waits.pk}/reroute/"))
    assert "It has been at this place before Declined (It is too far for the family)" in page


def test_the_worklist_asks_no_more_for_more_families(cast):
    cora, counts = browser_of(cast, "cora"), []
    for number in (1, 3):
        for _one in range(number):
            declined(cast, cast.rosa)
        cora.get("/worklist/?show=door")
        with CaptureQueriesContext(
            connection,
        ) as found:
            cora.get("/worklist/?show=door")
        counts.append(len(found))
    assert counts[0] == counts[1]
