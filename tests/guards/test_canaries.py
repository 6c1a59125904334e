"""A family whose every field holds a word that stands nowhere else; whoever may not see a class
never meets its words, on any page, in any header, whatever they open."""

import logging
from datetime import date

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.family.contact import actions as contact
from kinwork.family.facts import actions as facts
from kinwork.family.intake import actions as intake
from kinwork.family.referrals import actions as referrals
from kinwork.people.actions import NewPerson
from kinwork.people.models import Person
from kinwork.trust.access.actions import give_authority
from tests import cast as casting
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


@pytest.fixture(autouse=True)
def quiet():
    """Hundreds of refusals are asked for here; nobody wants them in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def family(db) -> Family:
    return Family()


@pytest.mark.parametrize("name", MAY)
def test_no_word_reaches_whoever_may_not_see_it(family, name):
    crawler, leaks, texts = Crawler(family.actor(name)), [], []
    forbidden = family.beyond(MAY[name])
    for path in family.addresses():
        answered = [crawler.send(path)]
        if answered[0].status_code not in (302, 403, 404):
            answered.append(crawler.send(path, "post"))
        for response in answered:
            text = text_of(response).lower()
            texts.append(text)
            leaks += [(path, word) for word in forbidden if word in text]
    assert leaks == []
    for seen in MEETS.get(name, ()):
        assert any(family.met(text, seen) for text in texts), f"{name} never met {seen}: no proof"
