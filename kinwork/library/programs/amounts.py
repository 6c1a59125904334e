"""Money as whole cents a year, the same for one household and for columns of many.

The explaining evaluator hands in ints, the batch evaluator numpy arrays; what is worked out here is
one text for both. `TOP` stands for "no known upper end".
"""

from decimal import ROUND_HALF_UP, Decimal

TOP = 10**14  # cents: more than any amount that can be told


def cents(amount: Decimal) -> int:
    """Dollars as whole cents, half a cent up."""
    return int((amount * 100).to_integral_value(ROUND_HALF_UP))


def dollars(amount: int) -> Decimal:
    """Cents as dollars."""
    return Decimal(amount) / 100


def least(one, other):
    """The smaller of two, or of each pair."""
    if isinstance(one, int) and isinstance(other, int):
        return min(one, other)
    import numpy

    return numpy.minimum(one, other)


def most(one, other):
    """The larger of two, or of each pair."""
    if isinstance(one, int) and isinstance(other, int):
        return max(one, other)
    import numpy

    return numpy.maximum(one, other)


def either(condition, one, other):
    """`one` where the condition holds, else `other`."""
    if isinstance(condition, bool):
        return one if condition else other
    import numpy

    return numpy.where(condition, one, other)
