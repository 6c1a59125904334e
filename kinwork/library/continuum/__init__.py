"""Instruments by which partners say how coordinated they are: one folder each, words in every language.

    instruments()                    -> every Instrument, by key ("service_coordination/1")
    system_level({1: YES, 2: NO})    -> the level that one respondent's answers reach

A rating keeps the key of its instrument, version included. Numbers of two instruments, or of two
versions of one, are never added up: their steps do not mean the same.

Another instrument is another folder: instrument.toml (scales, questions, citation), spec.md (what it is,
under which licence, what was left out), cases.csv where it has questions with a score.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
YES, NO, UNSURE = ANSWERS = ("yes", "no", "unsure")
CONTINUUM = "service_coordination/1"
TRUST = "trust_and_value/1"
OVERALL = "overall"
Words = dict[str, str]  # by language


@dataclass(frozen=True, slots=True)
class Choice:
    """One step of a scale. value: 0 upward; 0 says that the two do not know each other."""

    value: int
    words: Words
    means: Words


@dataclass(frozen=True, slots=True)
class Scale:
    """What is said of each partner. optional: may be left out without leaving the form unfinished."""

    key: str
    words: Words
    asks: Words
    optional: bool
    choices: tuple[Choice, ...]

    @property
    def most(self) -> int:
        return self.choices[-1].value

    def choice(self, value: int) -> Choice:
        return self.choices[value]


@dataclass(frozen=True, slots=True)
class Question:
    """About the whole system, asked once per respondent. level: what a yes belongs to."""

    number: int
    level: int
    words: Words


@dataclass(frozen=True, slots=True)
class Instrument:
    """key: "folder/version", as ratings keep it. questions: () where it asks about pairs alone."""

    key: str
    words: Words
    cites: str
    scales: tuple[Scale, ...]
    questions: tuple[Question, ...]

    def scale(self, key: str) -> Scale:
        """Raises KeyError for a scale that it does not have."""
        return {one.key: one for one in self.scales}[key]


@dataclass(frozen=True, slots=True)
class SystemLevel:
    """level: the highest L such that every question of levels 1 to L is a yes. above: how many
    questions above it are a yes already. lacks: the questions of the next level that are not."""

    level: int
    above: int
    lacks: tuple[int, ...]


@cache
def instruments() -> dict[str, Instrument]:
    found = [_read(path) for path in sorted(HERE.glob("*/instrument.toml"))]
    return {one.key: one for one in found}


def questions() -> tuple[Question, ...]:
    """Those of the continuum, in order."""
    return instruments()[CONTINUUM].questions


def system_level(answers: Mapping[int, str]) -> SystemLevel:
    """answers: number of a question -> YES, NO or UNSURE; one that is not there was not answered.

    Source: the Service Coordination Continuum's questions, one for each of the levels 1 to 4, five for 5.
    """
    asked = questions()
    levels = sorted({one.level for one in asked})
    level = 0
    for one in levels:
        if all(answers.get(q.number) == YES for q in asked if q.level == one):
            level = one
        else:
            break
    above = sum(answers.get(q.number) == YES for q in asked if q.level > level)
    lacks = tuple(q.number for q in asked if q.level == level + 1 and answers.get(q.number) != YES)
    return SystemLevel(level, above, lacks)


def _read(path: Path) -> Instrument:
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    shared = [Choice(**one) for one in said.get("choices", [])]
    return Instrument(
        key=f"{path.parent.name}/{said['version']}",
        words=said["words"],
        cites=said["cites"],
        scales=tuple(_scale(path, one, shared) for one in said["scales"]),
        questions=tuple(Question(**one) for one in said.get("questions", [])),
    )


def _scale(path: Path, said: dict[str, Any], shared: list[Choice]) -> Scale:
    """A scale without choices of its own uses the names of the shared ones with its own meanings."""
    own = [Choice(**one) for one in said.pop("choices", [])]
    means = said.pop("means", None)
    if means is not None:
        pairs = zip(shared, means, strict=True)
        own = [Choice(value=one.value, words=one.words, means=text) for one, text in pairs]
    choices = tuple(own or shared)
    if [one.value for one in choices] != list(range(len(choices))):
        raise ValueError(f"{path}: the choices of {said['key']} do not count from 0 upward")
    return Scale(choices=choices, optional=said.pop("optional", False), **said)
