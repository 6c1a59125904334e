"""Random households, with as much left out as wanted, and a program around any criterion."""

import random
from datetime import date, timedelta
from decimal import Decimal

from kinwork.library.codes.income import IncomeLine
from kinwork.library.codes.states import STATES
from kinwork.library.programs.household import UNKNOWN, Household, Member
from kinwork.library.programs.model import Criterion, Program

AID = ("snap", "tanf", "ssi", "medicaid", "wic", "fdpir", "chip", "head_start", "health_insurance")
FLAGS = (
    "pregnant",
    "recent_birth",
    "breastfeeding",
    "concern",
    "disability",
    "foster_care",
    "student",
    "former_foster_care",
    "working_or_training",
    "insured",
)
KINDS = ("wages", "self_employment", "unemployment", "social_security", "ssi", "tanf") + (
    "child_support",
    "tax_credit",
    "other",
)
COMMON = ("AZ", "AZ", "AZ", "CA", "NM", "TX", "AK", "HI", "NY")
WORDS = {"en": "x", "es": "x"}


def household(rng: random.Random, unknown: float, on: date) -> Household:
    """One household; each fact is left out with the chance `unknown`."""

    def maybe(value):
        return None if rng.random() < unknown else value

    count = rng.choice((0, 1, 2, 2, 3, 3, 4, 5)) if rng.random() < 0.1 else rng.randint(1, 5)
    members = tuple(member(rng, unknown, on, place) for place in range(count))
    state = rng.choice(COMMON) if rng.random() < 0.7 else rng.choice(sorted(STATES))
    home = Household(
        members=members,
        members_complete=rng.random() > unknown / 3,
        income=maybe(lines(rng, unknown, members)),
        receives=maybe(some_aid(rng)),
        homeless=maybe(rng.random() < 0.2),
        state=maybe(state),
        zip=None if rng.random() < 0.9 else "00000",
        county=maybe(rng.choice(("Pinal", "saguaro wash county", "Maricopa County"))),
        size=rng.randint(1, 8) if rng.random() < 0.1 else None,
        assets=maybe(Decimal(rng.choice((0, 1999, 2000, 2001, 3000, 4000, 5001, 90000)))),
        rent_annual=maybe(Decimal(rng.randint(0, 30000))),
        childcare_annual=maybe(Decimal(rng.randint(0, 9000))),
        pays_utilities=maybe(rng.random() < 0.5),
    )
    return home


def member(rng: random.Random, unknown: float, on: date, place: int) -> Member:
    role = "caregiver" if place == 0 else rng.choice(("child", "child", "caregiver", "other"))
    if rng.random() < unknown / 8:
        role = UNKNOWN
    relation = {
        "child": ("child",),
        "caregiver": ("parent", "parent", "grandparent"),
        "other": ("other", "grandparent"),
        UNKNOWN: (None,),
    }[role]
    years = rng.uniform(0, 19) if role == "child" else rng.uniform(14, 80)
    born = on - timedelta(days=int(years * 365.25) - (10 if rng.random() < 0.03 else 0))
    told = rng.random()
    due = on + timedelta(days=rng.randint(-60, 270)) if rng.random() < 0.2 else None
    ended = on - timedelta(days=rng.randint(-5, 500)) if rng.random() < 0.2 else None
    return Member(
        key=f"m{place}",
        role=role,
        relation=rng.choice(relation) if rng.random() > unknown / 2 else None,
        birth_date=born if told > unknown and told < 0.7 else None,
        age=Decimal(str(round(years, rng.choice((0, 1, 3))))) if told >= 0.7 else None,
        due_date=due,
        pregnancy_ended=ended,
        babies=rng.choice((1, 1, 1, 2)),
        sex=rng.choice(("female", "male", None)),
        weekly_hours=Decimal(rng.choice((0, 10, 19.5, 20, 40))) if rng.random() > unknown else None,
        receives=some_aid(rng) if rng.random() < 0.3 else None,
        **{f: rng.random() < 0.4 for f in FLAGS if rng.random() > unknown},
    )


def some_aid(rng: random.Random) -> frozenset[str]:
    return frozenset(rng.sample(AID, rng.choice((0, 0, 0, 1, 2))))


def lines(rng: random.Random, unknown: float, members: tuple[Member, ...]) -> tuple:
    """Money near the usual limits, some of it a span, some not known, some nobody's."""
    found = []
    for _ in range(rng.randint(0, 5)):
        key = rng.choice([m.key for m in members] + [None]) if members else None
        scale = rng.choice((3000, 15000, 30000, 60000, 250000))
        amount = Decimal(rng.randint(0, scale * 100)) / 100
        amount = rng.choice((amount, amount.to_integral_value(), Decimal(0)))
        high = amount + rng.randint(0, 9000) if rng.random() < unknown / 2 else None
        if rng.random() < unknown / 2:
            amount = high = None
        found.append(IncomeLine(amount, "yearly", rng.choice(KINDS), high=high, member=key))
    return tuple(found)


def program_of(
    *rows: dict, subject: str = "member", roles=("child", "caregiver"), **more
) -> Program:
    """A program with these criteria, all of which must hold."""
    criteria: dict[str, list[Criterion]] = {}
    for number, row in enumerate(rows):
        options = {k: v for k, v in row.items() if k not in ("id", "kind", "jurisdiction", "from_")}
        criterion = Criterion(
            id=row.get("id", f"c{number}"),
            kind=row["kind"],
            spec="1",
            source="Some law",
            jurisdiction=row.get("jurisdiction", "US"),
            effective_from=row.get("from_", date(2000, 1, 1)),
            options=options,
        )
        criteria.setdefault(criterion.id, []).append(criterion)
    return Program(
        code=more.get("code", "made"),
        version="1",
        jurisdiction="US",
        term="wic",
        subject=subject,
        roles=() if subject == "household" else tuple(roles),
        counts_unborn=more.get("counts_unborn", False),
        already=frozenset({"made"}),
        requires=(),
        excludes=(),
        categorical=(),
        name=WORDS,
        explain=WORDS,
        gives=WORDS,
        documents=(WORDS,),
        how_to_apply=WORDS,
        minutes_to_apply=1,
        days_to_delivery=1,
        asks_immigration_status=False,
        criteria={name: tuple(some) for name, some in criteria.items()},
        rule=more.get("rule", ("all", *criteria)),
        discretion=more.get("discretion"),
    )
