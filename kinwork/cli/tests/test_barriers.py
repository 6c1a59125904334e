"""`kinwork barriers list` as somebody runs it, in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinwork.system.barriers.tests import scenes
from tests.cast import make_cast

ROOT = Path(__file__).resolve().parent.parent.parent.parent


def run(*options: str) -> subprocess.CompletedProcess:
    asked = [sys.executable, "-W", "ignore", "-m", "kinwork", "barriers", "list", *options]
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test"}
    return subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True)


@pytest.fixture
def cast(own_database):
    return make_cast(household=False)


def test_what_stands_in_the_way(cast):
    assert "No barrier fits." in run().stdout
    scenes.noted(cast, "A rule about addresses")
    scenes.put(cast)
    told = json.loads(run("--json", "--community", cast.community.slug).stdout)
    assert [one["state"] for one in told] == ["put", "noted"]
    assert told[0]["due_on"] == "2026-04-01" and told[1]["counted"] is None
    said = run("--state", "noted").stdout
    assert "A rule about addresses" in said and scenes.WORDS not in said
    for options in (("--state", "lost"), ("--community", "nowhere")):
        got = run(*options)
        assert got.returncode != 0 and "There is no" in got.stderr
        assert "Traceback" not in got.stderr
