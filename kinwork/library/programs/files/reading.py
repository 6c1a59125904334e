"""Households from JSON, as `kinwork screen` takes them. A key left out is unknown, never no.

Errors: BadFile, one plain sentence with the place.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kinwork.library.codes.income import IncomeLine
from kinwork.library.codes.states import STATES
from kinwork.library.programs.files.births import with_births
from kinwork.library.programs.files.checked import HOURS, OLDEST, BadFile, Place, shown
from kinwork.library.programs.household import UNKNOWN, Household, Member
from kinwork.library.programs.view import sentences

INCOME = {
    "employment": "wages",
    "self_employment": "self_employment",
    "child_support": "child_support",
    "unemployment": "unemployment",
    "social_security": "social_security",
    "ssi": "ssi",
    "other": "other",
}
RELATIONS = {name: name for name in ("parent", "child", "grandparent", "other")}
SEXES = {"female": "female", "f": "female", "male": "male", "m": "male"}
FLAGS = {
    "pregnant": "pregnant",
    "breastfeeding": "breastfeeding",
    "disabled": "disability",
    "foster_care": "foster_care",
    "student": "student",
    "concern": "concern",
    "insured": "insured",
    "recent_birth": "recent_birth",
    "former_foster_care": "former_foster_care",
    "working_or_training": "working_or_training",
}
DAYS = ("birth_date", "due_date", "pregnancy_ended")
MONEY = ("assets", "rent_annual", "childcare_annual")
HOUSEHOLD_KEYS = {"id", "state", "zip", "county", "homeless", "pays_utilities", "receives"} | {
    *MONEY,
    "members",
}
MEMBER_KEYS = {"id", "relation", "age", "sex", "weekly_hours_worked", "receives", "income"} | {
    *FLAGS,
    *DAYS,
}
ADULT = 18 * 12


@dataclass(frozen=True)
class Told:
    """One household of a file: its id as written, and the members' ids by key."""

    id: str | int
    household: Household
    ids: Mapping[str, str | int]


def read(path: Path, on: date) -> list[Told]:
    """Every household of a file, JSON or (by its name) CSV. Errors: BadFile, OSError."""
    from kinwork.library.programs.files.table import read_csv

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("This is not text in UTF-8.") from None
    return read_csv(text, on) if path.suffix.lower() == ".csv" else read_json(text, on)


def read_json(text: str, on: date) -> list[Told]:
    """Every household of a JSON text. Errors: BadFile."""
    try:
        data = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_pairs
        )
    except json.JSONDecodeError as error:
        raise BadFile(
            f"This is not JSON: {error.msg} in line {error.lineno}, column {error.colno}."
        ) from None
    except BadFile:
        raise
    except RecursionError:
        raise BadFile("This is not JSON that we can read: it is nested too deep.") from None
    except ValueError:  # Python reads no whole number of thousands of digits
        raise BadFile("This is not JSON that we can read: a number is too long.") from None
    return tell(data, on)


def _no_constant(name: str):
    raise BadFile(f"The file holds {name}, which is no number.")


def _pairs(pairs: list[tuple[str, object]]) -> dict:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise BadFile(f"The key “{twice}” stands twice in one object.")
    return found


def tell(data: object, on: date) -> list[Told]:
    """Households from plain data `{"households": [...]}`. Errors: BadFile."""
    whole = Place(data, "The file", {"households"})
    told, seen = [], {}
    for number, row in enumerate(whole.list_of("households"), 1):
        one = household(row, f"Household {number}", on)
        if one.id in seen:
            raise BadFile(
                f"Household {number}: the id {shown(one.id)} is household {seen[one.id]}'s already."
            )
        seen[one.id] = number
        told.append(one)
    return told


def household(data: object, where: str, on: date) -> Told:
    """One household. Errors: BadFile."""
    home = Place(data, where, HOUSEHOLD_KEYS)
    name = home.identity()
    home.where = f"{where} ({shown(name)})"
    ids: dict[str, str | int] = {}
    people: list[Member] = []
    lines: list[IncomeLine] = []
    rows = home.list_of("members")
    if not rows:
        raise BadFile(f"{home.where} has no members.")
    for number, row in enumerate(rows, 1):
        place = Place(row, f"{home.where}, member {number}", MEMBER_KEYS)
        person = member(place, on)
        if person.key in ids:
            raise BadFile(f"{place.where}: this id stands twice in the household.")
        ids[person.key] = place.data["id"]
        people.append(person)
        lines += income(place, person.key)
    received = home.codes("receives", aid())
    placed = with_roles(people, on)
    found = Household(
        members=with_births(placed, on),
        members_complete=all(m.role != UNKNOWN for m in placed),
        size=size(placed),
        income=tuple(lines),
        receives=received,
        homeless=home.flag("homeless"),
        state=_state(home),
        county=home.text("county"),
        zip=_zip(home),
        pays_utilities=home.flag("pays_utilities"),
        **{key: home.money(key) for key in MONEY},
    )
    return Told(name, insured(found, on), ids)


