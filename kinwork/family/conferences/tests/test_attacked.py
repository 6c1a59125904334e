"""Who must not read that a family's team meets, or who is on it."""

import pytest
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.rights import Refused
from kinwork.family.conferences.models import AgendaItem, Conference, FollowUp, Invitation
from kinwork.family.conferences.tests import scenes
from kinwork.family.teams import actions as teams
from kinwork.family.teams.models import Lead, Member
from kinwork.family.teams.tests import scenes as teaming
from kinwork.trust.access.actions import block, withhold
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from tests.cast import OPERATOR
from tests.signing import browser_of

LATER = 24 * 4


def kept_from_rosa(cast, work, at=None) -> None:
    """What Mateo has alone: his mother reads nothing of it."""
    with acting_as(cast.bea, now=at or cast.later(hours=4)):
        withhold(
            kind="minor's own service",
            community=cast.community.pk,
            person=cast.people["mateo"].pk,
            work=work.pk,
            evidence="A.R.S. § 44-132.01",
            by=cast.bea,
            at=at or cast.later(hours=4),
        )


def test_a_place_that_a_young_person_has_alone_is_invited_nowhere(cast):
    row = teaming.served(cast)
    kept_from_rosa(cast, row)
    assert teaming.seen(cast, "rosa", Member, 5) == 0
    with pytest.raises(Refused):
        scenes.planned(cast, row=row)
    page = browser_of(cast, "ana").get(f"/conferences/family/{cast.household.pk}/plan/")
    assert str(cast.agencies["clinic"].pk) not in page.content.decode()


def test_nor_is_it_read_as_invited_where_it_was_before(cast):
    row = teaming.served(cast)
    made = scenes.planned(cast, row=row)
    scenes.do(cast, "ana", "hold", 24 * 3 + 2, conference=made, family_came=True,
              came=[cast.agencies["clinic"].pk])  # fmt: skip
    scenes.promised(cast, made)
    kept_from_rosa(cast, row, cast.later(days=3, hours=4))
    clinic = cast.agencies["clinic"].pk
    with acting_as(cast.rosa, now=cast.later(days=5)):
        assert not Invitation.objects.filter(agency=clinic).exists()
        assert not FollowUp.objects.filter(agency=clinic).exists()
        assert Invitation.objects.filter(agency=cast.agencies["library"]).exists()
    assert scenes.seen(cast, "ana", Invitation) == 2


def test_nor_does_it_lead(cast):
    row = teaming.served(cast)
    kept_from_rosa(cast, row, cast.later(hours=1))
    with pytest.raises(Refused):
        teaming.asked(cast)
    with pytest.raises(Refused):
        teaming.do(cast, "ben", teams.take_lead, 6, household=cast.household)
    with acting_as(cast.rosa, now=cast.later(hours=7)):
        assert not Lead.objects.filter(agency=cast.agencies["clinic"]).exists()


def test_whose_agreement_has_ended_reads_no_meeting_any_more(cast):
    row = scenes.planned(cast)
    models = (Conference, AgendaItem, FollowUp)
    assert scenes.seen(cast, "ben", Conference, 6) == 1
    with acting_as(OPERATOR, now=cast.later(hours=7)):
        agreements.suspend(
            agreement=Agreement.objects.get(kind="participation", community=cast.community),
            by=OPERATOR,
            at=cast.later(hours=7),
        )
    assert [scenes.seen(cast, "ben", one, 8) for one in models] == [0, 0, 0]
    for path in ("", "date/"):
        got = browser_of(cast, "ben").get(f"/conferences/{row.pk}/{path}")
        assert got.status_code == 404


def test_whom_the_family_shut_out_gets_no_file(cast):
    row = scenes.planned(cast)
    with acting_as(cast.rosa, now=timezone.now()):
        block(
            household=cast.household,
            agency=cast.agencies["clinic"],
            by=cast.rosa,
            at=timezone.now(),
        )
    for path in ("", "date/", "move/", "off/"):
        assert browser_of(cast, "ben").get(f"/conferences/{row.pk}/{path}").status_code == 404


@pytest.mark.parametrize("name", ["cruz", "cora", "dana", "sam"])
def test_numbers_of_another_familys_meeting_open_nothing(cast, name):
    row = scenes.held(cast)
    row_promise = scenes.promised(cast, row)
    who = browser_of(cast, name)
    for path in (f"{row.pk}/", f"{row.pk}/date/", f"promise/{row_promise.pk}/"):
        assert who.get(f"/conferences/{path}").status_code in (403, 404)
    for path in ("answer", "item", "note", "promise", "held", "move", "off"):
        assert who.post(f"/conferences/{row.pk}/{path}/", {"comes": "yes"}).status_code in (
            403,
            404,
        )
