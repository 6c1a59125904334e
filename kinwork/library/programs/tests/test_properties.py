"""Screening never raises, and a decided answer never turns when a missing fact is added."""

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kinwork.common.answers import MAYBE
from kinwork.library.programs import Household, IncomeLine, Member, screen

ON = date(2026, 11, 15)
UNKNOWN = st.none()
FLAG = st.sampled_from([None, True, False])
MEMBER_FACTS = (
    "birth_date",
    "pregnant",
    "recent_birth",
    "breastfeeding",
    "concern",
    "disability",
) + (
    "foster_care",
    "working_or_training",
    "insured",
    "student",
    "former_foster_care",
)
COSTS = ("assets", "rent_annual", "childcare_annual", "pays_utilities")
HOUSEHOLD_FACTS = ("income", "receives", "homeless", "state", *COSTS)
# Next summer is not known; whose child a nephew is, neither; nor the week without a due date.
OPEN = {"summer_ebt", "eitc", "ctc", "nurse_family_partnership"}
AID = ["snap", "tanf", "fdpir"]
OWN = ["ssi", "medicaid", "wic"]  # help of one person: everything known says whose


def days_before(years: float) -> date:
    return ON - timedelta(days=int(years * 365.25))


@st.composite
def members(draw, key: str):
    """A member about whom everything is known; the first is a caregiver."""
    role = "caregiver" if key == "m0" else draw(st.sampled_from(["child", "caregiver", "other"]))
    oldest = {"child": 19, "caregiver": 70, "other": 80}[role]
    youngest = 14 if role == "caregiver" else 0
    age = draw(st.floats(youngest, oldest))
    may_bear = 11 < age < 59
    recent = may_bear and draw(st.booleans())
    student = draw(st.booleans())
    ended = days_before(draw(st.floats(0, 1.5))) if recent else None
    return Member(
        key,
        role,
        birth_date=days_before(age),
        pregnant=may_bear and not recent and draw(st.booleans()),
        recent_birth=recent,
        pregnancy_ended=ended,
        breastfeeding=draw(st.booleans()),
        concern=draw(st.booleans()),
        disability=draw(st.booleans()),
        foster_care=draw(st.booleans()),
        working_or_training=student or draw(st.booleans()),
        insured=draw(st.booleans()),
        student=student,
        former_foster_care=draw(st.booleans()),
        receives=frozenset(draw(st.lists(st.sampled_from(OWN), max_size=1))),
        relation={"caregiver": "parent"}.get(role, role),
    )


@st.composite
def households(draw):
    """A household about which everything is known."""
    count = draw(st.integers(1, 4))
    lines = st.builds(
        IncomeLine,
        st.decimals(0, 60000, places=2),
        st.just("yearly"),
        st.sampled_from(["wages", "ssi", "child_support", "tax_credit"]),
        member=st.sampled_from([f"m{n}" for n in range(count)]),
    )
    dollars = st.decimals(0, 20000, places=2)
    people = tuple(draw(members(f"m{n}")) for n in range(count))
    shared = frozenset(draw(st.lists(st.sampled_from(AID), max_size=2)))
    return Household(
        members=people,
        income=tuple(draw(st.lists(lines, max_size=3))),
        receives=shared.union(*(m.receives for m in people)),
        homeless=draw(st.booleans()),
        state=draw(st.sampled_from(["AZ", "CA", "AK", "HI"])),
        assets=draw(dollars),
        rent_annual=draw(dollars),
        childcare_annual=draw(dollars),
        pays_utilities=draw(st.booleans()),
    )


