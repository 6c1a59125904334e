"""Small worlds thrown like dice: a few agencies and workers, two households with branches and a
shared child, every ground of access in every state (live, over, not begun, a stranger's).

`World(seed)` holds unsaved rows of the real tables; `store(worlds)` writes them past the actions,
as the role that migrates data, so that states occur which no page would make.
"""

from collections import defaultdict
from collections.abc import Iterable

from kinwork.accounts.models import Agency, AgencyCommunity, Membership, User
from kinwork.common.actor import Actor, clock
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry, Community, Text
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
from tests.access.dice import BORN, DAY, NOW
from tests.access.thrown import Grounds
from tests.seeing import everything

ROLES = ("intake worker", "navigator", "caseworker", "caseworker", "supervisor", "provider staff")
NO_ROWS = ("coordinator", "privacy officer", "backbone lead", "account administrator")
LABELS = ("part 2", "safety", "address confidentiality", "ferpa", "idea part c", "head start")
FAMILY_ROWS = {
    Household: {},
    Person: {"given_name": "Thrown"},
    HouseholdMember: {},
    Fact: {"key": "thrown", "value": 1, "said_at": NOW},
    ContactPoint: {"channel": "phone", "value": "520-555-0100"},
    Message: {
        **{"channel": "page", "key": "thrown.news", "deed": "thrown.deed", "about": new_id()},
        **{"language": "en", "made_at": NOW},
    },
    Determination: {
        **{"program": "wic", "verdict": "maybe", "rule_version": "1", "basis": "told"},
        **{"on": NOW.date(), "made_at": NOW},
    },
    Need: {"code": "food", "since": NOW},
    ServiceEpisode: {"starts": NOW.date(), "origin": "import"},
}
ABOUT_A_SUBJECT = (Fact, Fact, Fact, ContactPoint, Message, Determination, Need, ServiceEpisode)


class World(Grounds):
    """One community, and a little of a second one. `made[model]` are its rows; `actors` those who look at them."""

    def __init__(self, seed: int):
        super().__init__(seed)
        self.communities = [
            self.add(Community, slug=f"w{seed}-{number}", name="Thrown", state="AZ")
            for number in (1, 2)
        ]
        self.community = self.communities[0]
        # Pieces of work, and a home that nobody has recorded.
        self.works, self.unknown = [new_id() for _ in range(3)], new_id()
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
        for place, odds in zip(self.communities, (0.9, 0.4), strict=True):
            for agency in self.agencies:
                if self.chance(odds):
                    convenes = self.chance(0.35)
                    self.add(AgencyCommunity, agency=agency, community=place, convenes=convenes)
        for _ in range(5):
            user, hats = self._user(), self.dice.choice((1, 1, 1, 2))
            for agency in self.dice.sample(self.agencies, hats):
                self._hat(user, agency, ROLES if self.chance(0.9) else NO_ROWS)
        self._hat(self._user(), self.dice.choice(self.agencies), NO_ROWS)

    def _user(self) -> User:
        late = {"mfa_due": self.due(), "training_due": self.due()} if self.chance(0.3) else {}
        email = f"{self.dice.getrandbits(64):x}@example.org"
        return self.add(User, email=email, is_active=self.chance(0.94), **late)

    def _hat(self, user: User, agency: Agency, roles: tuple[str, ...]) -> None:
        self.add(
            Membership,
            user=user,
            agency=agency,
            community=self.communities[self.chance(0.15)],
            role=self.dice.choice(roles),
            is_part_2_staff=self.chance(0.4),
            **self.window(0.9),
        )

    def _families(self) -> None:
        self.households = [self._owned(Household) for _ in range(2)]
        self.persons = []
        for household in self.households:
            other = "other adult" if self.chance(0.25) else "caregiver"
            adults = [self._member(household, relation) for relation in ("caregiver", other)]
            for _ in range(self.dice.randint(1, 2)):
                child = self._member(household, self._relation())
                self._authority(child, adults)
        if self.chance(0.5):  # custody in two homes
            child = self.persons[-1]
            self._belongs(
                self.households[0], child, "child" if child.birth_date else "expected child"
            )
            self._authority(child, self.persons[:2])

    def _relation(self) -> str:
        return "expected child" if self.chance(0.25) else "child"

    def _owned(self, model, sensitivity: str = "identity", **fields):
        owner = self.dice.choice(self.agencies) if self.chance(0.25) else None
        recorded = self.dice.choice(self.agencies) if self.chance(0.8) else None
        return self.add(
            model,
            community=self.communities[self.chance(0.15)],
            owner=owner,
            recorded_by=recorded,
            sensitivity=sensitivity,
            labels=[self.dice.choice(LABELS)] if self.chance(0.12) else [],
            sealed_at=NOW - DAY if self.chance(0.03) else None,
            **FAMILY_ROWS[model] | fields,
        )

    def _member(self, household: Household, relation: str) -> Person:
        dates = {
            "child": {"birth_date": BORN[0]},
            "expected child": {"due_date": (NOW + 90 * DAY).date()},
        }
        person = self._owned(
            Person,
            name_keys=self.dice.choice((["zq"], ["zq", "xn"], ["xn"])),
            **dates.get(relation, {"birth_date": BORN[1]}),
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

    def _row(self, model) -> None:
        extra = {"service": self.service} if model is ServiceEpisode else {}
        self._owned(model, self.dice.choice(CLASSES), **self.subject(), **extra)

    def _referral(self) -> None:
        """What a signed link opens: the ties of one referral, and the children it is for."""
        self.referral = self.add(
            Referral,
            id=self.works[0],
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
        for work in self.works:
            for _deed in range(self.dice.choice((0, 0, 1, 1, 2))):
                self._trail(work)
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

    def _trail(self, work) -> None:
        who = self.dice.choice(self.persons if self.chance(0.7) else self.made[User])
        kind = "family" if who in self.persons else "staff"
        said = {"actor_kind": kind, "actor_id": who.pk, "purpose": "care", "at": NOW}
        said["outcome"] = "done" if self.chance(0.8) else "refused"
        self.add(AuditEntry, verb="thrown", target_id=work, community_id=self.community.pk, **said)

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
            place = hat.community if self.chance(0.95) else self.dice.choice(self.communities)
            actors.append(Actor("staff", hat.user.pk, agency.pk, role, place.pk, purpose))
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
            clock(self.dice.choice((*self.works, self.households[0].pk)), self.community.pk),
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
    *(Community, Text, Organization, Service, Agency, AgencyCommunity, User, Membership),
    *(Household, Person, HouseholdMember, IdentityLink, Authority),
    *(Agreement, Party, Tie, Consent, Block, Withholding, RowShare),
    *(Fact, ContactPoint, Message, Determination, Need, ServiceEpisode, Referral, ReferralSubject),
    AuditEntry,
)
