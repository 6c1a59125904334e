"""What the family said to an agency, and whose word counts for whom."""

from kinwork.common.actor import Actor
from kinwork.people.models import Person
from kinwork.trust.access.models import Authority, Withholding
from kinwork.trust.consent.models import Consent
from tests.access.homes import (
    CHILDREN,
    adults,
    homes,
    is_child,
    live,
    members,
    same,
    subject,
    within,
)
from tests.access.kept import about
from tests.access.worlds import NOW, World


def said(world: World, actor: Actor, row) -> dict:
    spoken = [
        consent
        for consent in world.made[Consent]
        if live(consent)
        and not (consent.ended_at and consent.ended_at <= NOW)
        and consent.agency.pk == actor.hat
        and (consent.deny or consent.named_user is None or consent.named_user.pk == actor.id)
        and row.sensitivity in consent.classes
        and actor.purpose in consent.purposes
    ]
    permits = [one for one in spoken if not one.deny and _permits(world, one, row)]
    return {
        "consent": bool(permits),
        "consent_part_2": any(one.part_2 for one in permits),
        "consent_written": any(
            one.records and one.way in ("on paper", "on screen") for one in permits
        ),
        "consent_by_name": any(one.named_user for one in permits),
        "denied": any(one.deny and _refuses(world, one, row) for one in spoken),
    }


def _permits(world: World, consent: Consent, row) -> bool:
    """Said by who governs the subject, in the household that the subject belongs to."""
    person, household = subject(row)
    if not within(world, consent.household, person, household):
        return False
    return consent.given_by in _governing(world, person, household, row)


def _refuses(world: World, consent: Consent, row) -> bool:
    """The same for every row that is this human being, in any of its homes: the stricter counts."""
    person, household = subject(row)
    return consent.household in homes(world, row) and any(
        consent.given_by in _governing(world, one, household, row)
        for one in same(world, person) or [None]
    )


def _governing(world: World, person, household, row) -> list[Person]:
    """Who may speak for the subject, without those whose standing an order or flag has ended."""
    if household:
        speak = adults(world, household)
    else:
        speak = governing(world, person, row.sensitivity)
        if row.sensitivity == "identity" and is_child(world, person):
            speak += _named_by(world, person)
    return [one for one in speak if not _fallen(world, one, row)]


def _named_by(world: World, child: Person) -> list[Person]:
    """The name of a child for whom nobody holds authority: the caregivers of its branch."""
    if any(one.person is child and live(one) for one in world.made[Authority]):
        return []
    return [
        row.person
        for home in world.households
        for place in members(world, home)
        for row in members(world, home)
        if place.person is child and place.relation in CHILDREN
        if row.relation == "caregiver" and row.branch == place.branch
    ]


def _fallen(world: World, speaker: Person, row) -> bool:
    return any(
        live(one)
        and one.kind in ("court order", "safety flag")
        and one.from_person in same(world, speaker)
        and speaker is not subject(row)[0]
        and (not one.classes or row.sensitivity in one.classes)
        and about(world, one, row)
        for one in world.made[Withholding]
        if one.from_person
    )


def governing(world: World, person: Person, sensitivity: str) -> list[Person]:
    """A child's holders of authority for this class; an adult governs their own rows."""
    if not is_child(world, person):
        return [person]
    return [
        one.holder_person
        for one in world.made[Authority]
        if one.person is person and live(one) and (not one.scope or sensitivity in one.scope)
    ]
