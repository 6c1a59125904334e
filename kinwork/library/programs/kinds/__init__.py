"""Every kind of criterion, registered by importing its file."""

from kinwork.library.programs.kinds import (
    ages,
    births,
    facts,
    money,
    mothers,
    people,
    places,
    snap,
    ssi,
    tax,
)
from kinwork.library.programs.kinds.language import (
    HOME_FACTS,
    HOUSEHOLD_KINDS,
    KINDS,
    MEMBER_FACTS,
    MORE_FACTS,
    OPTIONS,
)

__all__ = [
    "HOME_FACTS",
    "HOUSEHOLD_KINDS",
    "KINDS",
    "MEMBER_FACTS",
    "MORE_FACTS",
    "OPTIONS",
    "ages",
    "births",
    "facts",
    "money",
    "mothers",
    "people",
    "places",
    "snap",
    "ssi",
    "tax",
]
