"""Known ways to ask an authority for relief from a rule, each with its text and its window.

    lanes()                    -> every Lane
    open_lanes("AZ", on)       -> those of the whole country and of that state, in force on the day

Data and citations: lanes.toml. A state's own lanes are further lines of it.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

EVERYWHERE = "US"


@dataclass(frozen=True, slots=True)
class Lane:
    """grounds: how many the text names (0: not counted); months: at most; None: the answer says it."""

    key: str
    jurisdiction: str
    program: str
    cites: str
    starts: date
    ends: date | None
    words: dict[str, str]
    grounds: int = 0
    months: int | None = None

    def is_open(self, on: date) -> bool:
        return self.starts <= on and (self.ends is None or on <= self.ends)


@cache
def lanes() -> dict[str, Lane]:
    told = tomllib.loads((Path(__file__).parent / "lanes.toml").read_text())
    return {key: _lane(key, dict(line)) for key, line in told["lanes"].items()}


def open_lanes(state: str, on: date) -> list[Lane]:
    return [
        one
        for one in lanes().values()
        if one.jurisdiction in (EVERYWHERE, state) and one.is_open(on)
    ]


def _lane(key: str, line: dict) -> Lane:
    return Lane(key=key, starts=line.pop("from"), ends=line.pop("until", None), **line)
