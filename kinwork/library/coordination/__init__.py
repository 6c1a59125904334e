"""What partners do to coordinate services, and what a lead agency asks itself; each with its source.

    strategies()   -> the seven strategies, in order
    items()        -> what a self-check asks, by set: capacities of a lead agency, functions of a backbone

Data and citations: strategies.toml, capacities.toml.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Strategy:
    """words: its name; means: one sentence about it; both by language."""

    key: str
    words: dict[str, str]
    means: dict[str, str]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a self-check rates. set: a key of sets()."""

    key: str
    set: str
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Set:
    key: str
    cites: str
    words: dict[str, str]


@cache
def strategies() -> dict[str, Strategy]:
    found = _read("strategies")["strategies"]
    return {key: Strategy(key=key, **line) for key, line in found.items()}


@cache
def strategies_cite() -> str:
    return _read("strategies")["cites"]


@cache
def sets() -> dict[str, Set]:
    return {key: Set(key=key, **line) for key, line in _read("capacities")["sets"].items()}


@cache
def items() -> dict[str, Item]:
    return {key: Item(key=key, **line) for key, line in _read("capacities")["items"].items()}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text())
