"""Random people do whatever may be done around referrals: grounds go, workers leave, agencies close,
places and times are offered. After each step every promise holds.

make test              2 walks of 20 steps, and each promise broken once
make test-deep-loop    beside those that are foretold (test_walks.py)
"""

import os
from copy import deepcopy

import pytest

from kinwork.common.rights import Refused
from tests.closed_loop.breaking import BREAKS, standing
from tests.closed_loop.promises import OF_A_REFERRAL, OF_ALL, broken
from tests.closed_loop.shown import mark
from tests.closed_loop.town import Town
from tests.closed_loop.wide import Wide, _Named, walk_wide

SEED = int(os.environ.get("KINWORK_SEED", "20261122"))
A_BUILD, STEPS = 2, 20


@pytest.mark.django_db
def test_every_promise_holds():
    wrong, counts = walk_wide(range(SEED, SEED + A_BUILD), STEPS)
    assert not wrong, "\n".join(wrong)
    assert counts["done"] > 12, counts


@pytest.mark.django_db
def test_the_harness_notices():
    """Each promise, broken once, is heard of; so is a deed that does other than it says."""
    walk, rows = standing(Town())
    assert broken(walk.shown, walk) == []
    assert set(BREAKS) == {one.__name__ for one in (*OF_A_REFERRAL, *OF_ALL)}
    missed = []
    for name, breaks in BREAKS.items():
        shown = deepcopy(walk.shown)
        breaks(shown, walk, rows)
        missed += [name] * (not any(name in why for why in broken(shown, walk)))
    assert missed == []


@pytest.mark.django_db
def test_the_harness_notices_what_a_deed_does():
    """A refusal that leaves something, a change without a trail, a trail of two."""
    hood = Town()
    walk, ana = Wide(hood, 0, begins=False), hood.actors["ana"]

    def refuses():
        raise Refused("referrals.send", "no")

    def told(*deeds, before=None):
        walk.wrong, walk.mark = [], before

        def does():
            for deed in deeds:
                deed()

        walk.act("ana tries", ana, "referrals.make_need", does)
        return walk.wrong

    def asks():
        hood.make("one", "luna", "visits", f"need {len(hood.needs)}", False, _Named("ana"))

    assert told(asks) == told(refuses) == []
    assert told(refuses, before=mark() | {"referrals_need": "another"}) != []
    assert told(asks, asks) != []
    assert told(lambda: hood.agree("luna", "clinic")) != []
