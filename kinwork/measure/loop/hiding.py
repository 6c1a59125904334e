"""Which counts may be shown to others: none from 1 to 10, and none that could be worked out.

Three steps. (1) Small counts are hidden. (2) In each table more is hidden until what is hidden is
at least two groups that hold together at least as many as the least count: a total takes nothing
back. (3) Over all tables of one release at once: no hidden small count may be a sum or difference of
shown ones. What a count may lie between (bounds, by knowing that none is negative) is not closed.
"""

from collections.abc import Iterable, Mapping

import numpy as np

LEAST = 11
TOTAL = ("", "")
Cell = tuple[str, str]  # (table, group); TOTAL stands for all
Key = tuple[str, ...]


def is_small(count: int, least: int = LEAST) -> bool:
    """Zero may be shown: it is about nobody."""
    return 0 < count < least


def alone(table: Mapping[str, int], least: int = LEAST) -> set[str]:
    """What of one table with its total has to be hidden."""
    small = {group for group, count in table.items() if is_small(count, least)}
    return _filled(table, small, least)


def _filled(table: Mapping[str, int], hidden: set[str], least: int) -> set[str]:
    """More and more of the smallest, until the hidden ones cover each other."""
    hidden = set(hidden)
    rest = sorted((n, group) for group, n in table.items() if n and group not in hidden)
    while hidden and rest and not _covered(table, hidden, least):
        hidden.add(rest.pop(0)[1])
    return hidden


def _covered(table: Mapping[str, int], hidden: set[str], least: int) -> bool:
    held = [table[group] for group in hidden if table[group]]
    return len(held) != 1 and not is_small(sum(held), least)


def chain(numbers: Iterable[int], least: int = LEAST, above: int | None = None) -> list[int | None]:
    """Counts of which each holds the next: those left whose distance to the last shown is no small
    number either. above: what holds them all and is known to the reader anyhow."""
    told: list[int | None] = []
    last = above
    for count in numbers:
        near = last is not None and is_small(last - count, least)
        told.append(None if near or is_small(count, least) else count)
        last = last if told[-1] is None else count
    return told


def protect(
    atoms: Mapping[Key, int],
    names: tuple[str, ...],
    *,
    least: int = LEAST,
    must: Iterable[Cell] = (),
) -> set[Cell]:
    """Which cells of the tables `names`, and whether the total, are to be hidden.

    atoms: the count of each combination of groups, one group of every table. must: cells that are
    to be hidden for another reason (a difference to another table would be small).
    """
    held = [key for key, count in atoms.items() if count]
    tables = _tables(atoms, held, names)
    whole = sum(atoms.values())
    secret = {
        (name, group)
        for name, table in tables.items()
        for group, count in table.items()
        if is_small(count, least)
    }
    secret |= {cell for cell in must if cell == TOTAL or cell[1] in tables.get(cell[0], {})}
    if is_small(whole, least):
        secret.add(TOTAL)
    hidden = _each(tables, secret, least)
    vectors = _vectors(held, names)
    while (cell := _worked_out(vectors, secret, hidden)) is not None:
        hidden = _each(tables, hidden | {_next(vectors, tables, cell, hidden)}, least)
    return hidden


def _tables(atoms, held: list[Key], names: tuple[str, ...]) -> dict[str, dict[str, int]]:
    tables: dict[str, dict[str, int]] = {name: {} for name in names}
    for key in held:
        for name, group in zip(names, key, strict=True):
            tables[name][group] = tables[name].get(group, 0) + atoms[key]
    return tables


def _each(tables: dict[str, dict[str, int]], hidden: set[Cell], least: int) -> set[Cell]:
    told = set(hidden)
    for name, table in tables.items():
        own = {group for where, group in hidden if where == name}
        told |= {(name, group) for group in _filled(table, own, least)}
        # Where a whole table is still too little, its total says it.
        if own and not _covered(table, {g for w, g in told if w == name}, least):
            told.add(TOTAL)
    return told


def _vectors(held: list[Key], names: tuple[str, ...]) -> dict[Cell, np.ndarray]:
    """Each cell as the combinations of which it is the sum."""
    vectors = {TOTAL: np.ones(len(held))}
    for place, key in enumerate(held):
        for cell in zip(names, key, strict=True):
            vectors.setdefault(cell, np.zeros(len(held)))[place] = 1.0
    return vectors


def _worked_out(vectors: dict[Cell, np.ndarray], secret: set[Cell], hidden: set[Cell]):
    """A hidden cell that is a sum or difference of shown ones; None: there is none. What nobody is in
    is no secret of anybody's, and no further cell could close it."""
    basis = _basis([vector for cell, vector in vectors.items() if cell not in hidden])
    held = [cell for cell in sorted(secret) if cell in vectors and vectors[cell].any()]
    return next((cell for cell in held if _inside(vectors[cell], basis)), None)


def _basis(shown: list[np.ndarray]) -> np.ndarray:
    if not shown:
        return np.zeros((0, 0))
    _left, sizes, rows = np.linalg.svd(np.array(shown), full_matrices=False)
    return rows[sizes > 1e-9 * max(1.0, sizes[0] if len(sizes) else 1.0)]


def _inside(vector: np.ndarray, basis: np.ndarray) -> bool:
    if basis.size == 0:
        return not vector.any()
    rest = vector - basis.T @ (basis @ vector)
    return float(np.linalg.norm(rest)) < 1e-6


def _next(vectors, tables, cell: Cell, hidden: set[Cell]) -> Cell:
    """The smallest shown cell without which `cell` cannot be worked out; else the smallest."""
    shown = sorted(
        (table[group], (name, group))
        for name, table in tables.items()
        for group in table
        if (name, group) not in hidden
    )
    for _count, one in shown:
        rest = [v for c, v in vectors.items() if c not in hidden and c != one]
        if not _inside(vectors[cell], _basis(rest)):
            return one
    return shown[0][1] if shown else TOTAL
