"""`kinwork audit`, as an operator calls it: a process of its own, with the owner's login."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kinwork.common.acting import acting_as
from kinwork.common.ids import new_id
from kinwork.common.models import AuditEntry
from kinwork.trust.access.queries import opened
from tests.cast import make_cast
from tests.seeing import everything

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def audit(own_database, anchor_file):
    def call(*words: str) -> subprocess.CompletedProcess:
        settings = {
            "KINWORK_ANCHOR_FILE": str(anchor_file),
            "DJANGO_SETTINGS_MODULE": "kinwork.config.settings_test",
        }
        return subprocess.run(
            [sys.executable, "-m", "kinwork", "audit", *words],
            env={**os.environ, **settings},
            cwd=ROOT,
            capture_output=True,
            text=True,
        )

    return call


def test_a_whole_trail_ends_with_0_and_a_broken_one_with_1(audit, superuser, anchor_file):
    cast = make_cast()
    assert audit("seal").stdout.endswith("rows are newly sealed.\n")
    assert '"mac"' in audit("anchor").stdout
    found = audit("verify")
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Whole: ") and "1 anchors agree" in found.stdout
    told = json.loads(audit("verify", "--json", "--anchor", str(anchor_file)).stdout)
    assert told["whole"] and told["anchored_to"] == told["seals"]

    superuser.execute(
        "UPDATE common_auditentry SET hat = %s WHERE id ="
        " (SELECT id FROM common_auditentry WHERE hat = %s LIMIT 1)",
        [new_id(), cast.agencies["library"].pk],
    )
    broken = audit("verify", "--json")
    said = json.loads(broken.stdout)
    assert broken.returncode == 1
    assert (said["whole"], said["kind"]) == (False, "edit")
    assert said["sentence"] == f"Row {said['row']} of seal {said['seal']} was changed afterwards."
    assert audit("verify").stdout == f"Broken (edit): {said['sentence']}\n"


def test_who_saw_a_household(audit):
    cast = make_cast()
    home = cast.household.pk
    with acting_as(cast.ana):
        opened(by=cast.ana, household=home, classes=["identity"], page="people.household")
    told = audit("who-saw", str(home))
    last = told.stdout.strip().splitlines()[-1]
    assert "people.household.view (identity)  Ana, navigator, Mesquite Flats Library" in last
    lines = json.loads(audit("who-saw", str(home), "--since", "2026-03-01", "--json").stdout)
    assert lines[-1]["verb"] == "disclosures.who_saw" and lines[-1]["role"] == "operator"
    with everything():
        asked = AuditEntry.objects.filter(verb="disclosures.who_saw", household_id=home)
        assert asked.count() == 2, "asking is a row of the trail"


def test_who_saw_a_household_that_is_not_there(audit):
    told = audit("who-saw", str(new_id()))
    assert told.returncode == 1 and "knows no household" in told.stderr
    assert audit("who-saw", "0").returncode == 2
