"""Every kind of criterion, registered by importing its file."""

from kinwork.library.programs.kinds import ages, births, facts, money
from kinwork.library.programs.kinds.language import (
    HOME_FACTS,
    HOUSEHOLD_KINDS,
    KINDS,
    MEMBER_FACTS,
    OPTIONS,
)
from kinwork.library.programs.kinds.money import TABLES

__all__ = [
    "HOME_FACTS",
    "HOUSEHOLD_KINDS",
    "KINDS",
    "MEMBER_FACTS",
    "OPTIONS",
    "TABLES",
    "ages",
    "births",
    "facts",
    "money",
]
