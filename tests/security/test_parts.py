"""Parts of others: what runs here, its known faults, and how long each may stay (ASVS 15.2.1)."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kinwork.cli import parts as verb
from kinwork.common.trouble import Trouble
from kinwork.config import health, parts

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = datetime.now(UTC).date()
FORM = parts.Part("form-kit", "2.1")


def fault(name="Form_Kit", rated="HIGH", known=TODAY, **more) -> dict:
    package = {"package": {"name": name, "ecosystem": "test"}}
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "2.0"}, {"fixed": "2.2"}]}]
    return {
        "id": "TEST-1", "published": f"{known}T00:00:00Z",
        "database_specific": {"severity": rated},
        "affected": [package | {"ranges": ranges} | more],
    }  # fmt: skip


def run(*arguments: str):
    return CliRunner().invoke(verb.command, arguments)


def test_the_day_belongs_to_these_locks():
    """A lock changed? Bring every part up to date, then write the day and this into parts.py."""
    text = (ROOT / "requirements/base.lock").read_bytes() + (
        ROOT / "package-lock.json"
    ).read_bytes()
    assert hashlib.sha256(text).hexdigest().startswith(parts.LOCKS) and len(parts.LOCKS) == 12


def test_after_half_a_year_without_a_change_the_doctor_says_so(monkeypatch):
    assert health.parts_finding(demo=False).ok is parts.is_current(TODAY)
    monkeypatch.setattr(parts, "UPDATED", TODAY - timedelta(days=184))
    assert not health.parts_finding(demo=False).ok
    assert run().exit_code == 1


@pytest.mark.parametrize(
    ("version", "has_it"),
    [("1.9", False), ("2.0", True), ("2.1", True), ("2.2", False), ("2.10", False), ("new!", True)],
)
def test_a_fault_touches_the_versions_of_its_range(version, has_it):
    found = parts.faults([parts.Part("form-kit", version)], [fault()])
    assert bool(found) is has_it


def test_versions_that_are_listed_and_last_ones_count():
    listed = fault(ranges=[], versions=["2.1"])
    last = fault(
        ranges=[{"type": "SEMVER", "events": [{"introduced": "0"}, {"last_affected": "2.1"}]}]
    )
    before = fault(
        ranges=[{"type": "SEMVER", "events": [{"introduced": "0"}, {"last_affected": "2.0"}]}]
    )
    assert parts.faults([FORM], [listed]) and parts.faults([FORM], [last])
    assert not parts.faults([FORM], [before])
    assert not parts.faults([FORM], [fault() | {"withdrawn": "2026-01-01T00:00:00Z"}])


@pytest.mark.parametrize(
    ("rated", "days"), [("CRITICAL", 7), ("HIGH", 30), ("MODERATE", 90), ("LOW", 90), ("", 7)]
)
def test_how_long_a_fault_may_stay_is_what_security_md_says(rated, days):
    one = parts.faults([FORM], [fault(rated=rated, known=date(2026, 1, 1))])[0]
    assert one.due == date(2026, 1, 1) + timedelta(days=days)
    assert not one.is_overdue(one.due) and one.is_overdue(one.due + timedelta(days=1))
    if rated:
        assert f"{days}" in (ROOT / "SECURITY.md").read_text().split("How soon")[1][:300]


def test_a_fault_that_stayed_longer_than_allowed_ends_with_1(tmp_path):
    every = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]
    file = tmp_path / "django.json"
    file.write_text(json.dumps(fault("Django", "HIGH", TODAY - timedelta(days=29), ranges=every)))
    known = run("--faults", str(tmp_path))
    assert known.exit_code == (0 if parts.is_current(TODAY) else 1) and "TEST-1" in known.output
    file.write_text(json.dumps(fault("Django", "HIGH", TODAY - timedelta(days=31), ranges=every)))
    late = run("--faults", str(tmp_path), "--json")
    assert late.exit_code == 1 and "was to be gone by" in late.stderr
    told = json.loads(late.stdout)
    assert [(one["part"], one["overdue"]) for one in told["faults"]] == [("django", True)]


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"id": "x"}', "\0"])
def test_nonsense_is_said_in_one_sentence(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(Trouble):
        list(parts.read(tmp_path))


def test_an_empty_folder_is_no_list(tmp_path):
    with pytest.raises(Trouble):
        list(parts.read(tmp_path))
