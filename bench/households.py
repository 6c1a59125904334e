"""Invented households as columns: how many people, how old, how much, drawn from one seed.

Nothing here is about real people. One to two caregivers, none to four children, pay around twice the
poverty line, every fact known, spread over all states by rough share of people.
"""

import numpy as np

from kinwork.library.programs.batch.columns import (
    FACTS,
    NEVER,
    STATE_LIST,
    Columns,
    bits,
)

TODAY_DAYS = 20772  # 15 November 2026, counted from 1970
LARGE = {"CA": 12, "TX": 9, "FL": 7, "NY": 6, "PA": 4, "IL": 4, "OH": 4, "GA": 3, "NC": 3, "AZ": 2}
KINDS = ("wages", "child_support", "social_security", "unemployment", "ssi", "other")


def columns(count: int, seed: int = 1) -> Columns:
    """`count` households with all that the thirteen federal programs ask."""
    rng = np.random.default_rng(seed)
    weights = np.array([LARGE.get(state, 1) for state in STATE_LIST], float)
    adults = rng.integers(1, 3, count)
    children = rng.choice(5, count, p=(0.1, 0.35, 0.32, 0.16, 0.07))
    people = adults + children
    home = np.repeat(np.arange(count), people)
    place = np.arange(len(home)) - np.repeat(np.cumsum(people) - people, people)
    grown = place < adults[home]
    years = np.where(grown, rng.uniform(18, 50, len(home)), rng.uniform(0, 18, len(home)))
    facts = _facts(rng, grown, years)
    lines = _lines(rng, home, grown)
    return Columns(
        state=rng.choice(len(STATE_LIST), count, p=weights / weights.sum()).astype(np.int16),
        county=np.zeros(count, np.int32),
        homeless=_flag(rng, count, 0.03),
        pays_utilities=_flag(rng, count, 0.8),
        assets=(rng.exponential(3000, count) * 100).astype(np.int64),
        rent=(rng.uniform(3000, 24000, count) * 100).astype(np.int64),
        childcare=(rng.exponential(2000, count) * 100).astype(np.int64),
        receives=np.where(rng.random(count) < 0.15, bits(["snap"]), 0),
        receives_known=np.ones(count, bool),
        complete=np.ones(count, bool),
        said_size=np.zeros(count, np.int64),
        income_known=np.ones(count, bool),
        member_home=home,
        role=np.where(grown, 1, 0).astype(np.int8),
        relation=np.where(grown, 1, 2).astype(np.int8),
        sex=rng.integers(1, 3, len(home)).astype(np.int8),
        born=(TODAY_DAYS - years * 365.25).astype(np.int64),
        age_months=np.full(len(home), -1, np.int32),
        age_days=np.zeros(len(home), np.int32),
        due=np.full(len(home), NEVER),
        ended=np.full(len(home), NEVER),
        babies=np.ones(len(home), np.int64),
        hours=np.where(grown, rng.integers(0, 45, len(home)) * 100, 0),
        facts=facts,
        member_receives=np.where(rng.random(len(home)) < 0.1, bits(["medicaid"]), 0),
        member_receives_known=np.ones(len(home), bool),
        **lines,
        counties=("",),
        kinds=KINDS,
    )


def _flag(rng: np.random.Generator, count: int, share: float) -> np.ndarray:
    return np.where(rng.random(count) < share, 2, 0).astype(np.int8)


def _facts(rng: np.random.Generator, grown: np.ndarray, years: np.ndarray) -> dict:
    shares = {"pregnant": 0.04, "breastfeeding": 0.05, "disability": 0.08, "foster_care": 0.01}
    facts = {fact: _flag(rng, len(grown), shares.get(fact, 0.1)) for fact in FACTS}
    for fact in ("pregnant", "breastfeeding", "recent_birth"):
        facts[fact] = np.where(grown, facts[fact], 0).astype(np.int8)
    facts["student"] = np.where(~grown & (years > 5), 2, facts["student"]).astype(np.int8)
    return facts


def _lines(rng: np.random.Generator, home: np.ndarray, grown: np.ndarray) -> dict:
    """Pay for every adult, and for one in five something else."""
    adults = np.flatnonzero(grown)
    more = adults[rng.random(len(adults)) < 0.2]
    member = np.concatenate([adults, more])
    kind = np.concatenate([np.zeros(len(adults), int), rng.integers(1, len(KINDS), len(more))])
    pay = rng.gamma(1.6, 16000, len(member)) * np.where(kind == 0, 1, 0.2)
    amount = (pay * 100).astype(np.int64)
    order = np.argsort(home[member], kind="stable")
    return {
        "line_home": home[member][order],
        "line_member": member[order],
        "line_kind": kind[order],
        "line_low": amount[order],
        "line_high": amount[order],
    }
