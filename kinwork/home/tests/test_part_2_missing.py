"""A worker of a Part 2 program without the mark: nothing is saved, and the page says what is missing."""

from datetime import date

import pytest
from django.utils import timezone

from kinwork.accounts import actions as accounts
from kinwork.accounts import part_2
from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import AuditEntry
from kinwork.family.facts.models import Fact
from kinwork.family.intake.models import Draft
from kinwork.family.intake.tests.test_desk import began
from kinwork.family.intake.tests.walking import Walk, birth
from kinwork.family.referrals.models import Need
from kinwork.people.models import Household, Person
from tests import cast as casting
from tests.seeing import everything
from tests.signing import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(town):
    cast = town.cast
    said = {"by": casting.OPERATOR, "at": timezone.now()}
    with acting_as(casting.OPERATOR):
        accounts.keep_records(agency=cast.agencies["clinic"], records=["part 2"], **said)
    return cast


def counted() -> list[int]:
    with everything():
        return [one.objects.count() for one in (Household, Person, Need, Fact)]


def sent(cast, town, name, language="en") -> Walk:
    """A whole intake at the desk, sent."""
    walk = Walk(browser_of(cast, name))
    walk.client.cookies["django_language"] = language
    here = began(walk)
    walk.post(walk.here, given="Marta", family="Soto", **birth(date(1999, 1, 2)))
    walk.get(f"{here}/people/add/child/")
    walk.post(walk.here, given="Iker", **birth(date(2024, 2, 3)))
    walk.post(f"{here}/people/")
    walk.get(f"{here}/result/")
    walk.post(f"{here}/result/")
    walk.post(f"{here}/places/", services=[town.service["bloom_visits"]])
    walk.post(f"{here}/reach/", channel="phone", phone="520-555-0199", safe="no")
    walk.post(walk.here, agree="yes")
    lies = {"paper_at": "Blue folder", **birth(date(2026, 7, 1), "signed_on")}
    walk.post(f"{here}/send/", way="on paper", **lies)
    return walk


def hat(cast, name) -> Membership:
    with everything():
        return Membership.objects.get(user=cast.users[name], ends=None)


def change(cast, name, role, marked):
    told = {"role": role, "is_part_2_staff": marked, "by": casting.OPERATOR, "at": timezone.now()}
    with acting_as(casting.OPERATOR):
        return accounts.change_role(membership=hat(cast, name), **told)


def as_now(cast, name) -> Actor:
    worn = hat(cast, name)
    return Actor("staff", worn.user_id, worn.agency_id, worn.role, worn.community_id)


def test_it_says_what_is_missing_and_who_can_mark_and_keeps_what_was_typed(cast, town):
    change(cast, "ben", "caseworker", False)
    before, walk = counted(), sent(cast, town, "ben")
    assert walk.page.status_code == 403 and counted() == before
    assert "You are not marked as one yet." in walk.text and cast.users["bea"].name in walk.text
    assert "Blue folder" in walk.text, "what was typed is kept"
    with everything():
        assert Draft.objects.latest("began_at").finished_at is None, "and so is the whole intake"
        assert AuditEntry.objects.filter(outcome="refused", actor_id=cast.ben.id).count() == 1


def test_in_spanish(cast, town):
    change(cast, "ben", "caseworker", False)
    walk = sent(cast, town, "ben", "es")
    assert "Todavía no tiene esa marca." in walk.text and "Quien lo puede hacer" in walk.text


def test_with_the_mark_the_same_intake_is_taken(cast, town):
    change(cast, "ben", "caseworker", True)
    before, walk = counted(), sent(cast, town, "ben")
    assert walk.page.status_code == 200 and counted() != before


def test_only_who_lacks_it_is_told_so(cast):
    """No other agency, no other role: their refusals keep their own words."""
    change(cast, "ben", "caseworker", True)
    with acting_as(casting.OPERATOR):
        assert part_2.missing(as_now(cast, "ben")) is None
        assert part_2.missing(as_now(cast, "ana")) is None
        assert part_2.missing(as_now(cast, "cora")) is None
        assert "not marked as one" in part_2.missing(as_now(cast, "bill"))


def test_who_nobody_at_the_agency_can_mark_is_sent_to_who_runs_the_site(cast):
    """A supervisor is marked by an account administrator; this agency has none."""
    with acting_as(casting.OPERATOR):
        said = part_2.missing(as_now(cast, "bea"))
    assert said.endswith("Ask who runs this site to see to it.")


def test_an_intake_worker_is_told_that_the_mark_alone_is_not_enough(cast):
    for marked in (False, True):
        change(cast, "bill", "intake worker", marked)
        with acting_as(casting.OPERATOR):
            assert "needs another role as well" in part_2.missing(as_now(cast, "bill"))
