"""Which known word somebody meant. Pure."""

from collections.abc import Iterable

SHORTEST = 4  # shorter words are left as they are: too many look alike


def steps(one: str, two: str) -> int:
    """Letters to add, take away, change or swap to make one word the other (Damerau)."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        previous, before, row = before, row, [i]
        for j, b in enumerate(two, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                least = min(least, previous[j - 2] + 1)
            row.append(least)
    return row[-1]


def best(typed: str, known: Iterable[tuple[str, int]]) -> str | None:
    """The known word (word, how often) that is nearest to what was typed, if near enough."""
    allowed = 1 if len(typed) < 6 else 2
    ranked = sorted(
        (steps(typed, word), word[0] != typed[0], -often, word) for word, often in known
    )
    return ranked[0][3] if ranked and ranked[0][0] <= allowed else None
