"""A family leaves: who may, what is there afterwards and for whom, undone, destroyed (C20)."""

from datetime import date, timedelta

import pytest
from django.apps import apps

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.contact.models import ContactPoint
from kinwork.family.facts.models import Fact
from kinwork.family.intake.models import Draft
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Household, HouseholdMember, Person
from kinwork.trust.access import sealing
from kinwork.trust.access.models import FamilyKey, Tie
from kinwork.trust.consent import actions, jobs, queries
from kinwork.trust.consent.actions.leaving import NotAlone
from kinwork.trust.consent.models import Closing, Consent
from kinwork.trust.consent.tests.deeds import as_rosa, co_parent, state
from tests import cast as casting
from tests.seeing import everything


@pytest.fixture
def cast(db):
    made = casting.make_cast()
    made.referral = casting.accepted(made)
    return made


def leave(cast, at=None):
    return as_rosa(cast, "leave", at=at, household=cast.household.pk)


def seen(actor, at) -> dict[str, int]:
    """Rows of this home in every table that any worker reads."""
    with acting_as(actor, now=at):
        owned = {one.__name__: one.objects.count() for one in sealing.owned()}
        return owned | {
            "referrals": Referral.objects.count(),
            "consents": Consent.objects.count(),
            "drafts": Draft.objects.count(),
        }


@pytest.mark.parametrize(
    "name", ["rosa", "ana", "ben", "bea", "bill", "cruz", "cora", "dana", "sam", "eve"]
)
def test_nobody_reads_a_sealed_row(cast, name):
    actor = cast.actors[name]
    before = seen(actor, cast.later(hours=1))
    assert sum(before.values()) or name in ("bill", "cruz", "dana", "sam", "eve", "cora", "bea")
    leave(cast)
    after = seen(actor, cast.later(hours=3))
    if name == "rosa":  # her own words, to whom she said yes, and that she asked: on no page
        after |= {"referrals": 0, "consents": 0}
    assert sum(after.values()) == 0, after


def test_everything_that_let_anybody_in_is_over(cast):
    leave(cast)
    assert state(cast.referral) in ("withdrawn", "consent ended")
    with everything():
        assert not Consent.objects.filter(ended_at=None).exists()
        assert not Tie.objects.filter(household=cast.household, ends=None).exists()


def test_undone_in_time_it_is_exactly_there_again_for_her_alone(cast):
    before = seen(cast.rosa, cast.later(hours=1))
    closing = leave(cast)
    at = cast.later(days=13)
    with acting_as(cast.rosa, now=at):
        assert actions.stay(closing=closing, by=cast.rosa, at=at)
        assert queries.closing(cast.household.pk) is None
    after = seen(cast.rosa, at)
    assert all(after[name] >= count for name, count in before.items()), (before, after)
    for worker in (cast.ben, cast.cruz):
        with acting_as(worker, now=at):
            assert not Person.objects.exists()
    assert jobs.run_due(cast.later(days=20)) == 0
    leave(cast, at=cast.later(days=21))  # and may be said again


def test_too_late_to_undo(cast):
    closing, at = leave(cast), cast.later(days=15)
    with acting_as(cast.rosa, now=at):
        assert not actions.stay(closing=closing, by=cast.rosa, at=at)


def test_the_clock_destroys_at_its_date_and_the_trail_stays(cast):
    with everything():
        (kept, *_rest) = Fact.objects.all()[:1] or [None]
    closing = leave(cast)
    with everything():
        trail = AuditEntry.objects.count()
    assert jobs.run_due(cast.later(days=13)) == 0
    assert jobs.run_due(cast.later(days=15)) >= 1
    with everything():
        assert {one.full_name for one in Person.objects.all()} == {""}
        assert set(Person.objects.values_list("birth_date", flat=True)) == {None}
        assert not any(Person.objects.values_list("name_keys", flat=True)[0])
        assert not Fact.objects.filter(owner=None).exists()
        assert not ContactPoint.objects.exists()
        assert not HouseholdMember.objects.filter(ends=None).exists()
        assert not FamilyKey.objects.filter(ended_at=None).exists()
        assert Closing.objects.get().destroyed_at
        assert AuditEntry.objects.count() > trail
        assert AuditEntry.objects.filter(verb="consent.destroy", target_id=closing.pk).exists()
    assert kept is None or not Fact.objects.filter(pk=kept.pk).exists()


