"""Lists as files for spreadsheets."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

RISKY = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """A download `name`.csv in UTF-8 with a line of heads; no cell runs as a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow(heads)
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return response


def neutral(cell: Any) -> Any:
    """None is empty, a yes or no a word; a text that a spreadsheet would run has an apostrophe
    before it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    is_risky = isinstance(cell, str) and (
        cell.startswith(RISKY) or cell.lstrip(" \t\r\n'").startswith(RISKY)
    )
    return f"'{cell}" if is_risky else cell
