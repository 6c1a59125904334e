"""`kinwork partnership` as somebody runs it, in a process of its own."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kinwork.system.common_work.tests import scenes as common
from kinwork.system.continuum.tests import scenes as waves
from kinwork.system.evidence.tests import scenes as counting
from kinwork.system.partnerships.tests import scenes
from kinwork.trust.agreements.tests import scenes as signed
from tests.cast import make_cast

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def run(*options: str, what: str = "status") -> subprocess.CompletedProcess:
    asked = [sys.executable, "-W", "ignore", "-m", "kinwork", "partnership", what, *options]
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test"}
    return subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True)


@pytest.fixture
def cast(own_database):
    return make_cast(household=False)


def test_what_it_has_and_what_is_missing(cast):
    made = scenes.ready(cast)
    scenes.started(cast, "Neighbors of the Wash", level="neighborhood", whom="")
    told = json.loads(run("saguaro wash together", "--json").stdout)
    assert told["missing"] == [] and told["charter"]["state"] == "draft"
    assert told["seats"] == {"open": 4, "filled": 4, "of_residents_and_caregivers": 1}
    assert told["results"][0]["measures"][0]["baseline"] == "48"
    scenes.decided(cast, made)
    said = run("Saguaro Wash Together").stdout
    assert (
        "version 1, adopted" in said and "adopted on 2026-03-02" in said and "missing" not in said
    )
    assert "missing: Nobody has said yet whom" in run("Neighbors of the Wash").stdout
    got = run("Nobody")
    assert got.returncode != 0 and "There is no partnership called Nobody." in got.stderr
    assert "Traceback" not in got.stderr


def test_who_has_signed_what(cast):
    made = scenes.started(cast)
    for key in ("clinic", "library"):
        scenes.member(cast, made, key)
    signed.in_force(cast, "mou", ends=datetime(2100, 1, 1, tzinfo=UTC))
    told = json.loads(run("Saguaro Wash Together", "--json", what="agreements").stdout)
    assert [one["last_day"] for one in told if one["title"] == "Together"] == ["2099-12-31"] * 2
    said = run("Saguaro Wash Together", what="agreements").stdout
    assert "Saguaro Wash Clinic, mou: in force until 2099-12-31: Together" in said
    only = run("Saguaro Wash Together", "--standing", "missing", what="agreements")
    assert only.returncode == 0 and only.stdout == "Nothing fits.\n"
    wrong = run("Saguaro Wash Together", "--standing", "lost", what="agreements")
    assert wrong.returncode != 0 and "Nothing can stand lost." in wrong.stderr


def test_what_they_do_together(cast):
    row = common.together(cast)
    common.everything_of(cast, row)
    told = json.loads(run("Saguaro Wash Together", "--json", what="work").stdout)
    assert {one["strategy"]: one["adopted"] for one in told["strategies"]}["processes"] is True
    assert sorted(one["state"] for one in told["funding"])[:2] == ["applied", "applying"]
    assert told["self_check"]["ratings"]["data_use"] == "missing"
    assert [one["people"] for one in told["events"] if one["name"] == "One door"] == [7]
    assert any(one["part"] == "funding" and one["near"] == "over" for one in told["due"])
    said = run("Saguaro Wash Together", what="work").stdout
    assert "changes that hold: 1" in said and "due (over)" in said
    assert "Traceback" not in run("Nobody", what="work").stderr


def test_how_far_they_work_together(cast):
    row = counting.together(cast)
    assert "Nothing counted yet." in run("Saguaro Wash Together", what="evidence").stdout
    counting.counted(cast, row)
    told = json.loads(run("Saguaro Wash Together", "--json", what="evidence").stdout)
    assert len(told["pairs"]) == 3 and len(told["questions"]) == 9
    assert {one["level"] for one in told["pairs"]} == {1}
    assert told["referrals_until"] == "2026-03-31"
    said = run("Saguaro Wash Together", what="evidence").stdout
    assert "level 1; next: referrals" in said and "question 8: not enough data" in said


def test_what_members_say_of_each_other_goes_into_the_measures_of_networks(cast):
    row = waves.joined(cast)
    asked = "Saguaro Wash Together"
    done = run(asked, what="ratings")
    assert done.returncode == 1 and "No wave of Saguaro Wash Together is closed." in done.stderr
    waves.closed(cast, row)
    done = run(asked, what="ratings")
    assert done.stdout.startswith("from,to,level\n") and done.stdout.count("\n") == 5
    line = [sys.executable, "-W", "ignore", "-m", "kinwork", "network", "-", "--json"]
    found = subprocess.run(line, cwd=ROOT, input=done.stdout, capture_output=True, text=True)
    assert json.loads(found.stdout)["respondents"] == 2, found.stderr
    told = json.loads(run(asked, "--json", what="ratings").stdout)
    assert (told["answered"], told["asked"], told["system_level"]) == (3, 4, 2)
    assert {one["verdict"] for one in told["board"]} == {"not enough data"}
    done = run(asked, "--scale", "trust", what="ratings")
    assert done.returncode == 1 and "Nothing was said on trust. There is: overall." in done.stderr
