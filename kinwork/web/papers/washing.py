"""From the files of strangers to one clean paper, made by a process of its own (`wash.py`)."""

import json
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kinwork.web.papers import wash as washer
from kinwork.web.papers.rules import KEPT, LARGEST, MOST_FILES, Unfit

PROGRAM = Path(washer.__file__)
PATIENCE = 60  # seconds on the clock; wash.py has its own limit on working time


@dataclass(frozen=True)
class Washed:
    """One new file: `media_type` is image/jpeg or application/pdf."""

    media_type: str
    pages: int
    content: bytes


def wash(files: Sequence[bytes]) -> Washed:
    """The files as one paper; raises Unfit with the reason."""
    if not files:
        raise Unfit("empty")
    if len(files) > MOST_FILES:
        raise Unfit("too many")
    if sum(len(one) for one in files) > LARGEST:
        raise Unfit("too big")
    for one in files:
        _sniff(one)
    said, content = _run(b"".join(struct.pack(">Q", len(one)) + one for one in files))
    if "unfit" in said:
        raise Unfit(said["unfit"])
    if len(content) > KEPT:
        raise Unfit("too big")
    return Washed(said["type"], said["pages"], content)


def _sniff(data: bytes) -> None:
    try:
        washer.sniff(data)
    except washer.Unfit as error:
        raise Unfit(str(error)) from error


def _run(sent: bytes) -> tuple[dict, bytes]:
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-W", "ignore", str(PROGRAM)],
            input=sent,
            capture_output=True,
            timeout=PATIENCE,
            env={"PATH": ""},
        )
    except subprocess.TimeoutExpired as error:
        raise Unfit("broken") from error
    head, mark, content = done.stdout.partition(b"\n")
    if done.returncode or not mark:
        raise Unfit("broken")
    return json.loads(head), content
