"""Every ground of access in every state: live, over, not begun, a stranger's."""

from collections.abc import Iterable

from kinwork.accounts.models import Membership, User
from kinwork.people.models import HouseholdMember, IdentityLink, Person
from kinwork.trust.access.models import Authority, Block, RowShare, Tie, Withholding
from kinwork.trust.agreements.models import Agreement, Party
from kinwork.trust.consent.models import Consent
from tests.access.dice import MINUTE, NOW, Dice

PROTECTIONS = ("protected branch", "court order", "minor's own service", "safety flag")
NOT_IN_FORCE = ("draft", "partly signed", "suspended", "ended", "superseded")
PARTIES = ("party", "party", "party", "party", "provider", "recipient")
TIES = ("intake", "intake", "assignment", "assignment", "team", "referral")


class Grounds(Dice):
    """What a world says about its agencies and families."""

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
        if self.chance(0.15):  # a minor who decides some things for themselves
            self.add(
                Authority,
                person=child,
                holder_person=child,
                kind="self",
                scope=self.classes(0) if self.chance(0.7) else [],
                **self.window(0.85),
            )

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
            work=self.dice.choice(self.works) if self.chance(0.3) else None,
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
            work=self.dice.choice(self.works) if self.chance(0.4) else None,
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
        rows = [row for rows in self.made.values() for row in rows]
        for row in rows:
            if getattr(row, "sensitivity", "") == "notes" and self.chance(0.7):
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
