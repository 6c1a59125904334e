"""What can become a topic, and what a release holds. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kinwork.measure.loop import LEAST, alone
from kinwork.measure.loop.hiding import is_small

NEED, REASON, COMPLAINT = SOURCES = ("need", "reason", "complaint")
BY = ("program", "partner")
NEWEST = 2  # released half years of which one puts something forward
__all__ = ["BY", "COMPLAINT", "LEAST", "NEED", "NEWEST", "REASON", "SOURCES", "Said"]


@dataclass(frozen=True)
class Said:
    """So many families (referrals, complaints) in a released half year: source, code, days, n."""

    source: str
    code: str
    starts: date
    ends: date
    n: int

    @property
    def key(self) -> str:
        return f"{self.source}:{self.starts}:{self.code}"


def told(table: Mapping[str, int], least: int) -> dict[str, Any]:
    """A table of counts as it may be told: none small, and none that the total would tell."""
    hidden = alone(table, least)
    whole = sum(table.values())
    shown = {code: n for code, n in table.items() if n and code not in hidden}
    kept = sum(table[code] for code in hidden)
    is_told = not is_small(whole, least) and not is_small(kept, least)
    return {"groups": shown, "kept_back": len(hidden), "total": whole if is_told else None}


def topics(
    source: str, groups: Mapping[str, int | None], starts: date, ends: date
) -> Iterator[Said]:
    """The most said first; nothing small, and no "something else", of which nobody can say what it is."""
    known = [(n, code) for code, n in groups.items() if n is not None and n >= LEAST]
    for n, code in sorted(known, key=lambda one: (-one[0], one[1])):
        if code != "other":
            yield Said(source, code, starts, ends, n)
