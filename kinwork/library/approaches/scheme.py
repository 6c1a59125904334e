"""A scheme of models as a table: which criteria make which model, in which order they are tried."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

STATE, LOCAL = LEVELS = ("state", "local")
NO_MODEL = "none"
CURRENT = "2021"
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Model:
    key: str
    level: str
    words: Words
    means: Words


@dataclass(frozen=True, slots=True)
class Criterion:
    """input: what it reads of a profile. least, most: of a number; none: it is a yes or a no.
    met_said, not_met_said: of a number that nobody counted, where somebody says so all the same."""

    key: str
    input: str
    words: Words
    met: Words
    not_met: Words
    unknown: Words
    least: int | None = None
    most: int | None = None
    met_said: Words = field(default_factory=dict)
    not_met_said: Words = field(default_factory=dict)

    @property
    def is_number(self) -> bool:
        return self.least is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """The model, where at least `least` of the criteria are met."""

    model: str
    criteria: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Scheme:
    """rules: by level, in the order in which they are tried."""

    key: str
    name: str
    version: int
    published: date
    read_on: date
    cites: str
    models: Mapping[str, Model]
    criteria: Mapping[str, Criterion]
    rules: Mapping[str, tuple[Rule, ...]]

    def asked(self, level: str) -> list[Criterion]:
        """What is coded of an approach of this level, in the order of the rules."""
        return [self.criteria[key] for rule in self.rules[level] for key in rule.criteria]

    def models_of(self, level: str) -> list[Model]:
        return [self.models[rule.model] for rule in self.rules[level]]


@cache
def schemes() -> dict[str, Scheme]:
    """Every scheme by its key, the name of its file."""
    found = sorted((Path(__file__).parent / "schemes").glob("*.toml"))
    return {path.stem: _scheme(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in found}


def scheme(key: str = CURRENT) -> Scheme:
    """By its key or its name. Raises KeyError for one that we do not have."""
    for one in schemes().values():
        if key.strip().casefold() in (one.key, one.name.casefold()):
            return one
    raise KeyError(key)


def _scheme(key: str, told: dict) -> Scheme:
    lines = told.pop("rules")
    rules = {level: tuple(_rule(line) for line in lines[level]) for level in LEVELS}
    models = {name: Model(key=name, **line) for name, line in told.pop("models").items()}
    criteria = {name: Criterion(key=name, **line) for name, line in told.pop("criteria").items()}
    return Scheme(key=key, models=models, criteria=criteria, rules=rules, **told)


def _rule(line: dict) -> Rule:
    criteria = tuple(line["criteria"])
    return Rule(line["model"], criteria, line.get("least", len(criteria)))
