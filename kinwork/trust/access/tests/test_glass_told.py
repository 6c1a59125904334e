"""Who hears of a broken glass, and who reviews it."""

from datetime import UTC, datetime, timedelta

import pytest

from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import NoGlass
from kinwork.trust.access.models import Glass, GlassReport, WorkItem
from kinwork.trust.access.tests.breaking import (
    AT,
    breaks,
    glass_cast,
    told,
    worker,
)
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return glass_cast()


def test_owner_and_family_are_told_at_once(cast):
    chief = worker(cast, "supervisor", "library")
    glass = told(breaks(cast.cruz))
    assert glass.owner_told_at == glass.family_told_at == AT
    with acting_as(cast.ana, now=AT):
        assert WorkItem.objects.filter(target=glass.pk, kind="glass opened").count() == 1
        access.read_glass(glass=glass, by=cast.ana, at=AT)
        assert not WorkItem.objects.filter(target=glass.pk, closed_at=None).exists()
    with everything():
        letters = list(Mail.objects.filter(subject__icontains="emergency"))
        assert len(letters) == 1 and str(glass.pk) in letters[0].body
        for word in ("Rosa", "Luna", str(cast.household.pk), "fainted"):
            assert word not in letters[0].body + letters[0].subject
        message = Message.objects.get(key="access.break_glass")
        assert (message.address, message.household_id) == ("rosa@example.org", cast.household.pk)
    assert chief.id != cast.cruz.id


def test_the_family_reads_who_when_and_why_on_its_page(cast):
    breaks(cast.cruz, datetime.now(UTC))
    page = Crawler(cast.rosa).client.get("/ours/").content.decode()
    assert "Desert Bloom Family Center opened your record in an emergency on" in page
    assert "because somebody needed a doctor fast" in page
    assert "fainted" not in page
    page = Crawler(cast.rosa).client.get("/ours/looked/").content.decode()
    assert "Opened your record in an emergency" in page


def test_words_are_for_workers_alone(cast):
    breaks(cast.cruz)
    with acting_as(cast.rosa, now=AT):
        assert Glass.objects.count() == 1 and not GlassReport.objects.exists()


def test_review_is_from_outside_within_three_working_days(cast):
    officer = worker(cast, "privacy officer", "backbone")
    inside = worker(cast, "privacy officer", "bloom")
    glass = told(breaks(cast.cruz))
    assert glass.review_due_at == datetime(2026, 3, 6, 0, tzinfo=UTC)  # Thursday, 17:00 in Arizona
    for actor, error in ((inside, Refused), (cast.cruz, NoGlass), (cast.ana, Refused)):
        with acting_as(actor, now=AT), pytest.raises(error):
            access.review_glass(glass=glass, verdict="in order", words="", by=actor, at=AT)
    elsewhere = worker(cast, "privacy officer", "clinic")
    with acting_as(elsewhere, now=AT), pytest.raises(Refused):
        access.review_glass(glass=glass, verdict="in order", words="", by=elsewhere, at=AT)
    with acting_as(officer, now=AT):
        assert WorkItem.objects.get(kind="glass review").due_at == glass.review_due_at
        done = access.review_glass(
            glass=glass, verdict="follow up", words="Ask why.", by=officer, at=AT
        )
        assert (done.verdict, done.reviewed_by_id, done.reviewed_at) == (
            "follow up",
            officer.id,
            AT,
        )
        assert not WorkItem.objects.filter(closed_at=None, target=glass.pk).exists()
        assert GlassReport.objects.get().found == "Ask why."
        assert not Person.objects.exists(), "a reviewer sees no family"


def test_where_the_convening_agency_broke_it_the_owner_reviews(cast):
    inside = worker(cast, "privacy officer", "backbone")
    owner = worker(cast, "privacy officer", "library")
    glass = told(breaks(worker(cast, "caseworker", "backbone")))
    with acting_as(inside, now=AT), pytest.raises(Refused):
        access.review_glass(glass=glass, verdict="in order", words="", by=inside, at=AT)
    with acting_as(owner, now=AT):
        access.review_glass(glass=glass, verdict="in order", words="", by=owner, at=AT)


def test_a_late_review_comes_onto_the_worklist_once(cast):
    glass = told(breaks(cast.cruz))
    for late in (glass.review_due_at, glass.review_due_at + timedelta(days=1)):
        with acting_as(clock(glass.pk), now=late) as by:
            access.glass_overdue(glass=glass, by=by, at=late)
    with acting_as(cast.cora, now=late):
        assert WorkItem.objects.filter(kind="glass review overdue", closed_at=None).count() == 1
