"""Breaking the glass: by everybody who might try, for how long, and what it opens."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.contact import actions as contacts
from kinwork.family.facts.models import Fact
from kinwork.people.models import Household, Person
from kinwork.people.rules import CLASSES
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Glass, Tie
from kinwork.trust.access.queries import explain, may_change, may_see
from kinwork.trust.access.rules import NEVER_BY_GLASS
from kinwork.trust.access.tests.breaking import (
    AT,
    breaks,
    clause,
    glass_cast,
    names,
    worker,
)
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return glass_cast()


def test_it_opens_the_record_for_this_worker_for_sixty_minutes_and_no_more(cast):
    glass = breaks(cast.cruz)
    assert names(cast.cruz) == {"Rosa", "Mateo", "Lucía"}
    assert glass.ends_at - glass.opened_at == timedelta(minutes=60)
    assert names(cast.cruz, glass.ends_at - timedelta(microseconds=1)) != set()
    assert names(cast.cruz, glass.ends_at) == set()


def test_nobody_else_sees_by_it(cast):
    colleague, chief = worker(cast, "caseworker", "bloom"), worker(cast, "supervisor", "bloom")
    breaks(cast.cruz)
    for other in (colleague, chief, cast.ben, cast.bea, cast.cora, cast.sam):
        assert names(other) == set()


@pytest.mark.parametrize("name", ["ana", "ben", "cora", "dana", "sam", "eve", "rosa"])
def test_no_other_role_breaks_it(cast, name):
    with pytest.raises(Refused):
        breaks(getattr(cast, name))


def test_a_supervisor_may(cast):
    breaks(cast.bea)
    assert names(cast.bea) == {"Rosa", "Mateo", "Lucía"}


def test_the_database_refuses_who_the_application_forgets(cast):
    """The function itself asks for role, clause and account: whoever calls it."""
    for actor in (cast.ben, cast.ana, cast.rosa, Actor("visitor"), OPERATOR, clock(new_id())):
        with acting_as(actor, now=AT):
            assert _called(cast) in ("clause", "no")
    clause(False)
    with acting_as(cast.cruz, now=AT):
        assert _called(cast) == "clause"
    with everything():
        assert not Glass.objects.exists()


def _called(cast) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kw_break_glass(%s, %s, %s, '{}', NULL, 'danger', '', %s)",
            [new_id(), new_id(), cast.household.pk, AT],
        )
        return cursor.fetchone()[0]


def test_no_glass_row_or_tie_is_made_by_hand(cast):
    with acting_as(cast.cruz, now=AT), pytest.raises(DatabaseError), transaction.atomic():
        access.open_tie(
            kind="glass",
            agency=cast.cruz.agency,
            community=cast.community,
            household=cast.household.pk,
            user=cast.cruz.id,
            by=cast.cruz,
            at=AT,
        )
    with acting_as(cast.ana, now=AT), pytest.raises(DatabaseError), transaction.atomic():
        Tie.objects.create(
            kind="glass",
            community=cast.community,
            agency_id=cast.cruz.agency,
            user_id=cast.cruz.id,
            household=cast.household,
            starts=AT,
            ends=AT + timedelta(minutes=10),
        )


def test_nobody_makes_it_longer(cast):
    glass = breaks(cast.cruz)
    later = glass.ends_at + timedelta(minutes=1)
    with acting_as(cast.cruz, now=AT), pytest.raises(DatabaseError), transaction.atomic():
        Tie.objects.filter(work=glass.pk).update(ends=later)
    with acting_as(cast.cruz, now=AT), pytest.raises(DatabaseError), transaction.atomic():
        Glass.objects.update(ends_at=later)


def row_of(cast, sensitivity: str, labels=()) -> Fact:
    """A row of the family's, of any class, as it may come in by an import."""
    with everything():
        return Fact.objects.create(
            community=cast.community,
            recorded_by=cast.agencies["library"],
            household=cast.household,
            sensitivity=sensitivity,
            labels=list(labels),
            key="income",
            value=1,
            said_at=AT,
        )


@pytest.mark.parametrize("sensitivity", CLASSES)
def test_what_it_opens_by_class(cast, sensitivity):
    row = row_of(cast, sensitivity)
    breaks(cast.cruz)
    with acting_as(cast.cruz, now=AT):
        seen = Fact.objects.filter(pk=row.pk).exists()
        assert seen == may_see(cast.cruz, row) == (sensitivity not in NEVER_BY_GLASS)


@pytest.mark.parametrize("label", ["part 2", "safety", "address confidentiality"])
def test_labels_stay_closed(cast, label):
    row = row_of(cast, "contact", [label])
    breaks(cast.cruz)
    with acting_as(cast.cruz, now=AT):
        assert not Fact.objects.filter(pk=row.pk).exists()
        assert not may_see(cast.cruz, row)


def test_it_is_read_and_not_written_by_both_walls(cast):
    breaks(cast.cruz)
    with acting_as(cast.cruz, now=AT):
        home, rosa = Household.objects.get(), Person.objects.get(given_name="Rosa")
        assert not may_change(cast.cruz, home)
        assert not Person.objects.filter(pk=rosa.pk).update(given_name="Anybody")
        for recorded_by in (cast.agencies["bloom"], None):
            with pytest.raises(DatabaseError), transaction.atomic():
                contacts.record_contact(
                    household=home,
                    channel="phone",
                    value="555-0100",
                    recorded_by=recorded_by,
                    by=cast.cruz,
                    at=AT,
                )
            with pytest.raises(DatabaseError), transaction.atomic():
                Fact.objects.create(
                    community=cast.community,
                    recorded_by=recorded_by,
                    household=home,
                    sensitivity="means",
                    key="income",
                    value=1,
                    said_at=AT,
                )
    with acting_as(cast.ana, now=AT):
        assert may_change(cast.ana, Household.objects.get())


def test_it_is_explained(cast):
    breaks(cast.cruz)
    with acting_as(cast.cruz, now=AT):
        assert "emergency" in explain(cast.cruz, Person.objects.get(given_name="Rosa"))
