"""The people and partners that every test knows by name, made through the real actions.

    cast = make_cast()
    with acting_as(cast.ana): ...

Ana (navigator at the library) sends, Ben (intake at the clinic) receives, Rosa is the mother, Cruz
works elsewhere and may see nothing. Bea is Ben's supervisor, Bill his colleague; Cora coordinates
the community; Dana leads the backbone, Sam watches for the state, Eve evaluates.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Agency, User
from kinwork.common.acting import acting_as
from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.common.models import Community, Text
from kinwork.directory import actions as directory
from kinwork.directory.models import Location, Service
from kinwork.family.contact import actions as contact
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Need, Referral
from kinwork.people import actions as people
from kinwork.people.actions import NewPerson
from kinwork.people.models import Household, Person
from kinwork.trust.access.actions import give_authority, open_tie
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from kinwork.trust.consent.texts import REFERRAL
from tests.replay import BEGAN, played_once

OPERATOR = Actor("staff", role="operator")
SHARED = ("identity", "contact", "household")
STAFF = {
    # name: (agency, role)
    "ana": ("library", "navigator"),
    "ben": ("clinic", "provider staff"),
    "bill": ("clinic", "provider staff"),
    "bea": ("clinic", "supervisor"),
    "cruz": ("bloom", "caseworker"),
    "cora": ("backbone", "coordinator"),
    "dana": ("backbone", "backbone lead"),
    "sam": ("backbone", "state viewer"),
    "eve": ("backbone", "evaluator"),
}
AGENCIES = {
    "library": "Mesquite Flats Library",
    "clinic": "Saguaro Wash Clinic",
    "bloom": "Desert Bloom Family Center",
    "backbone": "Saguaro Wash Family Partnership",
}


@dataclass
class Cast:
    """One community with its partners, one family, and the actors by their names."""

    at: datetime
    community: Community
    agencies: dict[str, Agency] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    location: Location | None = None
    household: Household | None = None
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        """`cast.ana`, `cast.rosa`: actors."""
        try:
            return self.__dict__["actors"][name]
        except KeyError:
            raise AttributeError(name) from None

    def later(self, **delta) -> datetime:
        return self.at + timedelta(**delta)


@played_once
def make_cast(at: datetime = BEGAN, *, household: bool = True, **settings) -> Cast:
    """Everybody. `settings` become the community's own (answer_days=3...)."""
    with acting_as(OPERATOR, now=at):
        community = accounts.create_community(
            slug=f"saguaro-{new_id().hex[:6]}",
            name="Saguaro Wash County",
            state="AZ",
            county="Saguaro Wash",
            postal_code="85128",
            settings=settings,
            by=OPERATOR,
            at=at,
        )
        cast = Cast(at, community)
        _agencies(cast)
        _staff(cast)
        _services(cast)
        consents.seed_texts(by=OPERATOR, at=at)
    if household:
        add_rosa(cast)
    return cast


def _agencies(cast: Cast) -> None:
    said = {"by": OPERATOR, "at": cast.at}
    agreement = agreements.make_agreement(
        community=cast.community, kind="participation", title="Taking part", starts=cast.at, **said
    )
    organizations = directory.save_records(
        records=[("organization", {"name": n, "description": n}) for n in AGENCIES.values()], **said
    )
    for (key, name), run_by in zip(AGENCIES.items(), organizations, strict=True):
        agency = accounts.create_agency(
            name=name,
            communities=[cast.community],
            organization=run_by,
            convenes=key == "backbone",
            **said,
        )
        cast.agencies[key] = agency
        agreements.join(agreement=agreement, agency=agency, signed_by="Its director", **said)


def _staff(cast: Cast) -> None:
    for name, (agency, role) in STAFF.items():
        hire(cast, name, agency, role)


def hire(cast: Cast, name: str, agency: str, role: str, **more) -> None:
    """Somebody new works for an agency. more: what else the membership says."""
    said = {"by": OPERATOR, "at": cast.at}
    with acting_as(OPERATOR, now=cast.at):
        user = accounts.create_user(
            email=f"{name}.{new_id().hex[:6]}@example.org", name=name.capitalize(), **said
        )
        hat = accounts.add_membership(
            user=user,
            agency=cast.agencies[agency],
            community=cast.community,
            role=role,
            **said,
            **more,
        )
    cast.users[name] = user
    cast.actors[name] = Actor("staff", user.id, hat.agency_id, role, cast.community.id)


