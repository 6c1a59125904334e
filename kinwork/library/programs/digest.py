"""A short name for the rules of a program as they stand: its text and the tables it looks up."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from kinwork.library.codes import states
from kinwork.library.programs import limits

CODES = Path(states.__file__).parent
YEARLY = ("tax_", "ssi_", "snap_net")  # kinds that read the national figures


def digest(text: str, rows: Iterable[Mapping[str, object]]) -> str:
    """Eight hex digits that change with `program.toml` and with every table its rows name."""
    found = hashlib.sha256(text.encode())
    for path in sorted({path for row in rows for path in files(row)}):
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()[:8]


def files(row: Mapping[str, object]) -> Iterable[Path]:
    """The tables that a criterion looks up."""
    named = [table[0] for table in limits.tables(row)]
    named += [
        str(row[name]).partition(":")[0] for name in ("hours_table", "months_table") if name in row
    ]
    yield from (CODES / "states" / f"{name}.csv" for name in named)
    kind = str(row.get("kind", ""))
    if row.get("of") == "median":
        yield CODES / "states" / "median_income.csv"
    if "percent" in row or "percent_table" in row:
        yield CODES / "poverty_guidelines.toml"
    if kind.startswith(YEARLY):
        yield CODES / "figures.toml"
    if kind.startswith("snap_net"):
        yield CODES / "states" / "snap.csv"
