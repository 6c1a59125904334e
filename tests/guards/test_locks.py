"""What is installed is named exactly, by hash, and from no particular address."""

import json
import re
from pathlib import Path

import pytest

from tests.guards.test_licences import locked

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_has_hashes_and_no_address(lock):
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"^\s*-", text.replace("    --hash", ""), re.MULTILINE)
    for entry in re.split(r"\n(?=[A-Za-z0-9])", text.strip()):
        assert "--hash=sha256:" in entry, entry.splitlines()[0]


def test_development_holds_all_that_runs_at_the_same_versions():
    base, dev = locked("base"), locked("dev")
    assert {name: dev.get(name) for name in base} == base


def test_front_end_lock_has_integrity_and_no_address():
    text = (ROOT / "package-lock.json").read_text()
    assert "://" not in text and '"resolved"' not in text
    packages = json.loads(text)["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []
