"""Every page, opened by everybody with everything a careless or hostile hand sends: an answer in
words, never a fault of ours (bad inputs E2, E6, E7, E8)."""

import logging
import os
from collections.abc import Iterator
from datetime import date
from random import Random

import pytest
from django.db import connection

from kinwork.accounts.rules import STAFF_ROLES
from kinwork.common.acting import acting_as
from kinwork.common.actor import ROLES, VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.config.pages import declared_page
from kinwork.family.intake import actions as intake
from kinwork.people.actions import NewPerson
from kinwork.trust.access.install import own_models
from tests import cast as casting
from tests.guards.crawling import (
    PAGES,
    VIEWS,
    Crawler,
    address,
    addresses,
    arguments,
    text_of,
    worker,
)
from tests.seeing import everything

DEEP = bool(os.environ.get("KINWORK_DEEP"))
NONSENSE = [
    "0b6c2d1e-4a53-4f7e-9a7d-0c2b8f1e5a90",
    "0",
    "-1",
    "1" + "0" * 30,
    "%D9%A3%D9%A4",  # Arabic digits
    "%00",
    "%2e%2e%2fetc%2fpasswd",
    "x" * 4000,
]
QUERIES = [
    "page=1000000000000&limit=-1&offset=-1&per_page=NaN&id=9223372036854775808&version=1e308"
    "&near=852&lat=NaN&lon=1e999&age=-1&modified_after=never&q=diapers&page=2",
    "page=%D9%A3&q=%00&near=%00&need=%00&word=%00&language=%00&service=%00&next=//evil.example"
    "&household=0&category=%00&place=%00&format=%00&taxonomy_term_id=%00&organization_id=0",
    "q="
    + "%28a%2B%29%2B" * 1500
    + "&%ff%fe=%c3%28&[]=1&q[$ne]=1&;=;&"
    + "&".join(f"filter{n}={n}" for n in range(200)),
]
NAMES = [
    "q",
    "next",
    "service",
    "household",
    "person",
    "key",
    "ref",
    "who",
    "needs",
    "soon",
    "state",
    "classes",
    "id",
    "name",
    "version",
    "form_id",
    "code",
    "word",
    "given",
    "family",
    "birth_date",
    "due_date",
    "amount",
    "period",
    "where",
    "reason",
    "email",
    "phone",
    "channel",
    "value",
    "message",
    "place",
    "starts_at",
    "agency",
    "role",
    "user",
    "action",
    "back_to",
    "language",
    "openings",
    "day",
]
BODIES = [
    {},
    dict.fromkeys(NAMES, "\x00" + "9" * 40),
    dict.fromkeys(NAMES, "'; DROP TABLE x; -- <script>alert(1)</script>{{7*7}} \u202e"),
    {name: ["-1", "NaN", "\ud7ff" * 9000] for name in NAMES},
]


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refusals are asked for here; nobody wants them in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def cast(db):
    return casting.make_cast()


def actor_of(cast, who: str) -> Actor:
    """The actor of this kind, or of this role among staff."""
    if who == "visitor":
        return VISITOR
    if who == "family":
        return cast.rosa
    if who == "draft":
        return begun(cast)
    if who == "link":
        return casting.link_holder(casting.sent(cast, "diapers"))
    known = {actor.role: actor for actor in cast.actors.values() if actor.is_staff}
    return known.get(who) or worker(cast, who)


def begun(cast) -> Actor:
    """Somebody in the middle of an intake."""
    by = Actor("draft", new_id())
    with acting_as(by):
        intake.begin(
            id=by.id, community=cast.community, door="web", language="en", by=by, at=cast.at
        )
    return by


def real(cast, referral) -> dict[str, list[str]]:
    """What stands in addresses about Rosa; every one of her ids where a name is not listed."""
    return {
        "referral": [str(referral.pk)],
        "household": [str(cast.household.pk)],
        "service": [str(cast.services["visits"].pk)],
        "person": [str(cast.people["mateo"].pk)],
        "draft_id": [str(begun(cast).id)],
        "relation": ["child"],
        "key": ["income"],
        "mood": ["calm"],
        "name": ["1"],
        "uidb36": ["1"],
        "status": ["404"],
    }


def told(found: list[str]) -> list[str]:
    """The faults, each once."""
    return sorted({fault for fault in found if fault})


def every_id(known: dict[str, list[str]]) -> list[str]:
    return sorted({one for values in known.values() for one in values if len(one) == 36})


