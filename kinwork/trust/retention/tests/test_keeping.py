"""Records at rest: their days, the end, and what stays (docs/explanation/retention.md)."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR, clock
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Community
from kinwork.common.rights import Refused
from kinwork.family.contact.models import ContactPoint
from kinwork.family.facts.models import Document, DocumentFile, Fact
from kinwork.family.referrals.models import Need, Referral, ReferralEvent
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.access import sealing
from kinwork.trust.access.queries import opened
from kinwork.trust.consent import jobs as consent_jobs
from kinwork.trust.consent.models import Closing, Consent
from kinwork.trust.consent.tests.deeds import as_rosa
from kinwork.trust.retention import actions
from kinwork.trust.retention.models import Term
from kinwork.trust.retention.tests.scenes import (
    CARE,
    ENDED,
    at_rest,
    days,
    fact,
    look,
    night,
    paper,
    rows,
    written,
)
from tests import cast as casting
from tests.seeing import everything


def moment(year, month, day, hour=18) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


REST, NEXT_NIGHT = moment(2026, 4, 3), moment(2026, 4, 4)
LAST_DAY, DAY = moment(2029, 3, 3), moment(2029, 3, 4)


@pytest.fixture
def cast(db):
    return at_rest()


def home() -> Household:
    with everything():
        return Household.objects.get()


def test_days_stand_on_every_row_once_nothing_was_done_for_a_month(cast):
    assert night(moment(2026, 4, 2)) == {}
    assert days(Person) == {None}
    assert night(REST) == {"set": 1}
    for model in sealing.owned():
        assert days(model) <= {DAY.date()}, model
    assert rows()["people_person"] == 3 and rows()["contact_contactpoint"] == 2
    assert night(NEXT_NIGHT) == {}  # nothing has changed
    with everything():
        term = Term.objects.get()
        assert (term.counted_from, term.next_on, term.years) == (ENDED, DAY.date(), 3)
        assert AuditEntry.objects.filter(verb="retention.set_days").count() == 1


def test_all_of_the_last_day_is_kept_and_then_it_is_gone(cast):
    night(REST)
    before = rows()
    with everything():
        trail = set(AuditEntry.objects.values_list("pk", flat=True))
        events = ReferralEvent.objects.count()
    assert night(LAST_DAY) == {} and rows() == before
    # the county's day, not that of Greenwich: 06:59 UTC is a minute to midnight there
    assert night(datetime(2029, 3, 4, 6, 59, tzinfo=UTC)) == {} and rows() == before
    assert night(datetime(2029, 3, 4, 7, 0, tzinfo=UTC)) == {"deleted": 1}
    assert sum(rows().values()) == 0
    with everything(), connection.cursor() as cursor:
        cursor.execute("SELECT given_name || family_name, birth_date, name_keys FROM people_person")
        assert set(map(str, cursor.fetchall())) == {"('', None, [])"}
        assert not ContactPoint.objects.exists()
        assert {tuple(one.barriers) for one in Need.objects.all()} == {()}
        assert not HouseholdMember.objects.filter(ends=None).exists()
        assert {one.words + one.witness for one in Consent.objects.all()} <= {"-", "--", ""}
        assert trail < set(AuditEntry.objects.values_list("pk", flat=True))
        # the envelope stays: who was asked for what, when and how it ended, for nobody by name
        assert (Referral.objects.get().state, ReferralEvent.objects.count()) == ("declined", events)
        assert Term.objects.get().finished_at
    assert night(moment(2029, 3, 5)) == {}


def test_the_trail_says_how_many_rows_by_which_line_and_no_value(cast):
    night(REST)
    night(DAY)
    with everything():
        told = AuditEntry.objects.filter(verb="retention.delete", household_id=cast.household.pk)
        said = {one.details["table"]: one.details for one in told}
        assert {one.actor_kind for one in told} == {"clock"}
    assert said["people_person"] == {"table": "people_person", "rows": 3, "lines": {"community": 3}}
    assert set(said["contact_contactpoint"]) == {"table", "rows", "lines"}
    assert said["contact_contactpoint"]["rows"] == 2


def test_nobody_reads_what_is_gone(cast):
    night(REST)
    night(DAY)
    for name in ("rosa", "ana", "ben", "bea", "cora"):
        with acting_as(cast.actors[name], now=moment(2029, 3, 5)):
            assert not Person.objects.exists() and not ContactPoint.objects.exists()


def test_another_family_loses_nothing(cast):
    other = casting.record_family(cast, cast.ana, [NewPerson("Ines", "Paz", "caregiver")])
    with everything():
        Household.objects.filter(pk=other.pk).update(recorded_at=moment(2029, 3, 1))
    night(REST)
    assert night(DAY) == {"deleted": 1}
    with everything():
        assert Household.objects.get(sealed_at=None).pk == other.pk
        assert Person.objects.get(sealed_at=None).given_name == "Ines"


def test_a_view_by_a_worker_is_a_deed_and_clears_the_days(cast):
    night(REST)
    at = moment(2027, 1, 5)
    with acting_as(cast.ana, now=at):
        opened(by=cast.ana, household=cast.household.pk, classes=["identity"], page="x", at=at)
    assert night(moment(2027, 1, 6)) == {"cleared": 1}
    assert all(days(model) <= {None} for model in sealing.owned())
    assert night(moment(2027, 2, 4)) == {}
    assert night(moment(2027, 2, 5)) == {"set": 1}
    assert days(Person) == {date(2030, 1, 6)}


def test_an_open_referral_clears_the_days_on_the_very_last_one(cast):
    night(REST)
    with everything():
        Referral.objects.update(ended_at=None)
    assert night(DAY) == {"cleared": 1} and days(Person) == {None}
    assert rows()["people_person"] == 3


def test_no_end_is_no_reason_to_keep_for_ever(cast):
    """Ana's own tie names no end. She has not come back, so it holds nothing."""
    assert night(REST) == {"set": 1}
    night(DAY)
    with acting_as(cast.ana, now=moment(2029, 3, 5)):
        assert not Household.objects.exists()


