"""Who crawls, and through which addresses: what the tests that open every page share."""

import os
from collections.abc import Iterator
from random import Random

from django.db import connection

from kinwork.common.acting import acting_as
from kinwork.common.actor import VISITOR, Actor
from kinwork.common.ids import new_id
from kinwork.family.intake import actions as intake
from kinwork.trust.access.install import own_models
from tests import cast as casting
from tests.guards.crawling import PAGES, addresses, worker
from tests.seeing import everything

DEEP = bool(os.environ.get("KINWORK_DEEP"))


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


def opened(known: dict[str, list[str]], who: str) -> Iterator[tuple[str, str]]:
    """Every address about Rosa, with its pattern. A name that is not listed takes one of her ids,
    another on each page and for each `who`; all of them where KINWORK_DEEP is set."""
    ids = every_id(known)
    for where, _view in PAGES:
        some = ids if DEEP else Random(f"{who}{where}").sample(ids, 1)
        for path in addresses(where, known, some):
            yield where, path


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
