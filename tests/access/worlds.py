"""Small worlds thrown like dice: a few agencies and workers, two households with branches and a
shared child, every ground of access in every state (live, over, not begun, a stranger's).

`World(seed)` holds unsaved rows of the real tables; `store(worlds)` writes them past the actions,
as the role that migrates data, so that states occur which no page would make.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from random import Random

from kinwork.accounts.models import Agency, Membership, User
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.models import Community, Text
from kinwork.directory.models import Organization, Service
from kinwork.family.contact.models import ContactPoint, Message
from kinwork.family.eligibility.models import Determination
from kinwork.family.facts.models import Fact
from kinwork.family.referrals.models import Need, Referral, ReferralSubject, ServiceEpisode
from kinwork.people.models import Household, HouseholdMember, IdentityLink, Person
from kinwork.people.rules import CLASSES
from kinwork.trust.access.models import Authority, Block, RowShare, Tie, Withholding
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.consent.models import Consent
from tests.seeing import everything

NOW = datetime(2026, 5, 4, 17, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ROLES = ("intake worker", "navigator", "caseworker", "caseworker", "supervisor", "provider staff")
NO_ROWS = ("coordinator", "privacy officer", "backbone lead", "account administrator")
LABELS = ("part 2", "safety", "address confidentiality", "ferpa", "idea part c", "head start")
PROTECTIONS = ("protected branch", "court order", "minor's own service", "safety flag")
NOT_IN_FORCE = ("draft", "partly signed", "suspended", "ended", "superseded")
PARTIES = ("party", "party", "party", "party", "provider", "recipient")
TIES = ("intake", "intake", "assignment", "assignment", "team", "referral")
FAMILY_ROWS = {
    Household: {},
    Person: {"given_name": "Thrown"},
    HouseholdMember: {},
    Fact: {"key": "thrown", "value": 1, "said_at": NOW},
    ContactPoint: {"channel": "phone", "value": "520-555-0100"},
    Message: {"channel": "page", "key": "thrown", "language": "en", "made_at": NOW},
    Determination: {
        **{"program": "wic", "verdict": "maybe", "rule_version": "1", "basis": "told"},
        **{"on": NOW.date(), "made_at": NOW},
    },
    Need: {"code": "food", "since": NOW},
    ServiceEpisode: {"starts": NOW.date(), "origin": "import"},
}
ABOUT_A_SUBJECT = (Fact, Fact, Fact, ContactPoint, Message, Determination, Need, ServiceEpisode)


class World:
    """One community. `made[model]` are its rows; `actors` those who look at them."""

    def __init__(self, seed: int):
        self.seed, self.dice = seed, Random(seed)
        self.made = defaultdict(list)
        self.community = self.add(Community, slug=f"w{seed}", name="Thrown", state="AZ")
        self.text = self.add(Text, key="thrown", language="en", community=self.community, body="-")
        self.organization = self.add(Organization, name="Thrown", description="-")
        self.service = self.add(Service, name="Thrown", organization=self.organization)
        self._agencies()
        self._families()
        # Most grounds are thrown about the same few, so that they meet.
        self.focus = self.dice.choice(self.agencies)
        self._agreements()
        for _ in range(self.dice.randint(4, 8)):
            self._tie()
        for _ in range(self.dice.randint(3, 9)):
            self._consent()
        self._shut_out()
        for _ in range(11):
            self._row(self.dice.choice(ABOUT_A_SUBJECT))
        self._glass()
        self._notes()
        self._links()
        self._referral()
        self.actors = [*self._staff(), *self._family(), *self._others()]

    # Dice ---------------------------------------------------------------------------------

    def add(self, model, **fields):
        row = model(**fields)
        self.made[model].append(row)
        return row

    def chance(self, odds: float) -> bool:
        return self.dice.random() < odds

    def window(self, live: float = 0.75) -> dict:
        """starts and ends: mostly live, also on the very instant, over or not begun."""
        if self.chance(live):
            starts = self.dice.choice((NOW - 9 * DAY, NOW - DAY, NOW))
            return {"starts": starts, "ends": self.dice.choice((None, None, NOW + MINUTE))}
        return self.dice.choice(
            (
                {"starts": NOW - 9 * DAY, "ends": NOW - DAY},
                {"starts": NOW - DAY, "ends": NOW},
                {"starts": NOW + MINUTE, "ends": None},
                {"starts": NOW + DAY, "ends": NOW + 9 * DAY},
            )
        )

    def due(self) -> datetime | None:
        if self.chance(0.8):
            return None
        return self.dice.choice((NOW + MINUTE, NOW + MINUTE, NOW + DAY, NOW, NOW - DAY))

    def classes(self, whole: float = 0.5) -> list[str]:
        if self.chance(whole):
            return list(CLASSES)
        return self.dice.sample(CLASSES, self.dice.randint(1, 6))

    def agency(self) -> Agency:
        return self.focus if self.chance(0.6) else self.dice.choice(self.agencies)

    def subject(self) -> dict:
        """person or household; mostly of the first household."""
        if self.chance(0.4):
            return {"household": self.households[0 if self.chance(0.8) else 1]}
        return {"person": self.dice.choice(self.persons)}

    # Who there is -------------------------------------------------------------------------

    def _agencies(self) -> None:
        self.agencies = [
            self.add(
                Agency,
                name=f"Agency {number}",
                is_victim_service_provider=number == 3 and self.chance(0.5),
                is_part_2=self.chance(0.3),
                active=self.chance(0.96),
            )
            for number in range(4)
        ]
        for _ in range(5):
            user = self.add(
                User,
                email=f"{self.dice.getrandbits(64):x}@example.org",
                is_active=self.chance(0.94),
            )
            hats = self.dice.sample(self.agencies, self.dice.choice((1, 1, 1, 2)))
            for agency in hats:
                self.add(
                    Membership,
                    user=user,
                    agency=agency,
                    community=self.community,
                    role=self.dice.choice(ROLES if self.chance(0.9) else NO_ROWS),
                    is_part_2_staff=self.chance(0.4),
                    **self.window(0.9),
                )

    def _families(self) -> None:
        self.households = [self._owned(Household) for _ in range(2)]
        self.persons = []
        for household in self.households:
            adults = [self._member(household, "caregiver") for _ in range(2)]
            for _ in range(self.dice.randint(1, 2)):
                child = self._member(household, "child")
                self._authority(child, adults)
        if self.chance(0.5):  # custody in two homes
            child = self.persons[-1]
            self._belongs(self.households[0], child, "child")
            self._authority(child, self.persons[:2])

    def _owned(self, model, sensitivity: str = "identity", **fields):
        owner = self.dice.choice(self.agencies) if self.chance(0.25) else None
        recorded = self.dice.choice(self.agencies) if self.chance(0.8) else None
        return self.add(
            model,
            community=self.community,
            owner=owner,
            recorded_by=recorded,
            sensitivity=sensitivity,
            labels=[self.dice.choice(LABELS)] if self.chance(0.12) else [],
            sealed_at=NOW - DAY if self.chance(0.03) else None,
            **FAMILY_ROWS[model] | fields,
        )

    def _member(self, household: Household, relation: str) -> Person:
        person = self._owned(
            Person, birth_date=date(2023, 1, 1) if relation == "child" else date(1994, 1, 1)
        )
        self.persons.append(person)
        self._belongs(household, person, relation)
        return person

    def _belongs(self, household: Household, person: Person, relation: str) -> None:
        self._owned(
            HouseholdMember,
            "household",
            household=household,
            person=person,
            relation=relation,
            branch=self.dice.choice(("main", "main", "main", "other")),
            **self.window(0.92),
        )

    def _authority(self, child: Person, holders: Iterable[Person]) -> None:
        for holder in holders:
            if self.chance(0.75):
                self.add(
                    Authority,
                    person=child,
                    holder_person=holder,
                    kind=self.dice.choice(("parent", "parent", "guardian")),
                    scope=self.classes(0) if self.chance(0.1) else [],
                    **self.window(0.85),
                )

    # Grounds ------------------------------------------------------------------------------

    def _agreements(self) -> None:
        for kind in ("participation", "mou", "data-sharing", "data-sharing", "participation"):
            state = self.dice.choice(NOT_IN_FORCE) if self.chance(0.08) else "in force"
            agreement = self.add(
                Agreement,
                community=self.community,
                kind=kind,
                title="Thrown",
                classes=self.classes(0.7),
                purposes=["care"] if self.chance(0.85) else ["statistics"],
                state=state,
                suspended_at=NOW if state == "suspended" or self.chance(0.03) else None,
                emergency_clause=self.chance(0.4),
                **self.window(0.85),
            )
            for agency in self.agencies:
                if self.chance(0.75):
                    bound = {"starts": None} if self.chance(0.03) else self.window(0.9)
                    role = self.dice.choice(PARTIES) if kind == "data-sharing" else "party"
                    self.add(Party, agreement=agreement, agency=agency, role=role, **bound)

    def _tie(self) -> None:
        agency = self.agency()
        workers = [hat.user for hat in self.made[Membership] if hat.agency == agency]
        self.add(
            Tie,
            community=self.community,
            kind=self.dice.choice(TIES),
            agency=agency,
            user=self.dice.choice(workers) if workers and self.chance(0.5) else None,
            classes=[] if self.chance(0.75) else self.classes(0),
            **self.subject(),
            **self.window(),
        )

    def _consent(self) -> None:
        household = self.households[0 if self.chance(0.8) else 1]
        here = [row.person for row in self.made[HouseholdMember] if row.household is household]
        classes = self.classes()
        part_2 = "sud" in classes and self.chance(0.5)
        named = self.dice.choice(self.made[User]) if self.chance(0.25) else None
        self.add(
            Consent,
            community=self.community,
            household=household,
            given_by=self.dice.choice(here if self.chance(0.95) else self.persons),
            agency=self.agency(),
            deny=self.chance(0.15),
            classes=classes,
            purposes=["care"] if self.chance(0.9) else ["statistics"],
            part_2=part_2,
            records="all" if part_2 or self.chance(0.4) else "",
            named_user=named,
            way="on paper" if part_2 or self.chance(0.6) else "by text",
            language="en",
            text=self.text,
            ended_at=self.dice.choice((NOW - MINUTE, NOW)) if self.chance(0.08) else None,
            **self.window(),
        )

    def _shut_out(self) -> None:
        if self.chance(0.3):
            user = self.dice.choice(self.made[User]) if self.chance(0.5) else None
            self.add(
                Block,
                household=self.dice.choice(self.households),
                user=user,
                agency=None if user else self.dice.choice(self.agencies),
                **self.window(),
            )

        for _ in range(self.dice.choice((0, 0, 1, 2))):
            self._withholding()

    def _withholding(self) -> None:
        kind = self.dice.choice(PROTECTIONS)
        to_person = self.chance(0.5)
        somebody = kind in ("court order", "safety flag") or self.chance(0.4)
        self.add(
            Withholding,
            community=self.community,
            kind=kind,
            **self.subject(),
            branch=self.dice.choice(("main", "other", "")),
            from_person=self.dice.choice(self.persons) if somebody and to_person else None,
            from_agency=self.agency() if somebody and not to_person else None,
            classes=[] if self.chance(0.6) else self.classes(0),
            recorded_by=self.focus,
            **self.window(),
        )

    def _glass(self) -> None:
        """Running, over, or somebody else's."""
        if self.chance(0.5):
            return
        hat = self.dice.choice(self.made[Membership])
        begun = NOW - 30 * MINUTE if self.chance(0.75) else NOW - 60 * MINUTE
        self.add(
            Tie,
            community=self.community,
            kind="glass",
            agency=hat.agency,
            user=hat.user,
            classes=[] if self.chance(0.8) else self.classes(0),
            starts=begun,
            ends=begun + 60 * MINUTE,
            **self.subject(),
        )

    def _notes(self) -> None:
        """Each note is shown to somebody by its family, by a stranger's family, or to nobody."""
        for model in dict.fromkeys(ABOUT_A_SUBJECT):
            for row in self.made[model]:
                if row.sensitivity == "notes" and self.chance(0.7):
                    self.add(
                        RowShare,
                        row=row.pk,
                        household=self.households[0 if self.chance(0.8) else 1],
                        agency=self.agency(),
                        **self.window(),
                    )

    def _links(self) -> None:
        if self.chance(0.6):
            return
        one, other = sorted(self.dice.sample(self.persons, 2), key=lambda person: person.pk)
        self.add(IdentityLink, one=one, other=other, linked_by=self.focus, why="-", **self.window())

    def _row(self, model) -> None:
        extra = {"service": self.service} if model is ServiceEpisode else {}
        self._owned(model, self.dice.choice(CLASSES), **self.subject(), **extra)

    def _referral(self) -> None:
        """What a signed link opens: the ties of one referral, and the children it is for."""
        self.referral = self.add(
            Referral,
            community=self.community,
            household=self.households[0],
            need_code="food",
            organization=self.organization,
            service=self.service,
            sensitivity="plan",
            classes=["identity", "contact"],
            state="sent",
            state_since=NOW,
            made_at=NOW - DAY,
            sent_at=NOW - DAY,
        )
        for person in self.dice.sample(self.persons, 3):
            self.add(ReferralSubject, referral=self.referral, person=person)
        for _ in range(self.dice.randint(1, 4)):
            self.add(
                Tie,
                community=self.community,
                kind="link" if self.chance(0.9) else "referral",
                work=self.referral.pk if self.chance(0.8) else new_id(),
                classes=self.dice.choice((["identity", "contact"], ["identity"], [])),
                household=self.dice.choice(self.households),
                **self.window(0.85),
            )

    # Who looks ----------------------------------------------------------------------------

    def _staff(self) -> list[Actor]:
        actors = []
        for hat in self.made[Membership]:
            role, agency = hat.role, hat.agency
            if self.chance(0.08):
                role = self.dice.choice(ROLES)
            if self.chance(0.05):
                agency = self.dice.choice(self.agencies)
            purpose = "care" if self.chance(0.97) else "statistics"
            actors.append(Actor("staff", hat.user.pk, agency.pk, role, self.community.pk, purpose))
        return actors

    def _family(self) -> list[Actor]:
        where = [(row.person, row.household) for row in self.made[HouseholdMember]]
        where.append((self.persons[0], self.households[1]))
        return [
            Actor("family", person.pk, household.pk, "family member", self.community.pk)
            for person, household in self.dice.sample(where, 3)
        ]

    def _others(self) -> list[Actor]:
        some = self.dice.choice(self.made[Fact] or self.made[Person])
        agency = self.dice.choice(self.agencies)
        return [
            Actor("link", self.referral.pk),
            clock(some.pk, self.community.pk),
            clock(self.referral.pk, self.community.pk),
            Actor("machine", agency.pk, agency.pk, "caseworker", self.community.pk),
            Actor("visitor"),
        ]


def store(worlds: Iterable[World]) -> None:
    """Write the worlds' rows, table by table, what others point to first."""
    together = defaultdict(list)
    for world in worlds:
        for model, rows in world.made.items():
            together[model] += rows
    with everything():
        for model in ORDER:
            model.objects.bulk_create(together.pop(model, []))
    assert not together, list(together)


ORDER = (
    *(Community, Text, Organization, Service, Agency, User, Membership),
    *(Household, Person, HouseholdMember, IdentityLink, Authority),
    *(Agreement, Party, Tie, Consent, Block, Withholding, RowShare),
    *(Fact, ContactPoint, Message, Determination, Need, ServiceEpisode, Referral, ReferralSubject),
)
