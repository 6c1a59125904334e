"""What a paper may be, whose class it takes, and what is said when one cannot be kept. Pure."""

import tomllib
from collections.abc import Iterable
from pathlib import Path

from kinwork.web.papers.rules import Unfit

__all__ = ["Unfit"]

TABLE = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
KINDS = tuple(TABLE)
STATES = ("being checked", "clean", "infected", "removed")


def class_of(kind: str) -> str:
    return TABLE[kind]["class"]


def shows(kind: str) -> list[str]:
    """The keys of the answers that a paper of this kind can show."""
    return list(TABLE[kind]["shows"])


def kinds_for(key: str) -> list[str]:
    """Papers that can show the answer `key`; any kind where none is named for it."""
    return [kind for kind in KINDS if key in shows(kind)] or list(KINDS)


def asked_kind(words: str) -> str | None:
    """The kind that a program's own English words ask for; None: nothing that can be kept here."""
    text = words.casefold()
    found = (kind for kind, row in TABLE.items() if any(word in text for word in row["asked"]))
    return next(found, None)


def kinds_allowed(classes: Iterable[str]) -> list[str]:
    """The kinds whose class is among `classes`, in order."""
    wanted = set(classes)
    return [kind for kind in KINDS if class_of(kind) in wanted]
