"""Bad use of a broken glass: thirty times a day, no reason, at night, on a relative, reviewed by oneself.

Each is refused or marked, and each sounds for the privacy officer.
"""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Mail
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor
from kinwork.common.models import AuditEntry
from kinwork.people.models import Household
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import NoGlass
from kinwork.trust.access.models import Glass, WorkItem
from kinwork.trust.access.rules import sounds
from kinwork.trust.access.tests.breaking import (
    AT,
    WHY,
    breaks,
    glass_cast,
    told,
    worker,
)
from tests.guards.crawling import Crawler
from tests.seeing import everything

pytestmark = pytest.mark.django_db
NAMED = {"given": "Rosa", "family": "Luna Ortega", "born_month": "5", "born_day": "14"}
# What a statement is: its verb, and the table or function that it is about.
ABOUT = re.compile(r'(?:FROM|INTO|UPDATE) "?(\w+)|(kw_\w+|set_config|procrastinate\w+)\(')
NAMED |= {"born_year": "1997"} | WHY


@pytest.fixture
def cast():
    return glass_cast()


@pytest.fixture
def officer(cast):
    return worker(cast, "privacy officer", "backbone")


def tries(client, times=1, **said):
    for _time in range(times):
        client.post(reverse("access:break_by_name"), NAMED | said)


def seen_by(officer) -> str:
    return " ".join(
        Crawler(officer).client.get(reverse("access:emergencies")).content.decode().split()
    )


def lines(officer) -> list[tuple]:
    with acting_as(officer):
        found = WorkItem.objects.filter(kind="glass alarm", closed_at=None)
        return list(found.values_list("target", "due_at"))


def letters() -> int:
    with everything():
        return Mail.objects.filter(subject="An alarm about emergency openings").count()


def test_thirty_times_a_day(cast, officer):
    tries(Crawler(cast.cruz).client, 30, given="Maria")
    with everything():
        assert not Glass.objects.exists()
        tried = AuditEntry.objects.filter(actor_id=cast.cruz.id)
        assert tried.filter(verb="access.try_glass").count() == 5
        assert tried.filter(verb="access.break_glass", details__why="tries").count() == 25
    assert "Tried more names than a day allows: 25 times" in seen_by(officer)
    ((target, due),) = lines(officer)
    assert target == cast.cruz.id and due is not None
    assert letters() == 3  # the first, the tenth and the twentieth


@pytest.mark.parametrize("words", ["asdf", "asdf asdf asdf asdf", "......"])
def test_a_reason_that_says_nothing(cast, officer, words):
    client = Crawler(cast.cruz).client
    tries(client, 2, words=words)
    assert lines(officer) == []
    assert "Gave a reason that says nothing: 2 times" in seen_by(officer)
    tries(client, 1, words=words)
    assert len(lines(officer)) == 1
    with everything():
        assert not Glass.objects.exists()


def test_words_left_empty_are_a_slip_and_no_alarm(cast, officer):
    tries(Crawler(cast.cruz).client, 5, words="")
    assert lines(officer) == [] and "says nothing" not in seen_by(officer)


@pytest.mark.parametrize(
    ("hour", "marked"), [(4, False), (5, True), (10, True), (12, True), (13, False), (18, False)]
)
def test_at_night(cast, officer, hour, marked):
    """Arizona is seven hours behind: 10:00 UTC is three in the morning there."""
    glass = told(breaks(cast.cruz, datetime(2026, 3, 3, hour, tzinfo=UTC)))
    assert ("night" in glass.marks) is marked
    assert ("At night" in seen_by(officer)) is marked


@pytest.mark.parametrize(
    ("name", "marked"), [("Pedro Luna", True), ("Ana Ortega Ruiz", True), ("Luna Pérez", False)]
)
def test_a_relative(cast, officer, name, marked):
    with acting_as(OPERATOR):
        user = accounts.create_user(
            email="relative@example.org", name=name, by=OPERATOR, at=cast.at
        )
        accounts.add_membership(
            user=user,
            agency=cast.agencies["bloom"],
            community=cast.community,
            role="caseworker",
            by=OPERATOR,
            at=cast.at,
        )
    by = Actor("staff", user.pk, cast.cruz.agency, "caseworker", cast.community.pk)
    glass = told(breaks(by))
    assert ("same name" in glass.marks) is marked
    assert ("Same surname as the worker" in seen_by(officer)) is marked
    page = Crawler(cast.ana).client.get(reverse("access:glass", args=[glass.pk])).content.decode()
    assert "Same surname" not in page, "whom a worker is related to is for the officer"


