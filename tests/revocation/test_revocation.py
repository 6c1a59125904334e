"""After the acknowledgement nothing is given out: 50 rounds a build, 1,000 deep."""

import os
from datetime import UTC, datetime

import pytest

from tests.access.deep import keep_figure
from tests.revocation.racing import Race, guard_off, told

SEED = int(os.environ.get("KINWORK_SEED", "20261122"))
LATE = "given out after the acknowledgement"


def faults(rounds) -> list[str]:
    return [f"{one.disclosing} / {one.revoking}: {one.faults}" for one in rounds if one.faults]


def test_nothing_is_given_out_after_the_acknowledgement(own_database):
    rounds = Race(SEED).run(50)
    assert not faults(rounds)
    assert 0 < sum(one.disclosed for one in rounds) < len(rounds), told(rounds)


def test_without_the_locks_the_harness_shows_the_fault(own_database):
    guard_off(own_database.address("kw_owner"))
    late = 0
    race = Race(SEED)
    for _number in range(40):
        late += LATE in race.one().faults
        if late >= 2:
            return
    pytest.fail("no disclosure came late though nothing was locked: the harness sees nothing")


@pytest.mark.deep
def test_deep(own_database):
    began = datetime.now(UTC)
    rounds = Race(SEED).run(int(os.environ.get("KINWORK_ROUNDS", "1000")))
    figures = told(rounds) | {"seed": str(SEED)}
    keep_figure(
        "revocation",
        "make test-deep-revocation",
        "Something is given out while consent ends, is narrowed or refused, an agency is blocked or"
        " its agreement suspended, on two connections at once.",
        figures,
        began,
    )
    assert not faults(rounds)
