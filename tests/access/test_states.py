"""From a family that shares everything, in random deeds: who sees what is what plain Python says.

make test                      60 runs, another choice each day
make test-deep-states          2,000 runs
"""

import os
from copy import deepcopy
from datetime import UTC, datetime
from random import Random

import psycopg
import pytest
from django.db import transaction

from tests.access.deep import commit_now, keep_figure
from tests.access.mutants import functions
from tests.access.sharing import World

A_BUILD, DEEP, STEPS = 60, 2_000, 6
SEED = int(datetime.now(UTC).strftime("%Y%m%d")) * 10_000
# Three mistakes that somebody could make; each in words of the rule's SQL, and what stands instead.
FAULTS = {
    "a refusal does not count": (
        "kw_grounds",
        "IF one.deny THEN denied := true;",
        "IF one.deny THEN",
    ),
    "a tie counts after its end": (
        "kw_grounds",
        "t.agency_id = kw_hat() AND kw_live(t.starts, t.ends)",
        "t.agency_id = kw_hat()",
    ),
    "an agreement counts while it is suspended": (
        "kw_party",
        "AND a.state = 'in force' AND a.suspended_at IS NULL",
        "",
    ),
}


def walked(seeds) -> tuple[list[str], int]:
    """The first differences of these runs, and how many deeds were done until then."""
    world, deeds = World(), 0
    first = world.differences()
    assert not first, first[:5]
    for seed in seeds:
        dice, known, at = Random(seed), world.known, world.at
        with transaction.atomic():
            world.known, world.done = deepcopy(known), []
            for _ in range(STEPS):
                world.step(dice)
                deeds += 1
                found = [] if "refused" in world.done[-1] else world.differences()
                if found:
                    return [f"seed {seed}: {one}" for one in found], deeds
            transaction.set_rollback(True)
        world.known, world.at = known, at
    return [], deeds


@pytest.mark.django_db
def test_after_each_deed_everybody_sees_what_they_should():
    found, deeds = walked(range(SEED, SEED + A_BUILD))
    assert not found, "\n".join(found[:5])
    assert deeds == A_BUILD * STEPS


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_mistake_is_found(own_database, fault):
    name, words, instead = FAULTS[fault]
    whole = next(text for function, text, _body in functions() if function == name)
    assert whole.count(words) == 1, f"the rule says it otherwise now: {words}"
    address = own_database._server.admin_address(own_database.name)
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(whole.replace(words, instead))
    found, _deeds = walked(range(SEED, SEED + A_BUILD))
    assert found, f"{A_BUILD} runs do not see that {fault}"


@pytest.mark.deep
@pytest.mark.django_db
def test_many_runs():
    began, commit = datetime.now(UTC), commit_now()
    runs = int(os.environ.get("KINWORK_RUNS", DEEP))
    found, deeds = walked(range(SEED, SEED + runs))
    assert not found, "\n".join(found[:5])
    keep_figure(
        "states",
        "make test-deep-states",
        "Random deeds from a family that shares everything; after each, what six people see is"
        " compared with a model, and ties with open work.",
        {
            "runs": f"{runs:,}",
            "deeds": f"{deeds:,}",
            "differences": "0",
            "seeds": f"{SEED} to {SEED + runs - 1}",
        },
        began,
        commit,
    )
