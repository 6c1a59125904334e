"""Alignment as plain data for JSON and as rows for a spreadsheet, in one language."""

from collections.abc import Iterable
from datetime import date

from kinwork.library.alignment.pairs import Difference, Pair
from kinwork.library.alignment.paths import Path
from kinwork.library.alignment.said import Statement
from kinwork.library.alignment.spared import FAMILIES, Spared

PAIR_COLUMNS = ("left", "right", "dimension", "same", "left_says", "left_source") + (
    "right_says",
    "right_source",
)
PATH_COLUMNS = ("gives", "opens", "criterion", "instead_of", "still_asked", "source")
SPARED_COLUMNS = ("gives", "takes", "path_exists", "families", "yes", "both", "share") + (
    "wrongly_in",
    "unknown",
    "questions_spared",
    "papers_spared",
    "minutes_spared",
)


def pair_rows(pairs: Iterable[Pair], language: str = "en") -> list[tuple]:
    """A row for each dimension of each pair."""
    return [_pair_row(pair, one, language) for pair in pairs for one in pair.dimensions]


def _pair_row(pair: Pair, one: Difference, language: str) -> tuple:
    ends = (pair.left.code, pair.right.code, one.name[language], "yes" if one.same else "no")
    return (*ends, *_said(one.left, language), *_said(one.right, language))


def _said(some: tuple[Statement, ...], language: str) -> tuple[str, str]:
    sources = dict.fromkeys(one.source for one in some if one.source)
    return " | ".join(one.words[language] for one in some), "; ".join(sources)


def path_rows(paths: Iterable[Path]) -> list[tuple]:
    """A row for each path that rules name."""
    return [
        (p.giver, p.program, p.criterion, " ".join(p.replaces), " ".join(p.still), p.source)
        for p in paths
    ]


def spared_rows(some: Iterable[Spared]) -> list[tuple]:
    """A row for each path that could be."""
    return [
        (
            *(one.gives, one.takes, "yes" if one.exists else "no", one.families, one.yes),
            *(one.both, "" if one.share is None else round(one.share, 3), one.wrong),
            *(one.unknown, one.questions, one.papers, one.minutes),
        )
        for one in some
    ]


def as_data(
    on: date,
    state: str,
    pairs: Iterable[Pair],
    paths: Iterable[Path],
    possible: Iterable[Spared],
    families: int = FAMILIES,
) -> dict:
    """All of it as plain data, both languages."""
    return {
        "on": on.isoformat(),
        "state": state or None,
        "pairs": [
            {
                "left": pair.left.code,
                "right": pair.right.code,
                "dimensions": [
                    {
                        "dimension": one.dimension,
                        "same": one.same,
                        "left": [_statement(said) for said in one.left],
                        "right": [_statement(said) for said in one.right],
                        "could_be_one_paper": [dict(words) for words in one.near],
                    }
                    for one in pair.dimensions
                ],
            }
            for pair in pairs
        ],
        "paths": [dict(zip(PATH_COLUMNS, row, strict=True)) for row in path_rows(paths)],
        "possible": {
            "families": families,
            "simulated": True,
            "rows": [dict(zip(SPARED_COLUMNS, row, strict=True)) for row in spared_rows(possible)],
        },
    }


def _statement(said: Statement) -> dict:
    return {"says": dict(said.words), "source": said.source, "criterion": said.criterion}
