"""Whoever may not see a class never meets its words, on any page, in any header, file or log, whatever
they open, in whatever state the family's consent is; and whoever may see it does meet it.

make test                      2,000 requests, another choice each day
make test-deep-canaries        every page by everybody in every state (KINWORK_REQUESTS=50000)
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from random import Random

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.access.deep import commit_now, keep_figure
from tests.guards.canaries import MAY, STATES, Family, Heard, listening, may, meets
from tests.guards.crawling import Crawler, text_of

A_BUILD, DEEP = 2_000, 50_000
SEED = int(datetime.now(UTC).strftime("%Y%m%d"))


@pytest.fixture(autouse=True)
def heard() -> Iterator[Heard]:
    with listening() as ear:
        yield ear


@pytest.fixture
def family(db) -> Family:
    return Family()


def crawled(family: Family, state: str, heard: Heard, most: int, seed: int) -> int:
    """Opens pages as everybody, `most` requests in all; returns how many it made."""
    dice, made = Random(f"{seed} {state}"), 0
    paths, proofs = list(family.addresses()), set(family.proofs())
    for place, name in enumerate(MAY):
        crawler, leaks, texts = Crawler(family.actor(name)), [], []
        forbidden = family.beyond(may(name, state))
        share = (most - made) // (len(MAY) - place)
        must = [path for path in paths if path in proofs] if MAY[name] else []
        others = [path for path in paths if path not in must]
        asked = requests(crawler, must + dice.sample(others, len(others)))
        for path, response in islice(asked, share):
            made += 1
            text = text_of(response).lower()
            texts.append(text)
            leaks += [(name, path, family.named(word)) for word in forbidden if word in text]
        assert leaks == [], state
        for seen in meets(name, state):
            met = any(family.met(text, seen) for text in texts)
            assert met, f"{name} never met {seen} while {state}"
    written = "\n".join(heard.lines).lower()
    assert not [word for word in family.beyond(()) if word in written], f"in the log: {state}"
    return made


def requests(crawler: Crawler, paths: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """Each page is opened, and sent where it opened; then the doors that stayed shut are pushed, and
    all is asked for once more by a reader of Spanish and by a script."""
    shut = []
    for path in paths:
        answer = crawler.send(path)
        yield path, answer
        if answer.status_code in (302, 403, 404):
            shut.append(path)
        else:
            yield path, crawler.send(path, "post")
    for path in shut:
        yield path, crawler.send(path, "post")
    for headers in (
        {"Accept-Language": "es"},
        {"HX-Request": "true", "Accept": "application/json"},
    ):
        for path in paths:
            yield path, crawler.send(path, headers=headers)


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