def test_what_a_duty_keeps_waits_sealed_for_its_own_date(cast):
    with everything():
        person = cast.people["rosa"]
        common = {
            "community": cast.community,
            "sensitivity": "contact",
            "person": person,
            "channel": "phone",
        }
        agencys = ContactPoint.objects.create(
            owner=cast.agencies["library"], value="520-555-0101", **common
        )
        named = ContactPoint.objects.create(
            keep_until=date(2027, 1, 31), value="520-555-0102", **common
        )
    leave(cast)
    jobs.run_due(cast.later(days=15))
    with everything():
        left = set(ContactPoint.objects.values_list("pk", flat=True))
    assert left == {agencys.pk, named.pk}
    for name in ("rosa", "ana", "bea"):
        with acting_as(cast.actors[name], now=cast.later(days=16)):
            assert not ContactPoint.objects.exists()
    jobs.run_due(cast.later(days=400))
    with everything():
        assert set(ContactPoint.objects.values_list("pk", flat=True)) == {agencys.pk}
        assert Closing.objects.get().finished_at is None
    jobs.run_due(cast.later(days=366 * 7 + 3))
    with everything():
        assert not ContactPoint.objects.exists()
        assert Closing.objects.get().finished_at
    assert jobs.run_due(cast.later(days=366 * 8)) == 0


def test_what_was_written_after_that_day_goes_too(cast):
    leave(cast)
    with everything():
        ContactPoint.objects.create(
            community=cast.community,
            sensitivity="contact",
            household=cast.household,
            channel="phone",
            value="520-555-0103",
        )
    jobs.run_due(cast.later(days=15))
    with everything():
        assert not ContactPoint.objects.exists()


def test_a_home_with_two_adults_needs_a_person(cast):
    co_parent(cast, branch="main")
    with pytest.raises(NotAlone):
        leave(cast)
    with everything():
        assert not Closing.objects.exists()
        assert Consent.objects.filter(ended_at=None).exists()
    assert state(cast.referral) == "accepted"


def test_another_family_loses_nothing(cast):
    from kinwork.people.actions import NewPerson

    other = casting.record_family(cast, cast.ana, [NewPerson("Ines", "Paz", "caregiver")])
    leave(cast)
    jobs.run_due(cast.later(days=15))
    with acting_as(cast.ana, now=cast.later(days=16)):
        assert [one.given_name for one in Person.objects.all()] == ["Ines"]
        assert [one.pk for one in Household.objects.all()] == [other.pk]


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cora", "dana"])
def test_no_worker_deletes_a_family_or_brings_it_back(cast, name):
    actor, at = cast.actors[name], cast.later(hours=2)
    with pytest.raises(Refused), acting_as(actor, now=at):
        actions.leave(household=cast.household.pk, by=actor, at=at)
    closing = leave(cast)
    with pytest.raises(Refused), acting_as(actor, now=at):
        actions.stay(closing=closing, by=actor, at=at)
    with acting_as(actor, now=at):
        assert not Closing.objects.exists()


def test_twice_is_once(cast):
    leave(cast)
    with pytest.raises(Refused):
        leave(cast, at=cast.later(hours=3))


def test_every_table_of_families_is_named():
    """A new table joins by itself; one that others point at must be emptied, or nothing is destroyed."""
    owned = {one._meta.db_table for one in sealing.owned()}
    assert set(sealing.EMPTIED) <= owned
    for model in sealing.owned():
        table = model._meta.db_table
        pointing = [
            other._meta.db_table
            for other in apps.get_models()
            for field in other._meta.concrete_fields
            if field.is_relation
            and field.related_model is model
            and other._meta.db_table not in owned - set(sealing.EMPTIED)
            and other._meta.db_table not in sealing.ALSO
        ]
        assert not pointing or table in sealing.EMPTIED, f"{pointing} point at {table}"


def test_undo_has_the_days_that_the_words_promise(cast):
    from kinwork.trust.consent import rules, texts

    closing = leave(cast)
    assert closing.undo_until - closing.closed_at == timedelta(days=rules.UNDO_DAYS)
    for language in ("en", "es"):
        said = texts.PRODUCT[(texts.LEAVING, language)]
        assert f"{rules.UNDO_DAYS} " in said and f"{rules.RECORD_YEARS} " in said
