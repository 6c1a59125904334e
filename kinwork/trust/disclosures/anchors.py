"""The anchor file: where the chain ends, written down each hour outside the database.

One JSON line an hour. Its `mac` is made with the installation's secret over the line and the mac
of the line before. So: somebody who owns the database alone cannot write the file; somebody who
can write the file too cannot forge a line, drop one between others, or change their order, without
the secret; somebody who has the secret as well is found by any line that was mailed away before.
A cut end shows by its age, and by the mailed lines.
"""

import fcntl
import json
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings

from kinwork.common.digests import LENGTHS, is_ours, mac
from kinwork.trust.disclosures.rules import SECOND, ZERO, AnchorSaid, Broken

SALT = "kinwork.audit.anchor"
FIELDS = ("seal", "rows", "at", "head", "before")


def kept() -> Path:
    """The file of this installation."""
    return Path(settings.ANCHOR_FILE or settings.DATA_DIR / "audit-anchors.jsonl")


def append(path: Path, *, seal: int, rows: int, at: int, head: bytes) -> str | None:
    """Add a line for this head; the line, or None where the last one says the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        last = _last(file.read())
        if (last.get("seal"), last.get("head")) == (seal, head.hex()):
            return None
        said = {"seal": seal, "rows": rows, "at": at, "head": head.hex()}
        said["before"] = str(last.get("mac", ZERO.hex()))
        line = json.dumps({**said, "mac": mac(_text(said), SALT)})
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    return line


def day_of_last(path: Path) -> date | None:
    """The day (UTC) of the last line; None without one."""
    at = _last(path.read_text()).get("at") if path.exists() else None
    return datetime.fromtimestamp(at / SECOND, UTC).date() if isinstance(at, int) else None


def _last(text: str) -> dict:
    lines = text.strip().splitlines()
    try:
        said = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def read(path: Path) -> list[AnchorSaid]:
    """Every anchor in the file, or in the text of a mailed one. Raises Broken at a forged line.

    Lines before the first that looks like an anchor are the words of a letter.
    """
    found, before = [], None
    for number, line in _lines(path):
        said = _said(line, number)
        if not is_ours(_text(said), SALT, said["mac"]):
            raise _forged(number, "was not written by this installation, or was changed")
        if before is not None and said["before"] != before:
            raise _forged(number, "does not follow the line before it: one was taken out or moved")
        before = said["mac"]
        found.append(
            AnchorSaid(said["seal"], said["rows"], said["at"], bytes.fromhex(said["head"]))
        )
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    letter = None
    with path.open(errors="replace") as file:
        for number, line in enumerate(file, start=1):
            line = line.strip()
            if letter is None and line:
                letter = not line.startswith("{")
            if line and not (letter and not line.startswith("{")):
                yield number, line


def _said(line: str, number: int) -> dict:
    try:
        said = json.loads(line)
        numbers = all(isinstance(said[name], int) for name in ("seal", "rows", "at"))
        whole = len(bytes.fromhex(said["head"])) in LENGTHS and all(
            isinstance(said[name], str) for name in ("before", "mac")
        )
        if numbers and whole and set(said) == {*FIELDS, "mac"}:
            return said
    except (ValueError, KeyError, TypeError):
        pass
    raise _forged(number, "is no anchor")


def _forged(number: int, words: str) -> Broken:
    return Broken("anchor", f"Line {number} of the anchor file {words}.")


def _text(said: dict) -> str:
    return json.dumps([said[name] for name in FIELDS])
