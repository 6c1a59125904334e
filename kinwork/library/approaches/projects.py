"""Research projects about coordinated services: those that are shipped, and the words of their columns."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT_LEVELS = ("state and local", "state", "local", "tribal", "national")
KINDS = ("review", "scan", "descriptive", "process study", "measures", "evaluation")


@dataclass(frozen=True, slots=True)
class ResearchProject:
    """ends: None, it is not known to have ended. links, programs: empty where nothing was verified."""

    name: str
    starts: int
    who: str
    population: str
    level: str
    ends: int | None = None
    links: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@cache
def research_projects() -> tuple[ResearchProject, ...]:
    return tuple(_project(dict(line)) for line in _read()["projects"])


def cited() -> str:
    return _read()["cites"]


@cache
def _read() -> dict:
    return tomllib.loads((Path(__file__).parent / "projects.toml").read_text("utf-8"))


def _project(line: dict) -> ResearchProject:
    for name in ("links", "programs", "kinds"):
        line[name] = tuple(line.get(name, ()))
    return ResearchProject(**line)
