"""Families that wait for the clinic's home visits, made through the real actions."""

from dataclasses import dataclass
from datetime import date, timedelta

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.family.facts.models import Fact
from kinwork.family.referrals import actions
from kinwork.family.referrals.models import Referral
from kinwork.family.waiting import queries
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household, Person
from tests import cast as casting

SHARED = ("identity", "contact", "household")


@dataclass
class Waiting:
    """One family on the list."""

    referral: Referral
    household: Household
    mother: Actor
    child: Person

    @property
    def pk(self):
        return self.referral.pk


def waits(cast, name: str, hours: int, *, born=date(2024, 5, 1), classes=SHARED) -> Waiting:
    """A family that asked `hours` after the beginning, and was put on the list an hour later."""
    mother, child = NewPerson(name, "Prueba", "caregiver"), NewPerson("Niño", name, "child", born)
    home = casting.record_family(cast, cast.ana, [mother, child])
    own = casting.Cast(**{**cast.__dict__, "household": home, "people": {}})
    with acting_as(cast.ana, now=cast.at):
        people = Person.objects.in_bulk([mother.id, child.id])
    own.people = {"rosa": people[mother.id], "mateo": people[child.id], "lucia": people[child.id]}
    casting.consent(own, classes=classes, by=cast.ana)
    draft = casting.draft(own, classes=classes)
    at = cast.later(hours=hours)
    with acting_as(cast.ana, now=at):
        sent = actions.send(referral=draft, by=cast.ana, at=at)
    at += timedelta(hours=1)
    with acting_as(cast.ben, now=at):
        row = actions.waitlist(referral=sent, by=cast.ben, at=at)
    family = Actor("family", mother.id, home.pk, "family member", cast.community.pk)
    return Waiting(row, home, family, people[child.id])


def tell(cast, one: Waiting, key: str, value, *, person=None, sensitivity="household", at=None):
    """A fact that Ana wrote down for the family."""
    at = at or cast.at
    with acting_as(cast.ana, now=at):
        return Fact.objects.create(
            community=cast.community,
            recorded_by_id=cast.ana.agency,
            steward_id=cast.ana.agency,
            sensitivity=sensitivity,
            person=person,
            household=None if person else one.household,
            said_in=one.household.pk,
            key=key,
            value=value,
            said_at=at,
        )


def moved(cast, one: Waiting) -> None:
    """They told where they live now: far away."""
    value = {"text": "Reno", "state": "NV", "county": "Washoe County", "latitude": 39.5}
    tell(cast, one, "place", value, at=cast.later(days=1))


def order_of(cast, **later) -> list:
    """The list as Ben reads it."""
    with acting_as(cast.ben, now=cast.later(**later)):
        return queries.order(cast.services["visits"].pk)
