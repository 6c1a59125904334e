"""What must stay although its day has come: who says so, until when, and what holds by itself."""

from datetime import date, timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.contact.models import ContactPoint
from kinwork.trust.access.models import Glass, Withholding
from kinwork.trust.consent import jobs as consent_jobs
from kinwork.trust.consent.tests.deeds import as_rosa
from kinwork.trust.retention import actions, queries
from kinwork.trust.retention.models import Hold
from kinwork.trust.retention.tests.scenes import ENDED, at_rest, night, officer, rows
from kinwork.trust.retention.tests.test_keeping import DAY, REST, moment
from tests.seeing import everything

ON = moment(2028, 5, 2)


@pytest.fixture
def cast(db):
    made = at_rest()
    made.actors["olga"] = officer(made)
    made.actors["pia"] = officer(made, "clinic")
    night(REST)
    return made


def hold(cast, name="olga", at=ON, **said) -> Hold:
    by = cast.actors[name] if name else OPERATOR
    told = {"household": cast.household.pk, "reason": "lawsuit"} | said
    with acting_as(by, now=at):
        return actions.hold(by=by, at=at, **told)


@pytest.mark.parametrize("name", ["olga", "pia", None])
def test_nothing_is_deleted_until_it_is_released(cast, name):
    made, before = hold(cast, name), rows()
    assert night(DAY) == {"held": 1} and rows() == before
    by = cast.actors[name] if name else OPERATOR
    with acting_as(by, now=DAY):
        assert actions.release(hold=made, by=by, at=DAY)
        assert not actions.release(hold=made, by=by, at=DAY)
    assert night(moment(2029, 3, 5)) == {"deleted": 1}
    with everything():
        told = AuditEntry.objects.filter(verb__in=("retention.hold", "retention.release"))
        assert set(told.values_list("household_id", flat=True)) == {cast.household.pk}
        assert told.count() == 2


def test_holding_is_no_deed_on_the_record(cast):
    hold(cast)
    assert night(moment(2028, 5, 3)) == {}


def test_a_hold_ends_with_its_last_day(cast):
    hold(cast, until=date(2029, 3, 10))
    assert night(DAY) == {"held": 1}
    assert night(moment(2029, 3, 10)) == {"held": 1}
    assert night(moment(2029, 3, 11)) == {"deleted": 1}


@pytest.mark.parametrize("name", ["rosa", "ana", "ben", "bea", "cora", "dana", "sam", "eve"])
def test_who_may_not_hold(cast, name):
    with pytest.raises(Refused):
        hold(cast, name)
    made = hold(cast)
    actor = cast.actors[name]
    with pytest.raises(Refused), acting_as(actor, now=ON):
        actions.release(hold=made, by=actor, at=ON)
    with acting_as(actor, now=ON):
        assert not Hold.objects.exists()


def test_an_officer_sees_and_releases_what_they_answer_for(cast):
    made = hold(cast)
    with acting_as(cast.pia, now=ON):  # of one agency, not of the convening one
        assert not queries.holds(ON).exists()
        assert not actions.release(hold=made, by=cast.pia, at=ON)
    other = hold(cast, "pia")
    with acting_as(cast.olga, now=ON):
        assert {one.pk for one in queries.holds(ON)} == {made.pk, other.pk}
        assert actions.release(hold=other, by=cast.olga, at=ON)


def test_no_such_family_here(cast):
    with pytest.raises(Refused, match="No family"):
        hold(cast, household=new_id())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reason": "curious"}, "reason"),
        ({"reason": "other"}, "words"),
        ({"until": ON.date() - timedelta(days=1)}, "until"),
    ],
)
def test_a_hold_is_whole(cast, said, field):
    with pytest.raises(actions.NotWhole) as wrong:
        hold(cast, **said)
    assert wrong.value.field == field


def test_an_order_in_force_holds_by_itself(cast):
    with everything():
        made = Withholding.objects.create(
            kind="court order",
            person=cast.people["mateo"],
            community=cast.community,
            from_agency=cast.agencies["bloom"],
            recorded_by=cast.agencies["library"],
            evidence="Order 12 of the family court",
            starts=ENDED,
        )
    assert night(DAY) == {"held": 1}
    with everything():
        Withholding.objects.filter(pk=made.pk).update(ends=moment(2029, 6, 1))
    assert night(moment(2029, 6, 2)) == {"deleted": 1}
    with everything():
        assert Withholding.objects.get().evidence == "-"


def test_an_emergency_that_nobody_has_reviewed_holds_by_itself(cast):
    with everything():
        Glass.objects.create(
            community=cast.community,
            user=cast.users["bea"],
            agency=cast.agencies["clinic"],
            household=cast.household,
            reason="medical",
            opened_at=ENDED,
            ends_at=ENDED + timedelta(hours=1),
            review_due_at=ENDED,
        )
    assert night(DAY) == {"held": 1}
    with everything():
        Glass.objects.update(reviewed_at=DAY, verdict="in order")
    assert night(DAY) == {"deleted": 1}


def test_a_family_that_leaves_is_sealed_at_once_but_destroyed_after_the_hold(cast):
    at = moment(2028, 5, 1)
    as_rosa(cast, "leave", at=at, household=cast.household.pk)
    made = hold(cast)
    consent_jobs.run_due(moment(2028, 5, 20))
    with everything():
        assert ContactPoint.objects.filter(sealed_at__isnull=False).count() == 2
    with acting_as(cast.olga, now=moment(2028, 5, 21)):
        actions.release(hold=made, by=cast.olga, at=moment(2028, 5, 21))
    consent_jobs.run_due(moment(2028, 5, 22))
    with everything():
        assert not ContactPoint.objects.exists()
