"""A program that a community writes in a form: from plain answers to criteria, and its worked cases.

`written` is plain data: `name`, `explain`, `gives`, `how_to_apply` (en, es), `documents`, `minutes`,
`days`, `asks_immigration`, `term`, `source`, `who` (child, caregiver, home) and `needs`: kind ->
{"how": "must" or "way", "value"}. "must": without it the answer is no; "way": one of these is enough.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kinwork.common.answers import Reason
from kinwork.library import reading
from kinwork.library.codes.income import IncomeLine
from kinwork.library.programs import Criterion, Determination, Household, Member, Program
from kinwork.library.programs.checks import criterion_troubles
from kinwork.library.programs.evaluate import evaluate

TEXTS = ("name", "explain", "gives", "how_to_apply")
LANGUAGES = ("en", "es")
WHO = ("child", "caregiver", "home")
HIGHEST_GRADE = 8.0  # of what families read
FEWEST_CASES = 3
NAMES = ("Early Head Start", "Head Start", "WIC", "SNAP", "AHCCCS", "KidsCare", "Medicaid", "ZIP")
# kind -> for whom it may be asked
KINDS = {
    "age_from": ("child", "caregiver"),
    "age_under": ("child", "caregiver"),
    "child_under": ("caregiver", "home"),
    "pregnant": ("caregiver",),
    "income": WHO,
    "savings": WHO,
    "county": WHO,
    "receives": WHO,
    "homeless": WHO,
    "foster_care": ("child",),
    "disability": ("child", "caregiver"),
    "concern": ("child",),
    "work": WHO,
}
FACTS = ("homeless", "foster_care", "disability", "concern")
STATES = ("draft", "published", "withdrawn")


@dataclass(frozen=True)
class Place:
    """Where the community is."""

    state: str
    county: str


def code_of(name: str, taken: set[str]) -> str:
    """A program's code from its English name, not one that is taken."""
    stem = "own_" + (re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:40] or "program")
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


