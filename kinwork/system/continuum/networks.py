"""What a wave says as a network: from rows of plain numbers to measures, and to a picture of them."""

from collections.abc import Sequence
from typing import Any

from kinwork.measure.network import Ratings, describe

Rows = Sequence[Sequence[int | None]]
# Of the whole, by threshold; none of it names anybody.
WHOLE = (
    *("arcs", "density", "density_either", "density_both", "reciprocity_dyad", "reciprocity_arc"),
    *("centralization", "centralization_in", "centralization_out", "transitivity"),
    *("components", "isolates"),
)
ONCE = ("n", "respondents", "response_rate", "mean_rated", "mean_known", "mean_all")


def ratings(names: Sequence[str], rows: Rows) -> Ratings:
    return Ratings.of(names, rows)


def whole(rows: Rows) -> dict[str, Any]:
    """{"n": ..., "agreement": {...}, "at": {"1": {"density": ...}, ...}}: plain numbers for keeping."""
    found = ratings([str(number) for number in range(len(rows))], rows)
    most = max((value or 0 for row in rows for value in row), default=0)
    at = {str(step): describe(found, threshold=step) for step in range(1, max(most, 1) + 1)}
    first = at["1"]
    return {
        **{name: getattr(first, name) for name in ONCE},
        "agreement": vars(first.agreement),
        "at": {step: {name: getattr(one, name) for name in WHOLE} for step, one in at.items()},
    }


def places(rows: Rows, kept: Sequence[tuple[float, float] | None]) -> list[tuple[float, float]]:
    """Where each stands, from -1 to 1: those who stood somewhere stay, the others are drawn to those
    with whom they work. The same rows give the same picture."""
    import rustworkx

    if all(one is not None for one in kept):
        return [one for one in kept if one is not None]
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(list(range(len(rows))))
    for i in range(len(rows)):
        for j in range(i):
            tie = max(rows[i][j] or 0, rows[j][i] or 0)
            if tie:
                graph.add_edge(i, j, float(tie))
    known = {number: one for number, one in enumerate(kept) if one is not None}
    found = rustworkx.spring_layout(
        graph,
        pos=known or None,
        fixed=set(known) or None,
        weight_fn=float,
        num_iter=300,
        seed=7,
        k=1.8 / max(len(rows), 1) ** 0.5,
    )
    placed = [(float(found[n][0]), float(found[n][1])) for n in range(len(rows))]
    return placed if known else _filled(placed)


def _filled(placed: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretched so that both sides of the picture are used."""
    if len(placed) < 2:
        return [(0.0, 0.0) for _one in placed]
    sides = []
    for axis in (0, 1):
        values = [one[axis] for one in placed]
        low, wide = min(values), (max(values) - min(values)) or 1.0
        sides.append([(value - low) / wide * 2 - 1 for value in values])
    return [(round(x, 4), round(y, 4)) for x, y in zip(*sides, strict=True)]
