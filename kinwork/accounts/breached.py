"""Passwords that were stolen somewhere: looked up in a file of the operator's, never outside.

The file holds a line for each, sorted: the SHA-1 of the password in capitals, and after a colon how
often it was seen (the format in which public lists of breached passwords are given out). It may be
of any size: a look-up reads some thirty lines. The 20,000 most often stolen come with Django.
"""

import hashlib
import re
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LINE = re.compile(rb"[0-9A-F]{40}(:\d+)?\s*\Z")
NAME = 40  # letters of a digest


class Breached:
    """Refuses what stands in the file; without a file it refuses nothing."""

    def validate(self, password: str, user: Any = None) -> None:
        place = settings.BREACHED_PASSWORDS
        if place and stands_in(Path(place), password):
            said = _("This password was stolen somewhere before. Please choose another.")
            raise ValidationError(said, code="password_breached")

    def get_help_text(self) -> str:
        return _("Do not take one that you use somewhere else.")


def stands_in(path: Path, password: str) -> bool:
    """Is `password` in the sorted file at `path`? OSError where it cannot be read."""
    name = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:  # a wanted line begins at `low` or later, and before `high`
            middle = (low + high) // 2
            line = _line_after(file, middle)
            if line[:NAME] == name:
                return True
            if not line or line[:NAME] > name:
                high = middle
            else:
                low = middle + 1
    return False


def _line_after(file: BinaryIO, place: int) -> bytes:
    """The first line that begins at `place` or after it; empty at the end."""
    file.seek(max(0, place - 1))
    if place:
        file.readline()
    return file.readline()


def is_such_a_file(path: Path) -> bool:
    """Do its first line and one in the middle look like those of such a list, in order?"""
    try:
        with path.open("rb") as file:
            first = file.readline()
            middle = _line_after(file, path.stat().st_size // 2) or first
    except OSError:
        return False
    return bool(LINE.match(first) and LINE.match(middle)) and first[:NAME] <= middle[:NAME]
