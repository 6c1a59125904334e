"""Who may read what of a complaint: asked of the database itself, row by row."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor, clock
from kinwork.family.complaints import actions
from kinwork.family.complaints.models import (
    Complainant,
    Complaint,
    ComplaintAsk,
    ComplaintEvent,
    ComplaintWords,
)
from kinwork.family.complaints.tests import scenes
from kinwork.people.actions import NewPerson
from tests import cast as casting

pytestmark = pytest.mark.django_db
TABLES = (Complaint, Complainant, ComplaintWords, ComplaintEvent, ComplaintAsk)
NOTHING = (0, 0, 0, 0, 0)


@pytest.fixture
def cast():
    return casting.make_cast()


def seen(cast, who) -> tuple[int, ...]:
    by = cast.actors[who] if isinstance(who, str) else who
    with acting_as(by, now=cast.later(days=1)):
        return tuple(table.objects.count() for table in TABLES)


def worked(cast, **more) -> Complaint:
    row = scenes.taken(cast, **more)
    scenes.do(cast, "cora", "ask_agency", row, told="Who helps in Spanish?")
    return row


def test_everybody_who_might_look(cast):
    row = worked(cast)
    casting.hire(cast, "olga", "backbone", "privacy officer")
    casting.hire(cast, "pia", "clinic", "privacy officer")
    casting.hire(cast, "cato", "clinic", "coordinator")
    expected = dict.fromkeys(casting.STAFF, NOTHING)
    expected |= {"cora": (1, 1, 1, 3, 1), "olga": (1, 1, 1, 3, 1), "rosa": (1, 1, 1, 3, 1)}
    # the agency complained of: what its supervisor was asked, and nothing else
    expected |= {"bea": (0, 0, 0, 0, 1), "pia": NOTHING, "cato": NOTHING}
    assert {name: seen(cast, name) for name in expected} == expected
    assert seen(cast, scenes.link_to(row)) == (1, 1, 0, 3, 1)
    for stranger in (VISITOR, Actor("link", cast.household.pk), clock(cast.household.pk)):
        assert seen(cast, stranger) == NOTHING


def test_who_is_not_to_be_known_is_not_known(cast):
    scenes.taken(cast, who=actions.Who(hidden=True))
    assert seen(cast, "cora") == (1, 0, 1, 2, 0)
    assert seen(cast, "rosa")[1] == 1


def test_about_safety_only_who_took_it_reads_it(cast):
    casting.hire(cast, "olga", "backbone", "privacy officer")
    row = scenes.made(cast, is_about_safety=True)
    assert seen(cast, "olga") == seen(cast, "cora") == (1, 0, 0, 0, 0)
    scenes.do(cast, "cora", "take", row)
    assert seen(cast, "cora") == (1, 1, 1, 2, 0)
    assert seen(cast, "olga") == (1, 0, 0, 0, 0)


def test_the_worker_whom_it_is_about_sees_nothing(cast):
    row = worked(cast)
    assert seen(cast, "bea") == (0, 0, 0, 0, 1)
    scenes.do(cast, "cora", "name_worker", row, user=cast.bea.id)
    assert seen(cast, "bea") == NOTHING


def test_another_caregiver_at_home_does_not_read_it(cast):
    other = NewPerson("Luis", "Luna", "caregiver")
    home = casting.record_family(cast, cast.ana, [other])
    scenes.made(cast)
    luis = Actor("family", other.id, home.id, "family member", cast.community.id)
    assert seen(cast, luis) == NOTHING
    at_rosas = Actor("family", other.id, cast.household.id, "family member", cast.community.id)
    assert seen(cast, at_rosas) == NOTHING


def test_an_officer_of_another_community_or_role_sees_nothing(cast):
    scenes.made(cast)
    by = cast.cora
    elsewhere = Actor("staff", by.id, by.hat, "backbone lead", by.community)
    assert seen(cast, elsewhere) == NOTHING
    for purpose in ("statistics", "oversight", "audit"):
        assert seen(cast, by.for_purpose(purpose)) == NOTHING


@pytest.mark.parametrize("name", ["cora", "bea", "ana", "rosa"])
def test_nobody_writes_past_the_actions(cast, name):
    row = worked(cast)
    with acting_as(cast.actors[name], now=cast.later(days=1)):
        assert Complaint.objects.filter(pk=row.pk).update(state="closed") == 0
        assert Complainant.objects.filter(pk=row.pk).update(allows_name=True) == 0
        assert ComplaintAsk.objects.update(answer="Mine.") == 0
