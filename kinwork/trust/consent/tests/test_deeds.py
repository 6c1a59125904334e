"""Every deed of consent, by everybody who might try it, and what stands on it afterwards."""

from datetime import timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Text
from kinwork.common.rights import Refused
from kinwork.family.contact.models import Message
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.people.actions import NewPerson, add_person, record_household
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Authority, Due
from kinwork.trust.consent import actions, jobs, queries
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.seeing import everything

SHARED = casting.SHARED


@pytest.fixture
def cast(db):
    return casting.make_cast()


def as_rosa(cast, verb, at=None, **said):
    at = at or cast.later(hours=2)
    with acting_as(cast.rosa, now=at):
        return getattr(actions, verb)(by=cast.rosa, at=at, **said)


def refuse(cast, classes=SHARED, agency="clinic", at=None):
    return as_rosa(
        cast,
        "deny",
        at=at,
        household=cast.household,
        given_by=cast.people["rosa"],
        agency=cast.agencies[agency],
        classes=classes,
        language="es",
    )


def permit(cast, agency="clinic"):
    with everything():
        return Consent.objects.filter(agency=cast.agencies[agency], deny=False, ended_at=None).get()


def state(referral) -> str:
    with everything():
        return Referral.objects.get(pk=referral.pk).state


def sees(cast, who, at=None) -> int:
    with acting_as(cast.actors[who], now=at or cast.later(hours=3)):
        return Person.objects.count()


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


@pytest.mark.parametrize("who", ["ben", "bea", "bill", "cruz", "cora", "dana", "sam", "eve"])
@pytest.mark.parametrize("verb", ["end", "narrow", "deny", "renew"])
def test_nobody_else_speaks_for_the_family(cast, who, verb):
    referral = casting.accepted(cast)
    actor, at, one = cast.actors[who], cast.later(hours=2), permit(cast)
    said = {
        "end": {"consent": one},
        "narrow": {"consent": one, "classes": ["identity"]},
        "renew": {"consent": one, "ends": at, "given_by": cast.people["rosa"]},
        "deny": {
            "household": cast.household,
            "given_by": cast.people["rosa"],
            "agency": cast.agencies["library"],
            "classes": SHARED,
            "language": "es",
        },
    }[verb]
    with pytest.raises(Exception) as why, acting_as(actor, now=at):
        getattr(actions, verb)(by=actor, at=at, **said)
    assert isinstance(why.value, Refused) or "row-level security" in str(why.value)
    with everything():
        assert list(Consent.objects.values_list("ended_at", "deny")) == [(None, False)]
    assert state(referral) == "accepted"


@pytest.mark.parametrize("actor", [VISITOR, Actor("clock"), "link"])
def test_no_link_visitor_or_clock_ends_it(cast, actor):
    referral = casting.accepted(cast)
    actor = casting.link_holder(referral) if actor == "link" else actor
    one = permit(cast)
    with pytest.raises(Refused), acting_as(actor, now=cast.later(hours=2)):
        actions.end(consent=one, by=actor, at=cast.later(hours=2))
    assert permit(cast).pk == one.pk


def co_parent(cast, *, authority=True, branch="other") -> Actor:
    """Mateo's father, on a branch of his own."""
    dad = NewPerson("Joel", "Luna", "caregiver", branch=branch)
    with acting_as(cast.ana, now=cast.at):
        add_person(
            household=cast.household,
            person=dad,
            recorded_by=cast.agencies["library"],
            by=cast.ana,
            at=cast.at,
        )
        if authority:
            father = Person.objects.get(pk=dad.id)
            mateo = cast.people["mateo"]
            access.give_authority(person=mateo, holder=father, by=cast.ana, at=cast.at)
    return Actor("family", dad.id, cast.household.id, "family member", cast.community.id)


def test_two_who_hold_authority_disagree(cast):
    """C6: the more protective stands for the shared child; the worker learns that, no more."""
    casting.accepted(cast)
    father = co_parent(cast)
    at = cast.later(hours=2)
    with acting_as(cast.ben, now=at):
        assert queries.conflict(cast.household.id, cast.agencies["clinic"].id, SHARED) is False
    with acting_as(father, now=at):
        actions.deny(
            household=cast.household,
            given_by=Person(pk=father.id),
            agency=cast.agencies["clinic"],
            classes=["development"],
            language="en",
            by=father,
            at=at,
        )
        actions.deny(
            household=cast.household,
            given_by=Person(pk=father.id),
            agency=cast.agencies["clinic"],
            classes=["identity"],
            language="en",
            by=father,
            at=at,
        )
    later = cast.later(hours=3)
    with acting_as(cast.ana, now=later):
        said = queries.conflict(cast.household.id, cast.agencies["clinic"].id, SHARED)
        assert said is True
    for stranger in (cast.cruz, father, cast.sam, VISITOR):
        with acting_as(stranger, now=later):
            assert not queries.conflict(cast.household.id, cast.agencies["clinic"].id, SHARED)


