"""With real commits: killed in the middle, two workers at once, and the command."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from kinwork.common.models import AuditEntry
from kinwork.trust.retention.tests.scenes import at_rest, night, rows
from kinwork.trust.retention.tests.test_keeping import DAY, REST
from tests.seeing import everything

ROOT = Path(__file__).resolve().parents[4]
SETTINGS = {"DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test"}
# One home's night, up to just before its commit.
HALF = f"""
import time, django; django.setup()
from datetime import datetime
from uuid import UUID
from kinwork.common.acting import acting_as
from kinwork.common.actor import clock
from kinwork.trust.retention import actions
home, at = UUID('%s'), datetime.fromisoformat('{DAY.isoformat()}')
with acting_as(clock(home), now=at) as by:
    print(actions.keep(household=home, by=by, at=at), flush=True)
    time.sleep(600)
"""


def deletions() -> list[str]:
    with everything():
        found = AuditEntry.objects.filter(verb="retention.delete")
        return sorted(one.details["table"] for one in found)


@pytest.fixture
def cast(own_database):
    made = at_rest()
    night(REST)
    return made


def test_killed_before_its_commit_all_is_there_and_the_next_night_does_it(cast):
    before = rows()
    running = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", HALF % cast.household.pk],
        env={**os.environ, **SETTINGS},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout.readline() == "deleted\n"
    finally:
        running.kill()
        running.wait(30)
    assert rows() == before and deletions() == []
    assert night(DAY) == {"deleted": 1}
    assert sum(rows().values()) == 0


def test_two_workers_at_once_delete_once(cast):
    done, together = [], threading.Barrier(2)

    def work() -> None:
        try:
            together.wait(30)
            done.append(night(DAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert {"deleted": 1} in done and {"deleted": 1, "failed": 1} not in done
    assert sum(one.get("deleted", 0) for one in done) == 1
    assert len(deletions()) == len(set(deletions())) > 5


def kinwork(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "kinwork", "retention", *words],
        env={**os.environ, **SETTINGS},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_the_command_plans_holds_releases_and_runs(own_database):
    cast = at_rest()
    assert json.loads(kinwork("run", "--json").stdout) == {"set": 1}
    home = str(cast.household.pk)
    held = json.loads(kinwork("hold", home, "--reason", "lawsuit", "--json").stdout)
    assert (held["family"], held["until"]) == (home, "released")
    plan = json.loads(kinwork("plan", "--json").stdout)
    assert (plan["months"], plan["deleted"], plan["holds"]) == ({"2029-03": 1}, 0, [held])
    assert kinwork("hold", home).returncode != 0  # "other" says what it is
    assert kinwork("release", held["id"]).stdout == "Released.\n"
    assert kinwork("release", held["id"]).returncode != 0
    assert kinwork("run").stdout == "There was nothing to do.\n"
    assert "2029-03  1" in kinwork("plan").stdout