def forget(household: Household, rng: random.Random, share: float) -> Household:
    """The same household with some facts not known."""
    people = []
    for m in household.members:
        lost = {fact: None for fact in MEMBER_FACTS if rng.random() < share}
        if m.key != "m0" and rng.random() < share:  # one list stays, else the home's speaks for all
            lost["receives"] = None
        if "recent_birth" in lost:  # the day tells the same, so it goes too
            lost["pregnancy_ended"] = None
        if m.role == "caregiver" and rng.random() < 0.5:
            lost.pop("birth_date", None)
        people.append(replace(m, **lost))
    lost = {fact: None for fact in HOUSEHOLD_FACTS if rng.random() < share}
    if household.income and "income" not in lost and rng.random() < share:
        lost["income"] = (
            *household.income[:-1],
            IncomeLine(None, "weekly", household.income[-1].kind),
        )
    return replace(household, members=tuple(people), **lost)


@settings(max_examples=120, deadline=None)
@given(households(), st.integers(0, 2**32), st.floats(0.05, 0.9))
def test_a_decided_answer_never_turns_when_more_is_known(full, seed, share):
    some = forget(full, random.Random(seed), share)
    for less, more in zip(screen(some, ON), screen(full, ON), strict=True):
        assert not less.failed and not more.failed
        settled = full.state == "AZ" and less.program not in OPEN
        assert more.answer is not MAYBE or not settled, more
        if less.answer.decided:
            assert less.answer is more.answer, (less.program, less.reasons, more.reasons)
        elif settled:
            assert less.missing, less


@settings(max_examples=120, deadline=None)
@given(households(), st.integers(0, 2**32))
def test_one_fact_at_a_time(full, seed):
    """Along any order of learning facts, an answer that was decided stays."""
    rng = random.Random(seed)
    steps = [forget(full, rng, 0.9)]
    for fact in rng.sample(HOUSEHOLD_FACTS, len(HOUSEHOLD_FACTS)):
        steps.append(replace(steps[-1], **{fact: getattr(full, fact)}))
    decided = {}
    for household in [*steps, replace(steps[-1], members=full.members)]:
        for got in screen(household, ON):
            assert decided.get(got.program, got.answer) is got.answer
            if got.answer.decided:
                decided[got.program] = got.answer


DATES = st.one_of(UNKNOWN, st.dates())
ODD_AMOUNT = st.sampled_from(
    [None, Decimal("NaN"), Decimal("1e308"), Decimal(-5), "abc", 1.5, float("inf"), 0]
)
ODD_LINES = st.builds(
    IncomeLine,
    ODD_AMOUNT,
    st.sampled_from(["weekly", "never", ""]),
    st.text(max_size=5),
    ODD_AMOUNT,
)
CODES = st.frozensets(st.one_of(st.sampled_from([*AID, *OWN]), st.text(max_size=5)), max_size=3)
ODD_MEMBERS = st.builds(
    Member,
    st.text(max_size=4),
    st.sampled_from(["child", "caregiver", "other", "", "ghost"]),
    DATES,
    DATES,
    st.integers(-3, 12),
    FLAG,
    FLAG,
    DATES,
    FLAG,
    FLAG,
    FLAG,
    FLAG,
    FLAG,
    FLAG,
    st.one_of(UNKNOWN, CODES),
)
ODD_HOUSEHOLDS = st.builds(
    Household,
    st.lists(ODD_MEMBERS, max_size=5).map(tuple),
    st.booleans(),
    st.one_of(UNKNOWN, st.lists(ODD_LINES, max_size=3).map(tuple)),
    st.one_of(UNKNOWN, CODES),
    FLAG,
    st.one_of(UNKNOWN, st.text(max_size=4)),
    st.one_of(UNKNOWN, st.text(max_size=4)),
    st.one_of(UNKNOWN, st.text(max_size=8)),
    st.one_of(UNKNOWN, st.integers(-5, 10**9)),
)


@settings(max_examples=120, deadline=None)
@given(ODD_HOUSEHOLDS, st.dates())
def test_odd_input_never_breaks_screening(household, on):
    for got in screen(household, on):
        assert not got.failed
        assert all(reason.sentence(language) for reason in got.reasons for language in ("en", "es"))
        assert got.as_dict()["program"] == got.program
