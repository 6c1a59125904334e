"""Keys, and the cards that lead to them, at the database's wall: below every page."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.rights import Refused
from kinwork.family.contact.wire import address_hash
from kinwork.people.actions import NewPerson
from kinwork.people.models import HouseholdMember
from kinwork.trust.access import actions as access
from kinwork.trust.access.keyring import claims_of
from kinwork.trust.access.models import FamilyClaim, FamilyKey
from tests import cast as casting
from tests.seeing import everything

VISITOR = Actor("visitor")


@pytest.fixture
def cast(db):
    return casting.make_cast(timezone.now())


def key_of(cast, word="Bluebird", by=None, household=None) -> str:
    by = by or cast.rosa
    with acting_as(by):
        return access.make_key(
            household=household or cast.household,
            person=cast.people["rosa"],
            word=word,
            community=cast.community,
            by=by,
            at=timezone.now(),
        )


def turned(code: str, word: str = "bluebird"):
    with acting_as(VISITOR):
        return access.turn_key(code=code, word=word, by=VISITOR, at=timezone.now())


def card(cast, by=None, person="rosa") -> str:
    by = by or cast.ana
    with acting_as(by):
        made = access.make_claim(
            household=cast.household, person=cast.people[person], by=by, at=timezone.now()
        )
    return made.code


def claimed(code: str, *, by=VISITOR, page=None):
    with acting_as(by):
        return access.claim_key(
            claim=code, word="bluebird", page=page or new_id(), by=by, at=timezone.now()
        )


def test_keys_turn_with_code_and_word_only(cast):
    code = key_of(cast)
    assert turned(code, "sparrow") is None
    assert turned("ABCD") is None
    assert turned(code.lower(), " bluebird ").household == cast.household.pk
    for _ in range(5):
        turned(code, "sparrow")
    assert turned(code) is None


def test_a_new_key_ends_the_one_before(cast):
    codes = [key_of(cast), key_of(cast)]
    assert [turned(one) is not None for one in codes] == [False, True]


@pytest.mark.parametrize("name", ["ana", "ben", "bea", "cruz", "cora"])
def test_no_worker_makes_a_key(cast, name):
    casting.sent(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        key_of(cast, by=cast.actors[name], household=cast.household.pk)
    with everything():
        assert not FamilyKey.objects.exists()


@pytest.mark.parametrize("name", ["bea", "cruz"])
def test_who_merely_received_a_referral_makes_no_card(cast, name):
    casting.sent(cast)
    with pytest.raises(access.NoClaim):
        card(cast, by=cast.actors[name])


@pytest.mark.parametrize("name", ["ben", "cora", "dana", "rosa"])
def test_other_roles_have_no_right_to_cards(cast, name):
    with pytest.raises(Refused):
        card(cast, by=cast.actors[name])


def test_a_card_is_for_a_caregiver_by_name(cast):
    with pytest.raises(access.NoClaim):
        card(cast, person="mateo")


def test_a_worker_uses_no_card_even_below_the_pages(cast):
    code = card(cast)
    with pytest.raises(Refused):
        claimed(code, by=cast.ana)
    assert claimed(code) is not None


def test_a_family_that_shut_a_worker_out_gets_no_card_from_her(cast):
    with acting_as(cast.rosa):
        access.block(
            household=cast.household, user=cast.users["ana"], by=cast.rosa, at=timezone.now()
        )
    with pytest.raises(access.NoClaim):
        card(cast)


def test_cards_are_counted_for_each_worker(cast):
    other = casting.record_family(cast, cast.ana, [NewPerson("Marta", "Soto", "caregiver")])
    with everything():
        marta = HouseholdMember.objects.get(household=other).person
        said = {
            "household": other, "person": marta, "community": cast.community,
            "agency": cast.agencies["library"], "made_by": cast.users["ana"],
        }  # fmt: skip
        for number in range(30):
            FamilyClaim.objects.create(
                code_hash=bytes([number]), made_at=timezone.now(), expires_at=timezone.now(), **said
            )
    with pytest.raises(access.NoClaim) as no:
        card(cast)
    assert no.value.why == "worker"


def test_a_card_ends_the_keys_of_its_caregiver_and_the_trail_keeps_who_made_it(cast):
    mine = key_of(cast)
    code = card(cast)
    assert turned(mine) is not None
    made = claimed(code)
    assert turned(mine) is None and turned(made.code) is not None
    with acting_as(cast.rosa):
        (one,) = claims_of(cast.household.pk)
        assert one.agency.name == "Mesquite Flats Library" and one.used_at
    with acting_as(cast.cruz):
        assert claims_of(cast.household.pk) == []


def test_nobody_else_shuts_the_page(cast):
    code = key_of(cast)
    for name in ("ana", "cruz"):
        by = cast.actors[name]
        with pytest.raises(Refused), acting_as(by):
            access.end_keys(household=cast.household.pk, by=by, at=timezone.now())
    other = Actor("family", new_id(), cast.household.pk, "family member", cast.community.pk)
    with acting_as(other):
        access.end_keys(household=cast.household.pk, by=other, at=timezone.now())
    assert turned(code) is not None
    with acting_as(cast.rosa):
        access.end_keys(household=cast.household.pk, by=cast.rosa, at=timezone.now())
    assert turned(code) is None


def test_two_browsers_race_for_one_card(own_database):
    cast = casting.make_cast(timezone.now())
    code, start, won = card(cast), Barrier(4), []

    def browser() -> None:
        try:
            start.wait()
            won.append(claimed(code))
        finally:
            connection.close()

    racing = [Thread(target=browser) for _ in range(4)]
    for one in racing:
        one.start()
    for one in racing:
        one.join()
    assert len(won) == 4 and sum(one is not None for one in won) == 1


def test_two_browsers_race_for_one_link(own_database):
    cast = casting.make_cast(timezone.now())
    key_of(cast)
    now = timezone.now()
    with acting_as(VISITOR):
        way = access.ask_way(
            channel="email", address_hash=address_hash("email", "rosa@example.org"),
            community=cast.community.pk, by=VISITOR, at=now,
        )  # fmt: skip
    with acting_as(clock(way)) as by:
        secret = access.give_way(way=way, channel="email", by=by, at=now)
    start, won = Barrier(4), []

    def one() -> None:
        try:
            start.wait()
            with acting_as(VISITOR):
                won.append(
                    access.open_way(
                        secret=secret, word="bluebird", way=None, by=VISITOR, at=timezone.now()
                    )
                )
        finally:
            connection.close()

    racing = [Thread(target=one) for _ in range(4)]
    for each in racing:
        each.start()
    for each in racing:
        each.join()
    assert len(won) == 4 and sum(each is not None for each in won) == 1


def test_a_card_is_too_old_after_three_days(cast):
    code, later = card(cast), timezone.now() + timedelta(hours=73)
    with acting_as(VISITOR, now=later):
        late = access.claim_key(claim=code, word="bluebird", page=new_id(), by=VISITOR, at=later)
    assert late is None
    assert claimed(code) is not None


def test_a_key_outlives_a_new_secret_and_a_new_method(cast, settings):
    code = key_of(cast)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY, settings.DIGESTS = "a new secret of this site", ["sha512", "sha256"]
    assert turned(code).household == cast.household.pk
    assert turned(code, "blackbird") is None
    with everything():
        assert [key.wrong_tries for key in FamilyKey.objects.filter(ended_at=None)] == [1]
    settings.SECRET_KEY_FALLBACKS = []
    assert turned(code) is None


def test_a_card_outlives_a_new_method_and_its_key_is_made_by_the_new_one(cast, settings):
    code = card(cast)
    settings.DIGESTS = ["sha512", "sha256"]
    made = claimed(code)
    settings.DIGESTS = ["sha512"]
    assert turned(made.code).household == cast.household.pk
