"""Which views stand out, and which do not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from kinwork.accounts import actions as accounts
from kinwork.common import audit
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.people.actions import NewPerson
from kinwork.trust.access.queries import opened
from kinwork.trust.disclosures import actions, jobs
from kinwork.trust.disclosures.models import OddView
from tests import cast as casting
from tests.cast import OPERATOR, make_cast
from tests.seeing import everything

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 9)
# Tuesday of that week, 10 in the morning in Arizona (7 hours behind).
MORNING = datetime(2026, 3, 10, 17, tzinfo=UTC)
CLOCK = clock(new_id())


@pytest.fixture
def cast():
    return make_cast()


def view(by: Actor, household, at: datetime = MORNING) -> None:
    with acting_as(by):
        opened(by=by, household=household, classes=["identity"], page="people.household", at=at)


def listed(week: date = MONDAY) -> dict:
    """(worker, household) -> reasons."""
    with acting_as(CLOCK):
        actions.list_odd_views(week=week, by=CLOCK, at=MORNING + timedelta(days=7))
    with everything():
        found = OddView.objects.filter(week=week)
        return {(one.user_id, one.household_id): one.reasons for one in found}


def named(cast, name: str, like: Actor) -> Actor:
    """Somebody called `name` who works where `like` works."""
    with acting_as(OPERATOR):
        email = f"{new_id().hex[:8]}@example.org"
        user = accounts.create_user(email=email, name=name, by=OPERATOR, at=cast.at)
        accounts.add_membership(
            user=user,
            agency=[one for one in cast.agencies.values() if one.pk == like.agency][0],
            community=cast.community,
            role=like.role,
            by=OPERATOR,
            at=cast.at,
        )
    return Actor("staff", user.id, like.hat, like.role, cast.community.id)


def test_a_view_by_whom_the_family_told_its_story_does_not_stand_out(cast):
    view(cast.ana, cast.household.pk)
    assert listed() == {}


def test_a_view_without_a_tie_stands_out(cast):
    view(cast.cruz, cast.household.pk)
    assert listed() == {(cast.cruz.id, cast.household.pk): ["no tie"]}


def test_the_receiver_of_a_referral_does_not_stand_out(cast):
    casting.accepted(cast)
    view(cast.ben, cast.household.pk)
    assert listed() == {}


@pytest.mark.parametrize(("days", "stands_out"), [(6, False), (8, True)])
def test_a_tie_that_has_just_ended_still_counts(cast, days, stands_out):
    from kinwork.trust.access.models import Tie

    with everything():
        Tie.objects.filter(agency=cast.agencies["library"]).update(
            ends=MORNING - timedelta(days=days)
        )
    view(cast.ana, cast.household.pk)
    assert (listed() == {(cast.ana.id, cast.household.pk): ["no tie"]}) is stands_out


@pytest.mark.parametrize(
    ("hours", "reasons"),
    [(-4.01, ["night"]), (-4, None), (11.99, None), (12, ["night"]), (17, ["night"])],
)
def test_night_is_by_the_communitys_clocks(cast, hours, reasons):
    view(cast.ana, cast.household.pk, MORNING + timedelta(hours=hours))
    assert listed().get((cast.ana.id, cast.household.pk)) == reasons


@pytest.mark.parametrize(
    ("name", "stands_out"),
    [
        ("Ana Luna", True),
        ("ana lúna", True),
        ("Ana Maria Ortega", True),
        ("Ana de la Ortega-Smith", True),
        ("Luna Smith", False),
        ("Luna", False),
        ("Ana Lunar", False),
        ("Ana", False),
    ],
)
def test_a_surname_of_the_familys(cast, name, stands_out):
    worker = named(cast, name, cast.ana)
    view(worker, cast.household.pk)
    found = listed().get((worker.id, cast.household.pk), [])
    assert ("same name" in found) is stands_out


def test_many_families_in_a_day_is_one_line_where_the_usual_is_passed(cast):
    homes = [new_id() for _ in range(40)]
    for number, home in enumerate(homes):
        view(cast.ana, home, MORNING + timedelta(minutes=number))
    found = [home for (_who, home), reasons in listed().items() if "many" in reasons]
    assert found == [homes[15]], "more than 15, where there is no past"


def test_a_workers_own_past_says_what_is_many(cast):
    for week in range(1, 8):
        for n in range(30):
            view(cast.ana, new_id(), MORNING - timedelta(weeks=week, minutes=n))
    for n in range(44):
        view(cast.ana, new_id(), MORNING + timedelta(minutes=n))
    assert not [1 for reasons in listed().values() if "many" in reasons], "1.5 times 30 is 45"


def test_one_line_a_worker_family_and_day_and_only_once(cast):
    for n in range(3):
        view(cast.cruz, cast.household.pk, MORNING + timedelta(hours=n))
    view(cast.cruz, cast.household.pk, MORNING + timedelta(days=1))
    listed()
    listed()
    with everything():
        rows = OddView.objects.order_by("at")
        assert [row.times for row in rows] == [3, 1]


def test_other_deeds_other_weeks_and_families_own_views_are_no_views(cast):
    with acting_as(cast.cruz):
        audit.record("people.look_up", by=cast.cruz, at=MORNING, household=cast.household.pk)
        audit.record(
            "people.household.view",
            by=cast.cruz,
            at=MORNING,
            household=cast.household.pk,
            outcome="refused",
        )
    view(cast.cruz, cast.household.pk, MORNING - timedelta(days=7))
    view(cast.rosa, cast.household.pk)
    assert listed() == {}
    assert list(listed(MONDAY - timedelta(days=7))) == [(cast.cruz.id, cast.household.pk)]


def test_only_the_clock_asks_for_the_list(cast):
    view(cast.cruz, cast.household.pk)
    with acting_as(cast.dana), connection.cursor() as cursor:
        cursor.execute("SELECT kw_list_odd_views(%s)", [MONDAY])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT kw_same_name(%s, %s)", [cast.dana.id, cast.household.pk])
        assert cursor.fetchone() == (False,), "nobody asks about names"


def test_the_job_takes_the_weeks_that_are_over():
    jobs.odd(new_id())
    with everything():
        assert not OddView.objects.exists()


def test_a_family_of_another_name_does_not_stand_out(cast):
    worker = named(cast, "Bo Luna", cast.ana)
    told = [NewPerson("Ivy", "Smith", "caregiver", date(1990, 1, 1))]
    other = casting.record_family(cast, cast.ana, told)
    view(worker, other.pk)
    assert listed() == {}
