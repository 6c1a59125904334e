"""The deeds of consent by the family itself, and what stands on it afterwards."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Text
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions as referrals
from kinwork.people.actions import NewPerson, record_household
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Due
from kinwork.trust.consent import actions, jobs
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests.deeds import as_rosa, permit, refuse, sees, state
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.seeing import everything

SHARED = casting.SHARED


@pytest.fixture
def cast(db):
    return casting.make_cast()


def test_a_refusal_closes_what_was_open_and_wins(cast):
    referral = casting.accepted(cast)
    assert sees(cast, "ben") == 3
    refuse(cast)
    assert sees(cast, "ben") == 0
    assert state(referral) == "consent ended"
    casting.consent(cast)  # a yes afterwards does not count against it (C5)
    assert sees(cast, "ben") == 0


def test_a_refusal_of_one_kind_leaves_the_rest(cast):
    referral = casting.accepted(cast)
    refuse(cast, ["household"])
    assert state(referral) == "accepted"
    assert sees(cast, "ben") == 3


def test_a_block_closes_what_was_open(cast):
    referral = casting.accepted(cast)
    at = cast.later(hours=2)
    with acting_as(cast.rosa, now=at):
        access.block(household=cast.household, agency=cast.agencies["clinic"], by=cast.rosa, at=at)
    assert sees(cast, "ben") == 0
    assert state(referral) == "consent ended"


def test_a_date_closes_like_an_end_and_is_told_before(cast):
    with acting_as(cast.rosa, now=cast.at):
        until = cast.later(days=60)
        actions.give(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["clinic"],
            classes=SHARED,
            text=Text.objects.get(key=REFERRAL, language="es", community=None),
            language="es",
            ends=until,
            by=cast.rosa,
            at=cast.at,
        )
    made = casting.draft(cast)
    with acting_as(cast.ana, now=cast.at):
        referrals.send(referral=made, by=cast.ana, at=cast.at)
    assert jobs.run_due(cast.later(days=29)) == 0
    assert jobs.run_due(cast.later(days=31)) == 1
    with everything():
        assert Message.objects.filter(key="consent.ends_soon").count() == 1
    # the database denies from the very instant (C4), the clock tidies up behind it
    assert sees(cast, "ben", cast.later(days=60) - timedelta(seconds=1)) == 3
    assert sees(cast, "ben", cast.later(days=60)) == 0
    assert jobs.run_due(cast.later(days=60)) == 1
    assert state(made) == "consent ended"
    assert jobs.run_due(cast.later(days=60)) == 0


def test_a_family_that_told_no_agency_is_told_too(cast):
    inez, home = new_id(), new_id()
    by = Actor("family", inez, home, "family member", cast.community.pk)
    with acting_as(by, now=cast.at):
        household = record_household(
            people=[NewPerson("Inez", "Paz", id=inez)],
            language="en",
            community=cast.community,
            recorded_by=None,
            household_id=home,
            by=by,
            at=cast.at,
        )
        actions.give(
            household=household,
            given_by=Person.objects.get(pk=inez),
            agency=cast.agencies["clinic"],
            classes=SHARED,
            text=Text.objects.get(key=REFERRAL, language="en", community=None),
            language="en",
            ends=cast.later(days=60),
            by=by,
            at=cast.at,
        )
    assert jobs.run_due(cast.later(days=31)) == 1
    with acting_as(by, now=cast.later(days=31)):
        assert Message.objects.filter(key="consent.ends_soon", household=home).count() == 1


def test_narrowing_takes_away_and_keeps_the_help(cast):
    referral = casting.accepted(cast)
    old = permit(cast)
    new = as_rosa(cast, "narrow", consent=old, classes=["identity", "contact"])
    assert (new.classes, new.narrows_id) == (["identity", "contact"], old.pk)
    assert "household" not in new.classes and "cómo" in new.words
    assert state(referral) == "accepted"
    assert permit(cast).pk == new.pk
    as_rosa(cast, "narrow", consent=new, classes=["identity"])
    assert state(referral) == "consent ended"


@pytest.mark.parametrize(
    "classes", [[], ["identity", "contact", "household"], ["identity", "health"]]
)
def test_narrowing_never_widens(cast, classes):
    casting.consent(cast)
    with pytest.raises(Refused):
        as_rosa(cast, "narrow", consent=permit(cast), classes=classes)
    with everything():
        assert Consent.objects.filter(ended_at=None).count() == 1


def test_narrowing_is_no_way_to_make_it_longer(cast):
    casting.consent(cast)
    with acting_as(cast.rosa, now=cast.at):
        Consent.objects.update(ends=cast.later(days=9))
    with pytest.raises(Refused):
        as_rosa(
            cast, "narrow", consent=permit(cast), classes=["identity"], ends=cast.later(days=10)
        )


def test_another_consent_that_covers_it_keeps_a_referral_open(cast):
    referral = casting.accepted(cast)
    first = permit(cast)
    second = casting.consent(cast)
    as_rosa(cast, "end", consent=first)
    assert state(referral) == "accepted"
    as_rosa(cast, "end", consent=second)
    assert state(referral) == "consent ended"


def test_renewed_with_one_deed_nothing_lapses(cast):
    referral = casting.accepted(cast)
    old = permit(cast)
    new = as_rosa(
        cast, "renew", consent=old, ends=cast.later(days=365), given_by=cast.people["rosa"]
    )
    assert permit(cast).pk == new.pk and new.classes == old.classes
    assert state(referral) == "accepted"
    with everything():
        assert set(Due.objects.filter(target=new.pk).values_list("clock", flat=True)) == {
            "consent ends",
            "consent ends soon",
        }


def test_what_ends_now_has_ended_though_this_machines_clock_is_ahead(cast):
    """C4: the database's clock counts."""
    casting.accepted(cast)
    one, now = permit(cast), cast.later(hours=2)
    with acting_as(cast.rosa, now=now):
        ended = actions.end(consent=one, by=cast.rosa, at=now + timedelta(minutes=5))
        assert ended.ended_at == now
    assert sees(cast, "ben", now) == 0


def test_every_deed_stands_in_the_trail(cast):
    casting.accepted(cast)
    as_rosa(cast, "narrow", consent=permit(cast), classes=["identity", "contact"])
    as_rosa(cast, "end", consent=permit(cast))
    refuse(cast)
    with everything():
        verbs = list(
            AuditEntry.objects.filter(verb__startswith="consent.")
            .exclude(verb="consent.seed_texts")
            .values_list("verb", flat=True)
        )
    assert sorted(verbs) == ["consent.deny", "consent.end", "consent.give", "consent.narrow"]
