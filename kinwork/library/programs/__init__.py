"""Programs as folders, and screening a household for all of them: `screen(household, on)`."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from kinwork.library.codes.income import IncomeLine
from kinwork.library.programs import evaluate as _evaluate
from kinwork.library.programs.household import Household, Member
from kinwork.library.programs.model import Criterion, Determination, MemberAnswer, Program
from kinwork.library.programs.registry import ProgramError, join, load, registry, use
from kinwork.library.programs.view import verdict

__all__ = [
    "Criterion",
    "Determination",
    "Household",
    "IncomeLine",
    "Member",
    "MemberAnswer",
    "Program",
    "ProgramError",
    "join",
    "load",
    "program",
    "registry",
    "screen",
    "use",
    "verdict",
]


def program(code: str) -> Program:
    """The program with this code. Errors: KeyError."""
    return registry()[code]


def screen(
    household: Household, on: date, programs: Iterable[str] | None = None, extra: Path | None = None
) -> list[Determination]:
    """A determination for each program (codes; all when none are named), in a steady order.

    `extra`: a folder with a community's own programs. Errors: KeyError for an unknown code.
    """
    known = registry(extra)
    return _evaluate.screen(
        household, on, [known[c] for c in (known if programs is None else programs)]
    )
