"""A family whose every field holds a word that stands nowhere else, and who may meet which of them.

family = Family(); family.ended()
family.beyond(may("ben", "ended"))      every word that Ben may meet nowhere
"""

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.family.appointments import actions as appointments
from kinwork.family.conferences.models import Conference, FollowUp
from kinwork.family.contact import actions as contact
from kinwork.family.contact.models import ContactPoint, Delivery
from kinwork.family.facts import actions as facts
from kinwork.family.facts.models import Document, Fact
from kinwork.family.followup import actions as followup
from kinwork.family.intake import actions as intake
from kinwork.family.phrases.models import Phrase
from kinwork.family.plans.models import Goal, Review, Step
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import links
from kinwork.family.referrals.models import Need
from kinwork.family.teams.models import Member
from kinwork.people.actions import NewPerson
from kinwork.people.models import IdentityLink, Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import give_authority
from kinwork.trust.access.models import (
    Authority,
    FamilyClaim,
    Glass,
    Handover,
    Withholding,
    WorkItem,
)
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent, ConsentAsk
from kinwork.trust.disclosures.models import OddView
from kinwork.trust.retention.models import Hold
from tests import cast as casting
from tests.guards import seeding
from tests.guards.crawling import PAGES, addresses, worker
from tests.guards.planted import WORD
from tests.seeing import everything

AMOUNT = "7319.57"
SHOWN = {AMOUNT: ("7,319.57", "7319.57", "7.319,57")}
# Who looks, beside the cast.
PEOPLE = (
    *("rosa", "marta", "carlos", "other mother"),
    *("ana", "sue", "ben", "bea", "bill", "pat", "pia", "cruz"),
    *("cora", "dana", "sam", "eve", "administrator", "privacy officer", "officer", "visitor"),
)
STATES = ("sharing", "ended", "refused", "suspended", "blocked", "kept")


def shown_as(word: str) -> set[str]:
    """In every way in which it may be shown."""
    return {word.lower(), *(one.lower() for one in SHOWN.get(word, ()))}


def shown_words(text: str) -> set[str]:
    """The words that stand in a text."""
    text = text.lower()
    amount = {AMOUNT} if any(one in text for one in SHOWN[AMOUNT]) else set()
    return amount | set(WORD.findall(text))


def canary() -> str:
    return "Zq" + new_id().hex[:12]


# What stands in addresses, by its name there.
NAMED = {
    "ask": ConsentAsk, "authority": Authority, "claim": FamilyClaim, "delivery": Delivery, "document": Document, "fact": Fact, "glass": Glass,
    "handover": Handover, "hold": Hold, "item": WorkItem, "link": IdentityLink,
    "phrase": Phrase, "point": ContactPoint, "protection": Withholding, "view": OddView,
    "agreement": Agreement, "goal": Goal, "step": Step, "review": Review, "need": Need,
    "conference": Conference, "follow_up": FollowUp, "member": Member,
}  # fmt: skip
FEW, ALL = 3, 100


