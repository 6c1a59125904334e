"""Who else tries: workers, links, clocks, a parent who disagrees, a third who was handed a packet."""

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.models import Text
from kinwork.common.rights import Refused
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.people.models import Person
from kinwork.trust.access.models import Authority
from kinwork.trust.agreements.models import Party
from kinwork.trust.consent import actions, queries
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.tests.deeds import co_parent, deny, permit, sees, state
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.seeing import everything

SHARED = casting.SHARED


@pytest.fixture
def cast(db):
    return casting.make_cast()


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


def test_two_who_hold_authority_disagree(cast):
    """C6: the more protective stands for the shared child; the worker learns that, no more."""
    casting.accepted(cast)
    father = co_parent(cast)
    at = cast.later(hours=2)
    with acting_as(cast.ben, now=at):
        assert queries.conflict(cast.household.id, cast.agencies["clinic"].id, SHARED) is False
    deny(cast, father, "development", "identity", at=at)
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
    deny(cast, other, "identity", at=at)
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


def passed_on(cast, at) -> Referral:
    """Ben, who received Rosa's packet, sends it on to Desert Bloom."""
    with acting_as(cast.ben, now=at):
        need = referrals.make_need(
            household=cast.household, code="home-visiting", by=cast.ben, at=at
        )
        passed = referrals.make_referral(
            need=need,
            service=cast.services["bloom_visits"],
            subjects=[cast.people["mateo"]],
            classes=SHARED,
            by=cast.ben,
            at=at,
        )
        return referrals.send(referral=passed, by=cast.ben, at=at)


@pytest.mark.parametrize("lacks", ["a yes", "an agreement"])
def test_a_packet_is_not_passed_on_to_a_third(cast, lacks):
    """C16: whoever received it needs the family's yes for the third, like everybody; and the third
    must have signed."""
    casting.accepted(cast)
    if lacks == "an agreement":
        casting.consent(cast, "bloom")
        with everything():
            Party.objects.filter(agency=cast.agencies["bloom"]).update(ends=cast.at)
    with pytest.raises(Refused):
        passed_on(cast, cast.later(hours=2))
    assert sees(cast, "cruz") == 0
    with everything():
        assert not Referral.objects.filter(receiver=cast.agencies["bloom"]).exists()


def test_with_a_yes_and_an_agreement_it_goes_on_and_says_whose_it_is(cast):
    casting.accepted(cast)
    casting.consent(cast, "bloom")
    at = cast.later(hours=2)
    passed = passed_on(cast, at)
    assert (passed.state, passed.sender_id) == ("sent", cast.agencies["clinic"].pk)
    with acting_as(cast.cruz, now=cast.later(hours=3)):
        seen = set(Person.objects.values_list("given_name", "recorded_by"))
        source = cast.agencies["library"].pk
        assert ("Mateo", source) in seen and {by for _name, by in seen} == {source}
