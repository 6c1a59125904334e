"""A family whose every field holds a word that stands nowhere else; whoever may not see a class
never meets its words, on any page, in any header, file or log, whatever they open, in whatever state
the family's consent is; and whoever may see it does meet it.

make test                      2,000 requests, another choice each day
make test-deep-canaries        every page by everybody in every state (KINWORK_REQUESTS=50000)
"""

import logging
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.db import transaction

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.family.contact import actions as contact
from kinwork.family.facts import actions as facts
from kinwork.family.intake import actions as intake
from kinwork.family.referrals import actions as referrals
from kinwork.people.actions import NewPerson
from kinwork.people.models import Person
from kinwork.trust.access import actions as access
from kinwork.trust.access.actions import give_authority
from kinwork.trust.agreements import actions as agreements
from kinwork.trust.agreements.models import Agreement
from kinwork.trust.consent import actions as consents
from kinwork.trust.consent.models import Consent
from tests import cast as casting
from tests.access.deep import commit_now, keep_figure
from tests.guards.crawling import PAGES, Crawler, addresses, text_of, worker

AMOUNT = "7319.57"
SHOWN = {AMOUNT: ("7,319.57", "7319.57", "7.319,57")}
EVERYTHING = ("identity", "contact", "household", "means", "message", "draft")
# Who may meet the words of which classes, by the rule (design: classes and roles of access).
MAY = {
    "rosa": ("identity", "contact", "household", "means", "message"),
    "ana": EVERYTHING,  # conducts the intake, sends
    "ben": ("identity", "contact", "household", "message"),  # what the family agreed to share
    "bea": ("identity", "contact", "household", "message"),
    "bill": ("identity", "contact", "household", "message"),
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
    "rosa": ("identity", "means"),
    "ana": ("identity", "contact"),
    "ben": ("identity", "contact"),
}
# In every other state the clinic keeps what it wrote itself, and nothing else.
RECEIVERS, WROTE = ("ben", "bea", "bill"), ("message",)
STATES = ("sharing", "ended", "refused", "suspended", "blocked")
A_BUILD, DEEP = 2_000, 50_000
SEED = int(datetime.now(UTC).strftime("%Y%m%d"))


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
        cast, at = self.cast, self.cast.later(hours=1)
        self.referral = casting.sent(cast)
        with acting_as(cast.ben, now=at):
            referrals.ask_information(
                referral=self.referral, message=self.sing("message"), by=cast.ben, at=at
            )

    def _begin_again(self) -> None:
        """An intake at Ana's desk that nobody has finished."""
        cast, self.draft = self.cast, new_id()
        told = {"community": cast.community, "door": "desk", "language": "en"}
        answers = {"needs": ["food"], "words": self.sing("draft")}
        with acting_as(cast.ana):
            intake.begin(id=self.draft, answers=answers, by=cast.ana, at=cast.at, **told)

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
        """The pages on which whoever may see the family meets it."""
        home, made = self.cast.household.pk, self.referral.pk
        return (
            *("/ours/", "/ours/story/", f"/households/{home}/"),
            *(f"/referrals/{made}/", "/inbox/"),
        )

    def addresses(self):
        """Every address, with this family's ids wherever an id stands."""
        home, made = str(self.cast.household.pk), str(self.referral.pk)
        known = {
            "referral": [made],
            "household": [home],
            "person": [str(one) for one in dict.fromkeys(self.ids)],
            "draft_id": [str(self.draft)],
            "service": [str(self.cast.services["visits"].pk)],
            "relation": ["child"],
            "key": ["income", "place"],
            "mood": ["calm"],
            "status": ["404"],
            "uidb36": ["1"],
            "name": ["1"],
        }
        everything = [home, made, str(self.draft), *map(str, self.ids)]
        for where, _view in PAGES:
            yield from addresses(where, known, everything)

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


@pytest.fixture(autouse=True)
def heard() -> Iterator[Heard]:
    """Hundreds of refusals are asked for here; they are listened to, and kept off the screen."""
    ear, names = Heard(), ["", "django", "django.request", "kinwork"]
    loggers = [logging.getLogger(name) for name in names]
    before = [(one, one.handlers, one.propagate) for one in loggers]
    for one in loggers:
        one.handlers, one.propagate = [ear], False
    yield ear
    for one, handlers, propagate in before:
        one.handlers, one.propagate = handlers, propagate


@pytest.fixture
def family(db) -> Family:
    return Family()


def crawled(family: Family, state: str, heard: Heard, most: int, seed: int) -> int:
    """Opens pages as everybody, `most` requests in all; returns how many it made."""
    dice, made = Random(f"{seed} {state}"), 0
    paths = list(family.addresses())
    for place, name in enumerate(MAY):
        crawler, leaks, texts = Crawler(family.actor(name)), [], []
        forbidden = family.beyond(may(name, state))
        share = (most - made) // (len(MAY) - place)
        must = [path for path in paths if path in family.proofs()] if meets(name, state) else []
        others = [path for path in paths if path not in must]
        for path in must + dice.sample(others, len(others)):
            if share <= 0:
                break
            answered = [crawler.send(path)]
            if answered[0].status_code not in (302, 403, 404):
                answered.append(crawler.send(path, "post"))
            share, made = share - len(answered), made + len(answered)
            for response in answered:
                text = text_of(response).lower()
                texts.append(text)
                leaks += [(name, path, word) for word in forbidden if word in text]
        assert leaks == [], state
        for seen in meets(name, state):
            met = any(family.met(text, seen) for text in texts)
            assert met, f"{name} never met {seen} while {state}"
    written = "\n".join(heard.lines).lower()
    assert not [word for word in family.beyond(()) if word in written], f"in the log: {state}"
    return made


@pytest.mark.parametrize("state", STATES)
def test_no_word_reaches_whoever_may_not_see_it(family, heard, state):
    if state != "sharing":
        getattr(family, state)()
    made = crawled(family, state, heard, A_BUILD // len(STATES), SEED)
    assert made > A_BUILD // len(STATES) * 0.9


@pytest.mark.deep
def test_no_word_anywhere(family, heard):
    began, commit, made = datetime.now(UTC), commit_now(), {}
    most = int(os.environ.get("KINWORK_REQUESTS", DEEP))
    for state in STATES:
        with transaction.atomic():
            if state != "sharing":
                getattr(family, state)()
            made[state] = crawled(family, state, heard, most // len(STATES), SEED)
            transaction.set_rollback(True)
    keep_figure(
        "canaries",
        "make test-deep-canaries",
        "A word of its own in every field of a family; every page, role and state of consent is"
        " crawled with bodies, headers, redirects, cookies, files and the log.",
        {"requests": f"{sum(made.values()):,}", "words where they may not be": "0"}
        | {"words missing where they may be": "0", "seed": str(SEED)}
        | {f"while {state}": f"{count:,} requests" for state, count in made.items()},
        began,
        commit,
    )
