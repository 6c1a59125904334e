"""Would the tests of the access rule see a mistake in it? Mutants are made by script and tried.

make test                      20 of them, another choice each day
make test-deep-mutants         all; the survivors and why they live: docs/reference/deep/mutants.md
KINWORK_ONLY=kw_named,kw_tied make test-deep-mutants   those whose name holds one of the words; a
                               file has a word a line. Nothing is kept of it.
"""

import os
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from random import Random
from time import monotonic

import psycopg
import pytest

from tests.access.deep import commit_now, keep_figure
from tests.access.killing import Killers, Stillborn
from tests.access.mutants import of_python, of_sql
from tests.access.survivors import why
from tests.access.worlds import World, store

SEED = int(datetime.now(UTC).strftime("%Y%m%d"))
A_BUILD, WORLDS, MANY_WORLDS = 20, 5, 25


def only() -> list:
    """The mutants that KINWORK_ONLY asks for; all if it says nothing."""
    told = os.environ.get("KINWORK_ONLY", "")
    words = Path(told).read_text().splitlines() if Path(told).is_file() else told.split(",")
    every = of_sql() + of_python()
    return [one for one in every if any(word in one.name for word in words)]


def stage(own_database, count: int) -> Killers:
    worlds = [World(SEED + number) for number in range(count)]
    store(worlds)
    address = own_database._server.admin_address(own_database.name)
    return Killers(psycopg.connect(address), worlds, SEED)


def tried(killers: Killers, mutants, seconds: float = inf) -> tuple[int, list, int]:
    """(killed, survivors, stillborn) of those for which there was time."""
    killed, living, stillborn, began = 0, [], 0, monotonic()
    for one in mutants:
        if monotonic() - began > seconds:
            break
        try:
            if killers.kills(one):
                killed += 1
            else:
                living.append(one)
        except Stillborn:
            stillborn += 1
    return killed, living, stillborn


def test_there_are_enough_of_them_and_each_is_another():
    every = of_sql() + of_python()
    assert len(every) >= 150
    assert len({one.text for one in every}) > 0.99 * len(every)
    assert {"sql kw_decide", "sql kw_grounds", "sql kw_sees_envelope", "python _shared"} <= {
        one.function for one in every
    }


def test_mistakes_in_the_rule_are_seen(own_database):
    """Few worlds, so some may live here that the deep run kills."""
    killers, dice = stage(own_database, WORLDS), Random(SEED)
    every = [one for one in of_sql() + of_python() if not why(one.name)]
    killed, living, _ = tried(killers, dice.sample(every, A_BUILD), seconds=30)
    assert killed >= max(4, 3 * len(living)), [one.name for one in living]


@pytest.mark.deep
def test_all_mistakes(own_database):
    began, commit = datetime.now(UTC), commit_now()
    killers = stage(own_database, MANY_WORLDS)
    every = only()
    made, minutes = len(every), float(os.environ.get("KINWORK_MINUTES", "inf"))
    Random(SEED).shuffle(every)
    killed, living, stillborn = tried(killers, every, seconds=60 * minutes)
    total = killed + len(living)
    share = killed / total
    if os.environ.get("KINWORK_ONLY"):
        pytest.skip("\n".join([f"killed {killed} of {total}", *(one.name for one in living)]))
    keep_figure(
        "mutants",
        "make test-deep-mutants",
        "Mutants of the access rule (every condition dropped, negated, widened or moved by a hair)"
        f" against the matrix and {MANY_WORLDS} built worlds. Worlds are compared with what the"
        " rule as it stands says there, which `make test-deep-access-worlds` holds equal to the reference.",
        {
            "mutants tried": f"{total:,} of {made:,} that the script makes"
            f" ({stillborn} more could not be installed)",
            "killed": f"{killed:,} ({share:.1%})",
            "seed": str(SEED),
        }
        | {
            f"survivor: {one.name.replace('|', '¦')}": why(one.name) or "no test sees it yet"
            for one in living
        },
        began,
        commit,
    )
    assert share >= 0.95, [one.name for one in living]