def test_who_holds_no_authority_stops_nobodys_help(cast):
    referral = casting.accepted(cast)
    other = co_parent(cast, authority=False)
    at = cast.later(hours=2)
    with acting_as(other, now=at):
        actions.deny(
            household=cast.household,
            given_by=Person(pk=other.id),
            agency=cast.agencies["clinic"],
            classes=["identity"],
            language="en",
            by=other,
            at=at,
        )
    assert state(referral) == "accepted"
    assert sees(cast, "ben") >= 3
    with acting_as(other, now=at), pytest.raises(Refused):
        actions.end(consent=permit(cast), by=other, at=at)


def test_a_co_parent_ends_nothing_that_the_other_said(cast):
    """What a protected branch agreed to is not even shown (access/tests/test_protections)."""
    casting.consent(cast)
    other, at = co_parent(cast), cast.later(hours=2)
    for verb, said in (("end", {}), ("narrow", {"classes": ["identity"]})):
        with acting_as(other, now=at), pytest.raises(Refused):
            getattr(actions, verb)(consent=permit(cast), by=other, at=at, **said)
    assert permit(cast).ended_at is None


def test_a_disclosure_asks_who_governs(cast):
    """The lock answers as the rule would answer the recipient."""
    casting.consent(cast)
    with acting_as(cast.ana, now=cast.later(hours=1)):
        whom = [cast.people["mateo"].pk, cast.people["lucia"].pk]
        clinic, home = cast.agencies["clinic"].pk, cast.household.pk
        assert queries.lock_grounds(home, clinic, whom, SHARED).allowed == set(SHARED)
        assert not queries.lock_grounds(home, clinic, whom, ["education"]).allowed
        assert not queries.lock_grounds(home, clinic, whom, SHARED, clinic).allowed
        bloom = cast.agencies["bloom"].pk
        assert not queries.lock_grounds(home, bloom, whom, SHARED).allowed
    with everything():
        Authority.objects.filter(person=cast.people["lucia"]).update(ends=cast.at)
    with acting_as(cast.ana, now=cast.later(hours=1)):
        lucia = [cast.people["lucia"].pk]
        # of her names a caregiver of her branch may still speak; of her growth nobody
        assert queries.lock_grounds(home, clinic, lucia, ["identity"]).allowed == {"identity"}
        assert not queries.lock_grounds(home, clinic, lucia, ["development"]).allowed


def test_school_records_go_on_only_with_words_that_name_them(cast):
    with acting_as(cast.rosa, now=cast.at):
        text = Text.objects.get(key=REFERRAL, language="es", community=None)
        for records in ("", "IFSP of May"):
            actions.give(
                household=cast.household,
                given_by=cast.people["rosa"],
                agency=cast.agencies["clinic"],
                classes=["education"],
                text=text,
                language="es",
                records=records,
                by=cast.rosa,
                at=cast.at,
            )
            with acting_as(cast.ana, now=cast.later(hours=1)):
                found = queries.lock_grounds(
                    cast.household.pk,
                    cast.agencies["clinic"].pk,
                    [cast.people["mateo"].pk],
                    ["education"],
                )
            assert found.allowed == ({"education"} if records else set())


def test_a_packet_is_not_passed_on_to_a_third(cast):
    """C16: whoever received it needs the family's yes for the third, like everybody."""
    casting.accepted(cast)
    at = cast.later(hours=2)
    with acting_as(cast.ben, now=at), pytest.raises(Exception) as why:
        need = referrals.make_need(
            household=cast.household, code="home-visiting", by=cast.ben, at=at
        )
        passed = referrals.make_referral(
            need=need, service=cast.services["bloom_visits"], by=cast.ben, at=at
        )
        referrals.send(referral=passed, by=cast.ben, at=at)
    assert isinstance(why.value, Refused) or "row-level security" in str(why.value)
    assert sees(cast, "cruz") == 0


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
