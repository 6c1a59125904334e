"""Programs held against each other: `compare`, `pairs`, `paths`, `possible`. No Django.

from kinwork.library import alignment, programs
known = programs.registry()
pair = alignment.compare(known["wic"], known["snap"], date(2026, 11, 1), "AZ")
[(one.dimension, one.left, one.right) for one in pair.differing]
alignment.paths(known.values(), date(2026, 11, 1), "AZ")       # which help opens which program
alignment.possible(known.values(), date(2026, 11, 1), "AZ")    # which could, and at what price
"""

from kinwork.library.alignment.pairs import Difference, Pair, compare, pairs
from kinwork.library.alignment.papers import Paper, papers
from kinwork.library.alignment.paths import Path, paths
from kinwork.library.alignment.profile import profile
from kinwork.library.alignment.said import Statement, dimensions, texts
from kinwork.library.alignment.spared import FAMILIES, Spared, possible

__all__ = [
    "FAMILIES",
    "Difference",
    "Pair",
    "Paper",
    "Path",
    "Spared",
    "Statement",
    "compare",
    "dimensions",
    "pairs",
    "papers",
    "paths",
    "possible",
    "profile",
    "texts",
]
