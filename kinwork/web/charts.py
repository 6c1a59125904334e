"""Small charts without a library: each a figure with a caption and the numbers as a table.

Bars, dots and the matrix are tables with a drawing in the cell, so that words never shrink;
lines are drawn and carry their table below. Plain values in, a dict for the template out.
"""

from collections.abc import Sequence
from math import floor, log10
from typing import Any

WIDTH, HEIGHT = 400, 220
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 12, 28
LEVELS = 4

Row = tuple[Any, float | None]


def bars(rows: Sequence[Row], most: float | None = None) -> dict[str, Any]:
    """Rows (label, value) as bars in per cent of the largest, or of `most`. None is a gap, not 0."""
    top = most or max((value for _label, value in rows if value is not None), default=0) or 1
    return {
        "rows": [
            {"label": label, "value": value, "percent": _percent(value, top)}
            for label, value in rows
        ]
    }


def _percent(value: float | None, top: float) -> str:
    return "0" if value is None else f"{max(0.0, min(1.0, float(value) / top)) * 100:.1f}"


def dots(rows: Sequence[tuple[Any, float, float]], most: float | None = None) -> dict[str, Any]:
    """Rows (label, before, after): two dots and the way between them."""
    top = most or max((max(one, two) for _label, one, two in rows), default=0) or 1
    return {
        "rows": [
            {
                "label": label,
                "one": one,
                "two": two,
                "at_one": _inside(one, top),
                "at_two": _inside(two, top),
            }
            for label, one, two in rows
        ]
    }


def _inside(value: float, top: float) -> str:
    """Per cent along the line, leaving room for the dot's own half."""
    return f"{4 + 92 * max(0.0, min(1.0, float(value) / top)):.1f}"


def matrix(names: Sequence[Any], cells: Sequence[Sequence[float | None]]) -> dict[str, Any]:
    """A square of values among `names`, shaded in five steps of the largest; None is empty."""
    top = max((value for line in cells for value in line if value is not None), default=0) or 1
    return {
        "names": list(names),
        "lines": [
            {
                "name": name,
                "cells": [{"value": value, "level": _level(value, top)} for value in line],
            }
            for name, line in zip(names, cells, strict=True)
        ],
    }


def _level(value: float | None, top: float) -> str:
    return "none" if value is None else str(round(LEVELS * max(0.0, min(1.0, value / top))))


def lines(series: Sequence[tuple[Any, Sequence[Row]]]) -> dict[str, Any]:
    """Series (name, rows of (label, value)) that share their labels. A None breaks the line."""
    labels = [label for label, _value in series[0][1]] if series else []
    values = [value for _name, rows in series for _label, value in rows if value is not None]
    top = nice(max(values, default=0))
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "axis": [
            {"y": _y(top * part / 4, top), "words": f"{top * part / 4:g}"} for part in range(5)
        ],
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "labels": _labels(labels),
        "series": [_one_line(name, rows, top) for name, rows in series],
        "table": [
            (label, [rows[place][1] for _name, rows in series])
            for place, label in enumerate(labels)
        ],
    }


def nice(value: float) -> float:
    """The next round number at or above `value`, for the top of an axis."""
    if value <= 0:
        return 1.0
    unit = 10.0 ** floor(log10(value))
    return next(step * unit for step in (1, 2, 2.5, 4, 5, 8, 10) if step * unit >= value)


def _x(place: int, count: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (place / (count - 1) if count > 1 else 0.5), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top, 1)


def _labels(labels: Sequence[Any]) -> list[dict[str, Any]]:
    """As many labels as have room; the first and the last always."""
    count = len(labels)
    step = max(1, -(-(count - 1) // 4)) if count > 1 else 1
    shown = [place for place in range(0, count, step) if count - 1 - place >= step or place == 0]
    shown += [count - 1] if count > 1 else []
    ends = {0: "start", count - 1: "end"}
    return [
        {"x": _x(place, count), "words": labels[place], "anchor": ends.get(place, "middle")}
        for place in shown
    ]


def _one_line(name: Any, rows: Sequence[Row], top: float) -> dict[str, Any]:
    steps, pen_down, points = [], False, []
    for place, (_label, value) in enumerate(rows):
        if value is None:
            pen_down = False
            continue
        x, y = _x(place, len(rows)), _y(value, top)
        steps.append(f"{'L' if pen_down else 'M'}{x} {y}")
        points.append((x, y))
        pen_down = True
    return {"name": name, "path": "".join(steps), "points": points}
