"""Random people do random things to referrals, with clocks moved; a small book foretells each step.

make test              8 walks of 30 steps
make test-deep-loop    600 walks of 60 steps, and 100 wide ones in which more may happen and nothing
                       is foretold (wide.py; KINWORK_WALKS=50, KINWORK_SEED=...)
"""

import os
from collections import Counter
from datetime import UTC, datetime

import pytest

from kinwork.family.referrals import actions
from kinwork.family.referrals import rules as table
from tests.access.deep import commit_now, keep_figure
from tests.closed_loop.community import Neighbourhood
from tests.closed_loop.walking import BY_ITSELF, VERBS, Walk, walk_through
from tests.closed_loop.wide import walk_wide

SEED = int(os.environ.get("KINWORK_SEED", "20261122"))
PLACES = ({}, {"decline_review_days": 2, "answer_days": 3, "contact_tries": 2})
A_BUILD, STEPS, DEEP, WIDE = 8, 30, 600, 6


def walk_all(seeds, steps: int) -> tuple[list[str], Counter]:
    hoods = [Neighbourhood(**settings) for settings in PLACES]
    return walk_through(lambda seed: Walk(hoods[seed % len(hoods)], seed), seeds, steps)


@pytest.mark.django_db
def test_every_step_is_as_foretold():
    wrong, counts = walk_all(range(SEED, SEED + A_BUILD), STEPS)
    assert not wrong, "\n".join(wrong)
    assert counts["done"] > 40 < counts["refused"] + counts["too late"], counts


def test_every_verb_is_tried():
    """A verb that the table gains is tried by somebody, or named as one that nobody presses."""
    assert {one.verb for one in table.LIFE.moves} <= set(VERBS) | set(BY_ITSELF)
    assert not set(VERBS) - set(dir(actions))


@pytest.mark.deep
@pytest.mark.django_db
def test_deep():
    began, commit = datetime.now(UTC), commit_now("kinwork", "tests/closed_loop")
    walks, steps = int(os.environ.get("KINWORK_WALKS", DEEP)), 60
    wrong, counts = walk_all(range(SEED, SEED + walks), steps)
    broken, more = walk_wide(range(SEED, SEED + walks // WIDE), steps)
    assert not [*wrong, *broken], "\n\n".join([*wrong, *broken])
    keep_figure(
        "loop",
        "make test-deep-loop",
        "Random people do random things to referrals, with clocks moved; a model foretells every step,"
        " and what must hold is asked after each. In wide walks grounds go, workers leave, agencies"
        " close, places and times are offered: nothing is foretold, every promise is asked.",
        {
            "walks": f"{walks:,}",
            "steps": f"{counts['steps']:,}",
            "moves done": f"{counts['done']:,}",
            "refused": f"{counts['refused']:,}",
            "too late, and told who was faster": f"{counts['too late']:,}",
            "steps that were not as foretold": "0",
            "wide walks": f"{walks // WIDE:,}",
            "their steps": f"{more['steps']:,}",
            "deeds done": f"{more['done']:,}",
            "deeds refused, or too late": f"{more['refused'] + more['too late']:,}",
            "promises broken": "0",
            "seeds": f"{SEED} to {SEED + walks - 1}",
        },
        began,
        commit,
    )
