"""Many years of each arm: the share that connects, with an interval over seeds; what it hangs on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import mean, stdev

from kinwork.measure.flow.assumptions import assumptions, values
from kinwork.measure.flow.model import Arm, Community, Outcome

ARMS = [Arm(*switched) for switched in product((False, True), repeat=3)]
# Student's t, 95 %, two-sided, by degrees of freedom (standard tables).
T = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 6: 2.447, 7: 2.365, 8: 2.306, 9: 2.262}
T |= {11: 2.201, 14: 2.145, 19: 2.093, 29: 2.045}


@dataclass(frozen=True)
class Interval:
    mean: float
    low: float
    high: float


def interval(found: Sequence[float]) -> Interval:
    """The mean over seeds with its 95 % interval: the chance of the draw, not of the assumptions."""
    middle = mean(found)
    if len(found) < 2:
        return Interval(middle, middle, middle)
    freedom = max(one for one in T if one <= len(found) - 1)
    half = T[freedom] * stdev(found) / len(found) ** 0.5
    return Interval(middle, middle - half, middle + half)


def year(arm: Arm, seed: int, *, families: int, agencies: int, **changed: float) -> Outcome:
    told = values(**changed)
    return Community(arm, told, families=families, agencies=agencies, seed=seed).play()


def arms(
    seeds: Iterable[int], *, families: int = 5000, agencies: int = 20, **changed: float
) -> list[dict]:
    """Each arm: the share connected, answered, the median days, and the usual ends."""
    seeds = list(seeds)
    first = None
    told = []
    for arm in ARMS:
        size = {"families": families, "agencies": agencies}
        years = [year(arm, seed, **size, **changed) for seed in seeds]
        shares = [one.connected for one in years]
        first = first or shares
        gains = [one - other for one, other in zip(shares, first, strict=True)]
        ends = {name for one in years for name in one.ends}
        told.append(
            {
                "arm": str(arm),
                "connected": vars(interval(shares)),
                "more_than_none": vars(interval(gains)),
                "answered": mean(one.answered / one.referrals for one in years),
                "median_days": mean(one.days[len(one.days) // 2] for one in years if one.days),
                "referrals_a_need": mean(one.referrals / one.needs for one in years),
                "ends": {n: mean(one.ends[n] / one.needs for one in years) for n in sorted(ends)},
            }
        )
    return told


def sensitivity(
    seeds: Iterable[int], *, families: int = 2000, agencies: int = 20, **changed: float
) -> list[dict]:
    """Each assumption at the ends of its range: what connects with nothing and with everything on.

    The widest first. swing: how far the gain of everything over nothing moves.
    """
    seeds, told = list(seeds), []
    for name, one in assumptions().items():
        if one.low is None or one.high is None:
            continue
        ends = []
        for value in (one.low, one.high):
            runs = {
                arm: mean(
                    year(
                        arm, s, families=families, agencies=agencies, **changed | {name: value}
                    ).connected
                    for s in seeds
                )
                for arm in (ARMS[0], ARMS[-1])
            }
            ends.append({"value": value, "none": runs[ARMS[0]], "all": runs[ARMS[-1]]})
        gains = [end["all"] - end["none"] for end in ends]
        levels = [abs(ends[0][arm] - ends[1][arm]) for arm in ("none", "all")]
        told.append(
            {
                "name": name,
                "low": ends[0],
                "high": ends[1],
                "swing": abs(gains[0] - gains[1]),
                "level": max(levels),
            }
        )
    return sorted(told, key=lambda one: -max(one["swing"], one["level"]))
