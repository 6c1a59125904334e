"""The measures of families' words, and which of them may be shown to others."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from kinwork.measure.loop import LEAST, protect
from kinwork.measure.loop.hiding import TOTAL, Cell
from kinwork.measure.voice.interval import wilson

NAMES = ("program", "partner")
CHAIN = ("asked", "answered")  # each holds what the measures after it count


@dataclass(frozen=True)
class Word:
    """One referral of which its provider says that it was served, and what the family said of it.

    helped, difference: yes, partly, no, or "" where it left that open. days: from asking to the word.
    reused: answers that the receiver had without asking; again: those of them it asked once more.
    """

    program: str
    partner: str
    asked: bool = False
    said: bool = False
    got_it: bool | None = None
    helped: str = ""
    difference: str = ""
    times_told: str = ""
    disputes: bool = False
    days: float | None = None
    reused: int = 0
    again: int = 0


@dataclass(frozen=True)
class Share:
    """part of n, and between what the true share lies in 95 of 100 such counts; None: not told."""

    part: int | None
    n: int | None
    low: float | None = None
    high: float | None = None

    @property
    def share(self) -> float | None:
        return self.part / self.n if self.part is not None and self.n else None


# measure -> what one word says to it: True, False, or None where it says nothing.
# "asked" and "answered" are of all that were served and asked; the others of what was answered.
MEASURES: dict[str, Callable[[Word], bool | None]] = {
    "asked": lambda one: one.asked,
    "answered": lambda one: one.said if one.asked else None,
    "confirmed": lambda one: one.got_it if one.said else None,
    "helped": lambda one: _said(one.helped) if one.said else None,
    "difference": lambda one: _said(one.difference) if one.said else None,
    "told again": lambda one: (
        one.times_told != "not at all" if one.said and one.times_told else None
    ),
    "otherwise": lambda one: one.disputes if one.said else None,
}


def _said(answer: str) -> bool | None:
    """Partly is a yes: the help was there."""
    return {"yes": True, "partly": True, "no": False}.get(answer)


def share(part: int, n: int) -> Share:
    bounds = wilson(part, n)
    return Share(part, n, *bounds) if bounds else Share(part, n)


def of(words: Sequence[Word]) -> dict[str, Share]:
    """Every measure of these words, whole: for who reads each of them anyhow."""
    told = {}
    for name, says in MEASURES.items():
        said = [one for one in map(says, words) if one is not None]
        told[name] = share(sum(said), len(said))
    return told


def days_to_word(words: Iterable[Word]) -> tuple[float | None, int]:
    """The middle of the days from asking to the word, and of how many."""
    known = [one.days for one in words if one.days is not None]
    return (median(known) if known else None), len(known)


def facts(words: Iterable[Word]) -> tuple[int, int]:
    """Answers that receivers had without asking, and how many of them they asked once more."""
    words = list(words)
    return sum(one.reused for one in words), sum(one.again for one in words)


def safe(words: Sequence[Word], least: int = LEAST) -> dict[Cell, dict[str, Share]]:
    """Every measure of each group and of all (TOTAL), with what may not be told left out.

    Yes, no, left open and said unasked are a table each over program and partner; a cell is told where
    none of them is small and none can be worked out of what is told beside it. What is left out of one
    measure is left out of those that count a part of it: their n would tell it.
    """
    cells: dict[Cell, dict[str, Share]] = {}
    hidden: set[Cell] = set()
    above: set[Cell] = set()
    for name, says in MEASURES.items():
        hidden = _hidden(words, says, least, above)
        above = hidden if name in CHAIN else above
        for cell, some in _groups(words).items():
            said = [one for one in map(says, some) if one is not None]
            told = Share(None, None) if cell in hidden else share(sum(said), len(said))
            cells.setdefault(cell, {})[name] = told
    return cells


def _hidden(
    words: Sequence[Word], says: Callable[[Word], bool | None], least: int, above: set[Cell]
) -> set[Cell]:
    parts = [
        _atoms(words, lambda one: says(one) is True),
        _atoms(words, lambda one: says(one) is False),
        _atoms(words, lambda one: says(one) is None and one.said),
        _atoms(words, lambda one: says(one) is None and not one.said),
        _atoms(words, lambda one: one.said and not one.asked),
    ]
    hidden = set(above)
    while True:
        more = set(hidden)
        for atoms in parts:
            more |= protect(atoms, NAMES, least=least, must=more)
        if more == hidden:
            return hidden
        hidden = more


def _atoms(words: Sequence[Word], fits: Callable[[Word], bool]) -> dict[tuple[str, ...], int]:
    """How many fit, of each pair of program and partner that there is."""
    atoms: dict[tuple[str, ...], int] = {}
    for one in words:
        key = (one.program, one.partner)
        atoms[key] = atoms.get(key, 0) + fits(one)
    return atoms


def _groups(words: Sequence[Word]) -> dict[Cell, list[Word]]:
    groups: dict[Cell, list[Word]] = {TOTAL: list(words)}
    for one in words:
        for name in NAMES:
            groups.setdefault((name, getattr(one, name)), []).append(one)
    return groups