def opened(known: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Every address about Rosa, with its pattern. A name that is not listed takes two of her ids,
    others on each page; all of them where KINWORK_DEEP is set."""
    ids = every_id(known)
    for where, _view in PAGES:
        some = ids if DEEP else Random(where).sample(ids, min(2, len(ids)))
        for path in addresses(where, known, some):
            yield where, path


@pytest.mark.parametrize("who", ["visitor", "family", "draft", "supervisor"])
def test_nonsense_is_never_our_fault(cast, who):
    crawler, found = Crawler(actor_of(cast, who)), []
    for where, _view in PAGES:
        names = arguments(where)
        for value in (NONSENSE if "<uuid" not in where else NONSENSE[:2]) if names else []:
            path = address(where, dict.fromkeys(names, value))
            found.append(crawler.faults(where, path, crawler.send(path)))
        path = address(where, dict.fromkeys(names, NONSENSE[0]))
        if crawler.send(path).status_code in (302, 403):
            continue  # turned away before anything was read
        for query in QUERIES:
            asked = f"{path}?{query}"
            found.append(crawler.faults(where, asked, crawler.send(asked)))
    assert told(found) == []


@pytest.mark.parametrize("who", ["visitor", "family", "draft", "supervisor"])
def test_hostile_forms_are_never_our_fault(cast, who):
    crawler, found = Crawler(actor_of(cast, who)), []
    for where, path in opened(real(cast, casting.sent(cast))):
        for body in BODIES:
            response = crawler.send(path, "post", data=body)
            found.append(crawler.faults(where, path, response))
            if response.status_code in (403, 405):
                break
        raw = crawler.send(path, "post", data=b'{"a": [', content_type="application/json")
        found.append(crawler.faults(where, path, raw))
    assert told(found) == []


@pytest.mark.parametrize("who", [*STAFF_ROLES, "link"])
def test_every_role_is_answered_on_every_page(cast, who):
    crawler, found = Crawler(actor_of(cast, who)), []
    for where, path in opened(real(cast, casting.accepted(cast))):
        for method in ("get", "post"):
            found.append(crawler.faults(where, path, crawler.send(path, method)))
    assert told(found) == []


def test_every_role_has_its_turn():
    assert {*STAFF_ROLES, "family member"} == set(ROLES)


def stored() -> dict[str, tuple]:
    """A sum over each table of ours, the trail with its seals and sessions aside."""
    sums = {}
    with everything(), connection.cursor() as cursor:
        for model in own_models():
            table = model._meta.db_table
            if any(word in table for word in ("audit", "disclosures_seal", "session")):
                continue
            cursor.execute(f"SELECT count(*), coalesce(sum(hashtext(t::text)), 0) FROM {table} t")
            sums[table] = cursor.fetchone()
    return sums


# --- somebody else's (E2) ---------------------------------------------------------------------

NOT_HERS = ["cruz", "dana", "sam", "eve"]


@pytest.mark.parametrize("name", NOT_HERS)
def test_whoever_has_no_tie_finds_nothing_and_changes_nothing(cast, name):
    """Every id of Rosa's in every address: 404 or turned away, and every table as before."""
    made = casting.accepted(cast)
    known = real(cast, made)
    known.pop("service")  # the directory is everybody's
    crawler, found, before = Crawler(getattr(cast, name)), [], stored()
    for where, path in opened(known):
        if not about_a_family(where):
            continue
        for method in ("get", "post"):
            response = crawler.send(path, method, undo=False)
            if response.status_code not in (403, 404, 405):
                found.append(f"{method} {path}: {response.status_code}")
    assert found == []
    assert stored() == before


def test_a_child_of_another_parent_is_not_found(cast):
    """Ana may open both families; a person of the one is not found below the other."""
    made = casting.accepted(cast)
    told = NewPerson("Inés", "Paz", "caregiver", date(1995, 2, 1))
    casting.record_family(cast, cast.ana, [told])
    crawler, found = Crawler(cast.ana), []
    for where, path in opened(real(cast, made) | {"person": [str(told.id)]}):
        if "person" in arguments(where) and len(arguments(where)) > 1:
            response = crawler.send(path)
            if response.status_code not in (302, 403, 404):
                found.append(f"{path}: {response.status_code}")
            if told.given_name in text_of(response):
                found.append(f"{path}: shows {told.given_name}")
    assert found == []


def about_a_family(where: str) -> bool:
    page = declared_page(VIEWS[where], None)
    return bool(page.classes) and any(
        name in ("referral", "household", "person", "draft_id", "consent", "draft", "id", "pk")
        for name in arguments(where)
    )
