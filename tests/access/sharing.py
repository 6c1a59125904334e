"""One family that shares everything, and random deeds that take it away again; a model in plain
Python says after each who sees what.

The model knows nothing of SQL: it remembers what was done. Only which referrals are open is read
from the referrals themselves, because ties have to equal open work.
"""

from datetime import timedelta
from random import Random

from django.db import DatabaseError, transaction
from psycopg.errors import InsufficientPrivilege

from kinwork.accounts import actions as accounts
from kinwork.accounts.models import Membership
from kinwork.common.acting import acting_as
from kinwork.common.actor import OPERATOR
from kinwork.common.moves import WrongState
from kinwork.common.rights import Refused
from kinwork.family.contact.models import ContactPoint
from kinwork.family.facts.models import Fact
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals.models import Referral
from kinwork.family.referrals.rules import SENT_AND_OPEN
from kinwork.people import actions as people
from kinwork.people.models import HouseholdMember, Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.models import Tie
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from tests import cast as casting
from tests.access.guarding import Guarded, Nothing
from tests.access.remembered import Known, Row, Said
from tests.seeing import everything

SHARED = ("identity", "contact", "household", "health", "development")
WATCHERS = {"ana": "library", "ben": "clinic", "bea": "clinic", "cruz": "bloom"}
RECEIVERS = ("clinic", "bloom")
LABELS = ("ferpa", "part 2", "address confidentiality")


