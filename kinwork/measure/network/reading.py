"""Ratings from a file: a matrix, or a list of who says what of whom. Errors: BadRatings, one sentence.

Matrix: the first row and the first column name the same organizations; a row holds what its
organization says of the others. List: columns `from`, `to`, `level` and perhaps `dimension`, in any
order; a row with a `from` alone names an organization that neither said anything nor was rated.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from kinwork.measure.network.ratings import HIGHEST, MISSING, Ratings
from kinwork.measure.network.text import BadRatings, rows, shown

Rows = Sequence[tuple[int, list[str]]]

# What people write where there is no answer.
NOTHING = {"", "-", "–", "—", ".", "na", "n/a", "nan"}
LEVEL = re.compile(r"([0-9])(?:[.,]0+)?")
COLUMNS, MORE = ("from", "to", "level"), "dimension"
MOST, MOST_DIMENSIONS = 2000, 50


def read(raw: bytes) -> Ratings:
    """The ratings of a file, whichever of the two forms it has."""
    found = list(rows(raw))
    if not found:
        raise BadRatings("It is empty.")
    heads = [cell.casefold() for cell in found[0][1]]
    if set(COLUMNS) <= set(heads):
        return _list(found)
    names = set(found[0][1][1:])
    if not any(cells[0] and cells[0] in names for _line, cells in found):
        raise BadRatings(
            "It is neither a matrix, whose first row and first column name the same organizations,"
            " nor a list with the columns from, to and level."
        )
    return _matrix(found)


def read_sectors(raw: bytes, names: Iterable[str]) -> dict[str, str]:
    """Organization -> sector, from the columns `organization` and `sector`."""
    found, known = list(rows(raw)), set(names)
    if not found or [cell.casefold() for cell in found[0][1][:2]] != ["organization", "sector"]:
        raise BadRatings("Its first row must be: organization, sector.")
    sectors: dict[str, str] = {}
    for line, cells in found[1:]:
        name, sector = (*cells, "")[:2]
        if name not in known:
            raise BadRatings(f"Line {line}: there are no ratings of or by {shown(name)}.")
        if sectors.get(name, sector) != sector:
            raise BadRatings(f"Line {line}: {shown(name)} has another sector already.")
        if sector:
            sectors[name] = sector
    return sectors


def _matrix(found: Rows) -> Ratings:
    names = _trimmed(found[0][1])[1:]
    _check_names(names, "the first row")
    place = {name: i for i, name in enumerate(names)}
    levels = np.full((len(names), len(names)), MISSING, np.int8)
    seen: dict[str, int] = {}
    for line, (name, *cells) in found[1:]:
        if not name:
            raise BadRatings(f"Line {line} has no name in its first cell.")
        if name not in place:
            raise BadRatings(f"Line {line} is of {shown(name)}, which the first row does not name.")
        if name in seen:
            raise BadRatings(f"Line {line} is of {shown(name)}, and so is line {seen[name]}.")
        seen[name] = line
        said = _trimmed(cells)
        if len(said) > len(names) or (said and len(cells) < len(names)):
            raise BadRatings(
                f"Line {line} has {len(cells)} cells after its name, and the first row names"
                f" {len(names)} organizations."
            )
        for to, cell in zip(names, said, strict=False):
            levels[place[name], place[to]] = _rated(cell, line, name, to)
    if without := [name for name in names if name not in seen]:
        raise BadRatings(
            f"The first row names {shown(without[0])}, and no line is of it; of one that did not"
            " answer there is a line with its name and nothing else."
        )
    return Ratings(tuple(names), levels)


def _rated(cell: str, line: int, name: str, to: str) -> int:
    level = _level(cell, line, to)
    if name != to:
        return level
    if level > 0:
        raise BadRatings(f"Line {line}: {shown(name)} rates itself; leave that cell empty.")
    return MISSING


def _list(found: Rows) -> Ratings:
    heads = _trimmed([cell.casefold() for cell in found[0][1]])
    if strange := [cell for cell in heads if cell not in (*COLUMNS, MORE)]:
        raise BadRatings(
            f"The column {shown(strange[0])} is not known; a list has from, to, level and perhaps"
            " dimension."
        )
    if len(set(heads)) < len(heads):
        raise BadRatings("A column stands twice in the first row.")
    names: dict[str, None] = {}
    said: dict[tuple[str, str, str], tuple[int, int]] = {}
    for line, cells in found[1:]:
        wide, cells = len(cells), _trimmed(cells)
        if len(cells) > len(heads):
            raise BadRatings(f"Line {line} has {len(cells)} cells, the first row {len(heads)}.")
        row = dict(zip(heads, cells + [""] * (len(heads) - len(cells)), strict=True))
        name, to, dimension = row["from"], row["to"], row.get(MORE, "")
        if to and wide <= heads.index("level"):
            raise BadRatings(f"Line {line} has {wide} cells, the first row {len(heads)}.")
        if name and not (to or row["level"]):
            names[name] = None
            continue
        if not (name and to):
            raise BadRatings(f"Line {line} does not say {'of whom' if name else 'who'}.")
        if name == to:
            raise BadRatings(f"Line {line}: {shown(name)} rates itself.")
        names |= {name: None, to: None}
        level = _level(row["level"], line, to)
        before, where = said.setdefault((dimension, name, to), (level, line))
        if before != level:
            raise BadRatings(
                f"Lines {where} and {line} give two levels of {shown(to)} by {shown(name)}."
            )
    if not names:
        raise BadRatings("It holds no ratings.")
    _check_names(list(names), "the list")
    return _layers(tuple(names), said)


def _layers(names: tuple[str, ...], said: dict[tuple[str, str, str], tuple[int, int]]) -> Ratings:
    place = {name: i for i, name in enumerate(names)}
    kinds = list(dict.fromkeys(["", *(dimension for dimension, _, _ in said)]))
    if len(kinds) > MOST_DIMENSIONS + 1:
        raise BadRatings(f"It has more than {MOST_DIMENSIONS} dimensions.")
    _check_case(kinds)
    layers = {kind: np.full((len(names),) * 2, MISSING, np.int8) for kind in kinds}
    for (dimension, name, to), (level, _line) in said.items():
        layers[dimension][place[name], place[to]] = level
    whole = layers.pop("")
    return Ratings(names, whole, {kind: Ratings(names, one) for kind, one in layers.items()})


def _level(cell: str, line: int, to: str) -> int:
    if cell.casefold() in NOTHING:
        return MISSING
    told = LEVEL.fullmatch(cell)
    if not told or int(told[1]) > HIGHEST:
        raise BadRatings(
            f"Line {line}: {shown(cell)} is no level for {shown(to)}; write a whole number from 0 to"
            f" {HIGHEST}, or nothing where there was no answer."
        )
    return int(told[1])


def _check_names(names: Sequence[str], where: str) -> None:
    if "" in names:
        raise BadRatings("A column in the first row has no name.")
    if twice := [name for name, count in Counter(names).items() if count > 1]:
        raise BadRatings(f"{shown(twice[0])} stands twice in {where}.")
    _check_case(names)
    if len(names) < 2:
        raise BadRatings(f"It has one organization only, {shown(names[0])}; a network needs two.")
    if len(names) > MOST:
        raise BadRatings(f"It has {len(names):,} organizations; {MOST:,} is the most.")


def _check_case(names: Iterable[str]) -> None:
    known: dict[str, str] = {}
    for name in names:
        if (other := known.setdefault(name.casefold(), name)) != name:
            raise BadRatings(
                f"{shown(other)} and {shown(name)} differ in capitals only: write one."
            )


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end, which spreadsheets leave."""
    last = max((i for i, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]
