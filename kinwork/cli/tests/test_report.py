"""`kinwork report referrals` as somebody runs it: in a process of its own, on a community played through
the real actions."""

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinwork.common.models import AuditEntry
from kinwork.system.loop.tests.scenes import many
from tests.cast import make_cast
from tests.seeing import everything

ROOT = Path(__file__).resolve().parent.parent.parent.parent
DAYS = ("--from", "2026-03-01", "--to", "2026-03-31")


def run(*options: str) -> subprocess.CompletedProcess:
    asked = [sys.executable, "-W", "ignore", "-m", "kinwork", "report", "referrals", *options]
    told = {**os.environ, "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test"}
    return subprocess.run(asked, cwd=ROOT, env=told, capture_output=True, text=True)


@pytest.fixture
def cast(own_database):
    made = make_cast()
    many(made, clinic=22, bloom=3)
    return made


def test_the_report_in_every_form_and_every_refusal(cast):
    """One database and one story: each of these starts a process of its own."""
    got = run(*DAYS, "--by", "partner")
    assert (got.returncode, got.stderr) == (0, "")
    assert "Referrals sent from 2026-03-01 to 2026-03-31: saguaro-" in got.stdout
    assert "kept back" in got.stdout and "Counts from 1 to 10" in got.stdout

    got = run(*DAYS, "--by", "partner", "--json")
    told = json.loads(got.stdout)
    assert told["steps"]["sent"] == 25 and told["least"] == 11 and told["agency"] is None
    # 22 and 3: whoever reads 25 and 22 would know 3.
    assert told["groups"] == [] and told["groups_kept_back"] == 2

    clinic = ("--as", "agency", "--agency", "saguaro wash clinic")
    told = json.loads(run(*DAYS, *clinic, "--json").stdout)
    assert told["agency"] == "Saguaro Wash Clinic" and told["side"] == "received"
    assert (told["steps"]["sent"], told["steps"]["served"]) == (22, 11)

    bloom = ("--as", "agency", "--agency", "Desert Bloom Family Center")
    told = json.loads(run(*DAYS, *bloom, "--json", "--by", "program").stdout)
    assert told["steps"]["accepted"] == 3 and told["groups"][0]["steps"]["sent"] == 3
    assert told["needs"] == {}
    # What a family speaks: for a whole half year, and nothing of three.
    half = ("--from", "2026-01-01", "--to", "2026-06-30")
    told = json.loads(run(*half, *bloom, "--json", "--by", "language").stdout)
    assert told["groups"] == [] and told["groups_kept_back"] == 1 and told["needs"]["told"] == 0
    got = run(*half, *clinic, "--by", "language")
    assert "to first contact" in got.stdout and "Spanish" in got.stdout, got.stdout

    rows = list(csv.reader(io.StringIO(run(*DAYS, *clinic, "--csv").stdout)))
    assert rows[0][:4] == ["table", "group", "measure", "count"]
    assert ["all", "", "sent", "22"] in [row[:4] for row in rows]
    assert ["filter", "2026-03-01", "from"] in [row[:3] for row in rows]
    assert all(row[8] for row in rows[1:] if row[0] != "filter")

    with everything():
        assert AuditEntry.objects.filter(verb="loop.report", role="operator").count() == 7

    for wrong, sentence in (
        ((*DAYS, "--as", "agency"), "Name an agency"),
        ((*DAYS, "--as", "agency", "--agency", "Nobody"), "No agency here is called Nobody"),
        ((*DAYS, "--json", "--csv"), "not both"),
        ((*DAYS, "--community", "nowhere"), "There is no community nowhere"),
        (("--from", "2026-03-31", "--to", "2026-03-01"), "lies before the first"),
        (("--from", "1000-01-01", "--to", "2026-03-01"), "this century"),
        ((*DAYS, *bloom, "--by", "zip"), "say --from 2026-01-01 --to 2026-06-30"),
    ):
        got = run(*wrong)
        assert got.returncode == 1 and got.stdout == "", wrong
        assert sentence in got.stderr and len(got.stderr.strip().splitlines()) == 1, got.stderr
    got = run("--from", "soon", "--to", "2026-03-01")
    assert got.returncode == 2 and "soon" in got.stderr
