"""kill -9 of app, worker and database under load: 3 cycles a build, 200 deep.

make test-deep-kills    (KINWORK_CYCLES=20, KINWORK_SEED=...)
"""

import os
from datetime import UTC, datetime

import pytest

from tests.access.deep import commit_now, keep_figure
from tests.closed_loop.killing import VICTIMS, Cycles, Yard
from tests.faults.house import house

SEED = int(os.environ.get("KINWORK_SEED", "20261122"))
DEEP = 200


@pytest.fixture
def cycles(mailbox, settings):
    with house(Yard) as yard:
        stage = yard.begin(mailbox.letters, settings.EMAIL_PORT)
        yield Cycles(yard, stage, SEED)


def test_nothing_is_lost_torn_or_double(cycles):
    for victim in VICTIMS:
        wrong = cycles.one(victim)
        assert not wrong, f"{victim}: " + "\n".join(map(str, wrong[:8]))
    wrong = cycles.stop()
    assert not wrong, "\n".join(map(str, wrong[:8]))
    assert cycles.counts["pressed again"] > 0, "nobody noticed: nothing was killed"


@pytest.mark.deep
def test_deep(cycles):
    began, commit = datetime.now(UTC), commit_now("kinwork", "tests/closed_loop")
    for number in range(int(os.environ.get("KINWORK_CYCLES", DEEP))):
        victim = cycles.dice.choice(VICTIMS)
        wrong = cycles.one(victim)
        assert not wrong, f"cycle {number}, {victim}: " + "\n".join(map(str, wrong[:8]))
    wrong = cycles.stop()
    assert not wrong, "\n".join(map(str, wrong[:8]))
    counts = cycles.counts
    keep_figure(
        "kills",
        "make test-deep-kills",
        "App, worker or database is killed (SIGKILL) at a random moment while people press buttons"
        " over HTTP, mail leaves and clocks run out; then everything is asked after.",
        {
            "cycles": f"{sum(counts[victim] for victim in VICTIMS):,}",
            **{f"{victim} killed": f"{counts[victim]:,}" for victim in VICTIMS},
            "moves acknowledged": f"{counts['acknowledged']:,}",
            "presses that got no answer, and were made again": f"{counts['pressed again']:,}",
            "letters": f"{counts['letters']:,}",
            "lost, half, double": "0",
            "seed": str(SEED),
        },
        began,
        commit,
    )
