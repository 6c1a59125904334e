"""The tables of access: grounds (ties, authority, blocks), dues, desks; a family's keys."""

from kinwork.trust.access.models.glass import Glass, GlassReport
from kinwork.trust.access.models.grounds import Authority, Block, Due, Handover, Tie, WorkItem
from kinwork.trust.access.models.keys import (
    FamilyClaim,
    FamilyDoor,
    FamilyKey,
    FamilyPasskey,
    FamilyWay,
)
from kinwork.trust.access.models.protections import RowShare, Withholding

__all__ = [
    "Authority",
    "Block",
    "Due",
    "FamilyClaim",
    "FamilyDoor",
    "FamilyKey",
    "FamilyPasskey",
    "FamilyWay",
    "Glass",
    "GlassReport",
    "Handover",
    "RowShare",
    "Tie",
    "Withholding",
    "WorkItem",
]
