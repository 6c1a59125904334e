"""What kind of agency it is decides what follows for families' records, at the next statement."""

import pytest
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.people.models import Person
from kinwork.trust.access.models import Tie, WorkItem
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return casting.make_cast(timezone.now())


def operate(verb, **what):
    with acting_as(casting.OPERATOR):
        return getattr(accounts, verb)(**what, by=casting.OPERATOR, at=timezone.now())


def sees_rosa(cast, name: str) -> bool:
    with acting_as(cast.actors[name]):
        return Person.objects.filter(pk=cast.people["rosa"].pk).exists()


def test_a_victim_service_provider_works_with_no_family_from_the_next_statement(cast):
    row = casting.accepted(cast)
    assert sees_rosa(cast, "ben")
    operate("mark_victim_services", agency=cast.agencies["clinic"])
    assert not sees_rosa(cast, "ben") and sees_rosa(cast, "ana")
    with everything():
        live = Tie.objects.filter(agency=cast.agencies["clinic"])
        assert live.exists() and not live.filter(ends=None).exists()
        lines = WorkItem.objects.filter(closed_at=None)
        assert not lines.filter(agency=cast.agencies["clinic"]).exists()
        desks = lines.filter(kind="re-route", target=row.pk).values_list("agency__name", flat=True)
        assert sorted(desks) == ["Mesquite Flats Library", "Saguaro Wash Family Partnership"]


@pytest.mark.parametrize("name", ["bea", "dana", "rosa"])
def test_the_database_lets_nobody_else_end_an_agencys_ties(cast, name):
    from django.db import connection

    casting.accepted(cast)
    with acting_as(cast.actors[name]), connection.cursor() as cursor:
        cursor.execute("SELECT kw_let_go(%s, now())", [cast.agencies["clinic"].pk])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT kw_stamp(%s)", [cast.agencies["clinic"].pk])
        assert cursor.fetchone() == (0,)


def test_a_tick_taken_away_works_at_the_next_statement(cast):
    operate("keep_records", agency=cast.agencies["library"], records=["part 2"])
    assert not sees_rosa(cast, "ana"), "what it wrote before is of the program, too"
    with everything():
        hat = Membership.objects.get(user=cast.users["ana"])
    hat = operate("change_role", membership=hat, role="navigator", is_part_2_staff=True)
    assert sees_rosa(cast, "ana")
    operate("change_role", membership=hat, role="navigator", is_part_2_staff=False)
    assert not sees_rosa(cast, "ana")


def test_a_worker_of_victim_services_says_openings_and_sees_no_family(cast):
    """They read the directory and publish openings; of families there is no page (VAWA, FVPSA)."""
    operate("mark_victim_services", agency=cast.agencies["clinic"])
    page = browser_of(cast, "ben")
    assert page.get("/find/").status_code == 200
    found = page.get("/openings/")
    assert found.status_code == 200 and "Home visits for new parents" in found.content.decode()
    for path in (f"/households/{cast.household.pk}/", "/people/", "/inbox/", "/desk/"):
        answer = page.get(path)
        assert "Rosa" not in answer.content.decode() and "Luna" not in answer.content.decode()
    assert page.get(f"/households/{cast.household.pk}/").status_code == 404
