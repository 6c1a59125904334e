"""What took access away, written outside the database as soon as it is committed.

A backup that is put back is older than the consents that ended since, the refusals, the blocks, the
closed accounts. The journal is not: `kinwork database replay` does them again, and the site does not
start before. A line holds ids, names of classes, states and dates; no name, no words. Each line's `mac`
is made with the installation's secret over the line and the mac before it, so that nobody who can only
write the file closes an account with it.
"""

import fcntl
import json
import os
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models, transaction

from kinwork.common.digests import is_ours, mac
from kinwork.common.trouble import Trouble

SALT = "kinwork.journal"
NOTHING = "0" * 64
REFUSAL = ("household_id", "given_by_id", "agency_id", "classes", "language", "way", "signed_on")
# The deed, and which columns of its record it needs to be done again. What gives access is not here: a
# restored site knows fewer yeses than before, never more. What takes such a deed back is.
KEPT: dict[str, tuple[str, ...]] = {
    "consent.end": (),
    "consent.deny": (*REFUSAL, "starts", "ends"),
    "consent.narrow": (*REFUSAL, "narrows_id", "ends"),
    "consent.leave": (),
    "consent.stay": (),
    "access.block": ("household_id", "agency_id", "user_id"),
    "access.unblock": (),
    "access.withhold": (
        *("kind", "person_id", "household_id", "from_person_id", "from_agency_id", "branch"),
        *("classes", "work", "starts", "ends", "community_id"),
    ),
    "access.release": (),
    "access.end_authority": (),
    "access.end_keys": (),
    "agreements.suspend": (),
    "agreements.resume": (),
    "agreements.end": (),
    "agreements.leave": (),
    "accounts.disable_account": (),
    "accounts.enable_account": (),
    "accounts.end_membership": (),
    "accounts.keep_records": ("records",),
    "accounts.mark_victim_services": (),
    "accounts.change_role": ("user_id", "agency_id", "community_id"),
}
FIELDS = ("entry", "verb", "at", "actor", "target", "household", "said", "row", "before")


def kept() -> Path | None:
    """The file of this installation; None where nothing is kept: in a demo, in tests."""
    if settings.JOURNAL_FILE:
        return Path(settings.JOURNAL_FILE)
    if settings.DEMO or getattr(settings, "TESTING", False):
        return None
    return Path(settings.DATA_DIR) / "revocations.jsonl"


def keep(entry: Any, target: models.Model | None) -> None:
    """Write this deed of the trail down as soon as it is committed, if it took something away."""
    if entry.outcome == "done" and entry.verb in KEPT and (path := kept()):
        transaction.on_commit(partial(_append, path, line_of(entry, target)), robust=True)


def line_of(entry: Any, target: models.Model | None) -> dict[str, Any]:
    row = {name: _plain(getattr(target, name)) for name in KEPT[entry.verb]} if target else {}
    said = {name: entry.details[name] for name in ("agency", "on", "was") if name in entry.details}
    actor = (entry.actor_kind, entry.actor_id, entry.hat, entry.role, entry.community_id)
    return {
        "entry": str(entry.pk),
        "verb": entry.verb,
        "at": entry.at.isoformat(),
        "actor": [_plain(part) for part in (*actor, entry.purpose)],
        "target": _plain(entry.target_id),
        "household": _plain(entry.household_id),
        "said": said,
        "row": row,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _append(path: Path, line: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        line["before"] = _last_mac(file)
        text = json.dumps({**line, "mac": mac(_text(line), SALT)})
        file.write(text.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _last_mac(file: Any) -> str:
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 65536))
    lines = file.read().splitlines()
    try:
        return str(json.loads(lines[-1])["mac"]) if lines else NOTHING
    except (ValueError, KeyError, TypeError):
        return NOTHING


def read(path: Path) -> list[dict[str, Any]]:
    """Every line, the oldest first. Trouble at one that this installation has not written."""
    found, before = [], None
    for number, text in enumerate(path.read_text().splitlines(), start=1):
        try:
            line = json.loads(text)
            said = line.pop("mac")
            whole = set(line) == set(FIELDS) and line["verb"] in KEPT
        except (ValueError, KeyError, AttributeError, TypeError):
            whole = False
        if (
            not whole
            or not is_ours(_text(line), SALT, str(said))
            or before not in (None, line["before"])
        ):
            raise Trouble(
                f"Line {number} of the journal {path} was not written by this installation, or one"
                " before it is missing. Put the true file back, or take the line out and look at it."
            )
        before = said
        found.append(line)
    return found


def _text(line: dict[str, Any]) -> str:
    return json.dumps([line[name] for name in FIELDS])
