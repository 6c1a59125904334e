"""What the tests of this module do over and over."""

from datetime import timedelta

from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.models import Text
from kinwork.family.referrals.models import Referral
from kinwork.people.actions import NewPerson, add_person
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.consent import actions
from kinwork.trust.consent.models import Consent, ConsentAsk
from kinwork.trust.consent.texts import REFERRAL
from tests import cast as casting
from tests.seeing import everything

SHARED = casting.SHARED


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


def deny(cast, who: Actor, *classes, at=None) -> None:
    """Whoever it is says no to the clinic, class by class."""
    at = at or cast.later(hours=2)
    for name in classes:
        with acting_as(who, now=at):
            actions.deny(
                household=cast.household,
                given_by=Person.objects.get(pk=who.id),
                agency=cast.agencies["clinic"],
                classes=[name],
                language="en",
                by=who,
                at=at,
            )


def words(language="es") -> Text:
    with everything():
        return Text.objects.get(key=REFERRAL, language=language, community=None)


def asked(cast, *, by=None, at=None, way="card", classes=("identity", "contact"), **more):
    """Ana asks Rosa by a link whether the clinic may see."""
    by, at = by or cast.ana, at or cast.at
    with acting_as(by, now=at):
        return actions.ask(
            household=cast.household,
            person=more.pop("person", cast.people["rosa"]),
            agency=cast.agencies["clinic"],
            classes=classes,
            ends=at + timedelta(days=90),
            text=words(),
            asked_by=cast.agencies["library"],
            way=way,
            by=by,
            at=at,
        )


def ask_now(link) -> ConsentAsk:
    with everything():
        return ConsentAsk.objects.get(pk=link.ask.pk)
