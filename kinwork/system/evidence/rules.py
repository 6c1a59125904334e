"""Which days are counted, in which bands families of two partners are told, and what acts add up to.
Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from kinwork.library.evidence import Act, Answer, Shown, answered, shown
from kinwork.measure.loop.hiding import LEAST

STEPS = (25, 50, 100, 250, 500, 1_000, 2_500, 5_000)  # where one band of families ends
STALE_HOURS = 20  # a count of last night is a day old when the next night comes, and an hour early

# What is taken from referrals; the rest is the partnership's own and the directory's.
FROM_REFERRALS = (
    *("referrals", "messages", "answered_in_time", "both_ways", "duplicates", "handoffs"),
    *("reused", "conferences"),
)


@dataclass(frozen=True)
class Period:
    """Twelve whole months and the days since. referrals_until: the last day of the last whole month, so
    that no single day tells of one family."""

    starts: date
    ends: date
    referrals_until: date


def year_to(day: date) -> Period:
    month = day.replace(day=1)
    return Period(month.replace(year=month.year - 1), day, month - timedelta(days=1))


def band(homes: int, least: int = LEAST) -> str:
    """How many families two partners both served: "0-10", "11-25", ... "5001-". None and few are one
    band: else the day on which the first one comes would tell of it."""
    low = 0
    for high in (max(least, LEAST) - 1, *STEPS):
        if high < low:
            continue
        if homes <= high:
            return f"{low}-{high}"
        low = high + 1
    return f"{low}-"


def least_of(told: str) -> int:
    """The least number of a band: what may be said of it without saying which."""
    return int(told.split("-")[0]) if told else 0


def of_plans(plans: int, shared: str) -> dict[str, Act]:
    """Families with one plan that both work on; and how far that reaches among those that both serve.
    Both are the least of their bands, and the share is between these two: no family is told by it."""
    served = least_of(shared)
    return {"family_plans": Act(plans), "one_plan": Act(min(plans, served), served)}


def of_common_plans(homes: int, planned: int, least: int = LEAST) -> Act:
    """How far one plan reaches among families of several members, told of the least of their band: in whole
    tenths where a tenth is no few families; else by the least of both bands, as for two partners."""
    told = least_of(band(homes, least))
    if homes < 10 * max(least, LEAST):
        return Act(min(least_of(band(planned, least)), told), told)
    tenths = 10 * planned // homes
    return Act(-(-tenths * told // 10), told)


@dataclass(frozen=True)
class Sent:
    """What went from one agency to another; see sql/pairs.sql."""

    referrals: int = 0
    owed: int = 0
    answered: int = 0
    in_time: int = 0
    accepted: int = 0
    served: int = 0
    declined: int = 0
    duplicates: int = 0
    messages: int = 0
    handoffs: int = 0
    reused: int = 0


NOTHING = Sent()


def from_referrals(there: Sent, back: Sent) -> dict[str, Act]:
    """The acts of a pair, by what each sent the other. `duplicates` and the like have no side."""
    both = {name: getattr(there, name) + getattr(back, name) for name in Sent.__dataclass_fields__}
    return {
        "referrals": Act(both["referrals"]),
        "messages": Act(both["messages"]),
        "answered_in_time": Act(both["in_time"], both["owed"]),
        "declined": Act(both["declined"], both["answered"]),
        "both_ways": Act(min(there.referrals, back.referrals)),
        "duplicates": Act(both["duplicates"]),
        "handoffs": Act(both["handoffs"]),
        "reused": Act(both["reused"], both["referrals"]),
    }


@dataclass(frozen=True)
class PairActs:
    """What was counted of two members. pair: their ids. shared: a band, "" where one has no records."""

    pair: frozenset[Any]
    acts: Mapping[str, Act]
    shared: str = ""


def of_all_pairs(pairs: Iterable[PairActs]) -> dict[str, Act]:
    """What the pairs together say of the system; only those between agencies have referrals."""
    sums = {name: [0, 0] for name in ("answered_in_time", "reused")}
    for one in pairs:
        for name, told in sums.items():
            act = one.acts.get(name, Act(0))
            told[0] += act.count
            told[1] += act.of
    return {
        "all_answered_in_time": Act(*sums["answered_in_time"]),
        "facts_reused": Act(*sums["reused"]),
    }


def sharing(pairs: Iterable[PairActs]) -> set[Any]:
    """Members that share money or a position with another one."""
    names = ("shared_costs", "braided")
    held = [one for one in pairs if any(one.acts.get(name, Act(0)).count for name in names)]
    return {member for one in held for member in one.pair}


def every_pair(members: Iterable[Any]) -> list[frozenset[Any]]:
    return [frozenset(two) for two in combinations(members, 2)]


def told(
    pairs: Iterable[PairActs], system: Mapping[str, Act], thresholds: Mapping[str, float]
) -> tuple[dict[frozenset[Any], Shown], dict[int, Answer]]:
    """Every pair and every question, by the thresholds that count now."""
    found = {one.pair: shown(one.acts, thresholds=thresholds, shared=one.shared) for one in pairs}
    exchanging = sum(_met(one, "exchange") for one in found.values())
    referring = [
        verdict
        for one in found.values()
        for verdict in one.by_rule
        if verdict.rule.key == "referrals" and verdict.value is not None
    ]
    acts = {
        **system,
        "pairs_exchanging": Act(exchanging, len(found)),
        "pairs_referring": Act(sum(one.is_met for one in referring), len(referring)),
    }
    return found, answered(acts, thresholds=thresholds)


def _met(one: Shown, group: str) -> bool:
    return any(verdict.is_met for verdict in one.by_rule if verdict.rule.group == group)
