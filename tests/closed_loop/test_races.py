"""Two at once: 50 times each a build, 1,000 times deep.

make test-deep-races    (KINWORK_ROUNDS=200, KINWORK_SEED=...)
"""

import os
from collections import Counter
from datetime import UTC, datetime

import pytest

from tests.access.deep import commit_now, keep_figure
from tests.closed_loop.races import DONE, KINDS, Races

SEED = int(os.environ.get("KINWORK_SEED", "20261122"))
A_BUILD, DEEP = 50, 1_000


@pytest.fixture
def races(own_database):
    made = Races(SEED)
    yield made
    made.close()


def told(rounds) -> list[str]:
    return [f"{one.kind}: {one.wrong}" for one in rounds if one.wrong]


@pytest.mark.parametrize("kind", KINDS)
def test_one_wins_and_the_other_is_told(races, kind):
    rounds = races.run(kind, A_BUILD)
    assert not told(rounds), "\n".join(told(rounds)[:5])


@pytest.mark.deep
def test_deep(races):
    began, commit = datetime.now(UTC), commit_now("kinwork", "tests/closed_loop")
    count = int(os.environ.get("KINWORK_ROUNDS", DEEP))
    rounds = [one for kind in KINDS for one in races.run(kind, count)]
    assert not told(rounds), "\n".join(told(rounds)[:5])
    first = Counter(one.kind for one in rounds if one.came[0].outcome == DONE)
    keep_figure(
        "races",
        "make test-deep-races",
        "Two people at the same referral, or for the same opening, within a millisecond, on two"
        " connections; one in five by the pages.",
        {
            **{
                f"{kind}: the first of the two won": f"{first[kind]:,} of {count:,}"
                for kind in KINDS
            },
            "rounds": f"{len(rounds):,}",
            "by the pages": f"{sum(one.by_pages for one in rounds):,}",
            "wrong": "0",
            "seed": str(SEED),
        },
        began,
        commit,
    )
