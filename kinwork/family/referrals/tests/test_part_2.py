"""A referral to a Part 2 program is about treatment, whatever it asks for: 42 CFR 2.11, 2.12."""

import pytest

from kinwork.accounts.models import Agency, Membership
from kinwork.common.acting import acting_as
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral, ReferralEvent
from tests import cast as casting
from tests.seeing import everything

pytestmark = pytest.mark.django_db
STAFF = ("ana", "ben", "bill", "bea", "cora")


@pytest.fixture
def cast():
    """The clinic is such a program; Ben is of its Part 2 staff, Bill and their supervisor are not."""
    cast = casting.make_cast()
    with everything():
        Agency.objects.filter(pk=cast.agencies["clinic"].pk).update(is_part_2=True)
        Membership.objects.filter(user=cast.users["ben"]).update(is_part_2_staff=True)
    return cast


def readers(cast, row: Referral) -> list[str]:
    found = []
    for name in STAFF:
        with acting_as(cast.actors[name], now=cast.later(hours=2)):
            events = ReferralEvent.objects.filter(referral=row.pk).exists()
            if Referral.objects.filter(pk=row.pk).exists():
                found.append(name)
            assert events is (name in found)
    return found


def test_it_is_read_by_who_sent_it_and_part_2_staff_of_both(cast):
    row = casting.accepted(cast)
    with everything():
        assert Referral.objects.get(pk=row.pk).sensitivity == "sud"
    assert readers(cast, row) == ["ana", "ben"]


def test_to_anybody_else_it_has_the_class_of_its_need(cast):
    row = casting.sent(cast, "bloom_visits")
    with everything():
        assert Referral.objects.get(pk=row.pk).sensitivity == "household"
    assert readers(cast, row) == ["ana", "cora"]


@pytest.mark.parametrize("first", ["visits", "bloom_visits"])
def test_sent_another_way_it_has_the_class_of_where_it_goes(cast, first):
    then = "bloom_visits" if first == "visits" else "visits"
    row, at = casting.sent(cast, first), cast.later(hours=1)
    with acting_as(cast.ana, now=at):
        new = actions.reroute(referral=row, service=cast.services[then], by=cast.ana, at=at)
    with everything():
        found = Referral.objects.get(pk=new.pk)
    assert found.sensitivity == ("sud" if then == "visits" else "household")
