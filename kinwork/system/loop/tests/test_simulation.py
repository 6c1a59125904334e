"""The simulation and the product agree: a small community, played through the real actions."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kinwork.measure import flow
from kinwork.system.loop.tests.playing import calibrate
from tests.access.deep import commit_now, keep_figure

pytestmark = pytest.mark.django_db
ABOUT = (
    "A small community of the simulation is played through the real actions; its referrals are"
    " counted as any community's, and what the counts say of the assumptions is fitted on them."
)


def test_the_model_and_the_real_actions_come_to_the_same():
    """Twelve families here; sixty stand in measure/flow/calibration.json."""
    told = calibrate(families=12)
    assert told["deeds_refused"] == 0, told["refused"]
    for name in ("referrals", "answered", "served"):
        assert told[name]["model"] == told[name]["played"], (name, told)
    assert told["answer_clock_hours"]["largest_gap_to_the_model"] == 0
    assert told["outcome_is_the_models"] and told["same_end"] == 12


@pytest.mark.deep
def test_sixty_families_come_to_what_is_committed():
    """`make test-deep-simulation`; measure/flow/calibration.json is what this printed."""
    began = datetime.now(UTC)
    commit = commit_now("kinwork/measure/flow", "kinwork/system/loop", "kinwork/family/referrals")
    told = calibrate()
    print(json.dumps(told, indent=2))
    hours = told["answer_clock_hours"]
    connected = told["connected_with_clocks"]
    figures = {
        "families, agencies": f"{told['families']}, {told['agencies']}",
        "steps of the model that the product refused": told["deeds_refused"],
        "needs with the same end": f"{told['same_end']} of {told['families']}",
        "answer clocks compared": hours["n"],
        "largest gap to the model, hours": hours["largest_gap_to_the_model"],
    }
    for name, one in told["fitted"].items():
        between = f"{one['fitted']} ({one['low']} to {one['high']}, n = {one['n']})"
        figures[f"`{name}`, put in {one['put_in']}, fitted"] = between
    figures["connected with clocks, as assumed and as fitted"] = (
        f"{connected['assumed']:.1%}, {connected['fitted']:.1%}"
    )
    keep_figure("simulation", "make test-deep-simulation", ABOUT, figures, began, commit)
    assert told == json.loads((Path(flow.__file__).parent / "calibration.json").read_text())