def test_the_communitys_own_years_count_and_are_worked_out_anew(cast):
    night(REST)
    with acting_as(OPERATOR):
        Community.objects.update(settings={"keep_years": 5})
    assert night(NEXT_NIGHT) == {"set": 1}
    assert days(Person) == {date(2031, 3, 4)}
    assert night(DAY) == {}


def test_a_childs_medical_record_outlives_the_rest_and_keeps_the_names(db):
    cast = at_rest(code=CARE)
    fact(cast, "lucia", "health")  # born on 20 June 2025
    fact(cast, "rosa", "health")
    night(REST)
    assert days(Fact) == {date(2046, 6, 21), date(2032, 3, 4)}
    assert days(ContactPoint) == {DAY.date()}
    assert days(Person) == days(Household) == {date(2046, 6, 21)}
    assert night(DAY) == {"deleted": 1}
    assert rows()["contact_contactpoint"] == 0 and rows()["facts_fact"] == 2
    assert night(moment(2032, 3, 4)) == {"deleted": 1}
    assert rows()["facts_fact"] == 1 and home().sealed_at is None
    assert night(moment(2046, 6, 20)) == {}
    assert night(moment(2046, 6, 21)) == {"deleted": 1}
    assert sum(rows().values()) == 0
    with everything():
        last = AuditEntry.objects.filter(verb="retention.delete", details__table="facts_fact")
        assert [one.details["lines"] for one in last.order_by("at")] == [{"az-medical": 1}] * 2


def test_the_bytes_of_a_paper_go_and_a_paper_stays_as_long_as_the_answer_it_shows(db):
    cast = at_rest(code=CARE)
    shown, alone = paper(cast), paper(cast)
    fact(cast, "rosa", "health", document=shown)
    night(REST)
    night(DAY)
    with everything():
        assert list(Document.objects.values_list("pk", flat=True)) == [shown.pk]
        assert not DocumentFile.objects.filter(pk=alone.pk).exists()
    night(moment(2032, 3, 4))
    with everything():
        assert not Document.objects.exists() and not DocumentFile.objects.exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM facts_documentfile")
            assert cursor.fetchone() == (0,)