def test_the_last_of_the_week_stands_out(cast, officer):
    days = [datetime(2026, 3, day, 18, tzinfo=UTC) for day in (2, 3, 4)]
    marks = [told(breaks(cast.cruz, at)).marks for at in days]
    assert marks == [[], [], ["last of the week"]]


def test_ones_own_review(cast, officer):
    """Cruz is also privacy officer where it is reviewed; he may be that for everybody but himself."""
    glass = told(breaks(cast.cruz))
    where = reverse("access:glass", args=[glass.pk])
    with acting_as(OPERATOR):
        accounts.add_membership(
            user=cast.users["cruz"],
            agency=cast.agencies["backbone"],
            community=cast.community,
            role="privacy officer",
            by=OPERATOR,
            at=cast.at,
        )
    other = Actor(
        "staff",
        cast.cruz.id,
        cast.agencies["backbone"].pk,
        "privacy officer",
        cast.community.pk,
    )
    page = Crawler(other).client.post(where, {"verdict": "in order"}).content.decode()
    assert "somebody else reviews it" in page and "Your review" not in page
    with acting_as(cast.cruz), pytest.raises(NoGlass, match="own review"):
        access.review_glass(glass=glass, verdict="in order", words="", by=cast.cruz, at=AT)
    with everything():
        assert Glass.objects.get().reviewed_at is None
        assert WorkItem.objects.filter(kind="glass review", closed_at=None).count() == 1
    client = Crawler(officer).client
    seen = " ".join(client.get(reverse("access:emergencies")).content.decode().split())
    assert "Tried to review their own opening: 1 time<" in seen
    assert [target for target, _due in lines(officer)] == [cast.cruz.id]
    client.post(reverse("access:read_alarm", args=[cast.cruz.id]))
    assert lines(officer) == []


@pytest.mark.parametrize("name", ["ana", "bea", "cruz", "cora", "dana", "rosa"])
def test_alarms_are_for_the_officer_alone(cast, officer, name):
    cruz = Crawler(cast.cruz).client
    tries(cruz, 6, given="Maria")
    client = cruz if name == "cruz" else Crawler(getattr(cast, name)).client
    assert "Tried more names" not in client.get(reverse("access:emergencies")).content.decode()
    assert client.post(reverse("access:read_alarm", args=[cast.cruz.id])).status_code == 403
    inside = worker(cast, "privacy officer", "clinic")
    assert "Tried more names" not in seen_by(inside)


@pytest.mark.parametrize(
    ("why", "times", "rings"),
    [
        ("tries", 1, True),
        ("tries", 2, False),
        ("tries", 10, True),
        ("no reason", 1, False),
        ("no reason", 3, True),
        ("own review", 1, True),
        ("no", 1, False),
        ("clause", 1, False),
    ],
)
def test_when_it_sounds(why, times, rings):
    assert sounds(why, times) is rings


def test_hit_and_miss_ask_the_database_the_same(cast):
    """By name: the same statements in the same order, so that neither says who is there."""
    asked = {}
    for name, said in (("hit", {}), ("miss", {"given": "Maria"})):
        client = Crawler(cast.cruz if name == "hit" else cast.bea).client
        client.get(reverse("access:break_by_name"))
        with CaptureQueriesContext(connection) as captured:
            answer = client.post(reverse("access:break_by_name"), NAMED | said)
        asked[name] = [(one["sql"].split()[0], ABOUT.findall(one["sql"])) for one in captured]
        assert answer["Location"] == reverse("access:after")
    assert asked["hit"] == asked["miss"]
    with everything():
        assert Glass.objects.count() == 1


def test_a_try_that_opens_nothing_tells_nobody(cast):
    from kinwork.common.ids import new_id
    from kinwork.common.jobs import JOBS

    JOBS["access.tell_glass"](new_id())
    with everything():
        assert not Mail.objects.exists() and not WorkItem.objects.exists()
        assert Household.objects.count() == 1
    assert AT.tzinfo is not None
