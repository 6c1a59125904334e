"""A family whose every field holds a word that stands nowhere else, and who may meet which of them.

family = Family(); family.ended()
family.beyond(may("ben", "ended"))      every word that Ben may meet nowhere
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.family.contact import actions as contact
from kinwork.family.facts import actions as facts
from kinwork.family.followup import actions as followup
from kinwork.family.intake import actions as intake
from kinwork.family.referrals import actions as referrals
from kinwork.family.referrals import links
from kinwork.people.actions import NewPerson
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import give_authority
from kinwork.trust.access.models import FamilyClaim
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.guards.crawling import PAGES, addresses, worker
from tests.seeing import everything

AMOUNT = "7319.57"
SHOWN = {AMOUNT: ("7,319.57", "7319.57", "7.319,57")}
# asked: what the clinic wrote; told: what the library and the family wrote to it.
AGREED = ("identity", "contact", "household", "asked", "told")
EVERYTHING = (*AGREED, "means", "draft")
# Who may meet the words of which classes, by the rule (design: classes and roles of access).
MAY = {
    "rosa": (*AGREED, "means"),
    "ana": EVERYTHING,  # conducts the intake, sends
    "ben": AGREED,  # what the family agreed to share
    "bea": AGREED,
    "bill": AGREED,
    "cora": (),  # envelopes, no content
    "cruz": (),
    "dana": (),
    "sam": (),
    "eve": (),
    "administrator": (),
    "privacy officer": (),
    "other mother": (),
    "visitor": (),
}
# Who must meet some of them, or the crawl proves nothing.
MEETS = {
    "rosa": ("identity", "means", "asked", "told"),
    "ana": ("identity", "contact", "asked", "told"),
    "ben": ("identity", "contact", "asked", "told"),
}
# In every other state the clinic keeps what it wrote itself, and nothing else.
RECEIVERS, WROTE = ("ben", "bea", "bill"), ("asked",)
STATES = ("sharing", "ended", "refused", "suspended", "blocked")


def may(name: str, state: str) -> tuple[str, ...]:
    return WROTE if state != "sharing" and name in RECEIVERS else MAY[name]


def meets(name: str, state: str) -> tuple[str, ...]:
    return () if state != "sharing" and name in RECEIVERS else MEETS.get(name, ())


def canary() -> str:
    return "Zq" + new_id().hex[:12]


class Family:
    """Rosa's family with canaries, referred to the clinic, which asks for something."""

    def __init__(self):
        self.cast = casting.make_cast(household=False)
        self.words = {name: [] for name in EVERYTHING}
        self.told = [
            NewPerson(self.sing("identity"), self.sing("identity"), "caregiver", date(1990, 1, 2)),
            NewPerson(self.sing("identity"), self.sing("identity"), "child", date(2024, 3, 4)),
            NewPerson(self.sing("identity"), "", "child", date(2022, 5, 6)),
        ]
        self.ids = [one.id for one in self.told]
        self._record()
        self._refer()
        self._begin_again()

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
            one = referrals.schedule(referral=one, starts_at=when, place=self.sing("asked"), **ben)
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
        return self._shown(name for name in EVERYTHING if name not in classes)

    def _shown(self, classes) -> set[str]:
        return {
            shown.lower()
            for name in classes
            for word in self.words[name]
            for shown in SHOWN.get(word, (word,))
        }

    def named(self, word: str) -> str:
        """Which class, and the which of it: for the message of a failed test."""
        return next(
            f"{name} {place}: {word}"
            for name, words in self.words.items()
            for place, one in enumerate(words)
            if word in {one.lower(), *(shown.lower() for shown in SHOWN.get(one, ()))}
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

    def proofs(self) -> tuple[str, ...]:
        """The pages and files on which whoever may see the family meets it."""
        home = self.cast.household.pk
        return (
            *("/ours/", "/ours/story/", "/ours/copy/", f"/households/{home}/", "/inbox/"),
            *(f"/referrals/{one}/" for one in self.moves),
            *(f"/ours/who/{one}/receipt/file/" for one in self.consents()),
        )

    def consents(self) -> list[str]:
        with everything():
            return [str(one.pk) for one in Consent.objects.filter(household=self.cast.household)]

    def addresses(self):
        """Every address, with this family's ids wherever an id stands."""
        home = str(self.cast.household.pk)
        with everything():
            cards = [str(one.pk) for one in FamilyClaim.objects.filter(household=home)]
            pacts = Agreement.objects.filter(community=self.cast.community)
            pacts = [str(one.pk) for one in pacts]
        known = {
            "referral": self.moves,
            "verb": ["accept", "schedule", "serve", "decline", "recall", "give_information"],
            "household": [home],
            "person": [str(one) for one in dict.fromkeys(self.ids)],
            "consent": self.consents(),
            "claim": cards,
            "agreement": pacts,
            "draft_id": [str(self.draft)],
            "service": [str(self.cast.services["visits"].pk)],
            "relation": ["child"],
            "key": ["income", "place"],
            "mood": ["calm"],
            "status": ["404"],
            "uidb36": ["1"],
            "name": ["1"],
            "token": [links.token(self.referral.pk)[:-1] + "x"],
        }
        everything_else = [home, *self.moves, str(self.draft), *map(str, self.ids)]
        for where, _view in PAGES:
            yield from addresses(where, known, everything_else)

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
