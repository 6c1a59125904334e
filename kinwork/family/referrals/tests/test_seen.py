"""What the receiver saw is listed for who sent it and for the family, from the trail alone."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.family.referrals.beside import seen
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.tests.deeds import do
from kinwork.trust.access.queries import opened
from tests import cast as casting
from tests.signing import browser_of


def looks(cast, name, row, hours=5):
    with acting_as(cast.actors[name], now=cast.later(hours=hours)):
        return [(one.who, one.role, one.classes) for one in seen(Referral.objects.get(pk=row.pk))]


def view(cast, name, row, classes, hours):
    actor, at = cast.actors[name], cast.later(hours=hours)
    with acting_as(actor, now=at):
        home = cast.household.pk
        opened(by=actor, household=home, classes=classes, page="referrals.see", at=at)


def test_each_person_and_day_is_one_line(cast):
    row = casting.sent(cast)
    assert looks(cast, "ana", row) == []
    view(cast, "ben", row, ["identity", "contact"], 1)
    view(cast, "ben", row, ["household"], 2)
    view(cast, "bill", row, ["identity"], 3)
    assert looks(cast, "ana", row) == [
        ("Bill", "Provider staff", ("identity",)),
        ("Ben", "Provider staff", ("contact", "household", "identity")),
    ]


def test_the_family_reads_the_office_and_the_role_not_the_name(cast):
    row = casting.sent(cast)
    view(cast, "ben", row, ["identity"], 1)
    assert looks(cast, "rosa", row) == [("", "Provider staff", ("identity",))]


@pytest.mark.parametrize("name", ["ben", "cora"])
def test_nobody_else_reads_it(cast, name):
    row = casting.sent(cast)
    view(cast, "ben", row, ["identity"], 1)
    assert looks(cast, name, row) == []


def test_what_others_opened_or_before_or_after_is_not_of_this_referral(cast):
    row = casting.sent(cast)
    view(cast, "ana", row, ["identity"], 1)
    view(cast, "ben", row, ["identity"], -1)
    do(cast, "ben", "decline", row, 2, reason="no room")
    view(cast, "ben", row, ["identity"], 3)
    assert looks(cast, "ana", row) == []


def test_who_answers_by_a_link_is_listed_too(cast):
    row = casting.sent(cast, "diapers")
    holder, at = casting.link_holder(row), cast.later(hours=1)
    with acting_as(holder, now=at):
        home = cast.household.pk
        opened(by=holder, household=home, classes=["identity"], page="referrals.see", at=at)
    assert looks(cast, "ana", row) == [("", "", ("identity",))]


def test_the_pages_say_it(cast):
    row = casting.sent(cast)
    assert "Nothing yet." in browser_of(cast, "ana").get(f"/referrals/{row.pk}/").content.decode()
    assert browser_of(cast, "ben").get(f"/referrals/{row.pk}/").status_code == 200
    page = browser_of(cast, "ana").get(f"/referrals/{row.pk}/").content.decode()
    assert "Names and birth dates" in page.split('id="seen"')[1].split("</section>")[0]
    own = browser_of(cast, "rosa").get(f"/referrals/{row.pk}/").content.decode()
    assert "Provider staff" in own.split("What they have looked at")[1]