class World(Guarded):
    """Rosa's family at the library, both others allowed everything; all that stands between."""

    def __init__(self):
        self.cast = cast = casting.make_cast()
        self.at, self.known, self.done = cast.at, Known(), []
        self.home = cast.household
        self._agreements()
        self._guard()
        self._rows()
        for agency in RECEIVERS:
            self.give(agency, SHARED)
        for service in ("visits", "bloom_visits"):
            self.send(service, self.open_need())

    def _agreements(self) -> None:
        cast, said = self.cast, {"by": OPERATOR, "at": self.cast.at}
        classes = {"data-sharing": list(SHARED), "mou": []}
        self.pacts = {}
        with acting_as(OPERATOR, now=self.at):
            self.pacts["participation"] = Agreement.objects.get(
                kind="participation", community=cast.community
            )
            for kind, named in classes.items():
                self.pacts[kind] = agreements.make_agreement(
                    community=cast.community,
                    kind=kind,
                    title=kind,
                    starts=self.at,
                    classes=named,
                    storage="sent by the site, kept a year",
                    **said,
                )
                self._sign(self.pacts[kind], said)

    def _sign(self, pact: Agreement, said: dict) -> None:
        """The center provides, the clinic receives; all sign, and it is in force."""
        roles = {"bloom": "provider", "clinic": "recipient"} if pact.kind == "data-sharing" else {}
        parties = [
            agreements.name_party(
                agreement=pact, agency=self.cast.agencies[one], role=roles.get(one, "party"), **said
            )
            for one in RECEIVERS
        ]
        agreements.submit(agreement=pact, **said)
        for party in parties:
            agreements.sign(
                party=party, name="A. Diaz", title="Director", authority="bylaws", **said
            )

    def _rows(self) -> None:
        cast, made = self.cast, {"community": self.cast.community, "said_at": self.at, "value": 1}
        with everything():
            library, bloom = cast.agencies["library"], cast.agencies["bloom"]
            facts = [
                Row(Fact, Fact.objects.create(
                    person=cast.people[name], sensitivity="health", key="asthma",
                    recorded_by=library, **made).pk, "health", name)
                for name in ("mateo", "lucia")
            ]  # fmt: skip
            owned = Fact.objects.create(
                person=cast.people["lucia"], sensitivity="development", key="asq",
                owner=bloom, recorded_by=bloom, **made)  # fmt: skip
            facts.append(Row(Fact, owned.pk, "development", "lucia", "bloom"))
            home = Fact.objects.create(
                household=self.home, sensitivity="household", key="place",
                recorded_by=library, **made)  # fmt: skip
            facts.append(Row(Fact, home.pk, "household"))
            reach = ContactPoint.objects.filter(household=self.home).values_list("pk", flat=True)
            self.rows = facts + [Row(ContactPoint, pk, "contact") for pk in reach]
        self.rows += [Row(Person, one.pk, "identity", name) for name, one in cast.people.items()]

    # Deeds: each does the real thing and, when it was done, remembers it -----------------------

    def deeds(self) -> list:
        return [
            *(self.give_some, self.deny_some, self.deny_some, self.end_one, self.narrow_one),
            *(self.suspend_or_resume, self.answer, self.answer, self.ask_again, self.shut_out),
            *(self.account, self.hat_ends, self.leaves, self.labelled, self.time_passes),
            *(self.breaks_glass, self.breaks_glass, self.closes_glass, self.reviews_glass),
            *(self.keeps, self.keeps),
        ]

    def step(self, dice: Random) -> None:
        deed = dice.choice(self.deeds())
        try:
            with transaction.atomic():
                deed(dice)
                self.done.append(deed.__name__)
        except (Refused, WrongState) as why:
            self.done.append(f"{deed.__name__} refused ({why.__class__.__name__})")
        except DatabaseError as why:
            if not isinstance(why.__cause__, InsufficientPrivilege):
                raise
            self.done.append(f"{deed.__name__} refused (by the database)")

    def _rosa(self):
        return acting_as(self.cast.rosa, now=self.at)

    def _as(self, name: str) -> dict:
        return {"by": self.cast.rosa if name == "rosa" else getattr(self.cast, name), "at": self.at}

    def _spoken(self, verb, agency: str, classes, deny: bool, ends=None) -> None:
        cast = self.cast
        with self._rosa():
            row = verb(
                household=self.home, given_by=cast.people["rosa"], agency=cast.agencies[agency],
                classes=tuple(classes), language="es", ends=ends, **self._text(deny),
                **self._as("rosa"),
            )  # fmt: skip
        self.known.said.append(Said(row, agency, set(classes), deny, ends))

    def _text(self, deny: bool) -> dict:
        from kinwork.common.models import Text
        from kinwork.trust.consent.texts import REFERRAL

        found = Text.objects.filter(key=REFERRAL, language="es", community=None)
        return {} if deny else {"text": found.get()}

    def give(self, agency: str, classes, ends=None) -> None:
        self._spoken(consents.give, agency, classes, False, ends)

    def give_some(self, dice: Random) -> None:
        ends = self.at + timedelta(days=2) if dice.random() < 0.4 else None
        self.give(dice.choice(RECEIVERS), _some(dice), ends)

    def deny_some(self, dice: Random) -> None:
        agency = dice.choice((*RECEIVERS, *RECEIVERS, "library"))
        self._spoken(consents.deny, agency, _some(dice), True)

    def _one_said(self, dice: Random, permits: bool) -> Said:
        found = [one for one in self.known.said if not one.over and not (permits and one.deny)]
        if not found:
            raise Nothing
        return dice.choice(found)

    def end_one(self, dice: Random) -> None:
        one = self._one_said(dice, False)
        with self._rosa():
            consents.end(consent=one.row, **self._as("rosa"))
        one.over = True

    def narrow_one(self, dice: Random) -> None:
        one = self._one_said(dice, True)
        fewer = sorted(one.classes)[: max(1, len(one.classes) - 2)]
        with self._rosa():
            row = consents.narrow(
                consent=one.row, classes=tuple(fewer), given_by=self.cast.people["rosa"],
                **self._as("rosa"))  # fmt: skip
        one.over = True
        self.known.said.append(Said(row, one.agency, set(fewer), False, one.ends))

    def suspend_or_resume(self, dice: Random) -> None:
        kind = dice.choice(list(self.pacts))
        back = kind in self.known.suspended
        with acting_as(OPERATOR, now=self.at):
            verb = agreements.resume if back else agreements.suspend
            verb(agreement=self.pacts[kind], by=OPERATOR, at=self.at)
        (self.known.suspended.discard if back else self.known.suspended.add)(kind)

    def open_need(self):
        cast = self.cast
        with acting_as(cast.ana, now=self.at):
            return referrals.make_need(
                household=self.home, code="home-visiting", urgency="2 days", **self._as("ana"))  # fmt: skip

    def send(self, service: str, need) -> None:
        cast = self.cast
        with acting_as(cast.ana, now=self.at):
            made = referrals.make_referral(
                need=need, service=cast.services[service], location=cast.location,
                subjects=[cast.people["lucia"]], classes=SHARED, **self._as("ana"))  # fmt: skip
            self.known.referrals.append(
                referrals.send(referral=made, on_behalf_of=None, **self._as("ana"))
            )

    def ask_again(self, dice: Random) -> None:
        if "ana" in self.known.out:
            raise Nothing
        self.send(dice.choice(("visits", "bloom_visits")), self.open_need())

    def answer(self, dice: Random) -> None:
        """Accepted, declined, served or taken back."""
        row = dice.choice(self.known.referrals)
        who = "cruz" if row.receiver_id == self.cast.agencies["bloom"].pk else "ben"
        verb = dice.choice(("accept", "decline", "serve", "withdraw"))
        more = {
            "decline": {"reason": "full"},
            "serve": {"received": "a visit", "need_met": "yes"},
        }
        who = "rosa" if verb == "withdraw" else who
        if who in self.known.out:
            raise Nothing
        actor = self._as(who)["by"]
        with acting_as(actor, now=self.at):
            found = Referral.objects.filter(pk=row.pk).first()
            if found is None:
                raise Nothing
            getattr(referrals, verb)(referral=found, **more.get(verb, {}), **self._as(who))

    def shut_out(self, dice: Random) -> None:
        agency = dice.choice((*RECEIVERS, "library"))
        if agency in self.known.blocked or dice.random() < 0.5:
            raise Nothing
        with self._rosa():
            access.block(
                household=self.home, agency=self.cast.agencies[agency], **self._as("rosa"))  # fmt: skip
        self.known.blocked.add(agency)

    def account(self, dice: Random) -> None:
        who = dice.choice(("ben", "cruz"))
        user, back = self.cast.users[who], who in self.known.out
        if not back and dice.random() < 0.4:
            raise Nothing
        with acting_as(OPERATOR, now=self.at):
            verb = accounts.enable_account if back else accounts.disable_account
            verb(user=user, by=OPERATOR, at=self.at)
        (self.known.out.discard if back else self.known.out.add)(who)
        self.known.broken.pop(who, None)

    def hat_ends(self, dice: Random) -> None:
        if "bea" in self.known.out:
            raise Nothing
        with acting_as(OPERATOR, now=self.at):
            hat = Membership.objects.get(user=self.cast.users["bea"])
            accounts.end_membership(membership=hat, by=OPERATOR, at=self.at)
        self.known.out.add("bea")
        self.known.broken.pop("bea", None)

    def leaves(self, dice: Random) -> None:
        if self.known.left:
            raise Nothing
        with everything():
            member = HouseholdMember.objects.get(person=self.cast.people["mateo"], ends=None)
        with self._rosa():
            people.end_membership(member=member, **self._as("rosa"))
        self.known.left.add("mateo")

    def labelled(self, dice: Random) -> None:
        row = dice.choice([one for one in self.rows if one.model is Fact])
        label = dice.choice((*LABELS, ""))
        with everything():
            row.model.objects.filter(pk=row.pk).update(labels=[label] if label else [])
        self.known.labels[row.pk] = label

    def time_passes(self, dice: Random) -> None:
        self.at += timedelta(hours=dice.choice((1, 30, 60)))

    # What the model says ------------------------------------------------------------------------

    def open_work(self) -> list[Referral]:
        with everything():
            found = Referral.objects.filter(pk__in=[one.pk for one in self.known.referrals])
            return [one for one in found if one.state in SENT_AND_OPEN]

    def sees(self, name: str, row: Row, open_work: list[Referral]) -> bool:
        known, sensitivity = self.known, row.sensitivity
        label = known.labels.get(row.pk, "")
        gone = row.person in known.left
        if name == "rosa":
            return not gone and row.person != "pablo"
        if name == "pablo":
            return self.father_sees(row)
        agency = WATCHERS[name]
        # a block is about the household, and about whoever lives in it
        if name in known.out or (agency in known.blocked and not gone):
            return False
        if agency == "clinic" and row.person == "lucia" and "clinic" in known.kept:
            return False
        if row.owner == agency:
            return label != "part 2"
        own = row.person == "pablo"  # an adult: what Rosa says is not about him
        denied = not (gone or own) and self._live(agency, sensitivity, True)
        if not gone and not denied and self.opened_by_glass(name, label):
            return True
        if agency == "library" and not row.owner and label != "part 2" and not denied:
            # Ana recorded it, and conducts the family's intake
            return sensitivity == "identity" or not gone
        if gone or own or denied or label or not self._live(agency, sensitivity, False):
            return False
        theirs = self.cast.agencies[agency].pk
        tied = any(one.receiver_id == theirs and sensitivity in one.classes for one in open_work)
        pacts = {"mou", "data-sharing"} if row.owner else {"participation"}
        return tied and not pacts & known.suspended

    def _live(self, agency: str, sensitivity: str, deny: bool) -> bool:
        return any(
            one.agency == agency and one.deny == deny and sensitivity in one.classes
            and not one.over and (one.ends is None or one.ends > self.at)
            for one in self.known.said
        )  # fmt: skip

    # What is really so -----------------------------------------------------------------------

    def differences(self) -> list[str]:
        found, open_work = [], self.open_work()
        keys = {}
        for row in self.rows:
            keys.setdefault(row.model, []).append(row.pk)
        for name in (*WATCHERS, "rosa", "pablo"):
            with acting_as(self._as(name)["by"], now=self.at):
                shown = {
                    pk for model, pks in keys.items()
                    for pk in model.objects.filter(pk__in=pks).values_list("pk", flat=True)
                }  # fmt: skip
            for row in self.rows:
                if (row.pk in shown) != self.sees(name, row, open_work):
                    side = "sees" if row.pk in shown else "misses"
                    found.append(f"{name} {side} {row} after {self.done}")
        return found + self._ties(open_work)

    def _ties(self, open_work: list[Referral]) -> list[str]:
        with everything():
            live = {
                tie.work
                for tie in Tie.objects.filter(kind="referral", starts__lte=self.at)
                if tie.ends is None or tie.ends > self.at
            }
        ours = {one.pk for one in self.known.referrals}
        odd = (live & ours) ^ {one.pk for one in open_work}
        return [f"ties are not open work: {odd} after {self.done}"] if odd else []


def _some(dice: Random) -> list[str]:
    return dice.sample(SHARED, dice.randint(1, len(SHARED)))
