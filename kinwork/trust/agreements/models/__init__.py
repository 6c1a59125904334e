"""Agreements: the same object that partners sign is the one the database enforces."""

from kinwork.trust.agreements.models.nations import Nation, NationOffice
from kinwork.trust.agreements.models.pacts import Agreement, Party
from kinwork.trust.agreements.models.proofs import Confirmation, Scan, ScanFile
from kinwork.trust.agreements.models.remarks import Remark

__all__ = [
    "Agreement",
    "Confirmation",
    "Nation",
    "NationOffice",
    "Party",
    "Remark",
    "Scan",
    "ScanFile",
]
