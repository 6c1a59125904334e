"""The rules of evidence as they stand in pairs.toml and system.toml."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LEVELS = (1, 2, 3, 4, 5)
QUESTIONS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
DIMENSIONS = ("definition", "planning", "delivery", "funding")
COUNT, SHARE, YES = UNITS = ("count", "share", "yes")
REQUIRED, ONE_OF, SUPPORTING = NEEDS = ("required", "one of", "supporting")
PAIR, SYSTEM = FORMS = ("pair", "system")
MOST = 1000  # nobody asks for more of anything in a year


@dataclass(frozen=True, slots=True)
class Rule:
    """words, reason: by language. answers: "dimension:level" of the pair form; question: of the system
    form, 0 for a pair's rule. least: of a share, below how many it says nothing."""

    key: str
    form: str
    level: int
    act: str
    unit: str
    threshold: float
    need: str
    words: dict[str, str]
    reason: dict[str, str]
    source: str
    answers: str = ""
    question: int = 0
    group: str = ""
    least: int = 0
    measured: bool = True


@cache
def pair_rules() -> tuple[Rule, ...]:
    return tuple(Rule(key=key, form=PAIR, **line) for key, line in _read("pairs").items())


@cache
def system_rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(key=key, form=SYSTEM, level=min(line["question"], 5), **line)
        for key, line in _read("system").items()
    )


@cache
def _by_key() -> dict[str, Rule]:
    return {one.key: one for one in (*pair_rules(), *system_rules())}


def rule(key: str) -> Rule | None:
    return _by_key().get(key)


def fits(rule: Rule, threshold: float) -> bool:
    """May a community ask for this? More than nothing, no more than all; a yes is a yes."""
    match rule.unit:
        case "count":
            return 1 <= threshold <= MOST and threshold == int(threshold)
        case "share":
            return 0 < threshold <= 1
        case _:
            return False


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text())["rules"]
