"""Invented families: who lives there, what comes in, what they look for. The same every time."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from kinwork.common.actor import Actor
from kinwork.common.ids import new_id
from kinwork.demo import feed
from kinwork.demo.calendar import ZONE
from kinwork.directory.search.places import of_zip
from kinwork.people.rules import name_keys

SHAPES = (
    "two children",
    "expecting",
    "newborn",
    "twins",
    "alone with a toddler",
    "grandmother",
    "foster",
    "without a home",
    "joint custody",
    "many children",
    "father alone",
)


@dataclass
class Someone:
    """A person as the family tells of them."""

    given: str
    family: str
    relation: str
    born: date | None = None
    due: date | None = None
    id: UUID = field(default_factory=new_id)

    def told(self, order: int) -> dict[str, Any]:
        """As the intake keeps it."""
        return {
            "given": self.given,
            "family": self.family,
            "relation": self.relation,
            "birth_date": self.born and self.born.isoformat(),
            "due_date": self.due and self.due.isoformat(),
            "order": order,
            "known": False,
        }


@dataclass
class Family:
    """`door`: web, desk or phone; `worker`: who sits with them there. `actor`: they themselves,
    once their record stands. `others`: who else of them can be signed in as, with a line each.
    `paper`: the day on which they filled in a form that was typed in later.
    """

    number: int
    shape: str
    language: str
    town: str
    began: datetime
    door: str
    worker: str
    people: list[Someone]
    rng: Random
    facts: dict[str, Any] = field(default_factory=dict)
    soon: str = "routine"
    reach: dict[str, Any] = field(default_factory=dict)
    label: str = ""
    says: str = ""
    others: list[tuple[Someone, str]] = field(default_factory=list)
    household: UUID | None = None
    actor: Actor | None = None
    paper: date | None = None

    @property
    def caregiver(self) -> Someone:
        return self.people[0]

    @property
    def children(self) -> list[Someone]:
        return [one for one in self.people if "child" in one.relation]

    @property
    def place(self) -> dict[str, Any]:
        code = feed.listed()["towns"][self.town]
        where = _middle(code)
        return {
            "text": code,
            "zip": code,
            "city": "",
            "state": feed.STATE,
            "county": where.county,
            "latitude": where.latitude,
            "longitude": where.longitude,
        }

    def months(self, child: Someone) -> int:
        """The child's age when the family came."""
        return (self.began.date() - child.born).days // 30 if child.born else -1


_middle = cache(of_zip)


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    path = Path(__file__).parent / "names.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def invent(
    number: int,
    *,
    began: datetime,
    worker: str = "ana",
    door: str = "",
    shape: str = "",
    language: str = "",
    town: str = "",
) -> Family:
    """Family number `number`; what is not asked for is drawn by its own dice."""
    rng = Random(f"saguaro wash {number}")  # noqa: S311
    language = language or rng.choices(("es", "en"), (55, 45))[0]
    shape = shape or SHAPES[number % len(SHAPES)]
    towns = list(feed.listed()["towns"])
    family = Family(
        number=number,
        shape=shape,
        language=language,
        town=town or rng.choices(towns, (8, 4, 3, 3, 2, 2))[0],
        began=began,
        door=door or rng.choices(("web", "desk", "phone"), (9, 9, 2))[0],
        worker=worker,
        people=_people(number, shape, language, began.astimezone(ZONE).date(), rng),
        rng=rng,
    )
    family.facts = _facts(family)
    family.reach = _reach(family)
    return family


def _people(number: int, shape: str, language: str, day: date, rng: Random) -> list[Someone]:
    names = _names()[language]
    pick = number * 5 + 3
    surname = names["families"][pick % len(names["families"])]
    alone = names["fathers" if shape == "father alone" else "mothers"]
    age = 61 if shape == "grandmother" else rng.randint(19, 38)
    grown = Someone(alone[pick % len(alone)], surname, "caregiver", _ago(day, age * 12, rng))
    found = [grown]
    kids = iter(names["children"][(pick + k) % len(names["children"])] for k in range(9))
    for months in _ages(shape, rng):
        if months < 0:
            due = day + timedelta(days=-months * 30)
            found.append(Someone(next(kids), surname, "expected child", due=due))
        else:
            found.append(Someone(next(kids), surname, "child", _ago(day, months, rng)))
    if shape == "twins":
        found[-1].born = found[-2].born
    if shape in ("two children", "joint custody", "many children"):
        father = names["fathers"][pick % len(names["fathers"])]
        found.append(Someone(father, surname, "other adult", _ago(day, age * 12 + 20, rng)))
    return found


def _ages(shape: str, rng: Random) -> list[int]:
    """Ages of the children in months; minus: months until the birth."""
    match shape:
        case "expecting":
            return [-rng.randint(2, 6)]
        case "newborn":
            return [1, rng.randint(30, 44)]
        case "twins":
            months = rng.randint(8, 20)
            return [months, months]
        case "many children":
            return [rng.randint(50, 58), rng.randint(34, 44), rng.randint(8, 20), -4]
        case "alone with a toddler" | "foster":
            return [rng.randint(14, 32)]
        case "grandmother":
            return [rng.randint(38, 52), rng.randint(14, 30)]
    return [rng.randint(36, 54), rng.randint(4, 28)]


def _ago(day: date, months: int, rng: Random) -> date:
    return day - timedelta(days=round(months * 30.44) + rng.randint(0, 25))


def _facts(family: Family) -> dict[str, Any]:
    """Answers to some questions of the bank, as the intake keeps them. Some are left open."""
    rng, mother = family.rng, family.caregiver
    low = rng.choice((900, 1300, 1700, 2100, 2400, 2900, 3600))
    line = {"amount": str(low), "high": None, "period": "monthly", "kind": "wages"}
    if rng.random() < 0.3:  # pay that varies
        line |= {"high": str(low + 400)}
    facts: dict[str, Any] = {
        "fact:income": [line],
        "fact:receives": rng.choice(
            ([], [], ["medicaid"], ["snap", "medicaid"], ["wic"], ["medicaid", "wic"])
        ),
        "fact:homeless": family.shape == "without a home",
        f"fact:working_or_training:{mother.id}": rng.random() < 0.7,
    }
    if family.shape in ("expecting", "many children"):
        facts[f"fact:pregnant:{mother.id}"] = True
    for child in family.children:
        if child.born is None:
            continue
        facts[f"fact:concern:{child.id}"] = rng.random() < 0.35
        facts[f"fact:foster_care:{child.id}"] = family.shape == "foster"
        if rng.random() < 0.5:
            facts[f"fact:insured:{child.id}"] = rng.random() < 0.3
    if rng.random() < 0.2:
        facts.pop("fact:income")
    return facts


def _reach(family: Family) -> dict[str, Any]:
    plain = name_keys(family.caregiver.given)[0]
    kind = family.rng.choice(("email", "email", "phone", "text", "page"))
    if kind == "page":
        return {"channel": "page"}
    mail, phone = f"{plain}{family.number}@example.org", f"520-555-01{family.number % 100:02d}"
    return {
        "channel": kind,
        "value": mail if kind == "email" else phone,
        "safe": family.rng.random() < 0.88,
        "hours": family.rng.choice(("", "", "After 5", "Mornings")),
    }
