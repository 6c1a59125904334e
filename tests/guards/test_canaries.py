"""Whoever may not see a row never meets its words, on any page, in any header, file or log, whatever
they open, in whatever state the family's consent is; and whoever may see it does meet them.

make test                      2,000 requests; each (route, person, state) has its day
make test-deep-canaries        every route by everybody in every state (KINWORK_REQUESTS=50000,
                               KINWORK_STATES=kept,ended and
                               KINWORK_PEOPLE=rosa,carlos: those alone, no figure is kept)
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import transaction

from kinwork.common.tables import FamilyRows
from tests.access.deep import commit_now, keep_figure
from tests.guards.canaries import PEOPLE, STATES, Family, Heard, listening, shown_words
from tests.guards.crawling import Crawler, text_of
from tests.guards.expected import NO_PAGE, PROOFS, must_meet
from tests.guards.foretold import BY_TABLE, allowed
from tests.guards.planted import SILENT, Stored, fields, guarded
from tests.guards.rounds import ELSEWHERE, WAYS, Ask, Asked, Rounds, turn

A_BUILD, DEEP = 2_000, 75_000
TODAY = datetime.now(UTC)
SEED = int(TODAY.strftime("%Y%m%d"))
LOOKED_AT = 2  # in a build: how many meet all that they may, in one state


@pytest.fixture(autouse=True)
def heard() -> Iterator[Heard]:
    with listening() as ear:
        yield ear


@pytest.fixture
def family(db) -> Family:
    return Family()


class Crawl:
    """One state of the family's consent: who is allowed what, what was asked, what was wrong."""

    def __init__(self, family: Family, state: str):
        if state != "sharing":
            getattr(family, state)()
        self.family, self.state, self.asked = family, state, Asked()
        self.actors = {name: family.actor(name) for name in PEOPLE}
        self.rounds = Rounds(family.routes(), f"{SEED} {state}")
        stored = Stored(family.special)
        self.allowed = {name: allowed(stored, actor) for name, actor in self.actors.items()}
        self.crawlers: dict[str, Crawler] = {}
        self.faults: list[str] = []

    def go(self, name: str, asks: list[Ask], *, whole: bool) -> None:
        """Open all this as `name`. whole: every word that they may meet must have been met."""
        met: set[str] = set()
        if name not in self.crawlers:
            self.crawlers[name] = Crawler(self.actors[name])
        crawler = self.crawlers[name]
        for ask in asks:
            method, extra = WAYS.get(ask.way, WAYS["opened"])
            found = shown_words(text_of(crawler.send(ask.path, method, **extra)))
            self.asked.note(ask, name, self.state)
            met |= found
            for word in found - self.allowed[name]:
                self._fault(f"{name} meets {self.family.named(word)} at {ask.path} ({ask.way})")
        if whole:
            for word in must_meet(self.family, name, self.state, self.allowed[name]) - met:
                self._fault(f"{name} never meets {self.family.named(word)}")

    def _fault(self, words: str) -> None:
        self.faults.append(f"{self.state}: {words}")

    def proofs_of(self, name: str) -> list[Ask]:
        return self.rounds.proofs(PROOFS) if self.allowed[name] else []


def test_every_field_of_a_family_holds_a_word_or_says_why_not(family):
    stored = Stored(family.special)
    assert set(fields()) - stored.fields - set(SILENT) == set(), "a new field: seed it"
    assert stored.fields & set(SILENT) == set(), "a word stands where none may"
    assert set(SILENT) - set(fields()) == set(), "gone"
    sung = {word.lower() for words in family.words.values() for word in words}
    assert sung - set(stored.holders) == set(), "sung, and stored nowhere"


def test_every_table_with_words_has_its_line_in_the_reference(family):
    stored = Stored(family.special)
    told = {type(row) for rows in stored.holders.values() for row in rows}
    own = {model for model in told if not isinstance(model.access, FamilyRows)}
    assert own == set(BY_TABLE) and own <= set(guarded())


def test_the_reference_knows_who_is_who(family):
    """Nobody is let see everything, and whoever has no rows sees none: the crawl would prove nothing."""
    stored = Stored(family.special)
    seen = {name: allowed(stored, family.actor(name)) for name in PEOPLE}
    for name in ("cora", "dana", "sam", "eve", "other mother", "visitor"):
        assert seen[name] == set(), name
    assert all(seen[name] < set(stored.holders) for name in PEOPLE)
    assert seen["carlos"] < seen["rosa"] | seen["carlos"] and seen["pat"] - seen["pia"]
    assert len(seen["ben"]) > 30 and seen["ben"] < seen["ben"] | seen["ana"]


