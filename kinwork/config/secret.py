"""Secrets: made once and kept in a private file, or put into one by the platform's vault."""

import os
import secrets
import stat
from pathlib import Path

from kinwork.common.trouble import Trouble

LEAST_SIGNS, LEAST_KINDS = 32, 12  # of a random key: far more than 128 bits


def is_strong(key: str) -> bool:
    """Is `key` long and mixed enough to have been made by chance?"""
    return len(key) >= LEAST_SIGNS and len(set(key)) >= LEAST_KINDS


class Exposed(Trouble):
    """The file of a secret may be read or changed by accounts that it does not concern."""


def private_text(path: Path) -> str:
    """The text in `path`, without the line's end.

    Exposed where others may read the file, or its group may change it: a vault hands secrets out
    with mode 0400 or 0440. OSError where it cannot be read.
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise Exposed(
            f"{path} holds a secret, and others may read or change it (mode {mode:04o}): run"
            f" `chmod 0400 {path}`."
        )
    return path.read_text().strip()


def kept_secret(path: Path) -> str:
    """The text in `path`; made (50 random bytes) with mode 0600 when it is not there yet."""
    try:
        return private_text(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:  # another process was first
        return private_text(path)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(50))
    return private_text(path)