def test_a_child_of_two_homes_stays_with_the_one_that_is_active(cast):
    other = casting.record_family(cast, cast.ana, [NewPerson("Joel", "Luna", "caregiver")])
    with everything():
        HouseholdMember.objects.create(
            household=other,
            person=cast.people["mateo"],
            relation="child",
            community=cast.community,
            sensitivity="household",
            starts=ENDED,
        )
        Household.objects.filter(pk=other.pk).update(recorded_at=moment(2029, 2, 20))
    fact(cast, "mateo", "development")
    written(cast, ENDED, but=other)
    night(REST)
    assert night(DAY) == {"deleted": 1}
    with everything():
        left = set(Person.objects.filter(sealed_at=None).values_list("given_name", flat=True))
        assert left == {"Mateo", "Joel"}
        assert Fact.objects.get().person_id == cast.people["mateo"].pk
    assert night(moment(2029, 3, 23)) == {"set": 1}  # the other home is at rest, too
    assert days(Fact) == {date(2032, 2, 21)}
    assert night(moment(2032, 2, 21)) == {"deleted": 1}
    with everything():
        assert not Fact.objects.exists() and not Person.objects.filter(sealed_at=None).exists()


def test_a_family_that_leaves_need_not_wait_for_the_years(cast):
    night(REST)
    at = moment(2026, 5, 1)
    as_rosa(cast, "leave", at=at, household=cast.household.pk)
    assert all(days(model) <= {None} for model in sealing.owned())
    assert night(moment(2026, 6, 20)) == {}  # its own clock has it
    consent_jobs.run_due(moment(2026, 5, 16))
    with everything():
        assert not ContactPoint.objects.exists() and Closing.objects.get().destroyed_at


@pytest.mark.parametrize("name", ["rosa", "ana", "ben", "bea", "cruz", "cora", "dana", "sam"])
def test_nobody_but_the_clock(cast, name):
    night(REST)
    actor = cast.actors[name]
    with pytest.raises(Refused), acting_as(actor, now=DAY):
        actions.keep(household=cast.household.pk, by=actor, at=DAY)
    with pytest.raises(Refused), acting_as(actor, now=DAY):
        actions.forget_drafts(many=9, by=actor, at=DAY)
    with acting_as(actor, now=DAY), connection.cursor() as cursor:
        cursor.execute("SELECT kw_keep_home(%s)", [cast.household.pk])
        assert cursor.fetchone() == (None,)
        cursor.execute("SELECT * FROM kw_homes_to_keep(NULL, 9)")
        assert cursor.fetchall() == []
        cursor.execute("SELECT * FROM kw_forget_drafts(9)")
        assert cursor.fetchall() == []
    assert rows()["people_person"] == 3


def test_the_clock_of_another_row_does_nothing(cast):
    night(REST)
    with acting_as(clock(new_id()), now=DAY), connection.cursor() as cursor:
        cursor.execute("SELECT kw_keep_home(%s)", [cast.household.pk])
        assert cursor.fetchone() == (None,)
    assert rows()["people_person"] == 3


@pytest.mark.parametrize("model", [Person, ContactPoint, Fact, Term])
def test_the_app_deletes_nothing_by_hand(cast, model):
    night(REST)
    said = f"DELETE FROM {model._meta.db_table}"
    with pytest.raises(ProgrammingError), acting_as(clock(cast.household.pk), now=DAY):
        connection.cursor().execute(said)


def test_a_day_that_somebody_wrote_by_hand_counts_for_nothing(cast):
    night(REST)
    with acting_as(cast.ana, now=NEXT_NIGHT):
        assert ContactPoint.objects.update(keep_until=date(2026, 1, 1)) == 2
    with everything():
        Term.objects.update(next_on=date(2026, 4, 1))
    night(NEXT_NIGHT)
    assert days(ContactPoint) == {DAY.date()} and rows()["contact_contactpoint"] == 2


def test_killed_in_the_middle_it_is_whole_and_the_next_night_does_it(cast):
    night(REST)
    before = rows()
    with pytest.raises(ZeroDivisionError), acting_as(clock(cast.household.pk), now=DAY) as by:
        assert actions.keep(household=cast.household.pk, by=by, at=DAY) == "deleted"
        raise ZeroDivisionError
    assert rows() == before
    assert night(DAY) == {"deleted": 1}
    assert look(cast, DAY) == ""  # a second delivery finds nothing
    with everything():
        told = AuditEntry.objects.filter(verb="retention.delete", details__table="people_person")
        assert told.count() == 1
