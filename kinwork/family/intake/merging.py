"""Two people write into one draft: what each typed is laid beside what the other saved meanwhile.

Pure. A page was drawn at a version of the draft. For every answer that it sends we know from the
trail who changed it since, and, as a mark that cannot be read back, what it was at that version.
So what a page did not touch keeps what somebody else saved; what only this page changed is saved;
and only where two people changed the same thing, and differ, one of them is asked which stands.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Mark = Callable[[Any], str]
GONE = ""  # the mark of an answer that was not there


@dataclass(frozen=True)
class Clash:
    """Two people changed one answer. saved, typed: what each of the two would leave standing."""

    key: str
    saved: Any
    typed: Any
    at: str
    by: str


@dataclass(frozen=True)
class Merged:
    """changes: what to save (None takes out); clashes: what somebody has to decide first."""

    changes: dict[str, Any] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)


def marker(secret: bytes) -> Mark:
    """Answers as short marks: equal answers have equal marks, and nobody reads one back."""

    def mark(value: Any) -> str:
        if value is None:
            return GONE
        text = json.dumps(value, sort_keys=True, default=str)
        return hmac.digest(secret, text.encode(), hashlib.sha256).hex()[:16]

    return mark


def merge(
    answers: Mapping[str, Any],
    trail: Mapping[str, Mapping[str, Any]],
    typed: Mapping[str, Any],
    *,
    version: int,
    who: str,
    mark: Mark,
) -> Merged:
    """What comes of `typed` by `who`, on a page that was drawn at `version`."""
    found = Merged()
    for key, mine in typed.items():
        saved = answers.get(key)
        if mine == saved:
            continue
        entry = trail.get(key, {})
        if key.startswith("skip:") or not _by_others(entry, version, who):
            found.changes[key] = mine
            continue
        was = _was(entry, version)
        if _marks(mine, mark) == was:
            continue  # this page showed it and did not touch it: what was saved since stands
        kept, taken = _by_field(key, saved, mine, was, mark)
        if kept == taken:
            found.changes[key] = taken
        else:
            found.clashes.append(Clash(key, kept, taken, entry["at"], _other(entry, who)))
    return found


def changed(
    entry: Mapping[str, Any] | None, before: Any, *, version: int, who: str, at: str, mark: Mark
) -> dict[str, Any]:
    """The line of the trail after `who` changed an answer that was `before`."""
    past = list((entry or {}).get("past", ()))
    known = (entry or {}).get("version", 0)
    past.append([known, (entry or {}).get("by", ""), _marks(before, mark)])
    return {"version": version, "by": who, "at": at, "past": past}


def _by_others(entry: Mapping[str, Any], version: int, who: str) -> bool:
    """Did anybody else change it after `version`?"""
    steps = [(entry.get("version", 0), entry.get("by", ""))]
    steps += [(at, by) for at, by, _mark in entry.get("past", ())]
    return any(at > version and by and by != who for at, by in steps)


def _other(entry: Mapping[str, Any], who: str) -> str:
    """Who else changed it last."""
    names = [entry["by"], *(by for _at, by, _mark in reversed(entry.get("past", ())))]
    return next(name for name in names if name and name != who)


def _was(entry: Mapping[str, Any], version: int) -> Any:
    """The mark of what it was at `version`."""
    past = entry.get("past", ())
    return next((mark for at, _by, mark in reversed(past) if at <= version), GONE)


def _marks(value: Any, mark: Mark) -> Any:
    """A person's lines are marked one by one: two people may correct two of them."""
    if isinstance(value, Mapping):
        return {name: mark(part) for name, part in value.items()}
    return mark(value)


def _by_field(key: str, saved: Any, mine: Any, was: Any, mark: Mark) -> tuple[Any, Any]:
    """(what stands if the saved one wins, if the typed one wins): equal where nothing is in doubt."""
    both = isinstance(saved, Mapping) and isinstance(mine, Mapping) and isinstance(was, Mapping)
    if not key.startswith("member:") or not both:
        return saved, mine
    names = saved.keys() | mine.keys()
    kept, taken = ({name: one.get(name) for name in names} for one in (saved, mine))
    for name in names:
        before = was.get(name, GONE)
        if mark(mine.get(name)) == before:
            taken[name] = saved.get(name)
        elif mark(saved.get(name)) == before:
            kept[name] = mine.get(name)
    return kept, taken
