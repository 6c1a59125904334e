"""The assumptions as data: each with its value, the range to try, where it comes from and why."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCES = ("found", "fitted", "rule", "assumed")


@dataclass(frozen=True)
class Assumption:
    name: str
    value: float
    source: str
    why: str
    low: float | None = None
    high: float | None = None


@cache
def assumptions() -> dict[str, Assumption]:
    """Every assumption by its name, in the file's order."""
    text = Path(__file__).with_name("assumptions.toml").read_text()
    return {name: Assumption(name, **told) for name, told in tomllib.loads(text).items()}


def values(**changed: float) -> dict[str, float]:
    """Their values, some `changed` for a trial. KeyError for one that there is not."""
    told = {name: one.value for name, one in assumptions().items()}
    for name, value in changed.items():
        told[name] = value if name in told else _unknown(name)
    return told


def _unknown(name: str) -> float:
    raise KeyError(f"there is no assumption {name}")
