"""How organizations work with each other, measured from what each says of the others.

Free of the framework: numpy arrays and plain values. What is counted how, and what becomes of who did
not answer: describe.py. For analysts: docs/guides/network.md.
"""

from kinwork.measure.network.agreement import (
    Agreement,
    Difference,
    agreement,
    cohen_kappa,
    differences,
)
from kinwork.measure.network.confirmed import confirmed
from kinwork.measure.network.describe import LEAST_RESPONSE, Network, describe
from kinwork.measure.network.ei import EI, ei_index
from kinwork.measure.network.ratings import HIGHEST, MISSING, Ratings
from kinwork.measure.network.reading import read, read_sectors
from kinwork.measure.network.text import BadRatings
from kinwork.measure.network.without import Without, pivotal, without
from kinwork.measure.network.write import edges_csv, graphml, told

__all__ = [
    "EI",
    "HIGHEST",
    "LEAST_RESPONSE",
    "MISSING",
    "Agreement",
    "BadRatings",
    "Difference",
    "Network",
    "Ratings",
    "Without",
    "agreement",
    "cohen_kappa",
    "confirmed",
    "describe",
    "differences",
    "edges_csv",
    "ei_index",
    "graphml",
    "pivotal",
    "read",
    "read_sectors",
    "told",
    "without",
]
