"""Where the published packages for tests lie; a test that needs one is skipped without them."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]


def shared(name: str) -> Path:
    folder = Path(os.environ.get("KINWORK_SHARED", ROOT.parent / "shared"))
    found = folder / "data" / "hsds" / name
    if not found.exists():
        pytest.skip(f"the published package {name} is not on this machine")
    return found
