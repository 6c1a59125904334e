"""How far two coders agree beyond what chance would give.

cohen_kappa(["yes", "no", "yes"], ["yes", "no", "no"])   -> 0.4
"""

from collections import Counter
from collections.abc import Hashable, Sequence


def cohen_kappa(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """(observed - expected) / (1 - expected) for two coders of the same things (Cohen 1960).

    None where there is nothing to compare, or where both said one and the same of everything: chance
    alone would then give full agreement, and kappa is not defined.
    """
    if len(first) != len(second):
        raise ValueError("two coders of the same things say equally many")
    n = len(first)
    if n == 0:
        return None
    # In whole numbers, times n squared: no rounding decides whether it is defined.
    same = n * sum(one == other for one, other in zip(first, second, strict=True))
    left, right = Counter(first), Counter(second)
    by_chance = sum(left[value] * right[value] for value in left)
    return None if by_chance == n * n else (same - by_chance) / (n * n - by_chance)


def share_agreed(first: Sequence[Hashable], second: Sequence[Hashable]) -> float | None:
    """How often they say the same; None where there is nothing to compare."""
    if not first:
        return None
    return sum(one == other for one, other in zip(first, second, strict=True)) / len(first)