def _services(cast: Cast) -> None:
    """visits and bloom_visits answer the same need; diapers comes from who has signed nothing."""
    run_by = {key: agency.organization_id for key, agency in cast.agencies.items()}
    run_by["casa"] = new_id()
    casa = {
        "id": run_by["casa"],
        "name": "Casa Chica Diaper Bank",
        "description": "",
        "email": "casa@example.org",
    }
    offered = {
        "visits": ("Home visits for new parents", run_by["clinic"]),
        "bloom_visits": ("Visits at home", run_by["bloom"]),
        "diapers": ("Diapers each month", run_by["casa"]),
    }
    _casa, cast.location, *services = directory.save_records(
        records=[
            ("organization", casa),
            ("location", {"name": "Mesquite Flats", "location_type": "physical"}),
            *(
                ("service", {"name": name, "organization_id": organization, "status": "active"})
                for name, organization in offered.values()
            ),
        ],
        by=OPERATOR,
        at=cast.at,
    )
    cast.services = dict(zip(offered, services, strict=True))


def add_rosa(cast: Cast) -> None:
    """Rosa and her two children, told to Ana at the library; safe by e-mail, and by phone."""
    rosa = NewPerson("Rosa", "Luna Ortega", "caregiver", date(1997, 5, 14))
    mateo = NewPerson("Mateo", "Luna", "child", date(2022, 9, 3))
    lucia = NewPerson("Lucía", "Luna", "child", date(2025, 6, 20))
    cast.household = record_family(cast, cast.ana, [rosa, mateo, lucia], language="es")
    with acting_as(cast.ana, now=cast.at):
        found = Person.objects.in_bulk([rosa.id, mateo.id, lucia.id])
        for name, told in (("rosa", rosa), ("mateo", mateo), ("lucia", lucia)):
            cast.people[name] = found[told.id]
        for child in (mateo, lucia):
            give_authority(person=found[child.id], holder=found[rosa.id], by=cast.ana, at=cast.at)
        for channel, value in (("email", "rosa@example.org"), ("phone", "520-555-0142")):
            contact.record_contact(
                household=cast.household,
                channel=channel,
                value=value,
                is_preferred=channel == "email",
                recorded_by=cast.agencies["library"],
                by=cast.ana,
                at=cast.at,
            )
    cast.actors["rosa"] = Actor(
        "family", rosa.id, cast.household.id, "family member", cast.community.id
    )


def record_family(
    cast: Cast, by: Actor, told: list[NewPerson], *, language: str = "en"
) -> Household:
    """Another household, told to `by` (staff)."""
    with acting_as(by, now=cast.at):
        return people.record_household(
            people=told,
            language=language,
            community=cast.community,
            recorded_by=Agency.objects.get(pk=by.agency),
            opens_tie=open_tie,
            by=by,
            at=cast.at,
        )


# The steps of a referral, each with the actor who takes it ------------------------------------


def consent(cast: Cast, agency: str = "clinic", classes=SHARED, by: Actor | None = None) -> Consent:
    """Rosa lets `agency` see `classes`."""
    by = by or cast.rosa
    with acting_as(by, now=cast.at):
        return consents.give(
            household=cast.household,
            given_by=cast.people["rosa"],
            agency=cast.agencies[agency],
            classes=classes,
            text=Text.objects.get(key=REFERRAL, language="es", community=None),
            language="es",
            recorded_by=Agency.objects.get(pk=by.agency) if by.is_staff else None,
            by=by,
            at=cast.at,
        )


def need(
    cast: Cast, by: Actor | None = None, code: str = "home-visiting", urgency="2 days"
) -> Need:
    by = by or cast.ana
    with acting_as(by, now=cast.at):
        return referrals.make_need(
            household=cast.household, code=code, urgency=urgency, by=by, at=cast.at
        )


def draft(
    cast: Cast,
    service: str = "visits",
    *,
    by: Actor | None = None,
    answers: Need | None = None,
    classes=SHARED,
    form_id: UUID | None = None,
) -> Referral:
    """A referral for both children, not sent."""
    by = by or cast.ana
    answers = answers or need(cast, by)
    with acting_as(by, now=cast.at):
        return referrals.make_referral(
            need=answers,
            service=cast.services[service],
            location=cast.location,
            subjects=[cast.people["mateo"], cast.people["lucia"]],
            classes=classes,
            form_id=form_id,
            by=by,
            at=cast.at,
        )


def sent(cast: Cast, service: str = "visits", *, by: Actor | None = None, **more) -> Referral:
    """Consent given, drafted and sent."""
    by = by or cast.ana
    agency = {"visits": "clinic", "bloom_visits": "bloom"}.get(service)
    if agency:
        consent(cast, agency)
    made = draft(cast, service, by=by, **more)
    asked_by = cast.people["rosa"].id if by.is_staff and agency is None else None
    with acting_as(by, now=cast.at):
        return referrals.send(referral=made, on_behalf_of=asked_by, by=by, at=cast.at)


def accepted(cast: Cast, service: str = "visits", **more) -> Referral:
    """Sent, and taken by Ben an hour later."""
    made = sent(cast, service, **more)
    with acting_as(cast.ben, now=cast.later(hours=1)):
        return referrals.accept(referral=made, by=cast.ben, at=cast.later(hours=1))


def link_holder(referral: Referral) -> Actor:
    """Whoever opened the signed link of this referral."""
    return Actor("link", referral.pk)