def aid() -> set[str]:
    """Every code of help that may be received."""
    return set(sentences()["aid"])


def _state(home: Place) -> str | None:
    state = home.text("state")
    if state is not None and state.upper() not in STATES:
        raise home.wrong("state", "one of the 50 states or DC, written as AZ")
    return state and state.upper()


def _zip(home: Place) -> str | None:
    text = home.text("zip")
    digits = (text or "").replace("-", "")
    if text is not None and not (digits.isascii() and digits.isdigit() and len(digits) in (5, 9)):
        raise home.wrong("zip", "a ZIP code of five digits")
    return text


def member(place: Place, on: date) -> Member:
    """One member; the role is given once all are known. Errors: BadFile."""
    name = place.identity()
    place.where = f"{place.where} ({shown(name)})"
    days = {key: place.day(key) for key in DAYS}
    age = place.number("age", OLDEST, "years")
    if days["birth_date"] and (on - days["birth_date"]).days > (OLDEST + 1) * 366:
        raise place.wrong("birth_date", f"a birth date of the last {OLDEST} years")
    if days["birth_date"] and age is not None:
        _agree(place, days["birth_date"], age, on)
    return Member(
        key=str(name),
        relation=place.choice("relation", RELATIONS),
        sex=place.choice("sex", SEXES),
        age=None if days["birth_date"] else age,
        weekly_hours=place.number("weekly_hours_worked", HOURS, "hours a week"),
        receives=place.codes("receives", aid()),
        **days,
        **{ours: place.flag(key) for key, ours in FLAGS.items()},
    )


def _agree(place: Place, born: date, age: Decimal, on: date) -> None:
    """A birth date and an age that both stand there may differ by a year at most."""
    years = Decimal((on - born).days) / Decimal("365.2425")
    if abs(years - age) > 1:
        raise BadFile(f"{place.where}: birth_date and age do not fit each other.")


def income(place: Place, key: str) -> list[IncomeLine]:
    """A line for each kind of money; one that is left out is not known."""
    data = place.data.get("income")
    where = f"{place.where}, income"
    told = Place({} if data is None else data, where, set(INCOME))
    return [
        IncomeLine(told.money(name), "yearly", kind, member=key) for name, kind in INCOME.items()
    ]


def with_roles(people: list[Member], on: date) -> list[Member]:
    """Parents are caregivers; without one a grandparent; without that the one adult with a child."""
    from dataclasses import replace

    relations = [m.relation for m in people]
    roles = {"child": "child", "parent": "caregiver", "other": "other", None: UNKNOWN}
    roles["grandparent"] = "other" if "parent" in relations else "caregiver"
    if None in relations and "parent" not in relations:  # who is not told may be the parent
        roles["grandparent"] = roles["other"] = UNKNOWN
    kin = {} if {"parent", "grandparent", None} & set(relations) else _kin(people, on)
    return [replace(m, role=kin.get(m.key, roles[m.relation])) for m in people]


def _kin(people: list[Member], on: date) -> dict[str, str]:
    """The role of the one adult with a child; not known where that hangs on an age not told."""
    others = [(m, m.age_months(on)) for m in people if m.relation == "other"]
    adults = [m for m, age in others if age is not None and age >= ADULT]
    unsure = [m for m, age in others if age is None and m.birth_date is None]
    if all(m.relation != "child" for m in people) or len(adults) > 1:
        return {}
    if adults:
        return {adults[0].key: UNKNOWN if unsure else "caregiver"}
    return {m.key: UNKNOWN for m in unsure}


def size(people: list[Member]) -> int | None:
    """How many live at home, where somebody's role is not known but that all are born."""
    unknown = [m for m in people if m.role == UNKNOWN]
    if not unknown or any(m.due_date and not m.birth_date and m.age is None for m in unknown):
        return None
    return sum(not m.unborn for m in people)


def insured(home: Household, on: date) -> Household:
    """A list of help that is told tells of a health plan too (`health_insurance` in it or not);
    `foster_care` of an adult is told of the years until 18."""
    from dataclasses import replace

    people = []
    for m in home.members:
        lists = [codes for codes in (m.receives, home.receives) if codes is not None]
        if m.insured is None and lists:
            m = replace(m, insured=any("health_insurance" in codes for codes in lists))
        grown = m.role in ("caregiver", "other") or (m.age_months(on) or 0) >= ADULT
        if m.former_foster_care is None and grown:
            m = replace(m, former_foster_care=m.foster_care)
        people.append(m)
    return replace(home, members=tuple(people))
