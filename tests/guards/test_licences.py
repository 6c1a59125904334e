"""What we build on may be used as freely as Kinwork itself: no GPL or AGPL among it."""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# LGPL libraries, used unchanged and replaceable: these and no others.
LGPL_ALLOWED = {"psycopg", "psycopg-binary", "psycopg-pool"}
# Packages that say nothing readable in their metadata; somebody read their licence file.
READ_BY_HAND = {"axe-playwright-python": "MIT"}
PERMISSIVE = (
    "MIT|BSD|APACHE|ISC|PSF|PYTHON SOFTWARE FOUNDATION|ZPL|UNLICENSE|0BSD|CC0|PUBLIC DOMAIN|BLUEOAK"
)
WEAK = "LGPL|LESSER GENERAL PUBLIC"
STRONG = r"\bA?GPL|AFFERO|GENERAL PUBLIC LICENSE"


def locked(name: str) -> dict[str, str]:
    """Package -> version in a lock file."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text()
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))


def words(package: str) -> str:
    """Everything that a package's metadata says of its licence, in capitals."""
    about = metadata(package)
    said = [about.get("License-Expression") or "", (about.get("License") or "")[:200]]
    said += [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    return " | ".join(said).upper()


def verdict(package: str, said: str) -> str:
    """Why this licence cannot be used; empty when it can."""
    arms = re.split(r"\bOR\b|\|", re.sub(WEAK, "WEAK", said))
    strong = re.search(STRONG, " ".join(arms))
    if "WEAK" in " ".join(arms) and package not in LGPL_ALLOWED and not _free_arm(arms):
        return "LGPL, and not on the list"
    if strong and not _free_arm(arms):
        return "GPL or AGPL"
    if not strong and "WEAK" not in said and not re.search(PERMISSIVE + "|MPL|MOZILLA", said):
        return "" if package in READ_BY_HAND or package in LGPL_ALLOWED else "says no known licence"
    return ""


def _free_arm(arms: list[str]) -> bool:
    """Does one whole arm of a choice of licences allow free use?"""
    return any(re.search(PERMISSIVE, arm) and not re.search(STRONG + "|WEAK", arm) for arm in arms)


@pytest.mark.parametrize("lock", ["base", "dev"])
def test_no_package_brings_gpl(lock):
    faults = {}
    for package in locked(lock):
        try:
            why = verdict(package, words(package))
        except PackageNotFoundError:  # locked for other platforms only
            continue
        if why:
            faults[package] = why
    assert faults == {}


def test_front_end_packages_bring_no_gpl():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    said = {name: entry.get("license", "") for name, entry in packages.items() if name}
    assert said.pop("node_modules/@uswds/uswds") == "SEE LICENSE IN LICENSE.md"  # CC0, OFL, MIT
    assert [name for name, licence in said.items() if not re.search(PERMISSIVE, licence)] == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("MIT", ""),
        ("GPL-3.0-OR-LATER", "GPL or AGPL"),
        ("LICENSE :: OSI APPROVED :: GNU AFFERO GENERAL PUBLIC LICENSE V3", "GPL or AGPL"),
        ("LGPL-3.0-ONLY", "LGPL, and not on the list"),
        ("GPL-2.0 OR MIT", ""),
        ("", "says no known licence"),
    ],
)
def test_the_check_itself_can_fail(said, why):
    assert verdict("somebody", said) == why