def test_the_crawl_tells_of_a_leak_and_of_a_gap(family):
    """What Ben may read counts as a leak once the reference forbids it; what he may not, as a gap."""
    crawl = Crawl(family, "sharing")
    right = crawl.allowed["ben"]
    crawl.allowed["ben"] = {word for word in crawl.allowed["rosa"] if word not in right}
    crawl.go("ben", crawl.rounds.proofs(["referrals/<uuid:referral>/"]), whole=True)
    told = "\n".join(crawl.faults)
    assert "ben meets identity" in told and "ben never meets paper" in told
    assert "ben meets paper" not in told


def test_each_cell_has_its_day():
    cells = list(range(1000))
    days = [turn(cells, day, 70) for day in range(15)]
    assert {one for day in days for one in day} == set(cells) and len(days[0]) == 70


@pytest.mark.parametrize("state", STATES)
def test_no_word_reaches_whoever_may_not_see_it(family, heard, state, record_property):
    crawl, room = Crawl(family, state), A_BUILD // len(STATES)
    reading = [name for name in PEOPLE if crawl.allowed[name]]
    for name in Random(f"{SEED} {state}").sample(reading, LOOKED_AT):
        crawl.go(name, crawl.proofs_of(name), whole=True)
    cells = [(where, name) for where in crawl.rounds.routes for name in PEOPLE]
    left = (room - crawl.asked.requests) // 2
    today = turn(cells, TODAY.toordinal(), left)
    dice = Random(f"{SEED} {state} ways")
    for name in PEOPLE:
        asks = []
        for where in (where for where, who in today if who == name):
            path = dice.choice(crawl.rounds.routes[where])
            asks += [Ask(where, path, "opened"), Ask(where, path, dice.choice(list(WAYS)[1:]))]
        crawl.go(name, asks, whole=False)
    covered = f"{len(crawl.asked.cells)} of {len(cells)} (route, person), all in {len(cells) // left + 1} days"
    record_property("covered", covered)
    print(f"{state}: {crawl.asked.requests} requests, {covered}")
    assert crawl.faults == []
    assert not shown_words("\n".join(heard.lines)), f"in the log: {state}"
    assert room * 0.9 < crawl.asked.requests <= room + 1


@pytest.mark.deep
def test_no_word_anywhere(family, heard):
    began, commit, whole = datetime.now(UTC), commit_now(), Asked()
    most = int(os.environ.get("KINWORK_REQUESTS", DEEP)) // len(STATES) // len(PEOPLE)
    states, people = chosen("STATES", STATES), chosen("PEOPLE", PEOPLE)
    faults, routes = [], len(family.routes())
    for state in states:
        with transaction.atomic():
            crawl = Crawl(family, state)
            crawl.asked = whole
            for name in people:
                asks = list(crawl.rounds.whole(name, crawl.proofs_of(name), most))
                crawl.go(name, asks, whole=True)
            faults += crawl.faults
            transaction.set_rollback(True)
        print(f"{state}: {whole.requests} requests so far, {len(crawl.faults)} faults", flush=True)
    assert faults == []
    assert not shown_words("\n".join(heard.lines)), "in the log"
    assert len(whole.cells) == routes * len(people) * len(states), (
        "somebody did not ask for a route"
    )
    assert all(whole.ways[way] for way in (*WAYS, ELSEWHERE))
    if (states, people) == (STATES, PEOPLE):
        _keep(whole, routes, Stored(family.special), began, commit)


def chosen(name: str, everything: tuple[str, ...]) -> tuple[str, ...]:
    """Those that KINWORK_... names, or all."""
    return (
        tuple(one for one in os.environ.get(f"KINWORK_{name}", "").split(",") if one) or everything
    )


def _keep(whole: Asked, routes: int, stored: Stored, began: datetime, commit: str) -> None:
    keep_figure(
        "canaries",
        "make test-deep-canaries",
        "A word of its own in every field of a family that can hold one; every route by every person"
        " in every state of consent, with bodies, headers, redirects, cookies, files and the log. Who"
        " may meet which word is said by the reference policy, over the rows as they are stored.",
        {
            "requests": f"{whole.requests:,}",
            "routes, each asked by everybody in every state": f"{routes:,}",
            "people": str(len(PEOPLE)),
            "states": ", ".join(STATES),
            "(route, person, state) asked": f"{len(whole.cells):,}",
            "fields with a word": str(len(stored.fields)),
            "fields that can hold none, each with its reason": str(len(SILENT)),
            "words": str(len(stored.holders)),
            "words where they may not be": "0",
            "words missing where they may be": "0",
            "kinds of words that no page shows, each with its reason": str(len(NO_PAGE)),
            "seed": str(SEED),
        }
        | {f"pages {way}": f"{count:,}" for way, count in sorted(whole.ways.items())},
        began,
        commit,
    )
