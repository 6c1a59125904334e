"""Address confidentiality: others read the programme's address, and nobody the true one."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db.utils import DatabaseError

from kinwork.common.acting import acting_as
from kinwork.common.models import AuditEntry
from kinwork.common.rights import Refused
from kinwork.family.contact import actions as contacts
from kinwork.family.contact.models import ContactPoint
from kinwork.family.facts import actions as facts
from kinwork.family.facts.models import Fact
from kinwork.trust.access.models import Tie
from kinwork.trust.consent.models import Consent
from tests.cast import Cast, accepted, make_cast
from tests.seeing import everything

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)


def with_address() -> Cast:
    cast = make_cast()
    accepted(cast)
    with everything():
        Consent.objects.update(classes=["identity", "contact", "location"])
        Tie.objects.update(classes=[])
        Fact.objects.create(
            community=cast.community,
            recorded_by=cast.agencies["library"],
            sensitivity="location",
            household=cast.household,
            key="place",
            value="12 Hidden Road",
            said_at=AT,
            said_in=cast.household.pk,
        )
    return cast


def substitute(cast: Cast, by, address: str = "P.O. Box 1, Mesquite Flats") -> ContactPoint:
    with acting_as(by, now=AT):
        return contacts.substitute_address(
            household=cast.household,
            person=cast.people["rosa"],
            address=address,
            recorded_by=cast.agencies["library"],
            by=by,
            at=AT,
        )


def test_a_partner_reads_the_programmes_address_and_never_the_true_one():
    cast = with_address()
    with acting_as(cast.ben, now=AT):
        assert Fact.objects.filter(key="place").exists(), "shared, until it is secret"
    made = substitute(cast, cast.ana)
    with acting_as(cast.ben, now=AT):
        assert not Fact.objects.filter(key="place").exists()
        assert ContactPoint.objects.get(channel="mail").value == made.value
    with acting_as(cast.ana, now=AT):
        assert Fact.objects.get(key="place").labels == ["address confidentiality"]
    with everything():
        assert AuditEntry.objects.filter(
            verb="contact.substitute_address", target_id=made.pk, actor_id=cast.ana.id
        ).exists()


@pytest.mark.parametrize("who", ["ana", "rosa"])
def test_where_they_are_said_anew_stays_secret(who):
    """Moved, or said again at the next intake: nobody has to think of the secret a second time."""
    cast = with_address()
    substitute(cast, cast.ana)
    by, later = getattr(cast, who), AT + timedelta(days=3)
    with acting_as(by, now=later):
        anew = facts.say_all(
            [facts.Answer(cast.household, "place", "Farther Out")], by=by, at=later
        )
        assert [one.labels for one in anew] == [["address confidentiality"]]
    with acting_as(by, now=later):
        once_more = facts.say(cast.household, key="place", value="Dos Ríos", by=by, at=later)
        assert once_more.labels == ["address confidentiality"]
    with acting_as(cast.ben, now=later):
        assert not Fact.objects.filter(key="place").exists()


def test_a_newer_address_ends_the_former():
    cast = with_address()
    substitute(cast, cast.ana)
    substitute(cast, cast.ana, "P.O. Box 2, Mesquite Flats")
    with acting_as(cast.ana, now=AT):
        live = ContactPoint.objects.filter(channel="mail", ended_at=None)
        assert [one.value for one in live] == ["P.O. Box 2, Mesquite Flats"]


@pytest.mark.parametrize("name", ["ben", "cruz", "cora", "dana", "sam", "eve", "rosa"])
def test_nobody_sets_it_who_does_not_work_with_the_family(name):
    cast = with_address()
    with pytest.raises((Refused, DatabaseError)):
        substitute(cast, getattr(cast, name))