def digest(written: Mapping) -> str:
    """Changes with every word and figure of the rules."""
    text = json.dumps(written, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def program(written: Mapping, code: str, version: int, place: Place, since: date) -> Program:
    """The program as the engine knows it; its rules hold from `since`."""
    home = written["who"] == "home"
    criteria = {
        kind: (_criterion(kind, row, written, number, place, since),)
        for number, (kind, row) in enumerate(asked(written), 1)
    }
    return Program(
        code=code,
        version=f"{version}+{digest(written)}",
        jurisdiction=f"US-{place.state}-local",
        term=written["term"],
        subject="household" if home else "member",
        roles=() if home else (written["who"],),
        counts_unborn=False,
        already=frozenset([code]),
        requires=(),
        excludes=(),
        categorical=(),
        **{name: written[name] for name in TEXTS},
        documents=tuple(written["documents"]),
        minutes_to_apply=written["minutes"],
        days_to_delivery=written["days"],
        asks_immigration_status=written["asks_immigration"],
        criteria=criteria,
        rule=_rule(written),
    )


def asked(written: Mapping) -> list[tuple[str, Mapping]]:
    """What the program asks, in the order of the form."""
    return [(kind, written["needs"][kind]) for kind in KINDS if kind in written["needs"]]


def _rule(written: Mapping) -> tuple:
    must = [kind for kind, row in asked(written) if row["how"] == "must"]
    ways = [kind for kind, row in asked(written) if row["how"] == "way"]
    return ("all", *must, ("any", *ways)) if ways else ("all", *must)


def _criterion(kind: str, row: Mapping, written: Mapping, number: int, place: Place, since: date):
    name, options = _engine(kind, row.get("value"), place)
    return Criterion(
        id=kind,
        kind=name,
        spec=str(number),
        source=written["source"],
        jurisdiction=f"US-{place.state}-local",
        effective_from=since,
        options=options,
    )


def _engine(kind: str, value, place: Place) -> tuple[str, dict]:
    """The engine's own kind and options."""
    if kind in FACTS:
        return "fact_is", {"fact": kind}
    match kind:
        case "age_from":
            return "age_at_least", {"months": value}
        case "age_under":
            return "age_under", {"months": value}
        case "child_under":
            return "anyone_aged", {"under": value, "roles": ("child",)}
        case "income":
            return "income_at_most", {"percent": value, "per": "month"}
        case "savings":
            return "assets_at_most", {"amount": value}
        case "county":
            return "county_is", {"of": (place.county,), "state": place.state}
        case "receives":
            return "receives_any", {"of": tuple(value)}
        case "work":
            return "caregivers_active", {}
    return "pregnant", {}


def troubles(written: Mapping, made: Program) -> list[str]:
    """Codes of what keeps this from being published; sentences of the engine where it complains."""
    found = []
    if not made.criteria:
        found.append("nothing asked")
    found += [f"unfit:{kind}" for kind, _ in asked(written) if written["who"] not in KINDS[kind]]
    if grade(written, "en") > HIGHEST_GRADE or grade(written, "es") > HIGHEST_GRADE:
        found.append("too hard")
    spec = "\n".join(f"{number}. " for number in range(1, len(KINDS) + 1))
    for rows in made.criteria.values():
        for row in rows:
            found += criterion_troubles(row, made, spec)
    return found


def grade(written: Mapping, language: str) -> float:
    """The school grade of all that families read, to a tenth."""
    some = [written[name][language] for name in TEXTS if name != "name"]
    some += [one[language] for one in written["documents"]]
    text = " ".join(
        part if part.rstrip().endswith((".", "!", "?")) else f"{part}." for part in some
    )
    return round(reading.grade(text, language, NAMES), 1)


# --- worked cases -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Worked:
    """A case and what came out."""

    case: Mapping
    got: Determination
    reasons: tuple[Reason, ...]

    @property
    def answer(self) -> str:
        return "broken" if self.got.failed else self.got.answer.value

    @property
    def agrees(self) -> bool:
        return self.answer == self.case["expect"]


def work_out(made: Program, case: Mapping, place: Place, on: date) -> Worked:
    """One case judged by the program."""
    got = evaluate(made, household(case, place), on)
    return Worked(case, got, got.reasons)


def household(case: Mapping, place: Place) -> Household:
    """The family of a case. What the case leaves open is not known, never no."""
    adults = [
        Member(
            f"adult{number}",
            "caregiver",
            age=Decimal(30),
            relation="parent",
            pregnant=case["pregnant"] if number == 1 else False,
            working_or_training=case["work"],
            disability=False,
        )
        for number in range(1, case["adults"] + 1)
    ]
    children = [
        Member(
            f"child{number}",
            "child",
            age=Decimal(age),
            relation="child",
            pregnant=False,
            **{fact: case["child_facts"].get(fact) for fact in FACTS if fact != "homeless"},
        )
        for number, age in enumerate(case["ages"], 1)
    ]
    income = case["income"]
    return Household(
        members=(*adults, *children),
        income=None if income is None else (IncomeLine(Decimal(income), "monthly"),),
        receives=None if case["receives"] is None else frozenset(case["receives"]),
        homeless=case["homeless"],
        state=place.state,
        county={"here": place.county, "elsewhere": "Another county"}.get(case["county"]),
        assets=None if case["savings"] is None else Decimal(case["savings"]),
    )


def cases_short(worked: list[Worked]) -> list[str]:
    """Codes of what the cases lack before a program may be published."""
    found = []
    if len(worked) < FEWEST_CASES:
        found.append("few cases")
    if not {"yes", "no"} <= {one.case["expect"] for one in worked}:
        found.append("one sided")
    if not all(one.agrees for one in worked):
        found.append("disagree")
    return found


# --- how many gain and lose -------------------------------------------------------------------

SHOWN_FROM = 11


@dataclass(frozen=True)
class Effects:
    """Families, by what changes for them. `families` = how many were looked at."""

    families: int
    yes: int
    maybe: int
    gain: int
    lose: int


def effects(before: list[str], after: list[str]) -> Effects:
    """From each family's answer by the old rules ("no" where there are none) and the new."""
    both = list(zip(before, after, strict=True))
    return Effects(
        families=len(both),
        yes=after.count("yes"),
        maybe=after.count("maybe"),
        gain=sum(new == "yes" and old != "yes" for old, new in both),
        lose=sum(old == "yes" and new != "yes" for old, new in both),
    )


def shown(count: int, own: bool) -> int | None:
    """A count as it may be shown: None where it is 1 to 10 and not of the own agency's families."""
    return count if own or count == 0 or count >= SHOWN_FROM else None
