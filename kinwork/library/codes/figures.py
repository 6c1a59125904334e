"""National figures of a year (`figures.toml`): which row holds on a day, in whole cents.

A year whose row is not here yet is answered by the last one as a span, so that nothing is guessed:
`low` is what is known, `high` what it can be at most.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from kinwork.library.codes.tables import table

GRACE = timedelta(days=366)


@dataclass(frozen=True)
class Figures:
    """One year's figures; `slack` percent may be added where the year's own row is not here."""

    row: dict
    slack: int

    @property
    def source(self) -> str:
        return self.row["source"]

    def cents(self, *path: str | int, most: bool = False) -> int:
        """A figure in cents by its path ("standard", "alaska", 3); `most` = its upper end."""
        found = self.row
        for step in path:
            found = found[step]
        exact = int(Decimal(str(found)) * 100)
        return exact * (100 + self.slack) // 100 if most else exact


@cache
def figures(name: str, on: date) -> Figures | None:
    """The figures of `snap`, `ssi` or `tax` for a day; None where none here can be used."""
    for row in reversed(table("figures")[name]):
        if row["from"] <= on <= row["until"]:
            return Figures(row, 0)
        if row["until"] < on:
            return Figures(row, row["slack"]) if on <= row["until"] + GRACE else None
    return None
