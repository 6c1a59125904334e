"""The table of minors' own services, and the one decision on it. Pure: no database, no Django."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

ADULT = 18
# A page asks about a teen; below that, a text without an age is for a clinician to raise.
ASKED_FROM = 12
EVERYWHERE = "US"
PARENTS = ("", "may be told", "in danger")


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of service: the class of rows that it is kept with, its words, a federal text beside."""

    key: str
    sensitivity: str
    words: dict[str, str]
    also: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One text of law: who may agree alone, to what, when. condition: a key that must be found true."""

    state: str
    service: str
    cites: str
    age_from: int = 0
    condition: str = ""
    parents: str = ""
    starts: date | None = None
    not_in: tuple[str, ...] = ()

    @property
    def citation(self) -> str:
        also = services()[self.service].also
        return f"{self.cites}; {also}" if also else self.cites

    def holds(self, state: str, age: int, on: date) -> bool:
        """In this state, at this age, on this day; its condition is another question."""
        here = self.state == state or (self.state == EVERYWHERE and state not in self.not_in)
        begun = self.starts is None or self.starts <= on
        return here and begun and self.age_from <= age < ADULT


def may_alone(
    state: str, service: str, age: int, on: date, found: frozenset[str] = frozenset()
) -> Line | None:
    """The text by which a minor of `age` may agree to `service` alone, or None.

    found: the conditions that somebody has found true. The state's own text comes before the nation's.
    """
    held = (one for one in lines() if one.service == service and one.holds(state, age, on))
    met = (one for one in held if not one.condition or one.condition in found)
    return next(iter(sorted(met, key=lambda one: (one.state == EVERYWHERE, one.condition))), None)


def offers(state: str, age: int, on: date) -> list[Line]:
    """What a page may offer for a minor of `age`, from ASKED_FROM on; conditions still to be asked."""
    if age < ASKED_FROM:
        return []
    return [one for one in lines() if one.holds(state, age, on)]


def states() -> frozenset[str]:
    """The states that have been looked into; of the others the table says nothing."""
    return frozenset(one.state for one in lines()) - {EVERYWHERE}


@cache
def services() -> dict[str, Service]:
    found = _data()["services"].items()
    return {
        key: Service(key, one["class"], one["words"], one.get("also", "")) for key, one in found
    }


@cache
def condition_words() -> dict[str, dict[str, str]]:
    return dict(_data()["conditions"])


@cache
def lines() -> tuple[Line, ...]:
    """Every line, in the order of the file. Raises ValueError at one that cannot be read."""
    return tuple(_line(one) for one in _data()["line"])


def _line(said: dict) -> Line:
    line = Line(
        state=said["state"],
        service=said["service"],
        cites=said["cites"],
        age_from=said.get("age_from", 0),
        condition=said.get("condition", ""),
        parents=said.get("parents", ""),
        starts=said.get("from"),
        not_in=tuple(said.get("not_in", ())),
    )
    known = line.service in services() and line.parents in PARENTS and line.cites
    if not known or (line.condition and line.condition not in condition_words()):
        raise ValueError(f"a line on minors cannot be read: {line}")
    return line


@cache
def _data() -> dict:
    text = Path(__file__).with_name("services.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
