"""What a prepared database was made from: a hash over source files."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent

# Whatever shapes the tables, the roles or the rule.
SCHEMA = (
    "**/migrations/*.py",
    "**/*.sql",
    "**/models.py",
    "**/models/*.py",
    "trust/access/**/*.py",
    "common/tables.py",
    "config/roles.py",
    "config/migrating.py",
    "config/settings.py",
)
# Whatever the demo is played with.
DEMO = (
    *SCHEMA,
    "demo/**/*",
    "**/actions.py",
    "**/actions/*.py",
    "**/rules.py",
    "library/**/*",
    "config/consequences.py",
)


def _files(patterns: Iterable[str]) -> list[Path]:
    found = {path for pattern in patterns for path in PACKAGE.glob(pattern) if path.is_file()}
    skip = {"__pycache__", "tests"}
    return sorted(path for path in found if not skip & {*path.relative_to(PACKAGE).parts})


def fingerprint(patterns: Iterable[str], *more: str) -> str:
    """A short hash of every file that `patterns` name below the package, and of `more`."""
    seen = hashlib.sha256("\0".join(more).encode())
    for path in _files(patterns):
        seen.update(f"\0{path.relative_to(PACKAGE)}\0".encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]