class Family:
    """Rosa's family with canaries, referred to the clinic, which asks for something."""

    def __init__(self):
        self.cast = casting.make_cast(household=False)
        seeding.hire(self.cast)
        self.words: dict[str, list[str]] = defaultdict(list)
        self.told = [
            NewPerson(self.sing("identity"), self.sing("identity"), "caregiver", date(1990, 1, 2)),
            NewPerson(self.sing("identity"), self.sing("identity"), "child", date(2024, 3, 4)),
            NewPerson(self.sing("identity"), "", "child", date(2022, 5, 6)),
        ]
        self.ids = [one.id for one in self.told]
        self._record()
        seeding.link(self)
        self._refer()
        self._begin_again()
        seeding.say_more(self)
        seeding.treat(self)
        seeding.dates(self)
        seeding.work(self)
        seeding.plan(self)
        seeding.team(self)
        seeding.conference(self)
        seeding.mark(self)
        seeding.break_glass(self)
        seeding.thrown(self)

    special = (AMOUNT,)  # words that do not look like one

    def sing(self, name: str) -> str:
        self.words[name].append(canary())
        return self.words[name][-1]

    def _record(self) -> None:
        cast = self.cast
        cast.household = casting.record_family(cast, cast.ana, self.told)
        said = {"by": cast.ana, "at": cast.at}
        with acting_as(cast.ana, now=cast.at):
            found = Person.objects.in_bulk(self.ids)
            mother, *children = (found[one.id] for one in self.told)
            cast.people = dict(zip(("rosa", "mateo", "lucia"), (mother, *children), strict=True))
            for child in children:
                give_authority(person=child, holder=mother, **said)
            contact.record_contact(
                household=cast.household,
                channel="email",
                value=f"{self.sing('contact').lower()}@example.org",
                is_preferred=True,
                recorded_by=cast.agencies["library"],
                **said,
            )
            line = {"amount": AMOUNT, "high": None, "period": "monthly", "kind": "wages"}
            self.words["means"].append(AMOUNT)
            facts.say(cast.household, key="income", value=[line], **said)
            place = {"text": self.sing("household"), "zip": "85128"}
            facts.say(cast.household, key="place", value=place, **said)
        ids = (mother.id, cast.household.id, "family member", cast.community.id)
        cast.actors["rosa"] = Actor("family", *ids)
        seeding.add_adults(self)

    def _refer(self) -> None:
        """One that the clinic asks about, and one that is over, with the family's word on it."""
        cast, at = self.cast, self.cast.later(hours=1)
        self.referral, self.served = casting.sent(cast), casting.sent(cast)
        self.moves = [str(self.referral.pk), str(self.served.pk)]
        ben, ana = {"by": cast.ben, "at": at}, {"by": cast.ana, "at": at}
        with acting_as(cast.ben, now=at):
            referrals.ask_information(referral=self.referral, message=self.sing("asked"), **ben)
        with acting_as(cast.ana, now=at):
            referrals.give_information(referral=self.referral, message=self.sing("told"), **ana)
        with acting_as(cast.ben, now=at):
            one = referrals.accept(referral=self.served, **ben)
            when = cast.later(hours=2)
            one = referrals.schedule(referral=one, starts_at=when, place=self.sing("over"), **ben)
            choice = {"times": [cast.later(days=3)], "place": self.sing("over")}
            appointments.offer(referral=one, **choice, **ben)
            one = referrals.start_service(referral=one, **ben)
            done = {"received": self.sing("asked"), "need_met": "fully"}
            one = referrals.serve(referral=one, **done, **ben)
        with acting_as(cast.rosa, now=at):
            word = {"helped": "yes", "got_it": True, "anything_else": self.sing("told")}
            followup.say(referral=one, by=cast.rosa, at=at, **word)

    def _begin_again(self) -> None:
        """An intake at Ana's desk that nobody has finished."""
        cast, self.draft = self.cast, new_id()
        told = {"community": cast.community, "door": "desk", "language": "en"}
        answers = {"needs": ["food"], "words": self.sing("draft")}
        with acting_as(cast.ana):
            intake.begin(id=self.draft, answers=answers, by=cast.ana, at=cast.at, **told)
        with acting_as(cast.ana, now=cast.at):
            access.make_claim(
                household=cast.household, person=cast.people["rosa"], by=cast.ana, at=cast.at
            )

    def beyond(self, classes: tuple[str, ...]) -> set[str]:
        """Words, in every way they may be shown, of all other classes."""
        return self._shown(name for name in self.words if name not in classes)

    def _shown(self, classes) -> set[str]:
        return {shown for name in classes for word in self.words[name] for shown in shown_as(word)}

    def named(self, word: str) -> str:
        """Which class, and the which of it: for the message of a failed test."""
        name = self.name_of(word)
        places = [place for place, one in enumerate(self.words[name]) if word in shown_as(one)]
        return f"{name} {places[0]}: {word}"

    def name_of(self, word: str) -> str:
        return next(
            name
            for name, words in self.words.items()
            if any(word in shown_as(one) for one in words)
        )

    def met(self, text: str, name: str) -> bool:
        return any(word in text.lower() for word in self._shown([name]))

    def actor(self, name: str) -> Actor:
        if name in self.cast.actors:
            return self.cast.actors[name]
        if name == "other mother":
            return self._other_mother()
        if name == "visitor":
            return VISITOR
        return worker(self.cast, {"administrator": "account administrator"}.get(name, name))

    def _other_mother(self) -> Actor:
        told = NewPerson("Inés", "Paz", "caregiver", date(1995, 2, 1))
        home = casting.record_family(self.cast, self.cast.ana, [told])
        return Actor("family", told.id, home.id, "family member", self.cast.community.id)

    def consents(self) -> list[str]:
        return self.ids_of(Consent, ALL)

    def ids_of(self, model, most: int = FEW) -> list[str]:
        """Of what stands in this family's world: few of each, for addresses."""
        with everything():
            return [
                str(pk) for pk in model.objects.order_by("pk").values_list("pk", flat=True)[:most]
            ]

    def routes(self) -> dict[str, list[str]]:
        """Every route with its addresses, this family's ids wherever an id stands."""
        home = str(self.cast.household.pk)
        known = {name: self.ids_of(model) for name, model in NAMED.items()}
        known |= {
            "referral": self.moves,
            "consent": self.consents(),
            "verb": ["accept", "schedule", "serve", "decline", "recall", "give_information"],
            "household": [home],
            "person": [str(one.pk) for one in self.cast.people.values()],
            "draft_id": [str(self.draft)],
            "service": [str(self.cast.services["visits"].pk)],
            "agency": [str(self.cast.agencies["clinic"].pk)],
            "worker": [str(self.cast.users["cruz"].pk)],
            "relation": ["child"],
            "key": ["income", "place"],
            "way": ["up", "let"],
            "kind": ["pregnancy"],
            "language": ["en"],
            "mood": ["calm"],
            "status": ["404"],
            "uidb36": ["1"],
            "number": ["1"],
            "party": ["1"],
            "name": ["1"],
            "token": [links.token(self.referral.pk)[:-1] + "x"],
        }
        known = {name: some for name, some in known.items() if some}
        people = [str(one) for one in self.ids]
        otherwise = list(dict.fromkeys([home, *self.moves, str(self.draft), *people]))
        found: dict[str, list[str]] = {}
        for where, _view in PAGES:
            found.setdefault(where, []).extend(addresses(where, known, otherwise))
        return found

    # The states of the family's consent ---------------------------------------------------------

    def ended(self) -> None:
        cast = self.cast
        with acting_as(cast.rosa, now=cast.later(hours=2)):
            for one in Consent.objects.filter(household=cast.household, deny=False):
                consents.end(consent=one, by=cast.rosa, at=cast.later(hours=2))

    def refused(self) -> None:
        cast = self.cast
        with acting_as(cast.rosa, now=cast.later(hours=2)):
            consents.deny(
                household=cast.household,
                given_by=cast.people["rosa"],
                agency=cast.agencies["clinic"],
                classes=casting.SHARED,
                language="en",
                by=cast.rosa,
                at=cast.later(hours=2),
            )

    def suspended(self) -> None:
        with acting_as(casting.OPERATOR, now=self.cast.later(hours=2)):
            pact = Agreement.objects.get(community=self.cast.community, kind="participation")
            agreements.suspend(agreement=pact, by=casting.OPERATOR, at=self.cast.later(hours=2))

    def blocked(self) -> None:
        cast = self.cast
        with acting_as(cast.rosa, now=cast.later(hours=2)):
            access.block(
                household=cast.household,
                agency=cast.agencies["clinic"],
                by=cast.rosa,
                at=cast.later(hours=2),
            )

    def kept(self) -> None:
        """The mother keeps what is hers from whoever is not of her branch; an order, the boy's."""
        cast, at = self.cast, self.cast.later(hours=2)
        here = {"community": cast.community, "at": at}
        with acting_as(cast.rosa, now=at):
            mine = {"person": cast.people["rosa"], "branch": "main"}
            access.withhold(kind="protected branch", by=cast.rosa, **mine, **here)
        with acting_as(cast.ana, now=at):
            access.withhold(
                kind="court order",
                person=cast.people["mateo"],
                from_person=cast.people["carlos"],
                evidence=self.sing("kept"),
                by=cast.ana,
                **here,
            )


class Heard(logging.Handler):
    """What the log was told, as it would be written."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Heard]:
    """Hundreds of refusals are asked for; they are listened to, and kept off the screen."""
    ear, names = Heard(), ["", "django", "django.request", "kinwork"]
    loggers = [logging.getLogger(name) for name in names]
    before = [(one, one.handlers, one.propagate) for one in loggers]
    for one in loggers:
        one.handlers, one.propagate = [ear], False
    try:
        yield ear
    finally:
        for one, handlers, propagate in before:
            one.handlers, one.propagate = handlers, propagate
