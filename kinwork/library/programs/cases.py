"""Worked cases: a row of `cases.csv` is a household, a day and the answer that must come out.

Columns: case, spec (number in spec.md), on, place (AZ, AZ/Pinal with the county, a ZIP code, or ? =
unknown), income (`27320 yearly`, `500-700 weekly ssi`, `900 monthly wages ana`, several joined by
`+`, `0`, ?), receives (`snap tanf`, `none`, ?), homeless (yes, no, ?), members, expect (yes, no, maybe, `no?` = no
but ask), who (`luz=yes dad=no`), missing (`income birth_date:luz`), note; where they matter also
costs (`assets=2000 rent=9600 childcare=0 bills=yes`: savings, dollars a year, heat or cooling paid).

Members are joined by `;`: `luz child 2023-04-02 +concern -foster_care`, `ana caregiver
due=2026-12-01`. `+` says yes, `-` says no, what is not said is unknown; `...` = there may be more.
"""

import csv
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kinwork.library.codes.income import IncomeLine
from kinwork.library.programs.household import ROLES, Household, Member
from kinwork.library.programs.model import Determination

FLAGS = {"pregnant", "recent_birth", "breastfeeding", "concern", "disability", "foster_care"} | {
    "working_or_training",
    "insured",
    "student",
    "former_foster_care",
}
DATES = {"due": "due_date", "ended": "pregnancy_ended"}
TOLD = {"relation": "relation", "sex": "sex"}
NUMBERS = {"age": "age", "hours": "weekly_hours"}
COSTS = {"assets": "assets", "rent": "rent_annual", "childcare": "childcare_annual"}
BOOLEANS = {"yes": True, "no": False, "?": None, "": None}


@dataclass(frozen=True, slots=True)
class Case:
    """One worked household and what must come out."""

    case: str
    spec: str
    on: date
    household: Household
    expect: str
    who: dict[str, str]
    missing: frozenset[str]
    note: str

    def differences(self, got: Determination) -> list[str]:
        """What came out otherwise than the case says."""
        out = []
        if (answer := shown(got.answer.value, got.discretion)) != self.expect:
            out.append(f"answer {answer}, not {self.expect}")
        members = {m.member: shown(m.answer.value, m.discretion) for m in got.members}
        out += [
            f"{k} is {members.get(k)}, not {v}" for k, v in self.who.items() if members.get(k) != v
        ]
        missing = frozenset(str(ref) for ref in got.missing)
        if self.expect == "maybe" and self.missing != missing:
            out.append(f"missing {sorted(missing)}, not {sorted(self.missing)}")
        return out


def shown(answer: str, discretion: bool) -> str:
    """`no?` for a no that the office may turn into a yes."""
    return answer + "?" * discretion


def read(path: Path) -> list[Case]:
    """The cases of a file. Errors: ValueError that names the case."""
    with path.open(encoding="utf-8", newline="") as file:
        return [_case(row) for row in csv.DictReader(file)]


def _case(row: dict[str, str]) -> Case:
    try:
        return Case(
            case=row["case"],
            spec=row["spec"],
            on=date.fromisoformat(row["on"]),
            household=household(row),
            expect=row["expect"],
            who=dict(part.split("=") for part in (row["who"] or "").split()),
            missing=frozenset((row["missing"] or "").split()),
            note=row["note"] or "",
        )
    except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"case {row.get('case')}: {error}") from error


def household(row: dict[str, str]) -> Household:
    """The household of a row's columns place, income, receives, homeless and members."""
    place, _, county = row["place"].strip().partition("/")
    parts = [part.strip() for part in row["members"].split(";") if part.strip()]
    people = [part for part in parts if part != "..."]
    return Household(
        members=tuple(member(part) for part in people),
        members_complete=len(people) == len(parts),
        income=income(row["income"].strip()),
        receives=_set(row["receives"].strip()),
        homeless=BOOLEANS[row["homeless"].strip()],
        state=place if place.isalpha() else None,
        county=county or None,
        zip=place if place.isdigit() else None,
        **_costs(row.get("costs") or ""),
    )


def _costs(text: str) -> dict[str, object]:
    """Savings and what is paid, from `assets=2000 rent=9600 childcare=0 bills=yes`."""
    told = dict(part.split("=") for part in text.split())
    found: dict[str, object] = {}
    if bills := told.pop("bills", None):
        found["pays_utilities"] = BOOLEANS[bills]
    if unknown := told.keys() - COSTS.keys():
        raise ValueError(f"no such cost: {', '.join(sorted(unknown))}")
    return found | {COSTS[name]: Decimal(amount) for name, amount in told.items()}


def member(text: str) -> Member:
    """A member from `KEY ROLE [BIRTH]`, then in any order `age=3.5 due=DATE ended=DATE babies=2
    hours=30 relation=grandparent sex=female gets=snap,wic +flag -flag`."""
    key, role, *rest = text.split()
    if role not in ROLES:
        raise ValueError(f"no such role: {role}")
    found: dict[str, object] = {}
    for word in rest:
        name, _, value = word.partition("=")
        if word[0] in "+-":
            if word[1:] not in FLAGS:
                raise ValueError(f"no such flag: {word}")
            found[word[1:]] = word[0] == "+"
        elif name in DATES:
            found[DATES[name]] = date.fromisoformat(value)
        elif name in TOLD:
            found[TOLD[name]] = value
        elif name in NUMBERS:
            found[NUMBERS[name]] = Decimal(value)
        elif name == "babies":
            found["babies"] = int(value)
        elif name == "gets":
            found["receives"] = frozenset(v for v in value.split(",") if v)
        else:
            found["birth_date"] = date.fromisoformat(word)
    return Member(key, role, **found)


def income(text: str) -> tuple[IncomeLine, ...] | None:
    """Income lines from `AMOUNT[-HIGH] [PERIOD] [KIND] [MEMBER]`, joined by `+`; ? = not known."""
    if text == "?":
        return None
    return () if text == "0" else tuple(_line(part.split()) for part in text.split("+"))


def _line(words: list[str]) -> IncomeLine:
    amount, period, kind, *whose = [*words, *("", "yearly", "wages")[len(words) :]]
    low, _, high = amount.partition("-")
    known = None if low == "?" else Decimal(low)
    top = Decimal(high) if high else None
    return IncomeLine(known, period, kind, high=top, member=whose[0] if whose else None)


def _set(text: str) -> frozenset[str] | None:
    if text in ("?", ""):
        return None
    return frozenset() if text == "none" else frozenset(text.split())
