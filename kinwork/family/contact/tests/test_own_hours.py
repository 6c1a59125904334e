"""The family reads its own safe times on its page, changes them there, and nobody else does."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.contact import actions, queries
from kinwork.family.contact.models import ContactPoint
from kinwork.family.contact.tests.test_page_stops import his, with_another_home
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast()


@pytest.fixture
def point(cast):
    with acting_as(cast.rosa, now=cast.at):
        return next(one for one in queries.points(cast.household.pk) if one.channel == "email")


def said(point) -> str:
    with everything():
        return ContactPoint.objects.get(pk=point.pk).safe_hours


def page(browser) -> str:
    return browser.get("/contact/mine/").content.decode()


def test_it_reads_its_times_and_how_they_were_understood(cast, point):
    rosa = browser_of(cast, "rosa")
    done = rosa.post(f"/contact/mine/{point.pk}/hours/", {"hours": "9 to 5"})
    assert done.status_code == 302 and said(point) == "9 to 5"
    shown = page(rosa)
    assert "Safe times, as you said: 9 to 5." in shown and "We read it so: from 9" in shown
    with everything():
        assert AuditEntry.objects.filter(verb="contact.say_hours", outcome="done").count() == 1
    rosa.post(f"/contact/mine/{point.pk}/hours/", {"hours": "when the dog sleeps"})
    assert "Only a person can read that" in page(rosa)
    rosa.post(f"/contact/mine/{point.pk}/hours/", {"hours": ""})
    assert said(point) == "" and "You said no safe times." in page(rosa)


def test_in_spanish(cast, point):
    rosa = browser_of(cast, "rosa")
    rosa.cookies["django_language"] = "es"
    rosa.post(f"/contact/mine/{point.pk}/hours/", {"hours": "por la tarde"})
    assert "Hora segura, como usted dijo: por la tarde. Lo leemos así: de" in page(rosa)


def test_looking_changes_nothing_and_what_is_too_long_comes_back(cast, point):
    rosa, before = browser_of(cast, "rosa"), said(point)
    assert rosa.get(f"/contact/mine/{point.pk}/hours/").status_code == 302
    shown = rosa.post(f"/contact/mine/{point.pk}/hours/", {"hours": "x" * 201})
    assert shown.status_code == 200 and "x" * 201 in shown.content.decode()
    assert said(point) == before


def test_another_familys_way_does_not_exist_and_a_worker_cannot_say_it():
    cast, _theirs = with_another_home()
    with acting_as(cast.rosa, now=cast.at):
        hers = queries.points(cast.household.pk)[0]
    before = said(hers)
    assert (
        his(cast).post(f"/contact/mine/{hers.pk}/hours/", {"hours": "at night"}).status_code == 404
    )
    assert said(hers) == before
    with acting_as(cast.ana, now=cast.at), pytest.raises(Refused):
        actions.say_hours(point=hers, safe_hours="at night", by=cast.ana, at=cast.at)
