"""How long what agencies know of a family is kept: by law, where one is known, else by the community.

    keep_until(Row("health", typed=True, touches=..., state="AZ", born=...), last, years=3, on=today)
        -> Kept(day, line): the first day on which the row may go, and the line that says so

Data and citations: lines.toml; how to read it, and what is not known: spec.md.
"""

from kinwork.library.keeping.table import (
    ADULT,
    COMMUNITY,
    CONSENT,
    Kept,
    Line,
    Row,
    digest,
    keep_until,
    lines,
    read,
)

__all__ = [
    "ADULT",
    "COMMUNITY",
    "CONSENT",
    "Kept",
    "Line",
    "Row",
    "digest",
    "keep_until",
    "lines",
    "read",
]
