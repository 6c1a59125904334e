"""How sure a share is that was counted of n.

Wilson's score interval (Wilson, E. B. 1927, Journal of the American Statistical Association 22:
209-212), the one that Brown, Cai and DasGupta (2001, Statistical Science 16: 101-133) recommend for
small n: with p = part / n and z = 1.96,

    (p + z^2/2n  ±  z * sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

It never leaves 0 to 1, and says something also where nobody, or everybody, said yes.
"""

from math import sqrt

Z = 1.959963984540054  # 95 %, two-sided


def wilson(part: int, n: int, z: float = Z) -> tuple[float, float] | None:
    """(low, high) of the share part / n; None where nobody was counted. ValueError for no part of n."""
    if not 0 <= part <= n:
        raise ValueError("a part is from 0 to n")
    if n == 0:
        return None
    p, square = part / n, z * z
    middle = p + square / (2 * n)
    half = z * sqrt(p * (1 - p) / n + square / (4 * n * n))
    whole = 1 + square / n
    low, high = (middle - half) / whole, (middle + half) / whole
    return (0.0 if part == 0 else low), (1.0 if part == n else high)
