"""What limits a broken glass: the family's no, names, tries, weeks, reasons."""

from datetime import date, timedelta

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry, Text
from kinwork.family.contact.models import ContactPoint
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import NoGlass
from kinwork.trust.access.models import Glass, Withholding
from kinwork.trust.access.tests.breaking import (
    AT,
    ROSA,
    breaks,
    glass_cast,
    names,
    why_not,
)
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.texts import REFERRAL
from tests.seeing import everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return glass_cast()


def test_a_no_of_the_family_stands_against_it(cast):
    with acting_as(cast.rosa, now=AT):
        access.block(household=cast.household, agency=cast.agencies["bloom"], by=cast.rosa, at=AT)
    assert why_not(cast.cruz) == "no"


def test_a_refusal_of_a_class_closes_that_class(cast):
    with acting_as(cast.rosa, now=AT):
        consents.deny(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies["bloom"],
            classes=["contact"],
            text=Text.objects.get(key=REFERRAL, language="es", community=None),
            language="es",
            by=cast.rosa,
            at=AT,
        )
    breaks(cast.cruz)
    with acting_as(cast.cruz, now=AT):
        assert Person.objects.exists() and not ContactPoint.objects.exists()


def test_a_name_and_birth_date_must_be_exact(cast):
    for said in (
        ROSA | {"given": "Ros"},
        ROSA | {"family": "Luna"},
        ROSA | {"born": date(1997, 5, 15)},
        ROSA | {"family": ""},
    ):
        assert why_not(cast.cruz, **said) == "no"
    with everything():
        assert not Glass.objects.exists()


def test_who_is_protected_is_not_found_by_name(cast):
    with everything():
        Withholding.objects.create(
            community=cast.community,
            kind="safety flag",
            person=cast.people["rosa"],
            from_person=cast.people["mateo"],
            recorded_by=cast.agencies["library"],
            starts=AT,
        )
    assert why_not(cast.cruz) == "no"


def test_tries_are_written_down_and_limited(cast):
    for _try in range(5):
        assert why_not(cast.cruz, **(ROSA | {"given": "Maria"})) == "no"
    assert why_not(cast.cruz) == "tries"
    assert why_not(cast.cruz, AT + timedelta(hours=23)) == "tries"
    breaks(cast.cruz, AT + timedelta(hours=25))
    with everything():
        tries = AuditEntry.objects.filter(verb="access.try_glass", actor_id=cast.cruz.id)
        assert tries.count() == 6
        assert not any("Maria" in str(row.details) for row in tries)


def test_one_at_a_time_and_three_in_seven_days(cast):
    breaks(cast.cruz)
    assert why_not(cast.cruz, AT + timedelta(minutes=59)) == "open"
    for day in (1, 2):
        breaks(cast.cruz, AT + timedelta(days=day))
    assert why_not(cast.cruz, AT + timedelta(days=3)) == "week"
    breaks(cast.cruz, AT + timedelta(days=7, minutes=1))
    breaks(cast.bea)  # a limit is one worker's


@pytest.mark.parametrize(
    "words", ["asdf", "asdf asdf asdf asdf asdf", "aaaaa aaaa aaaaaa aaa aaaa aa"]
)
def test_a_reason_is_a_sentence(cast, words):
    with acting_as(cast.cruz, now=AT), pytest.raises(NoGlass, match="no reason"):
        access.break_glass(by=cast.cruz, at=AT, reason="medical", words=words, **ROSA)


def test_by_id_only_where_an_envelope_is_seen(cast):
    assert why_not(cast.cruz, household=cast.household.pk) == "no"
    from tests.cast import sent

    sent(cast, "bloom_visits")
    with acting_as(cast.rosa):
        for one in consents_of(cast):
            consents.end(consent=one, by=cast.rosa, at=AT)
    assert names(cast.cruz) == set()
    breaks(cast.cruz, household=cast.household.pk)
    assert "Rosa" in names(cast.cruz)


def consents_of(cast):
    from kinwork.trust.consent.models import Consent

    return list(Consent.objects.filter(household=cast.household))


def test_closing_early_closes_at_once(cast):
    glass = breaks(cast.cruz)
    soon = AT + timedelta(minutes=5)
    with acting_as(cast.bea, now=soon), pytest.raises(Glass.DoesNotExist):  # she sees none
        access.close_glass(glass=glass, by=cast.bea, at=soon)
    with acting_as(cast.cruz, now=soon):
        closed = access.close_glass(glass=glass, by=cast.cruz, at=soon)
        assert closed.closed_at == soon
    assert names(cast.cruz, soon) == set()
