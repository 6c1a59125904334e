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
from kinwork.trust.disclosures.models import SealedRow
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


def test_the_trail_is_copied_line_by_line_and_goes_on_where_it_ended(audit, superuser, tmp_path):
    """Every sealed row once, as it was; what is changed here afterwards still stands there."""
    cast, state = make_cast(), tmp_path / "copied"
    audit("seal")
    first = [json.loads(line) for line in audit("copy", "--state", str(state)).stdout.splitlines()]
    assert json.loads(state.read_text()) == {"seal": first[-1]["seal"]}
    with everything():
        sealed = SealedRow.objects.filter(seal__lte=first[-1]["seal"])
        stored = {str(one.entry_id): bytes(one.digest).hex() for one in sealed}
    assert {one["id"]: one["digest"] for one in first} == stored and len(first) == len(stored)
    places = [(one["seal"], one["position"]) for one in first]
    assert places == sorted(places)
    assert {one["hat"] for one in first} >= {str(cast.agencies["library"].pk)}
    superuser.execute("UPDATE common_auditentry SET verb = 'x' WHERE id = %s", [first[0]["id"]])
    assert first[0]["verb"] != "x"

    assert audit("copy", "--state", str(state)).stdout == "", "nothing is sealed since"
    audit("seal")
    more = [json.loads(line) for line in audit("copy", "--state", str(state)).stdout.splitlines()]
    assert {one["verb"] for one in more} == {"disclosures.copy_trail"} and len(more) == 2
    assert {one["details"]["after"] for one in more} == {0, first[-1]["seal"]}
    again = audit("copy", "--after", str(first[-1]["seal"])).stdout.splitlines()
    assert [json.loads(line)["id"] for line in again] == [one["id"] for one in more]


def test_a_copy_that_does_not_know_where_it_was_says_so(audit, tmp_path):
    state = tmp_path / "copied"
    state.write_text("yesterday")
    told = audit("copy", "--state", str(state))
    assert (told.returncode, told.stdout) == (1, "") and "which seal" in told.stderr
    assert audit("copy", "--state", str(state), "--after", "1").returncode == 1
    assert audit("copy", "--after", "-1").returncode == 2
